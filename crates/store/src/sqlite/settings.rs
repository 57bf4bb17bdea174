//! Workspaces, sites and queues.

use rusqlite::{Connection, params};
use tillside_domain::{
    Queue,
    ids::{QueueId, SiteId, WorkspaceId},
    queue::QueueSettings,
    site::{Site, Theme},
};
use uuid::Uuid;

use super::{
    Store, Tx,
    columns::{self, Id},
};
use crate::StoreError;

/// What `site add` asks for.
#[derive(Clone, Debug)]
pub struct NewSite {
    pub workspace: WorkspaceId,
    pub key: String,
    pub name: String,
    pub origins: Vec<String>,
    pub secret: String,
    pub locale: String,
}

pub(super) fn site(sql: &Connection, id: SiteId) -> Result<Option<Site>, StoreError> {
    let mut query = sql.prepare_cached("SELECT doc FROM site WHERE id = ?1")?;
    columns::optional(query.query_row([Id::from(id)], |row| columns::doc(row, "doc")))
}

fn site_by_key(sql: &Connection, key: &str) -> Result<Option<(Site, String)>, StoreError> {
    let mut query = sql.prepare_cached("SELECT doc, secret FROM site WHERE key = ?1")?;
    columns::optional(query.query_row([key], |row| Ok((columns::doc(row, "doc")?, row.get("secret")?))))
}

pub(super) fn queues_of(sql: &Connection, workspace: WorkspaceId) -> Result<Vec<Queue>, StoreError> {
    let mut query = sql.prepare_cached("SELECT doc FROM queue WHERE workspace = ?1 ORDER BY key")?;
    let rows = query.query_map([Id::from(workspace)], |row| columns::doc(row, "doc"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn workspace_by_key(sql: &Connection, key: &str) -> Result<Option<WorkspaceId>, StoreError> {
    let mut query = sql.prepare_cached("SELECT id FROM workspace WHERE key = ?1")?;
    columns::optional(query.query_row([key], |row| columns::id(row, "id")))
}

fn add_queue(tx: &Tx<'_>, workspace: WorkspaceId, key: &str, settings: &QueueSettings) -> Result<Queue, StoreError> {
    let mut name = key.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let queue = Queue {
        id: QueueId(Uuid::now_v7()),
        workspace,
        key: key.to_owned(),
        name,
        settings: settings.clone(),
    };
    tx.sql.execute(
        "INSERT INTO queue (id, workspace, key, doc) VALUES (?1, ?2, ?3, ?4)",
        params![
            Id::from(queue.id),
            Id::from(workspace),
            key,
            serde_json::to_string(&queue)?
        ],
    )?;
    Ok(queue)
}

impl Store {
    /// A site and its secret, by the key that its widget knows.
    pub async fn site_by_key(&self, key: String) -> Result<Option<(Site, String)>, StoreError> {
        self.read(move |sql| site_by_key(sql, &key)).await
    }

    /// A site.
    pub async fn site(&self, id: SiteId) -> Result<Option<Site>, StoreError> {
        self.read(move |sql| site(sql, id)).await
    }

    /// The queues of a workspace, by key.
    pub async fn queues(&self, workspace: WorkspaceId) -> Result<Vec<Queue>, StoreError> {
        self.read(move |sql| queues_of(sql, workspace)).await
    }

    /// Every workspace.
    pub async fn workspaces(&self) -> Result<Vec<WorkspaceId>, StoreError> {
        self.read(|sql| {
            let mut query = sql.prepare_cached("SELECT id FROM workspace")?;
            let rows = query.query_map([], |row| columns::id(row, "id"))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// A workspace by its key.
    pub async fn workspace(&self, key: String) -> Result<Option<WorkspaceId>, StoreError> {
        self.read(move |sql| workspace_by_key(sql, &key)).await
    }

    /// Makes a workspace, or finds the one of that key; the second is `true` for a new one.
    pub async fn add_workspace(&self, key: String) -> Result<(WorkspaceId, bool), StoreError> {
        self.write(move |tx| {
            if let Some(known) = workspace_by_key(tx.sql, &key)? {
                return Ok((known, false));
            }
            let id = WorkspaceId(Uuid::now_v7());
            tx.sql.execute(
                "INSERT INTO workspace (id, key) VALUES (?1, ?2)",
                params![Id::from(id), key],
            )?;
            Ok((id, true))
        })
        .await
    }

    /// Makes a queue, or finds the one of that key.
    pub async fn add_queue(
        &self,
        workspace: WorkspaceId,
        key: String,
        settings: QueueSettings,
    ) -> Result<Queue, StoreError> {
        self.write(move |tx| {
            let known = queues_of(tx.sql, workspace)?.into_iter().find(|queue| queue.key == key);
            known.map_or_else(|| add_queue(tx, workspace, &key, &settings), Ok)
        })
        .await
    }

    /// Makes a site with the workspace's queues; `None` if the key is taken.
    pub async fn add_site(&self, new: NewSite) -> Result<Option<Site>, StoreError> {
        self.write(move |tx| {
            if site_by_key(tx.sql, &new.key)?.is_some() {
                return Ok(None);
            }
            let site = Site {
                id: SiteId(Uuid::now_v7()),
                workspace: new.workspace,
                key: new.key.clone(),
                name: new.name.clone(),
                origins: new.origins.clone(),
                queues: as_made(queues_of(tx.sql, new.workspace)?),
                locale: new.locale.clone(),
                theme: Theme::default(),
            };
            tx.sql.execute(
                "INSERT INTO site (id, workspace, key, secret, doc) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    Id::from(site.id),
                    Id::from(site.workspace),
                    site.key,
                    new.secret,
                    serde_json::to_string(&site)?
                ],
            )?;
            Ok(Some(site))
        })
        .await
    }
}

/// The queues in the order in which they were made: a UUIDv7 begins with its time.
fn as_made(mut queues: Vec<Queue>) -> Vec<QueueId> {
    queues.sort_by_key(|queue| queue.id);
    queues.into_iter().map(|queue| queue.id).collect()
}
