//! Conversations' rows: load under the writer's lock, save with what indexes need to know.

use rusqlite::{Connection, Row, named_params, params};
use tillside_domain::{
    Conversation, Queue, State,
    context::Context,
    conversation::{Phase, Transfer},
    event::TransferTarget,
    ids::{ConversationId, QueueId},
    turn::Turn,
};

use super::{
    Tx,
    columns::{self, Id},
};
use crate::StoreError;

/// A conversation and its row's number.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    pub(super) n: i64,
    pub(super) conversation: Conversation,
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Loaded> {
    let mut conversation: Conversation = columns::doc(row, "doc")?;
    conversation.seen_at = columns::time(row, "seen_at")?;
    Ok(Loaded {
        n: row.get("n")?,
        conversation,
    })
}

pub(super) fn load(sql: &Connection, id: ConversationId) -> Result<Option<Loaded>, StoreError> {
    let mut query = sql.prepare_cached("SELECT n, doc, seen_at FROM conversation WHERE id = ?1")?;
    columns::optional(query.query_row([Id::from(id)], read))
}

pub(super) fn load_numbered(sql: &Connection, n: i64) -> Result<Option<Loaded>, StoreError> {
    let mut query = sql.prepare_cached("SELECT n, doc, seen_at FROM conversation WHERE n = ?1")?;
    columns::optional(query.query_row([n], read))
}

pub(super) fn load_context(sql: &Connection, n: i64) -> Result<Context, StoreError> {
    let mut query = sql.prepare_cached("SELECT doc FROM context WHERE conversation = ?1")?;
    let found = columns::optional(query.query_row([n], |row| columns::doc(row, "doc")))?;
    Ok(found.unwrap_or_default())
}

pub(super) fn save_context(sql: &Connection, n: i64, context: &Context) -> Result<(), StoreError> {
    let mut insert = sql.prepare_cached("INSERT OR REPLACE INTO context (conversation, doc) VALUES (?1, ?2)")?;
    insert.execute(params![n, serde_json::to_string(context)?])?;
    Ok(())
}

/// A queue by id; the writer remembers them.
pub(super) fn queue(tx: &mut Tx<'_>, id: QueueId) -> Result<std::sync::Arc<Queue>, StoreError> {
    if let Some(known) = tx.queues.get(&id) {
        return Ok(std::sync::Arc::clone(known));
    }
    let mut query = tx.sql.prepare_cached("SELECT doc FROM queue WHERE id = ?1")?;
    let queue: Queue = query.query_row([Id::from(id)], |row| columns::doc(row, "doc"))?;
    let queue = std::sync::Arc::new(queue);
    tx.queues.insert(id, std::sync::Arc::clone(&queue));
    Ok(queue)
}

/// The queue it stands in, for the index that passes and places read.
fn lane(conversation: &Conversation) -> Option<QueueId> {
    match (&conversation.phase, &conversation.transfer) {
        (Phase::Waiting { .. } | Phase::Offered { .. }, _) => Some(conversation.queue),
        (
            Phase::Owned { .. },
            Some(Transfer {
                to: TransferTarget::Queue { queue },
                ..
            }),
        ) => Some(*queue),
        _ => None,
    }
}

/// Inserts a conversation that an `open` made; returns its row's number.
pub(super) fn insert(tx: &mut Tx<'_>, turn: &Turn, open_cid: uuid::Uuid) -> Result<i64, StoreError> {
    let conversation = &turn.conversation;
    let queue = queue(tx, conversation.queue)?;
    let mut insert = tx.sql.prepare_cached(
        "INSERT INTO conversation
           (id, workspace, shopper, open_cid, state, queue, lane, place, due_at, seen_at, opened_at, head, doc)
         VALUES
           (:id, :workspace, :shopper, :open_cid, :state, :queue, :lane, :place, :due_at, :seen_at, :opened_at, :head,
            :doc)",
    )?;
    insert.execute(named_params! {
        ":id": Id::from(conversation.id),
        ":workspace": Id::from(conversation.workspace),
        ":shopper": Id::from(conversation.shopper.id),
        ":open_cid": Id(open_cid),
        ":state": columns::as_word(conversation.state())?,
        ":queue": Id::from(conversation.queue),
        ":lane": lane(conversation).map(Id::from),
        ":place": conversation.place().0,
        ":due_at": conversation.due_at(&queue).map(|at| at.0),
        ":seen_at": conversation.seen_at.0,
        ":opened_at": conversation.opened_at.0,
        ":head": columns::number(conversation.head),
        ":doc": serde_json::to_string(conversation)?,
    })?;
    Ok(tx.sql.last_insert_rowid())
}

