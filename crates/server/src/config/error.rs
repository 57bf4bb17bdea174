//! What can be wrong with the settings, in sentences that name the key, the value and what is allowed.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read the configuration file {}", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("the configuration file {} is not TOML", path.display())]
    NotToml {
        path: PathBuf,
        #[source]
        source: toml::de::Error,
    },
    #[error("{key} in {} is not a setting; settings are {}", path.display(), allowed.join(", "))]
    UnknownKey {
        path: PathBuf,
        key: String,
        allowed: Vec<&'static str>,
    },
    #[error("{key} in {} is a {kind}; expected a string, a number, true or false, or a list of strings or numbers", path.display())]
    WrongKind {
        path: PathBuf,
        key: &'static str,
        kind: &'static str,
    },
    #[error("{variable} is not UTF-8")]
    NotUnicode { variable: String },
    #[error("{key} is {value}; expected {expected}")]
    Invalid {
        key: String,
        value: String,
        expected: &'static str,
    },
    #[error("{given} is set and {missing} is not; TLS needs both, the certificate chain and its key")]
    TlsHalf { given: &'static str, missing: &'static str },
    #[error(
        "{key} is set, and the database is SQLite, which one process has to itself: it needs no Redis. Remove {key}, \
         or use PostgreSQL for a cluster"
    )]
    RedisWithSqlite { key: String },
}
