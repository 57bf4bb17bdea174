//! Agents' rows: what they said, what is counted, and their desks' heads.

use rusqlite::{Connection, Row, params};
use tillside_domain::{
    Agent, AgentNow, Availability, Timestamp,
    ids::{AgentId, QueueId, WorkspaceId},
    turn::{Notice, NoticeKind},
};

use super::{
    Store, Tx,
    columns::{self, Id},
};
use crate::{Outcome, StoreError};

const COLUMNS: &str = "id, workspace, email, name, rights, capacity, availability, reason, since, misses, \
                       last_assigned_at, rev, gone_at, disabled";

fn read(row: &Row<'_>) -> rusqlite::Result<Agent> {
    Ok(Agent {
        id: columns::id(row, "id")?,
        workspace: columns::id(row, "workspace")?,
        name: row.get("name")?,
        email: row.get("email")?,
        rights: columns::word(row, "rights")?,
        capacity: columns::small(row, "capacity")?,
        queues: Vec::new(),
        availability: columns::word(row, "availability")?,
        reason: row.get("reason")?,
        since: columns::time(row, "since")?,
        misses: row.get("misses")?,
        last_assigned_at: columns::time(row, "last_assigned_at")?,
        rev: columns::count(row, "rev")?,
        gone_at: columns::time_if(row, "gone_at")?,
        disabled: row.get("disabled")?,
    })
}

fn queues(sql: &Connection, agent: AgentId) -> Result<Vec<QueueId>, StoreError> {
    let mut query = sql.prepare_cached("SELECT queue FROM agent_queue WHERE agent = ?1")?;
    let rows = query.query_map([Id::from(agent)], |row| columns::id(row, "queue"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn load(sql: &Connection, id: AgentId) -> Result<Option<Agent>, StoreError> {
    let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM agent WHERE id = ?1"))?;
    let Some(agent) = columns::optional(query.query_row([Id::from(id)], read))? else {
        return Ok(None);
    };
    Ok(Some(Agent {
        queues: queues(sql, id)?,
        ..agent
    }))
}

/// An agent with what is counted at the moment.
pub(super) fn now(sql: &Connection, id: AgentId, at: Timestamp) -> Result<Option<AgentNow>, StoreError> {
    let Some(agent) = load(sql, id)? else { return Ok(None) };
    Ok(Some(AgentNow {
        load: load_of(sql, id)?,
        live: is_live(sql, id, at)?,
        agent,
    }))
}

/// Owned, in wrap-up, and reserved by open offers.
pub(super) fn load_of(sql: &Connection, id: AgentId) -> Result<u32, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT (SELECT count(*) FROM conversation WHERE owner = ?1)
              + (SELECT count(*) FROM offer WHERE agent = ?1 AND ended_at IS NULL AND reserves = 1) AS load",
    )?;
    Ok(query.query_row([Id::from(id)], |row| columns::small(row, "load"))?)
}

/// Has a session on a node whose lease runs.
pub(super) fn is_live(sql: &Connection, id: AgentId, at: Timestamp) -> Result<bool, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT EXISTS (
           SELECT 1 FROM session JOIN node ON node.id = session.node AND node.lease_until > ?2 WHERE session.agent = ?1)",
    )?;
    Ok(query.query_row(params![Id::from(id), at.0], |row| row.get(0))?)
}

/// Somebody of the queue is online and there.
pub(super) fn anyone_online(sql: &Connection, queue: QueueId, at: Timestamp) -> Result<bool, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT EXISTS (
           SELECT 1 FROM agent_queue
           JOIN agent ON agent.id = agent_queue.agent AND agent.availability = 'online' AND agent.disabled = 0
           JOIN session ON session.agent = agent.id
           JOIN node ON node.id = session.node AND node.lease_until > ?2
           WHERE agent_queue.queue = ?1)",
    )?;
    Ok(query.query_row(params![Id::from(queue), at.0], |row| row.get(0))?)
}

/// Everybody of a workspace, with what is counted.
pub(super) fn all(sql: &Connection, workspace: WorkspaceId, at: Timestamp) -> Result<Vec<AgentNow>, StoreError> {
    let mut query = sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM agent WHERE workspace = ?1 AND disabled = 0 ORDER BY name"
    ))?;
    let agents = query
        .query_map([Id::from(workspace)], read)?
        .collect::<Result<Vec<_>, _>>()?;
    with_counts(sql, agents, at)
}

/// Those to whom new shoppers may be given: online and there.
pub(super) fn routable(sql: &Connection, workspace: WorkspaceId, at: Timestamp) -> Result<Vec<AgentNow>, StoreError> {
    let mut query = sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM agent WHERE workspace = ?1 AND availability = 'online' AND disabled = 0"
    ))?;
    let agents = query
        .query_map([Id::from(workspace)], read)?
        .collect::<Result<Vec<_>, _>>()?;
    let mut found = with_counts(sql, agents, at)?;
    found.retain(AgentNow::is_routable);
    Ok(found)
}

fn with_counts(sql: &Connection, agents: Vec<Agent>, at: Timestamp) -> Result<Vec<AgentNow>, StoreError> {
    agents
        .into_iter()
        .map(|agent| {
            let (load, live) = (load_of(sql, agent.id)?, is_live(sql, agent.id, at)?);
            Ok(AgentNow {
                agent: Agent {
                    queues: queues(sql, agent.id)?,
                    ..agent
                },
                load,
                live,
            })
        })
        .collect()
}