/// Saves what a command has made of it.
pub(super) fn save(tx: &mut Tx<'_>, n: i64, before: &Conversation, turn: &Turn) -> Result<(), StoreError> {
    let conversation = &turn.conversation;
    let quiet = before.phase == conversation.phase
        && before.transfer == conversation.transfer
        && before.consults == conversation.consults
        && before.queue == conversation.queue;
    let doc = serde_json::to_string(conversation)?;
    if quiet {
        // A message: no index moves. Its timers are looked at when they were due before, and set anew then.
        let mut update = tx
            .sql
            .prepare_cached("UPDATE conversation SET head = ?2, doc = ?3, seen_at = ?4 WHERE n = ?1")?;
        update.execute(params![
            n,
            columns::number(conversation.head),
            doc,
            conversation.seen_at.0
        ])?;
        return Ok(());
    }
    let queue = queue(tx, conversation.queue)?;
    let mut update = tx.sql.prepare_cached(
        "UPDATE conversation
         SET state = :state, queue = :queue, owner = :owner, lane = :lane, place = :place, offered = :offered,
             due_at = :due_at, seen_at = :seen_at, closed_at = :closed_at, head = :head, doc = :doc
         WHERE n = :n",
    )?;
    update.execute(named_params! {
        ":n": n,
        ":state": columns::as_word(conversation.state())?,
        ":queue": Id::from(conversation.queue),
        ":owner": conversation.owner().map(|owner| Id::from(owner.agent)),
        ":lane": lane(conversation).map(Id::from),
        ":place": conversation.place().0,
        ":offered": conversation.open_offer().is_some(),
        ":due_at": conversation.due_at(&queue).map(|at| at.0),
        ":seen_at": conversation.seen_at.0,
        ":closed_at": conversation.closing().map(|closing| closing.at.0),
        ":head": columns::number(conversation.head),
        ":doc": doc,
    })?;
    save_consults(tx.sql, n, before, conversation)?;
    if let Some(owner) = conversation.owner().filter(|owner| !before.is_owned_by(owner.agent)) {
        let mut insert = tx
            .sql
            .prepare_cached("INSERT OR IGNORE INTO handled (agent, conversation) VALUES (?1, ?2)")?;
        insert.execute(params![Id::from(owner.agent), n])?;
    }
    look_again_for_gone_owner(tx, before, conversation)
}

/// Sets the timer anew without moving anything else: it was looked at, and is due later.
pub(super) fn save_due(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<(), StoreError> {
    let queue = queue(tx, loaded.conversation.queue)?;
    let due_at = loaded.conversation.due_at(&queue).map(|at| at.0);
    let mut update = tx
        .sql
        .prepare_cached("UPDATE conversation SET due_at = ?2 WHERE n = ?1")?;
    update.execute(params![loaded.n, due_at])?;
    Ok(())
}

fn save_consults(sql: &Connection, n: i64, before: &Conversation, after: &Conversation) -> Result<(), StoreError> {
    if before.consults == after.consults {
        return Ok(());
    }
    sql.prepare_cached("DELETE FROM consult WHERE conversation = ?1")?
        .execute([n])?;
    let mut insert = sql.prepare_cached("INSERT OR IGNORE INTO consult (agent, conversation) VALUES (?1, ?2)")?;
    for consult in &after.consults {
        insert.execute(params![Id::from(consult.agent.agent), n])?;
    }
    Ok(())
}

/// A hand-off ended without a new owner: if the owner has been gone meanwhile, the next pass recalls it.
fn look_again_for_gone_owner(tx: &Tx<'_>, before: &Conversation, after: &Conversation) -> Result<(), StoreError> {
    if before.transfer.is_some()
        && after.transfer.is_none()
        && after.state() == State::Owned
        && let Some(owner) = after.owner()
    {
        let mut update = tx.sql.prepare_cached(
            "UPDATE agent SET gone_due = ?2 WHERE id = ?1 AND gone_at IS NOT NULL AND gone_due IS NULL",
        )?;
        update.execute(params![Id::from(owner.agent), tx.now.0])?;
    }
    Ok(())
}
