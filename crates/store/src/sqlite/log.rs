//! The log's entries.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use tillside_domain::{
    Author, Event, EventData,
    commands::Fingerprint,
    ids::{Cid, ConversationId},
    packet::{Said, TURNS_MAX},
};

use super::{
    Store,
    columns::{self, Id, number},
    conversations,
};
use crate::{Page, StoreError};

#[derive(Serialize)]
struct EntryOut<'e> {
    by: &'e Author,
    #[serde(flatten)]
    what: &'e EventData,
}

#[derive(Deserialize)]
struct EntryIn {
    by: Author,
    #[serde(flatten)]
    what: EventData,
}

/// Texts of a sender that the card-number filter looks back on: this many, this far.
const RECENT_TEXTS: u32 = 5;
const RECENT_MS: i64 = 60_000;

/// Who sent it, as the index of `cid`s knows them.
pub(super) fn sender(by: &Author) -> Option<Id> {
    match by {
        Author::Shopper { shopper } => Some(Id::from(*shopper)),
        Author::Agent(agent) => Some(Id::from(agent.agent)),
        Author::System { .. } => None,
    }
}

pub(super) fn insert(
    sql: &Connection,
    conversation: i64,
    event: &Event,
    fingerprint: Option<&Fingerprint>,
) -> Result<(), StoreError> {
    let mut insert = sql.prepare_cached(
        "INSERT INTO event (conversation, seq, at, epoch, sender, cid, fingerprint, doc)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    insert.execute(params![
        conversation,
        number(event.seq),
        event.at.0,
        number(event.epoch),
        sender(&event.by),
        event.cid.map(Id),
        event.cid.and(fingerprint.map(<[u8; 16]>::as_slice)),
        serde_json::to_string(&EntryOut {
            by: &event.by,
            what: &event.what
        })?,
    ])?;
    Ok(())
}

pub(super) fn read(conv: ConversationId, row: &Row<'_>) -> rusqlite::Result<Event> {
    let entry: EntryIn = columns::doc(row, "doc")?;
    Ok(Event {
        conv,
        seq: columns::count(row, "seq")?,
        by: entry.by,
        at: columns::time(row, "at")?,
        epoch: columns::count(row, "epoch")?,
        cid: row.get::<_, Option<Id>>("cid")?.map(|cid| cid.0),
        what: entry.what,
    })
}

/// An event and the fingerprint of what was sent for it.
pub(super) type Stored = (Event, Option<Vec<u8>>);

/// The event that was stored under this `cid`.
pub(super) fn stored(
    sql: &Connection,
    conversation: i64,
    conv: ConversationId,
    by: &Author,
    cid: Cid,
) -> Result<Option<Stored>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT seq, at, epoch, cid, fingerprint, doc FROM event WHERE conversation = ?1 AND cid = ?2 AND sender = ?3",
    )?;
    columns::optional(query.query_row(params![conversation, Id(cid), sender(by)], |row| {
        Ok((read(conv, row)?, row.get("fingerprint")?))
    }))
}

/// Entries after `after`, in order.
pub(super) fn after(
    sql: &Connection,
    conversation: i64,
    conv: ConversationId,
    after: u64,
    limit: u32,
) -> Result<Vec<Event>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT seq, at, epoch, cid, doc FROM event WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let rows = query.query_map(params![conversation, number(after), limit], |row| read(conv, row))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The entries just before `before`, in order.
pub(super) fn before(
    sql: &Connection,
    conversation: i64,
    conv: ConversationId,
    before: u64,
    limit: u32,
) -> Result<Vec<Event>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT seq, at, epoch, cid, doc FROM event WHERE conversation = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
    )?;
    let rows = query.query_map(params![conversation, number(before), limit], |row| read(conv, row))?;
    let mut events: Vec<Event> = rows.collect::<Result<_, _>>()?;
    events.reverse();
    Ok(events)
}

/// The last messages, in order, for a packet. Looks back a bounded way: a log of notes and state alone has none.
pub(super) fn turns(
    sql: &Connection,
    conversation: i64,
    conv: ConversationId,
    head: u64,
) -> Result<Vec<Said>, StoreError> {
    const LOOK_BACK: u32 = 100;
    let mut said: Vec<Said> = before(sql, conversation, conv, head + 1, LOOK_BACK)?
        .into_iter()
        .filter_map(|event| match event.what {
            EventData::Message { body, .. } => Some(Said {
                seq: event.seq,
                at: event.at,
                by: event.by,
                text: body.text().to_owned(),
            }),
            _ => None,
        })
        .collect();
    Ok(said.split_off(said.len().saturating_sub(TURNS_MAX)))
}

