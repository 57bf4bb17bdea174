//! A routing pass: timers that are due, agents who have gone, then offers by `domain::routing::plan`. Under the routing
//! lock, which on SQLite is being the writer. A pass costs what it moves and the live agents, not what waits.

use std::collections::HashSet;

use rusqlite::params;
use tillside_domain::{
    AgentNow, Availability, Conversation,
    commands::{Command, Order, Target},
    ids::{AgentId, ConversationId, OfferId, QueueId, TransferId, WorkspaceId},
    routing::{self, FreeAgent, LANE_SPARE, LINES_MAX, Seeker, Snapshot},
};
use uuid::Uuid;

use super::{
    Store, Tx, agents,
    columns::{self, Id},
    command, conversations,
};
use crate::{Passed, StoreError};

impl Store {
    /// One pass over a workspace: at most 64 lines, each guarded by what it was planned from.
    pub fn pass(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Passed, StoreError>> + Send + use<> {
        self.write(move |tx| {
            let mut pass = Pass {
                workspace,
                missed: HashSet::new(),
                done: Passed::default(),
            };
            pass.fire_timers(tx)?;
            pass.count_misses(tx)?;
            pass.miss_the_gone(tx)?;
            pass.end_draining(tx)?;
            pass.make_offers(tx)?;
            Ok(pass.done)
        })
    }

    /// Workspaces in which a timer is due, or somebody waits and somebody is free to take them.
    pub async fn workspaces_due(&self) -> Result<Vec<WorkspaceId>, StoreError> {
        let now = self.now();
        self.read(move |sql| {
            let mut query = sql.prepare_cached(
                "SELECT id FROM workspace AS w
                 WHERE EXISTS (SELECT 1 FROM conversation WHERE workspace = w.id AND due_at <= ?1)
                    OR EXISTS (SELECT 1 FROM agent WHERE workspace = w.id AND gone_due <= ?1)
                    OR EXISTS (SELECT 1 FROM agent WHERE workspace = w.id AND availability = 'draining')
                    OR (EXISTS (SELECT 1 FROM agent WHERE workspace = w.id AND availability = 'online')
                        AND EXISTS (SELECT 1 FROM queue JOIN conversation AS c ON c.lane = queue.id AND c.offered = 0
                                    WHERE queue.workspace = w.id))",
            )?;
            let rows = query.query_map([now.0], |row| columns::id(row, "id"))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}

struct Pass {
    workspace: WorkspaceId,
    /// Offers that expire in one pass count as one miss.
    missed: HashSet<AgentId>,
    done: Passed,
}

impl Pass {
    fn execute(&mut self, tx: &mut Tx<'_>, conv: ConversationId, command: Command) -> Result<bool, StoreError> {
        let order = Order {
            workspace: self.workspace,
            target: Target::Conversation(conv),
            command,
        };
        match command::execute(tx, &order)? {
            Ok(done) => {
                self.missed.extend(done.missed);
                self.done.outcome.absorb(done.outcome);
                Ok(true)
            }
            // A guard that fails drops its line, not the plan.
            Err(refusal) => {
                tracing::debug!(%refusal, conversation.id = %conv, "A line of a pass was dropped");
                Ok(false)
            }
        }
    }

    fn fire_timers(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let due = due(tx, self.workspace)?;
        self.done.more |= due.len() == LINES_MAX;
        for loaded in due {
            let conv = loaded.conversation.id;
            self.execute(
                tx,
                conv,
                Command::Tick {
                    transfer: TransferId(Uuid::now_v7()),
                },
            )?;
            // It may not have been due after all: a message moves the moment, not the index.
            if let Some(after) = conversations::load_numbered(tx.sql, loaded.n)? {
                conversations::save_due(tx, &after)?;
            }
        }
        Ok(())
    }

    fn count_misses(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for id in std::mem::take(&mut self.missed) {
            if let Some(mut agent) = agents::load(tx.sql, id)? {
                agent.miss(tx.now);
                self.done.outcome.desks.push(agents::save(tx.sql, &agent)?);
            }
        }
        Ok(())
    }

    /// Agents without a live session for longer than the grace: offline, their offers go on, their shoppers are recalled.
    fn miss_the_gone(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for id in gone(tx, self.workspace)? {
            agents::absence_handled(tx.sql, id)?;
            let Some(AgentNow { mut agent, live, .. }) = agents::now(tx.sql, id, tx.now)? else {
                continue;
            };
            if live || !agent.is_gone(tx.now) {
                continue;
            }
            if agent.availability != Availability::Offline {
                agent.set_availability(Availability::Offline, None, 0, tx.now);
                self.done.outcome.desks.push(agents::save(tx.sql, &agent)?);
            }
            for conv in offered_to(tx, id)? {
                self.execute(tx, conv, Command::TargetGone { agent: id })?;
            }
            for conv in owned_by(tx, id)? {
                self.execute(
                    tx,
                    conv,
                    Command::Recall {
                        transfer: TransferId(Uuid::now_v7()),
                    },
                )?;
            }
        }
        Ok(())
    }

    /// Who was finishing what was in hand has finished.
    fn end_draining(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for id in draining(tx, self.workspace)? {
            if let Some(AgentNow { mut agent, load: 0, .. }) = agents::now(tx.sql, id, tx.now)? {
                agent.set_availability(Availability::Offline, None, 0, tx.now);
                self.done.outcome.desks.push(agents::save(tx.sql, &agent)?);
            }
        }
        Ok(())
    }

    fn make_offers(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let snapshot = snapshot(tx, self.workspace)?;
        let plan = routing::plan(&snapshot, tx.now);
        self.done.more |= plan.len() == LINES_MAX;
        for line in plan {
            let offer = OfferId(Uuid::now_v7());
            if self.execute(
                tx,
                line.conv,
                Command::Offer {
                    agent: line.agent,
                    offer,
                },
            )? {
                self.done.offers += 1;
            }
        }
        Ok(())
    }
}

fn due(tx: &Tx<'_>, workspace: WorkspaceId) -> Result<Vec<conversations::Loaded>, StoreError> {
    let mut query = tx.sql.prepare_cached(
        "SELECT n, doc, seen_at FROM conversation WHERE workspace = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT ?3",
    )?;
    let limit = u32::try_from(LINES_MAX).unwrap_or(u32::MAX);
    let rows = query.query_map(params![Id::from(workspace), tx.now.0, limit], conversations::read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn gone(tx: &Tx<'_>, workspace: WorkspaceId) -> Result<Vec<AgentId>, StoreError> {
    let mut query = tx
        .sql
        .prepare_cached("SELECT id FROM agent WHERE workspace = ?1 AND gone_due <= ?2 LIMIT 64")?;
    let rows = query.query_map(params![Id::from(workspace), tx.now.0], |row| columns::id(row, "id"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn draining(tx: &Tx<'_>, workspace: WorkspaceId) -> Result<Vec<AgentId>, StoreError> {
    let mut query = tx
        .sql
        .prepare_cached("SELECT id FROM agent WHERE workspace = ?1 AND availability = 'draining'")?;
    let rows = query.query_map([Id::from(workspace)], |row| columns::id(row, "id"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn offered_to(tx: &Tx<'_>, agent: AgentId) -> Result<Vec<ConversationId>, StoreError> {
    let mut query = tx.sql.prepare_cached(
        "SELECT c.id FROM offer JOIN conversation AS c ON c.n = offer.conversation
         WHERE offer.agent = ?1 AND offer.ended_at IS NULL",
    )?;
    let rows = query.query_map([Id::from(agent)], |row| columns::id(row, "id"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn owned_by(tx: &Tx<'_>, agent: AgentId) -> Result<Vec<ConversationId>, StoreError> {
    let mut query = tx
        .sql
        .prepare_cached("SELECT id FROM conversation WHERE owner = ?1 AND state = 'owned'")?;
    let rows = query.query_map([Id::from(agent)], |row| columns::id(row, "id"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn snapshot(tx: &mut Tx<'_>, workspace: WorkspaceId) -> Result<Snapshot, StoreError> {
    let free: Vec<AgentNow> = agents::routable(tx.sql, workspace, tx.now)?
        .into_iter()
        .filter(AgentNow::has_slot)
        .collect();
    let lanes: HashSet<QueueId> = free
        .iter()
        .flat_map(|agent| agent.agent.queues.iter().copied())
        .collect();
    let mut seekers = Vec::new();
    for lane in lanes {
        let slots: u32 = free
            .iter()
            .filter(|agent| agent.agent.serves(lane))
            .map(|agent| agent.agent.capacity - agent.load)
            .sum();
        seekers.extend(first_of(tx, lane, slots)?);
    }
    let agents = free
        .into_iter()
        .map(|AgentNow { agent, load, .. }| FreeAgent {
            id: agent.id,
            queues: agent.queues,
            load,
            capacity: agent.capacity,
            last_assigned_at: agent.last_assigned_at,
        })
        .collect();
    Ok(Snapshot { agents, seekers })
}

/// The first of a lane: as many as there are free slots, and some for those who are passed over.
fn first_of(tx: &mut Tx<'_>, lane: QueueId, slots: u32) -> Result<Vec<Seeker>, StoreError> {
    let queue = conversations::queue(tx, lane)?;
    let unseen_before = tx.now.plus_ms(-queue.settings.unseen_ms);
    let mut query = tx.sql.prepare_cached(
        "SELECT n, doc, seen_at FROM conversation
         WHERE lane = ?1 AND offered = 0 AND (seen_at > ?2 OR state = 'owned') ORDER BY place, n LIMIT ?3",
    )?;
    let limit = slots.saturating_add(u32::try_from(LANE_SPARE).unwrap_or(u32::MAX));
    let rows = query.query_map(params![Id::from(lane), unseen_before.0, limit], conversations::read)?;
    rows.map(|row| Ok(seeker(row?.conversation, lane))).collect()
}

fn seeker(conversation: Conversation, queue: QueueId) -> Seeker {
    let handed_over = conversation.transfer.as_ref().map(|transfer| transfer.from.agent);
    Seeker {
        conv: conversation.id,
        queue,
        place: conversation.place(),
        preferred: conversation.preferred.filter(|agent| Some(*agent) != handed_over),
        never: handed_over,
        passed_over: conversation.passed_over,
    }
}
