//! Where the truth is kept.

use std::path::PathBuf;

use super::Expected;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file that this process has to itself.
    Sqlite { path: PathBuf },
}

impl Database {
    pub(super) fn parse(url: &str) -> Result<Self, Expected> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Err("sqlite:///path/to/tillside.db; PostgreSQL comes with the cluster release");
        }
        match url.strip_prefix("sqlite://") {
            Some(path) if !path.is_empty() && !path.ends_with('/') => Ok(Self::Sqlite {
                path: PathBuf::from(path),
            }),
            _ => Err("sqlite:///path/to/tillside.db"),
        }
    }
}
