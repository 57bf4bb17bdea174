//! Agents' accounts.

use rusqlite::params;
use tillside_domain::{
    Rights,
    ids::{AgentId, QueueId, WorkspaceId},
};
use uuid::Uuid;

use super::{
    Store,
    columns::{self, Id},
};
use crate::StoreError;

/// What `agent add` asks for.
#[derive(Clone, Debug)]
pub struct NewAgent {
    pub workspace: WorkspaceId,
    pub email: String,
    pub name: String,
    /// A PHC string, never the password.
    pub password: String,
    pub rights: Rights,
    pub capacity: u32,
    pub queues: Vec<QueueId>,
}

/// What a login is checked against.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: AgentId,
    pub workspace: WorkspaceId,
    pub name: String,
    pub email: String,
    pub password: String,
    pub rights: Rights,
    pub disabled: bool,
}

impl Store {
    /// Makes an agent, offline; `None` if the address is taken.
    pub async fn add_agent(&self, new: NewAgent) -> Result<Option<AgentId>, StoreError> {
        self.write(move |tx| {
            let email = new.email.to_lowercase();
            let taken: bool = tx.sql.query_row(
                "SELECT EXISTS (SELECT 1 FROM agent WHERE email = ?1)",
                [&email],
                |row| row.get(0),
            )?;
            if taken {
                return Ok(None);
            }
            let id = AgentId(Uuid::now_v7());
            tx.sql.execute(
                "INSERT INTO agent (id, workspace, email, name, password, rights, capacity, availability, since)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'offline', ?8)",
                params![
                    Id::from(id),
                    Id::from(new.workspace),
                    email,
                    new.name,
                    new.password,
                    columns::as_word(new.rights)?,
                    new.capacity,
                    tx.now.0
                ],
            )?;
            for queue in &new.queues {
                tx.sql.execute(
                    "INSERT OR IGNORE INTO agent_queue (agent, queue) VALUES (?1, ?2)",
                    params![Id::from(id), Id::from(*queue)],
                )?;
            }
            Ok(Some(id))
        })
        .await
    }

    /// An account by its address, in whatever case it is typed.
    pub async fn account(&self, email: String) -> Result<Option<Account>, StoreError> {
        self.read(move |sql| {
            let mut query = sql.prepare_cached(
                "SELECT id, workspace, name, email, password, rights, disabled FROM agent WHERE email = ?1",
            )?;
            columns::optional(query.query_row([email.to_lowercase()], |row| {
                Ok(Account {
                    id: columns::id(row, "id")?,
                    workspace: columns::id(row, "workspace")?,
                    name: row.get("name")?,
                    email: row.get("email")?,
                    password: row.get("password")?,
                    rights: columns::word(row, "rights")?,
                    disabled: row.get("disabled")?,
                })
            }))
        })
        .await
    }
}