/// Saves what a rule has made of an agent, and moves the desk's head.
pub(super) fn save(sql: &Connection, agent: &Agent) -> Result<(AgentId, u64), StoreError> {
    let mut update = sql.prepare_cached(
        "UPDATE agent SET availability = ?2, reason = ?3, since = ?4, misses = ?5, rev = rev + 1
         WHERE id = ?1 RETURNING rev",
    )?;
    let availability = columns::as_word(agent.availability)?;
    let rev = update.query_row(
        params![
            Id::from(agent.id),
            availability,
            agent.reason,
            agent.since.0,
            agent.misses
        ],
        |row| columns::count(row, "rev"),
    )?;
    Ok((agent.id, rev))
}

/// Moves the heads of desks that look different now.
pub(super) fn touch(sql: &Connection, agents: &[AgentId]) -> Result<Vec<(AgentId, u64)>, StoreError> {
    let mut update = sql.prepare_cached("UPDATE agent SET rev = rev + 1 WHERE id = ?1 RETURNING rev")?;
    let mut moved = Vec::with_capacity(agents.len());
    for agent in agents {
        let rev = columns::optional(update.query_row([Id::from(*agent)], |row| columns::count(row, "rev")))?;
        moved.extend(rev.map(|rev| (*agent, rev)));
    }
    Ok(moved)
}

pub(super) fn assigned(sql: &Connection, agent: AgentId, now: Timestamp) -> Result<(), StoreError> {
    sql.prepare_cached("UPDATE agent SET last_assigned_at = ?2, misses = 0 WHERE id = ?1")?
        .execute(params![Id::from(agent), now.0])?;
    Ok(())
}

/// An answer, if only a no: misses are counted anew.
pub(super) fn answered(sql: &Connection, agent: AgentId) -> Result<(), StoreError> {
    sql.prepare_cached("UPDATE agent SET misses = 0 WHERE id = ?1")?
        .execute([Id::from(agent)])?;
    Ok(())
}

/// What the queues of an agent are told when they become able to take more.
pub(super) fn available(agent: &Agent) -> Vec<Notice> {
    let notice = |queue: &QueueId| Notice {
        queue: *queue,
        kind: NoticeKind::Available,
        conv: None,
        seq: None,
        agent: Some(agent.id),
    };
    agent.queues.iter().map(notice).collect()
}

impl Store {
    /// An agent says what they are up to. Under the routing lock, which on SQLite is being the writer.
    pub fn set_availability(
        &self,
        agent: AgentId,
        said: Availability,
        reason: Option<String>,
    ) -> impl Future<Output = Result<Outcome, StoreError>> + Send + use<> {
        self.write(move |tx: &mut Tx<'_>| {
            let Some(AgentNow { mut agent, load, .. }) = now(tx.sql, agent, tx.now)? else {
                return Ok(Outcome::default());
            };
            agent.set_availability(said, reason.clone(), load, tx.now);
            let notices = available(&agent);
            Ok(Outcome {
                desks: vec![save(tx.sql, &agent)?],
                notices,
                ..Outcome::default()
            })
        })
    }

    /// An agent with what is counted at the moment.
    pub async fn agent_now(&self, id: AgentId) -> Result<Option<AgentNow>, StoreError> {
        let at = self.now();
        self.read(move |sql| now(sql, id, at)).await
    }

    /// Everybody of a workspace.
    pub async fn agents(&self, workspace: WorkspaceId) -> Result<Vec<AgentNow>, StoreError> {
        let at = self.now();
        self.read(move |sql| all(sql, workspace, at)).await
    }

    /// The heads of these desks.
    pub async fn desk_revs(&self, agents: Vec<AgentId>) -> Result<Vec<(AgentId, u64)>, StoreError> {
        self.read(move |sql| {
            let mut query = sql.prepare_cached("SELECT rev FROM agent WHERE id = ?1")?;
            let mut revs = Vec::with_capacity(agents.len());
            for agent in agents {
                let rev = columns::optional(query.query_row([Id::from(agent)], |row| columns::count(row, "rev")))?;
                revs.extend(rev.map(|rev| (agent, rev)));
            }
            Ok(revs)
        })
        .await
    }
}

/// Marks an agent as without (or with) a live session.
pub(super) fn set_gone(sql: &Connection, agent: AgentId, since: Option<Timestamp>) -> Result<(), StoreError> {
    let due = since.map(|since| since.plus_ms(tillside_domain::agent::GONE_AFTER_MS).0);
    sql.prepare_cached("UPDATE agent SET gone_at = ?2, gone_due = ?3 WHERE id = ?1")?
        .execute(params![Id::from(agent), since.map(|since| since.0), due])?;
    Ok(())
}

/// A pass has looked at this agent's absence.
pub(super) fn absence_handled(sql: &Connection, agent: AgentId) -> Result<(), StoreError> {
    sql.prepare_cached("UPDATE agent SET gone_due = NULL WHERE id = ?1")?
        .execute([Id::from(agent)])?;
    Ok(())
}