/// The sender's texts of the last minute, oldest first.
pub(super) fn recent_texts(
    sql: &Connection,
    conversation: i64,
    conv: ConversationId,
    head: u64,
    by: &Author,
    now: tillside_domain::Timestamp,
) -> Result<Vec<String>, StoreError> {
    /// Entries looked back on: a conversation of others must not make a message dear.
    const LOOK_BACK: u64 = 50;
    let mut query = sql.prepare_cached(
        "SELECT seq, at, epoch, cid, doc FROM event
         WHERE conversation = ?1 AND seq > ?2 AND sender = ?3 AND cid IS NOT NULL AND at >= ?4
         ORDER BY seq DESC LIMIT ?5",
    )?;
    let from = number(head.saturating_sub(LOOK_BACK));
    let since = now.plus_ms(-RECENT_MS);
    let rows = query.query_map(params![conversation, from, sender(by), since.0, RECENT_TEXTS], |row| {
        read(conv, row)
    })?;
    let mut texts = Vec::new();
    for event in rows {
        if let EventData::Message { body, .. } | EventData::Note { body } = event?.what {
            texts.push(body.text().to_owned());
        }
    }
    texts.reverse();
    Ok(texts)
}

impl Store {
    /// Entries after `after`, at most `limit`, with the head at that moment; `None` if there is no such conversation.
    pub async fn events_after(
        &self,
        conv: ConversationId,
        after_seq: u64,
        limit: u32,
    ) -> Result<Option<Page>, StoreError> {
        self.read(move |sql| {
            let snapshot = sql.unchecked_transaction()?;
            let Some((n, head)) = head_of(&snapshot, conv)? else {
                return Ok(None);
            };
            Ok(Some(Page {
                events: after(&snapshot, n, conv, after_seq, limit)?,
                head,
            }))
        })
        .await
    }

    /// Entries before `before`, at most `limit`, ascending.
    pub async fn events_before(
        &self,
        conv: ConversationId,
        before_seq: u64,
        limit: u32,
    ) -> Result<Option<Page>, StoreError> {
        self.read(move |sql| {
            let snapshot = sql.unchecked_transaction()?;
            let Some((n, head)) = head_of(&snapshot, conv)? else {
                return Ok(None);
            };
            Ok(Some(Page {
                events: before(&snapshot, n, conv, before_seq, limit)?,
                head,
            }))
        })
        .await
    }

    /// The heads of these conversations, in one query by key: what anti-entropy compares.
    pub async fn heads(&self, convs: Vec<ConversationId>) -> Result<Vec<(ConversationId, u64)>, StoreError> {
        self.read(move |sql| {
            let mut query = sql.prepare_cached("SELECT head FROM conversation WHERE id = ?1")?;
            let mut heads = Vec::with_capacity(convs.len());
            for conv in convs {
                let head = columns::optional(query.query_row([Id::from(conv)], |row| columns::count(row, "head")))?;
                heads.extend(head.map(|head| (conv, head)));
            }
            Ok(heads)
        })
        .await
    }

    /// A conversation with what is known beside its log.
    pub async fn conversation(&self, conv: ConversationId) -> Result<Option<crate::Followed>, StoreError> {
        self.read(move |sql| {
            let snapshot = sql.unchecked_transaction()?;
            let Some(loaded) = conversations::load(&snapshot, conv)? else {
                return Ok(None);
            };
            let context = conversations::load_context(&snapshot, loaded.n)?;
            Ok(Some(crate::Followed {
                conversation: loaded.conversation,
                context,
            }))
        })
        .await
    }
}

fn head_of(sql: &Connection, conv: ConversationId) -> Result<Option<(i64, u64)>, StoreError> {
    let mut query = sql.prepare_cached("SELECT n, head FROM conversation WHERE id = ?1")?;
    columns::optional(query.query_row([Id::from(conv)], |row| {
        Ok((row.get("n")?, columns::count(row, "head")?))
    }))
}
