//! The router: runs passes, one at a time per workspace, and remembers at most one wake-up meanwhile. There is no leader;
//! any node may run one, and the store's lock makes them take turns. A lost wake-up costs a second.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rand::Rng as _;
use tillside_domain::ids::WorkspaceId;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::Context;

/// How often a node asks the store whether somebody was forgotten.
const LOOK_EVERY_MS: u64 = 1_000;
/// Spread, so that nodes do not ask at once.
const JITTER_MS: u64 = 100;

/// Wakes the router.
#[derive(Clone, Default)]
pub struct Wake(Arc<Woken>);

#[derive(Default)]
struct Woken {
    workspaces: Mutex<BTreeSet<WorkspaceId>>,
    notify: Notify,
}

impl Wake {
    /// Something moved there.
    pub fn workspace(&self, workspace: WorkspaceId) {
        self.0
            .workspaces
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(workspace);
        self.0.notify.notify_one();
    }

    fn next(&self) -> Option<WorkspaceId> {
        self.0
            .workspaces
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_first()
    }
}

/// The router of a node.
pub struct Router {
    context: Context,
}

impl Router {
    pub fn new(context: Context) -> Self {
        Self { context }
    }

    /// Runs until cancelled. Waits on a wake-up or the second's look, whichever comes first; both are cancel-safe.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let jitter = rand::rng().random_range(0..JITTER_MS);
            let look = Duration::from_millis(LOOK_EVERY_MS + jitter);
            let woken = tokio::select! {
                () = stop.cancelled() => return,
                () = self.context.wake.0.notify.notified() => true,
                () = tokio::time::sleep(look) => false,
            };
            if !woken {
                self.look().await;
            }
            while let Some(workspace) = self.context.wake.next() {
                self.pass(workspace).await;
            }
        }
    }

    async fn look(&self) {
        match self.context.store.workspaces_due().await {
            Ok(due) => due
                .into_iter()
                .for_each(|workspace| self.context.wake.workspace(workspace)),
            Err(error) => tracing::warn!(%error, "The store could not say who is due"),
        }
    }

    async fn pass(&self, workspace: WorkspaceId) {
        let begun = std::time::Instant::now();
        match self.context.store.pass(workspace).await {
            Ok(passed) => {
                metrics::histogram!("tillside_routing_pass_seconds").record(begun.elapsed().as_secs_f64());
                metrics::counter!("tillside_routing_offers_total")
                    .increment(u64::try_from(passed.offers).unwrap_or(u64::MAX));
                // What a pass itself frees or returns wakes it again through `tell`; what it did not get to, here.
                self.context.tell(workspace, passed.outcome);
                if passed.more {
                    self.context.wake.workspace(workspace);
                }
            }
            // The second's look tries again.
            Err(error) => tracing::warn!(%error, workspace.id = %workspace, "A routing pass failed"),
        }
    }
}
