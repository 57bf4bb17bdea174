//! Nodes, their leases, and agents' live sessions on them.

use rusqlite::{Connection, params};
use tillside_domain::{
    AgentNow,
    commands::{Command, Order, Target},
    event::TransferKind,
    ids::{AgentId, ConversationId},
};

use super::{
    Store, Tx, agents,
    columns::{self, Id},
    command, conversations,
};
use crate::{Outcome, SessionPlace, StoreError};

/// A node's lease lives this long; it is renewed every 3 s.
const LEASE_MS: i64 = 10_000;

impl Store {
    /// Renews this node's lease.
    pub fn renew_lease(&self, node: String) -> impl Future<Output = Result<(), StoreError>> + Send + use<> {
        self.write(move |tx| {
            tx.sql
                .prepare_cached("INSERT OR REPLACE INTO node (id, lease_until) VALUES (?1, ?2)")?
                .execute(params![node, tx.now.plus_ms(LEASE_MS).0])?;
            Ok(())
        })
    }

    /// Ends the sessions of nodes whose lease has run out, and of `node` itself, which is just starting or leaving.
    pub fn end_dead_sessions(&self, node: String) -> impl Future<Output = Result<Outcome, StoreError>> + Send + use<> {
        self.write(move |tx| {
            let mut query = tx.sql.prepare_cached(
                "SELECT conn FROM session
                 WHERE node = ?1 OR NOT EXISTS (SELECT 1 FROM node WHERE node.id = session.node AND lease_until > ?2)",
            )?;
            let dead: Vec<String> = query
                .query_map(params![node, tx.now.0], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            drop(query);
            let mut outcome = Outcome::default();
            for conn in dead {
                outcome.absorb(end(tx, &conn)?);
            }
            tx.sql.execute(
                "DELETE FROM node WHERE lease_until <= ?1 OR id = ?2",
                params![tx.now.0, node],
            )?;
            Ok(outcome)
        })
    }

    /// An agent's socket is there. Says which older ones are more than ten (PRES1).
    pub fn begin_session(
        &self,
        place: SessionPlace,
        sockets_max: usize,
    ) -> impl Future<Output = Result<(Outcome, Vec<String>), StoreError>> + Send + use<> {
        self.write(move |tx| {
            tx.sql
                .prepare_cached(
                    "INSERT OR REPLACE INTO session (conn, agent, node, opened_at) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![place.conn, Id::from(place.agent), place.node, tx.now.0])?;
            let outcome = came_back(tx, place.agent)?;
            let mut query = tx
                .sql
                .prepare_cached("SELECT conn FROM session WHERE agent = ?1 ORDER BY opened_at DESC, conn DESC")?;
            let conns: Vec<String> = query
                .query_map([Id::from(place.agent)], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok((outcome, conns.into_iter().skip(sockets_max).collect()))
        })
    }

    /// An agent's socket is gone.
    pub fn end_session(&self, conn: String) -> impl Future<Output = Result<Outcome, StoreError>> + Send + use<> {
        self.write(move |tx| end(tx, &conn))
    }
}

fn came_back(tx: &mut Tx<'_>, agent: AgentId) -> Result<Outcome, StoreError> {
    agents::set_gone(tx.sql, agent, None)?;
    let mut outcome = Outcome {
        desks: agents::touch(tx.sql, &[agent])?,
        ..Outcome::default()
    };
    let Some(AgentNow { agent: row, .. }) = agents::now(tx.sql, agent, tx.now)? else {
        return Ok(outcome);
    };
    for conv in recalled(tx.sql, agent)? {
        let order = Order {
            workspace: row.workspace,
            target: Target::Conversation(conv),
            command: Command::RecallOver,
        };
        if let Ok(done) = command::execute(tx, &order)? {
            outcome.absorb(done.outcome);
        }
    }
    outcome.notices.extend(agents::available(&row));
    Ok(outcome)
}

/// The agent's conversations that stand in a queue because the agent was gone.
fn recalled(sql: &Connection, agent: AgentId) -> Result<Vec<ConversationId>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT n, doc, seen_at FROM conversation WHERE owner = ?1 AND state = 'owned' AND lane IS NOT NULL",
    )?;
    let rows = query.query_map([Id::from(agent)], conversations::read)?;
    let mut found = Vec::new();
    for row in rows {
        let conversation = row?.conversation;
        let pending = conversation.transfer.as_ref().map(|transfer| transfer.kind);
        found.extend((pending == Some(TransferKind::Recall)).then_some(conversation.id));
    }
    Ok(found)
}

fn end(tx: &mut Tx<'_>, conn: &str) -> Result<Outcome, StoreError> {
    let mut query = tx
        .sql
        .prepare_cached("DELETE FROM session WHERE conn = ?1 RETURNING agent")?;
    let agent: Option<AgentId> = columns::optional(query.query_row([conn], |row| columns::id(row, "agent")))?;
    drop(query);
    let Some(agent) = agent else {
        return Ok(Outcome::default());
    };
    if agents::is_live(tx.sql, agent, tx.now)? {
        return Ok(Outcome::default());
    }
    agents::set_gone(tx.sql, agent, Some(tx.now))?;
    Ok(Outcome {
        desks: agents::touch(tx.sql, &[agent])?,
        ..Outcome::default()
    })
}
