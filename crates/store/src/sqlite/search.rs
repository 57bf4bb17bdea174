//! The search index: follows the log with its own cursor and is never part of an append, which it would double.

use rusqlite::params;
use tillside_domain::EventData;

use super::{Store, Tx, columns, log};
use crate::StoreError;

/// Entries indexed in one go: it holds up no message for longer than a few milliseconds.
const STEP: u32 = 200;

/// The words as a query that wants all of them; `None` if there is no word.
pub(super) fn all_words(words: &str) -> Option<String> {
    let quoted: Vec<String> = words
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\""))
        .collect();
    (!quoted.is_empty()).then(|| quoted.join(" AND "))
}

impl Store {
    /// Indexes what is new; `true` if there is more.
    pub async fn index_new(&self) -> Result<bool, StoreError> {
        self.write(|tx: &mut Tx<'_>| {
            let cursor = cursor(tx)?;
            let mut query = tx
                .sql
                .prepare_cached("SELECT n, seq, at, epoch, cid, doc FROM event WHERE n > ?1 ORDER BY n LIMIT ?2")?;
            let nobody = tillside_domain::ids::ConversationId(uuid::Uuid::nil());
            let rows = query.query_map(params![cursor, STEP], |row| {
                Ok((row.get::<_, i64>("n")?, log::read(nobody, row)?))
            })?;
            let entries = rows.collect::<Result<Vec<_>, _>>()?;
            let mut insert = tx
                .sql
                .prepare_cached("INSERT INTO search (rowid, text) VALUES (?1, ?2)")?;
            for (n, event) in &entries {
                if let EventData::Message { body, .. } | EventData::Note { body } = &event.what {
                    insert.execute(params![n, body.text()])?;
                }
            }
            if let Some((last, _event)) = entries.last() {
                tx.sql
                    .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES ('search_cursor', ?1)")?
                    .execute([last.to_string()])?;
            }
            Ok(entries.len() == usize::try_from(STEP).unwrap_or(0))
        })
        .await
    }

    /// Is there anything to index? Asked of a reader, so that an idle node writes nothing.
    pub async fn has_new_entries(&self) -> Result<bool, StoreError> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT COALESCE((SELECT max(n) FROM event), 0)
                      > COALESCE((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'search_cursor'), 0)",
            )?;
            Ok(query.query_row([], |row| row.get(0))?)
        })
        .await
    }
}

fn cursor(tx: &Tx<'_>) -> Result<i64, StoreError> {
    let mut query = tx
        .sql
        .prepare_cached("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'search_cursor'")?;
    Ok(columns::optional(query.query_row([], |row| row.get(0)))?.unwrap_or(0))
}
