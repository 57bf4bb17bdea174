//! The log's id, backups, the nightly clean-up, and the audit.

use std::path::Path;

use rusqlite::{Connection, backup::Backup, params};
use tillside_domain::ids::{AgentId, WorkspaceId};
use uuid::Uuid;

use super::{
    Store, Tx, board,
    columns::{self, Id},
};
use crate::StoreError;

/// Ended offers, hand-offs and refresh families are kept this long.
const KEEP_ENDED_MS: i64 = 30 * 86_400_000;
/// Rows that one step of the clean-up deletes at most.
const STEP: u32 = 500;
/// Pages that a backup copies between two looks at the writer.
const BACKUP_PAGES: i32 = 256;

/// The database's log id, made with it.
pub(super) fn log_id(sql: &Connection) -> Result<String, StoreError> {
    sql.execute(
        "INSERT OR IGNORE INTO meta (key, value) VALUES ('log', ?1)",
        [Uuid::now_v7().to_string()],
    )?;
    Ok(sql.query_row("SELECT value FROM meta WHERE key = 'log'", [], |row| row.get(0))?)
}

impl Store {
    /// A backup was put back: whatever clients hold of the old log is not to be trusted.
    pub async fn restored(&self) -> Result<String, StoreError> {
        let log = self
            .write(|tx: &mut Tx<'_>| {
                let log = Uuid::now_v7().to_string();
                tx.sql.execute("UPDATE meta SET value = ?1 WHERE key = 'log'", [&log])?;
                Ok(log)
            })
            .await?;
        self.0
            .log
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone_from(&log);
        Ok(log)
    }

    /// Copies the database at `from` to `to` while it is in use.
    pub fn backup(from: &Path, to: &Path) -> Result<(), StoreError> {
        let source = Connection::open_with_flags(from, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        source.busy_timeout(std::time::Duration::from_secs(5))?;
        let mut target = Connection::open(to)?;
        Backup::new(&source, &mut target)?.run_to_completion(BACKUP_PAGES, std::time::Duration::ZERO, None)?;
        Ok(())
    }

    /// Deletes a little of what has been over for long; `true` if there is more.
    pub async fn clean_up(&self) -> Result<bool, StoreError> {
        self.write(|tx: &mut Tx<'_>| {
            let before = tx.now.plus_ms(-KEEP_ENDED_MS).0;
            let offers = tx.sql.execute(
                "DELETE FROM offer WHERE id IN (SELECT id FROM offer WHERE ended_at < ?1 LIMIT ?2)",
                params![before, STEP],
            )?;
            let families = tx.sql.execute(
                "DELETE FROM refresh_family WHERE id IN (SELECT id FROM refresh_family WHERE expires_at < ?1 LIMIT ?2)",
                params![before, STEP],
            )?;
            board::forget_old_minutes(tx)?;
            let step = usize::try_from(STEP).unwrap_or(usize::MAX);
            Ok(offers == step || families == step)
        })
        .await
    }

    /// Keeps who looked at or did what.
    pub async fn audit(
        &self,
        workspace: WorkspaceId,
        actor: AgentId,
        action: &'static str,
        subject: String,
    ) -> Result<(), StoreError> {
        self.write(move |tx: &mut Tx<'_>| {
            tx.sql
                .prepare_cached(
                    "INSERT INTO audit (at, workspace, actor, action, subject) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![tx.now.0, Id::from(workspace), Id::from(actor), action, subject])?;
            Ok(())
        })
        .await
    }

    /// Who looked at or did what to `subject`, oldest first.
    pub async fn audited(&self, subject: String) -> Result<Vec<(AgentId, String)>, StoreError> {
        self.read(move |sql| {
            let mut query = sql.prepare_cached("SELECT actor, action FROM audit WHERE subject = ?1 ORDER BY n")?;
            let rows = query.query_map([subject], |row| {
                Ok((columns::id(row, "actor")?, row.get::<_, String>("action")?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}
