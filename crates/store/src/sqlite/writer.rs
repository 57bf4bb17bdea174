//! The writer: a thread that takes what has arrived while the last commit was in flight, executes it in one
//! transaction, commits, and answers. Callers may vanish; what they asked for happens all the same.

use std::{collections::HashMap, panic::AssertUnwindSafe, sync::Arc, time::Instant};

use rusqlite::{Connection, TransactionBehavior};
use tillside_domain::{Queue, Timestamp, ids::QueueId};
use tokio::sync::{mpsc, oneshot};

use super::Clock;
use crate::StoreError;

/// What may wait for the writer: two seconds of its work on a slow disk. Beyond that callers are told to come back.
const WAITING_MAX: usize = 8_192;
/// What one commit holds at most; more gains little (one fsync is shared by 256) and makes the first of them wait.
const BATCH_MAX: usize = 256;

/// A transaction, the time of its batch, and what settings the writer remembers.
pub(crate) struct Tx<'c> {
    pub(crate) sql: &'c Connection,
    pub(crate) now: Timestamp,
    pub(crate) queues: &'c mut HashMap<QueueId, Arc<Queue>>,
}

trait Job: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError>;
    /// Answers after the commit, or after it is known that there is none.
    fn settle(self: Box<Self>, failure: Option<StoreError>);
}

struct Task<W, T> {
    work: W,
    result: Option<T>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send, W: FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send> Job for Task<W, T> {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        self.result = Some((self.work)(tx)?);
        Ok(())
    }

    fn settle(self: Box<Self>, failure: Option<StoreError>) {
        let result = match (failure, self.result) {
            (None, Some(result)) => Ok(result),
            (Some(failure), _) => Err(failure),
            (None, None) => Err(StoreError::Closed),
        };
        // A caller that has gone does not need the answer; what it asked for is done.
        drop(self.answer.send(result));
    }
}

/// Where to put work.
pub(crate) struct Handle {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Handle {
    pub(crate) fn submit<T, W>(&self, work: W) -> impl Future<Output = Result<T, StoreError>> + Send + use<T, W>
    where
        T: Send + 'static,
        W: FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let queued = self.jobs.try_send(Box::new(Task {
            work,
            result: None,
            answer,
        }));
        async move {
            match queued {
                Ok(()) => answered.await.map_err(|_gone| StoreError::Closed)?,
                Err(mpsc::error::TrySendError::Full(_job)) => Err(StoreError::Overloaded),
                Err(mpsc::error::TrySendError::Closed(_job)) => Err(StoreError::Closed),
            }
        }
    }
}

pub(crate) fn start(connection: Connection, clock: Clock) -> Result<Handle, StoreError> {
    let (jobs, waiting) = mpsc::channel(WAITING_MAX);
    let mut writer = Writer {
        connection,
        clock,
        queues: HashMap::new(),
    };
    std::thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || writer.run(waiting))
        .map_err(|source| StoreError::File {
            path: "the writer's thread".to_owned(),
            source,
        })?;
    Ok(Handle { jobs })
}

struct Writer {
    connection: Connection,
    clock: Clock,
    queues: HashMap<QueueId, Arc<Queue>>,
}

impl Writer {
    fn run(&mut self, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
        while let Some(first) = waiting.blocking_recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH_MAX
                && let Ok(next) = waiting.try_recv()
            {
                batch.push(next);
            }
            self.write(batch);
        }
    }

    fn write(&mut self, mut batch: Vec<Box<dyn Job>>) {
        let begun = Instant::now();
        metrics::histogram!("tillside_store_batch_commands").record(u32::try_from(batch.len()).unwrap_or(u32::MAX));
        match self.attempt(&mut batch) {
            Ok(()) => batch.into_iter().for_each(|job| job.settle(None)),
            Err(failure) => {
                // One of them cannot be written: the others must not suffer for it.
                tracing::debug!(%failure, batch.len = batch.len(), "A batch failed; its commands are tried one by one");
                for job in batch {
                    self.write_alone(job);
                }
            }
        }
        metrics::histogram!("tillside_store_commit_seconds").record(begun.elapsed().as_secs_f64());
    }

    fn write_alone(&mut self, mut job: Box<dyn Job>) {
        let failure = self.attempt(std::slice::from_mut(&mut job)).err();
        if let Some(failure) = &failure {
            tracing::warn!(%failure, "A write failed");
            metrics::counter!("tillside_store_failures_total").increment(1);
        }
        job.settle(failure);
    }

    fn attempt(&mut self, batch: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        let now = (self.clock)();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut tx = Tx {
            sql: &transaction,
            now,
            queues: &mut self.queues,
        };
        for job in batch.iter_mut() {
            // A panic in a rule is a bug in one command; the process and the other commands go on.
            let ran = std::panic::catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)));
            ran.unwrap_or(Err(StoreError::Closed))
                .inspect_err(|_failure| tx.queues.clear())?;
        }
        transaction.commit()?;
        Ok(())
    }
}
