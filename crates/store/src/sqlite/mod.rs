//! SQLite: one writer thread, readers beside it, WAL with `synchronous=FULL`.

pub(crate) mod agents;
pub(crate) mod board;
mod columns;
mod command;
mod conversations;
pub(crate) mod desk;
pub(crate) mod list;
mod log;
mod maintenance;
mod migrate;
mod open;
mod pass;
pub(crate) mod people;
pub(crate) mod places;
mod records;
mod search;
pub(crate) mod secrets;
mod sessions;
pub(crate) mod settings;
pub(crate) mod shoppers;
mod writer;

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::Connection;
use tillside_domain::Timestamp;
use tokio::sync::Semaphore;

pub(crate) use writer::Tx;

use crate::StoreError;

/// Where the time in rules comes from: the process's clock, or a test's.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How long a second process waits for the first to leave.
const WAIT_FOR_LOCK: Duration = Duration::from_secs(10);
/// Readers at once: more would only wait for the two cores this is built for.
const READERS: usize = 4;
/// Pages of 4 KiB in the WAL before a commit also checkpoints it; 40 MiB cost a sixth less per append than 4 MiB.
const WAL_CHECKPOINT_PAGES: u32 = 10_000;

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    writer: writer::Handle,
    readers: Mutex<Vec<Connection>>,
    reading: Semaphore,
    clock: Clock,
    path: PathBuf,
    log: Mutex<String>,
    /// Held for as long as this process may write.
    _lock: File,
}

impl Store {
    /// Opens the database at `path`, made anew if there is none, and brings it up to date if `migrate`.
    ///
    /// Waits up to 10 s for another process to leave, then says which one has it.
    pub fn open(path: &Path, migrate: bool, clock: Clock) -> Result<Self, StoreError> {
        let lock = lock(path)?;
        let mut connection = connect(path)?;
        if migrate {
            migrate::up(&mut connection)?;
        }
        migrate::check(&connection)?;
        let log = maintenance::log_id(&connection)?;
        let readers = (0..READERS).map(|_reader| reader(path)).collect::<Result<_, _>>()?;
        let writer = writer::start(connection, Arc::clone(&clock))?;
        Ok(Self(Arc::new(Inner {
            writer,
            readers: Mutex::new(readers),
            reading: Semaphore::new(READERS),
            clock,
            path: path.to_owned(),
            log: Mutex::new(log),
            _lock: lock,
        })))
    }

    /// The time that rules go by.
    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// The log's id: clients that bring another one start over.
    pub fn log_id(&self) -> String {
        self.0.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts `work` before the writer at once, and resolves when it is durable. The work runs again if another of its batch
    /// failed in the database, so it keeps nothing from one run to the next.
    fn write<T, W>(&self, work: W) -> impl Future<Output = Result<T, StoreError>> + Send + use<T, W>
    where
        T: Send + 'static,
        W: FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.0.writer.submit(work)
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let inner = Arc::clone(&self.0);
        let permit = self.0.reading.acquire().await.map_err(|_closed| StoreError::Closed)?;
        let result = tokio::task::spawn_blocking(move || {
            let connection = inner.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = connection.map_or_else(|| reader(&inner.path), Ok)?;
            let result = work(&connection);
            inner
                .readers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            result
        })
        .await;
        drop(permit);
        result.map_err(|_panicked| StoreError::Closed)?
    }
}

/// A SQLite file has one process. The lock is a file of its own, so that a backup can read beside us.
fn lock(path: &Path) -> Result<File, StoreError> {
    let path = path.with_extension("lock");
    let failed = |source| StoreError::File {
        path: path.display().to_string(),
        source,
    };
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    let deadline = std::time::Instant::now() + WAIT_FOR_LOCK;
    while file.try_lock().is_err() {
        if std::time::Instant::now() >= deadline {
            let holder = std::fs::read_to_string(&path).map_err(failed)?;
            return Err(StoreError::InUse(format!(
                "the database is in use by process {}; stop it first, or give this one another database",
                holder.trim()
            )));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    file.set_len(0)
        .and_then(|()| writeln!(file, "{}", std::process::id()))
        .map_err(failed)?;
    Ok(file)
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "wal_autocheckpoint", WAL_CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", 67_108_864)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "query_only", "ON")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}
