//! How ids and words are written in columns: one place, both directions.

use rusqlite::{
    Row, ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef},
};
use serde::{Serialize, de::DeserializeOwned};
use tillside_domain::{
    Timestamp,
    ids::{AgentId, ConversationId, OfferId, QueueId, ShopperId, SiteId, TransferId, WorkspaceId},
};
use uuid::Uuid;

use crate::StoreError;

/// A 16-byte id.
#[derive(Clone, Copy)]
pub(super) struct Id(pub(super) Uuid);

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Uuid::from_slice(value.as_blob()?)
            .map(Self)
            .map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

macro_rules! ids {
    ($($kind:ident),*) => {
        $(
            impl From<$kind> for Id {
                fn from(id: $kind) -> Self {
                    Self(id.0)
                }
            }

            impl From<Id> for $kind {
                fn from(id: Id) -> Self {
                    Self(id.0)
                }
            }
        )*
    };
}
ids!(
    AgentId,
    ConversationId,
    OfferId,
    QueueId,
    ShopperId,
    SiteId,
    TransferId,
    WorkspaceId
);

/// An id column.
pub(super) fn id<T: From<Id>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    row.get::<_, Id>(column).map(T::from)
}

/// A time column.
pub(super) fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp)
}

/// A time column that may be NULL.
pub(super) fn time_if(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column).map(|at| at.map(Timestamp))
}

/// A counter column.
pub(super) fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or(0))
}

/// A small number column.
pub(super) fn small(row: &Row<'_>, column: &str) -> rusqlite::Result<u32> {
    row.get(column)
}

fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

/// A column that holds a document.
pub(super) fn doc<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(unreadable)
}

/// A column that holds one word of an enumeration.
pub(super) fn word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(text)).map_err(unreadable)
}

/// The word that [`word`] reads.
pub(super) fn as_word(value: impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        other => Ok(other.to_string()),
    }
}

/// A counter for a column.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A row of `Option`: absent is not a failure.
pub(super) fn optional<T>(result: rusqlite::Result<T>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
