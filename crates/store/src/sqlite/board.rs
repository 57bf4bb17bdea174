//! What supervisors watch: queues and agents at a moment, and each queue's last thirty days by the minute.

use rusqlite::{Connection, params};
use tillside_domain::{
    AgentNow, Conversation, Queue, State, Timestamp,
    board::{BoardSnapshot, QueueMinute, QueueNow, SERVICE_LEVEL_WITHIN_MS},
    ids::{QueueId, WorkspaceId},
};

use super::{
    Store, Tx, agents,
    columns::{self, Id},
    settings,
};
use crate::StoreError;

/// The service level looks back over the last half hour.
const SERVICE_LEVEL_OVER_MS: i64 = 1_800_000;
/// Minutes are kept for thirty days.
const HISTORY_MS: i64 = 30 * 86_400_000;

/// Conversations that somebody should answer, and nobody can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// Had an owner once, are open, and have none: never, by construction.
    pub unowned: u64,
    /// Have an owner without a live session.
    pub unattended: u64,
}

impl Store {
    /// The two promises, counted.
    pub async fn attention(&self) -> Result<Attention, StoreError> {
        let at = self.now();
        self.read(move |sql| {
            let mut query = sql.prepare_cached(
                "SELECT (SELECT count(*) FROM conversation
                         WHERE lane IS NOT NULL AND state IN ('waiting', 'offered')
                           AND EXISTS (SELECT 1 FROM handled WHERE handled.conversation = n)) AS unowned,
                        (SELECT count(*) FROM conversation AS c WHERE c.owner IS NOT NULL AND c.state = 'owned'
                           AND NOT EXISTS (SELECT 1 FROM session JOIN node ON node.id = session.node
                                           WHERE session.agent = c.owner AND node.lease_until > ?1)) AS unattended",
            )?;
            let counted = query.query_row([at.0], |row| {
                Ok(Attention {
                    unowned: columns::count(row, "unowned")?,
                    unattended: columns::count(row, "unattended")?,
                })
            })?;
            Ok(counted)
        })
        .await
    }

    /// The board of a workspace.
    pub async fn board(&self, workspace: WorkspaceId) -> Result<BoardSnapshot, StoreError> {
        let at = self.now();
        self.read(move |sql| {
            let snapshot = sql.unchecked_transaction()?;
            let agents = agents::all(&snapshot, workspace, at)?;
            let queues = settings::queues_of(&snapshot, workspace)?
                .into_iter()
                .map(|queue| queue_now(&snapshot, queue, &agents, at))
                .collect::<Result<_, _>>()?;
            Ok(BoardSnapshot { at, queues, agents })
        })
        .await
    }

    /// Keeps this minute of every queue, once however many nodes ask, and forgets the oldest.
    pub async fn record_minute(&self) -> Result<(), StoreError> {
        let minute = Timestamp(self.now().0.div_euclid(60_000) * 60_000);
        for workspace in self.workspaces().await? {
            let board = self.board(workspace).await?;
            self.write(move |tx: &mut Tx<'_>| {
                let mut insert = tx.sql.prepare_cached(
                    "INSERT OR IGNORE INTO queue_minute (queue, at, depth, longest_wait_ms, agents_online, slots_free)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?;
                for now in &board.queues {
                    insert.execute(params![
                        Id::from(now.queue.id),
                        minute.0,
                        now.waiting + now.offered,
                        now.longest_wait_ms,
                        now.agents_online,
                        now.slots_free
                    ])?;
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// A queue's minutes from `from` to `to`.
    pub async fn queue_history(
        &self,
        queue: QueueId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<QueueMinute>, StoreError> {
        /// Two days by the minute, a page.
        const MINUTES_MAX: u32 = 2_880;
        self.read(move |sql| {
            let mut query = sql.prepare_cached(
                "SELECT at, depth, longest_wait_ms, agents_online, slots_free FROM queue_minute
                 WHERE queue = ?1 AND at BETWEEN ?2 AND ?3 ORDER BY at LIMIT ?4",
            )?;
            let rows = query.query_map(params![Id::from(queue), from.0, to.0, MINUTES_MAX], |row| {
                Ok(QueueMinute {
                    at: columns::time(row, "at")?,
                    depth: columns::small(row, "depth")?,
                    longest_wait_ms: row.get("longest_wait_ms")?,
                    agents_online: columns::small(row, "agents_online")?,
                    slots_free: columns::small(row, "slots_free")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}

pub(super) fn forget_old_minutes(tx: &Tx<'_>) -> Result<(), StoreError> {
    let before = tx.now.plus_ms(-HISTORY_MS);
    tx.sql.execute("DELETE FROM queue_minute WHERE at < ?1", [before.0])?;
    Ok(())
}

fn queue_now(sql: &Connection, queue: Queue, agents: &[AgentNow], at: Timestamp) -> Result<QueueNow, StoreError> {
    let online: Vec<&AgentNow> = agents
        .iter()
        .filter(|agent| agent.is_routable() && agent.agent.serves(queue.id))
        .collect();
    let slots_free = online
        .iter()
        .map(|agent| agent.agent.capacity.saturating_sub(agent.load))
        .sum();
    let agents_online = u32::try_from(online.len()).unwrap_or(u32::MAX);
    let mut standing = sql.prepare_cached(
        "SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
                count(*) FILTER (WHERE state = 'offered') AS offered,
                min(opened_at) FILTER (WHERE state IN ('waiting', 'offered')) AS oldest
         FROM conversation WHERE lane = ?1",
    )?;
    let (waiting, offered, oldest) = standing.query_row([Id::from(queue.id)], |row| {
        Ok((
            columns::small(row, "waiting")?,
            columns::small(row, "offered")?,
            columns::time_if(row, "oldest")?,
        ))
    })?;
    let mut active =
        sql.prepare_cached("SELECT count(*) AS active FROM conversation WHERE owner IS NOT NULL AND queue = ?1")?;
    let active = active.query_row([Id::from(queue.id)], |row| columns::small(row, "active"))?;
    Ok(QueueNow {
        waiting,
        offered,
        active,
        longest_wait_ms: oldest.map(|oldest| at.since(oldest).max(0)),
        agents_online,
        slots_free,
        service_level: service_level(sql, queue.id, at)?,
        queue,
    })
}

fn service_level(sql: &Connection, queue: QueueId, at: Timestamp) -> Result<Option<(u64, u64)>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT count(*) FILTER (WHERE waited_ms <= ?3) AS met, count(*) AS answered
         FROM wait WHERE queue = ?1 AND at > ?2 AND waited_ms IS NOT NULL",
    )?;
    let since = at.plus_ms(-SERVICE_LEVEL_OVER_MS);
    let (met, answered) = query.query_row(params![Id::from(queue), since.0, SERVICE_LEVEL_WITHIN_MS], |row| {
        Ok((columns::count(row, "met")?, columns::count(row, "answered")?))
    })?;
    Ok((answered > 0).then_some((met, answered)))
}

/// Keeps how long a shopper waited and how long they were handled, for promises and the service level.
pub(super) fn record_wait(tx: &Tx<'_>, n: i64, before: &Conversation, after: &Conversation) -> Result<(), StoreError> {
    if before.head == after.head && after.state() == State::Waiting {
        tx.sql
            .prepare_cached("INSERT OR IGNORE INTO wait (conversation, queue, at) VALUES (?1, ?2, ?3)")?
            .execute(params![n, Id::from(after.queue), tx.now.0])?;
    }
    if before.epoch == 0 && after.epoch == 1 {
        let waited_ms = u64::try_from(tx.now.since(after.opened_at)).unwrap_or(0);
        metrics::histogram!("tillside_wait_seconds").record(std::time::Duration::from_millis(waited_ms).as_secs_f64());
        tx.sql
            .prepare_cached("UPDATE wait SET waited_ms = ?2, queue = ?3, at = ?4 WHERE conversation = ?1")?
            .execute(params![
                n,
                tx.now.since(after.opened_at),
                Id::from(after.queue),
                tx.now.0
            ])?;
    }
    if let (None, Some(closing), Some(first)) = (before.closing(), after.closing(), after.segments.first()) {
        tx.sql
            .prepare_cached("UPDATE wait SET handled_ms = ?2, at = ?3 WHERE conversation = ?1")?
            .execute(params![n, closing.at.since(first.from), tx.now.0])?;
    }
    Ok(())
}
