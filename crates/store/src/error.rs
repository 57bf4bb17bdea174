//! What a caller of the store can do about a failure.

use tillside_domain::Refusal;

/// The store could not do it; nothing is known to have changed, and the same may be tried again.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// More is waiting than can be written soon.
    #[error("the writer has too much to do")]
    Overloaded,
    /// The disk or the database's size limit is full.
    #[error("the storage is full")]
    Full,
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[source] rusqlite::Error),
    /// A row does not read back as what was written.
    #[error("a stored document does not read back: {0}")]
    Document(#[from] serde_json::Error),
    /// The writer is gone: the process is stopping.
    #[error("the store is closed")]
    Closed,
    /// Another process has the database.
    #[error("{0}")]
    InUse(String),
    /// The file could not be opened.
    #[error("{path}: {source}")]
    File { path: String, source: std::io::Error },
    /// The database is newer than this program.
    #[error("the database has schema {found}, this program knows {known}: use a newer program")]
    Newer { found: i64, known: i64 },
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Database(error),
        }
    }
}

/// A command that was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A rule said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Whether it happened is known only to the database: the caller may send the same again.
    #[error(transparent)]
    Store(#[from] StoreError),
}
