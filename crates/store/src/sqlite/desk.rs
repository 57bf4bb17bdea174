//! An agent's desk: what they have in hand and what is offered to them, at one `rev`.

use rusqlite::{Connection, params};
use tillside_domain::{
    AgentNow, Queue, Timestamp,
    ids::{AgentId, OfferId},
    packet::Packet,
    turn::{OfferEndReason, OfferKind, OfferRecord},
};

use super::{
    Store, agents,
    columns::{self, Id},
    conversations, log, records,
};
use crate::{Followed, StoreError};

/// Conversations on one desk. People handle four, thirty at the very most; this is for a supervisor who took over a
/// whole shift, and keeps a `state` within the largest frame.
const DESK_MAX: u32 = 200;
/// How far back ended offers are told, so that a console that missed the hint learns why one has gone.
const ENDED_OFFERS_MS: i64 = 120_000;

/// A conversation on a desk.
#[derive(Clone, Debug)]
pub struct DeskConversation {
    pub followed: Followed,
    /// The `seq` that brought it here.
    pub joined: u64,
}

/// A desk.
#[derive(Clone, Debug)]
pub struct Desk {
    pub rev: u64,
    pub at: Timestamp,
    pub me: AgentNow,
    pub queues: Vec<Queue>,
    pub conversations: Vec<DeskConversation>,
    pub offers: Vec<OfferRecord>,
    /// Offers that ended a short while ago.
    pub ended: Vec<(OfferId, OfferEndReason)>,
}

impl Store {
    /// The desk of an agent, all of it at one moment; `None` when there is no such agent, or no longer.
    pub async fn desk(&self, agent: AgentId) -> Result<Option<Desk>, StoreError> {
        let at = self.now();
        self.read(move |sql| {
            let snapshot = sql.unchecked_transaction()?;
            read(&snapshot, agent, at)
        })
        .await
    }
}

fn read(sql: &Connection, agent: AgentId, at: Timestamp) -> Result<Option<Desk>, StoreError> {
    let Some(me) = agents::now(sql, agent, at)?.filter(|me| !me.agent.disabled) else {
        return Ok(None);
    };
    let offers = offers(sql, agent, at)?;
    let (open, ended): (Vec<_>, Vec<_>) = offers.into_iter().partition(|offer| offer.end.is_none());
    Ok(Some(Desk {
        rev: me.agent.rev,
        at,
        queues: queues(sql, agent)?,
        conversations: in_hand(sql, agent)?,
        offers: open,
        ended: ended
            .into_iter()
            .filter_map(|offer| Some((offer.id, offer.end?.reason)))
            .collect(),
        me,
    }))
}

fn in_hand(sql: &Connection, agent: AgentId) -> Result<Vec<DeskConversation>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT n, doc, seen_at FROM conversation WHERE owner = ?1
         UNION ALL
         SELECT c.n, c.doc, c.seen_at FROM consult JOIN conversation AS c ON c.n = consult.conversation
         WHERE consult.agent = ?1
         ORDER BY n LIMIT ?2",
    )?;
    let rows = query.query_map(params![Id::from(agent), DESK_MAX], conversations::read)?;
    rows.map(|row| {
        let loaded = row?;
        let context = conversations::load_context(sql, loaded.n)?;
        let joined = loaded
            .conversation
            .joined_desk(agent)
            .unwrap_or(loaded.conversation.head);
        Ok(DeskConversation {
            followed: Followed {
                conversation: loaded.conversation,
                context,
            },
            joined,
        })
    })
    .collect()
}

fn offers(sql: &Connection, agent: AgentId, at: Timestamp) -> Result<Vec<OfferRecord>, StoreError> {
    let mut query = sql.prepare_cached(&format!(
        "SELECT {} FROM offer WHERE agent = ?1 AND (ended_at IS NULL OR ended_at > ?2)",
        records::OFFER_COLUMNS
    ))?;
    let since = at.plus_ms(-ENDED_OFFERS_MS);
    let rows = query.query_map(params![Id::from(agent), since.0], records::read_offer)?;
    rows.map(|row| with_latest_words(sql, row?)).collect()
}

/// A hand-off's packet is what its sender saw, and its hash is in the log. A queue's offer shows what the shopper has
/// written since: often the question itself, which follows the `open` by a moment.
fn with_latest_words(sql: &Connection, offer: OfferRecord) -> Result<OfferRecord, StoreError> {
    if offer.kind != OfferKind::Queue || offer.end.is_some() {
        return Ok(offer);
    }
    let Some(loaded) = conversations::load(sql, offer.conv)? else {
        return Ok(offer);
    };
    let conversation = &loaded.conversation;
    let context = conversations::load_context(sql, loaded.n)?;
    let turns = log::turns(sql, loaded.n, conversation.id, conversation.head)?;
    Ok(OfferRecord {
        packet: Packet::of(conversation, &context, &turns, None),
        ..offer
    })
}

fn queues(sql: &Connection, agent: AgentId) -> Result<Vec<Queue>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT queue.doc FROM agent_queue JOIN queue ON queue.id = agent_queue.queue
         WHERE agent_queue.agent = ?1 ORDER BY queue.key",
    )?;
    let rows = query.query_map([Id::from(agent)], |row| columns::doc(row, "doc"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
