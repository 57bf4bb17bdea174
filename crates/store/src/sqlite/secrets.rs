//! Keys that sign, and agents' refresh families. What they mean is `tillside-auth`'s to know; here they are rows.

use rusqlite::{Connection, Row, params};
use tillside_domain::{Timestamp, ids::AgentId};
use uuid::Uuid;

use super::{
    Store, agents,
    columns::{self, Id, number},
};
use crate::{Outcome, StoreError};

/// A key as it is kept: `doc` is what `tillside-auth` made of it, sealed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretKey {
    pub kid: String,
    pub purpose: String,
    pub created_at: Timestamp,
    pub doc: String,
}

/// An agent's refresh family: one sign-in, however often it was renewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshFamily {
    pub id: Uuid,
    pub agent: AgentId,
    pub generation: u64,
    pub rotated_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked: bool,
}

fn keys(sql: &Connection) -> Result<Vec<SecretKey>, StoreError> {
    let mut query =
        sql.prepare_cached("SELECT kid, purpose, created_at, doc FROM secret_key ORDER BY created_at, kid")?;
    let rows = query.query_map([], |row| {
        Ok(SecretKey {
            kid: row.get("kid")?,
            purpose: row.get("purpose")?,
            created_at: columns::time(row, "created_at")?,
            doc: row.get("doc")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn family(row: &Row<'_>) -> rusqlite::Result<RefreshFamily> {
    Ok(RefreshFamily {
        id: row.get::<_, Id>("id")?.0,
        agent: columns::id(row, "agent")?,
        generation: columns::count(row, "generation")?,
        rotated_at: columns::time(row, "rotated_at")?,
        expires_at: columns::time(row, "expires_at")?,
        revoked: row.get("revoked")?,
    })
}

impl Store {
    /// Every key, oldest first.
    pub async fn secret_keys(&self) -> Result<Vec<SecretKey>, StoreError> {
        self.read(keys).await
    }

    /// Keeps a key unless one of its purpose is there already; says what is kept then. Two nodes that start at once on an
    /// empty database agree on the first.
    pub async fn keep_first_key(&self, key: SecretKey) -> Result<Vec<SecretKey>, StoreError> {
        self.write(move |tx| {
            tx.sql.execute(
                "INSERT INTO secret_key (kid, purpose, created_at, doc)
                 SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM secret_key WHERE purpose = ?2)",
                params![key.kid, key.purpose, key.created_at.0, key.doc],
            )?;
            keys(tx.sql)
        })
        .await
    }

    /// Begins a family.
    pub async fn begin_family(&self, new: RefreshFamily) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.sql
                .prepare_cached(
                    "INSERT INTO refresh_family (id, agent, generation, rotated_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    Id(new.id),
                    Id::from(new.agent),
                    number(new.generation),
                    new.rotated_at.0,
                    new.expires_at.0
                ])?;
            Ok(())
        })
        .await
    }

    /// Lets `judge` decide about a family under the writer's lock, and keeps what it makes of it. `None` without one. A
    /// revoked family moves its agent's desk, so that sockets of that sign-in are closed.
    pub async fn with_family<T: Send + 'static>(
        &self,
        id: Uuid,
        mut judge: impl FnMut(&mut RefreshFamily, Timestamp) -> T + Send + 'static,
    ) -> Result<Option<(T, Outcome)>, StoreError> {
        self.write(move |tx| {
            let mut query = tx.sql.prepare_cached(
                "SELECT id, agent, generation, rotated_at, expires_at, revoked FROM refresh_family WHERE id = ?1",
            )?;
            let Some(mut found) = columns::optional(query.query_row([Id(id)], family))? else {
                return Ok(None);
            };
            let before = found.clone();
            let judged = judge(&mut found, tx.now);
            if found != before {
                tx.sql
                    .prepare_cached(
                        "UPDATE refresh_family SET generation = ?2, rotated_at = ?3, expires_at = ?4, revoked = ?5
                         WHERE id = ?1",
                    )?
                    .execute(params![
                        Id(id),
                        number(found.generation),
                        found.rotated_at.0,
                        found.expires_at.0,
                        found.revoked
                    ])?;
            }
            let desks = if found.revoked && !before.revoked {
                agents::touch(tx.sql, &[found.agent])?
            } else {
                Vec::new()
            };
            Ok(Some((
                judged,
                Outcome {
                    desks,
                    ..Outcome::default()
                },
            )))
        })
        .await
    }

    /// Is this sign-in still good?
    pub async fn family_is_live(&self, id: Uuid) -> Result<bool, StoreError> {
        let now = self.now();
        self.read(move |sql| {
            let mut query = sql.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM refresh_family WHERE id = ?1 AND revoked = 0 AND expires_at > ?2)",
            )?;
            Ok(query.query_row(params![Id(id), now.0], |row| row.get(0))?)
        })
        .await
    }
}
