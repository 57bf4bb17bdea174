//! Offers and hand-offs as they are kept, open or over: what an answer that comes late is judged by.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use tillside_domain::{
    AgentRef, Timestamp,
    event::TransferKind,
    ids::{AgentId, ConversationId, OfferId, QueueId, TransferId},
    packet::Packet,
    turn::{OfferEnd, OfferKind, OfferRecord, RecordChange, TransferEnd, TransferRecord},
};

use super::columns::{self, Id};
use crate::StoreError;

#[derive(Serialize, Deserialize)]
struct OfferDoc {
    conv: ConversationId,
    kind: OfferKind,
    transfer: Option<TransferId>,
    queue: QueueId,
    from: Option<AgentRef>,
    made_at: Timestamp,
    expires_at: Timestamp,
    packet: Packet,
}

#[derive(Serialize, Deserialize)]
struct TransferDoc {
    conv: ConversationId,
    kind: TransferKind,
    from: AgentId,
}

/// The columns that [`read_offer`] reads.
pub(super) const OFFER_COLUMNS: &str = "id, agent, doc, ended";

pub(super) fn read_offer(row: &Row<'_>) -> rusqlite::Result<OfferRecord> {
    let doc: OfferDoc = columns::doc(row, "doc")?;
    let ended: Option<String> = row.get("ended")?;
    let end = ended.map(|_text| columns::doc::<OfferEnd>(row, "ended")).transpose()?;
    Ok(OfferRecord {
        id: columns::id(row, "id")?,
        conv: doc.conv,
        agent: columns::id(row, "agent")?,
        kind: doc.kind,
        transfer: doc.transfer,
        queue: doc.queue,
        from: doc.from,
        made_at: doc.made_at,
        expires_at: doc.expires_at,
        packet: doc.packet,
        end,
    })
}

pub(super) fn offer(sql: &Connection, id: OfferId) -> Result<Option<OfferRecord>, StoreError> {
    let mut query = sql.prepare_cached("SELECT id, agent, doc, ended FROM offer WHERE id = ?1")?;
    columns::optional(query.query_row([Id::from(id)], read_offer))
}

/// The last offer of this hand-off that was made to this agent.
pub(super) fn offer_of(
    sql: &Connection,
    conversation: i64,
    transfer: TransferId,
    agent: AgentId,
) -> Result<Option<OfferRecord>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT id, agent, doc, ended FROM offer WHERE agent = ?1 AND conversation = ?2 ORDER BY id DESC",
    )?;
    let mut rows = query.query(params![Id::from(agent), conversation])?;
    while let Some(row) = rows.next()? {
        let offer = read_offer(row)?;
        if offer.transfer == Some(transfer) {
            return Ok(Some(offer));
        }
    }
    Ok(None)
}

pub(super) fn transfer(sql: &Connection, id: TransferId) -> Result<Option<TransferRecord>, StoreError> {
    let mut query = sql.prepare_cached("SELECT doc, ended FROM transfer WHERE id = ?1")?;
    columns::optional(query.query_row([Id::from(id)], |row| {
        let doc: TransferDoc = columns::doc(row, "doc")?;
        let ended: Option<String> = row.get("ended")?;
        let end = ended
            .map(|_text| columns::doc::<TransferEnd>(row, "ended"))
            .transpose()?;
        Ok(TransferRecord {
            id,
            conv: doc.conv,
            kind: doc.kind,
            from: doc.from,
            end,
        })
    }))
}

pub(super) fn save(sql: &Connection, conversation: i64, change: &RecordChange) -> Result<(), StoreError> {
    match change {
        RecordChange::OfferMade(offer) => {
            let doc = OfferDoc {
                conv: offer.conv,
                kind: offer.kind,
                transfer: offer.transfer,
                queue: offer.queue,
                from: offer.from.clone(),
                made_at: offer.made_at,
                expires_at: offer.expires_at,
                packet: offer.packet.clone(),
            };
            let reserves = offer.kind != OfferKind::Consult;
            sql.prepare_cached(
                "INSERT INTO offer (id, conversation, agent, reserves, doc) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                Id::from(offer.id),
                conversation,
                Id::from(offer.agent),
                reserves,
                serde_json::to_string(&doc)?
            ])?;
        }
        RecordChange::OfferEnded(id, end) => {
            sql.prepare_cached("UPDATE offer SET ended_at = ?2, ended = ?3 WHERE id = ?1")?
                .execute(params![Id::from(*id), end.at.0, serde_json::to_string(end)?])?;
        }
        RecordChange::TransferMade(transfer) => {
            let doc = TransferDoc {
                conv: transfer.conv,
                kind: transfer.kind,
                from: transfer.from,
            };
            sql.prepare_cached("INSERT INTO transfer (id, conversation, doc) VALUES (?1, ?2, ?3)")?
                .execute(params![
                    Id::from(transfer.id),
                    conversation,
                    serde_json::to_string(&doc)?
                ])?;
        }
        RecordChange::TransferEnded(id, end) => {
            sql.prepare_cached("UPDATE transfer SET ended = ?2 WHERE id = ?1")?
                .execute(params![Id::from(*id), serde_json::to_string(end)?])?;
        }
    }
    Ok(())
}
