//! Schema versions, counted in `user_version`. A migration that has shipped is never edited.

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_init.sql")];

fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

fn found(sql: &Connection) -> Result<i64, StoreError> {
    Ok(sql.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the schema up to date, each step in its own transaction.
pub(super) fn up(sql: &mut Connection) -> Result<(), StoreError> {
    let mut version = found(sql)?;
    while let Some(step) = usize::try_from(version).ok().and_then(|step| MIGRATIONS.get(step)) {
        let tx = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        version += 1;
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()?;
    }
    Ok(())
}

/// The schema is the one this program knows.
pub(super) fn check(sql: &Connection) -> Result<(), StoreError> {
    let found = found(sql)?;
    match found.cmp(&known()) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::Newer { found, known: known() }),
        std::cmp::Ordering::Less => Err(StoreError::InUse(
            "the database is not up to date: run `tillside migrate` first".to_owned(),
        )),
    }
}
