//! The process's life: background tasks that must not die silently, and signals that end it in order.

use std::time::Duration;

use anyhow::Context as _;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What background tasks have to finish in, once they are told to stop.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// The tasks of a node, and the signals to it.
pub(crate) struct Lifecycle {
    tasks: TaskTracker,
    stop: CancellationToken,
    /// A task ended that should not have: better a restart than half a node.
    broken: CancellationToken,
    signals: Signals,
}

/// Why a node leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaving {
    Asked,
    Broken,
}

impl Lifecycle {
    /// Listens to signals from now on.
    pub(crate) fn begin() -> anyhow::Result<Self> {
        Ok(Self {
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
            broken: CancellationToken::new(),
            signals: Signals::listen()?,
        })
    }

    /// Cancelled when the background tasks are to stop.
    pub(crate) fn stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Runs a task until `stop`. If it ends before that, or panics, the node leaves.
    pub(crate) fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let breaks = self.broken.clone().drop_guard();
        let stop = self.stop();
        self.tasks.spawn(async move {
            task.await;
            if stop.is_cancelled() {
                breaks.disarm();
            } else {
                tracing::error!(task.name = name, "A background task ended: {name}");
            }
        });
    }

    /// Resolves when the node is to leave.
    pub(crate) async fn leaving(&mut self) -> Leaving {
        tokio::select! {
            () = self.signals.next() => Leaving::Asked,
            () = self.broken.cancelled() => Leaving::Broken,
        }
    }

    /// Resolves when somebody asks again: they do not want to wait.
    pub(crate) async fn asked_again(&mut self) {
        self.signals.next().await;
    }

    /// Stops the background tasks, and waits for them.
    pub(crate) async fn finish(self) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(STOP_WITHIN, self.tasks.wait()).await.is_err() {
            tracing::warn!("Some background tasks did not stop in time");
        }
    }
}

/// SIGTERM and SIGINT.
#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("listen to SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("listen to SIGINT")?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
