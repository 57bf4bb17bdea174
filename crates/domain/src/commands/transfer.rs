//! A hand-off: offered by the owner, answered by the target. Make before break: the sender owns the conversation until
//! the accept has committed.

use super::{Answer, Situation, answer_offer, fence, offer};
use crate::{
    agent::AgentNow,
    author::{AgentRef, Author},
    conversation::{Offer, QUEUE_TRANSFER_MS, Transfer},
    event::{EventData, QueuedReason, TransferEndReason, TransferKind, TransferTarget},
    ids::{AgentId, OfferId, QueueId, TransferId},
    packet::Packet,
    permission::Right,
    refusal::Refusal,
    turn::{NoticeKind, OfferAbout, RecordChange, TransferRecord, Turn},
};

/// Who a hand-off is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferTo {
    Agent(AgentId),
    Queue(QueueId),
}

pub(super) struct Request {
    pub(super) by: AgentRef,
    pub(super) epoch: u64,
    pub(super) transfer: TransferId,
    pub(super) offer: OfferId,
    pub(super) to: TransferTo,
    pub(super) consult: bool,
    pub(super) note: Option<String>,
}

pub(super) fn transfer(turn: &mut Turn, situation: &Situation, request: &Request) -> Result<Answer, Refusal> {
    fence::owner(turn, situation, &request.by, request.epoch)?;
    let kind = if request.consult {
        TransferKind::Consult
    } else {
        TransferKind::Warm
    };
    if let Some(pending) = &turn.conversation.transfer {
        return same_again(pending, request.to, kind);
    }
    if let Some(after_ms) = situation.context.payment_in_flight_ms(turn.now) {
        let reason = "a payment is in flight: the shopper keeps one agent until it is through";
        return Err(Refusal::NotAllowedNow { reason, after_ms });
    }
    match request.to {
        TransferTo::Agent(agent) => {
            let target = may_be_asked(turn, situation, agent, kind)?.agent.as_ref();
            let expires_at = turn.now.plus_ms(offer::person_offer_ms(situation));
            let offer = Offer {
                id: request.offer,
                agent: target.clone(),
                expires_at,
            };
            Ok(begin(
                turn,
                situation,
                request,
                kind,
                TransferTarget::Agent(target),
                Some(offer),
            ))
        }
        TransferTo::Queue(_) if request.consult => Err(Refusal::Invalid { field: "to" }),
        TransferTo::Queue(queue) => Ok(begin(
            turn,
            situation,
            request,
            kind,
            TransferTarget::Queue { queue },
            None,
        )),
    }
}

/// CMD3: the same `to` and `kind` again gives the same hand-off; another is a conflict.
fn same_again(pending: &Transfer, to: TransferTo, kind: TransferKind) -> Result<Answer, Refusal> {
    let same_target = match (&pending.to, to) {
        (TransferTarget::Agent(asked), TransferTo::Agent(agent)) => asked.agent == agent,
        (TransferTarget::Queue { queue: asked }, TransferTo::Queue(queue)) => *asked == queue,
        _ => false,
    };
    if same_target && pending.kind == kind {
        Ok(Answer::Transfer {
            transfer: pending.id,
            expires_at: pending.expires_at,
        })
    } else {
        Err(Refusal::Conflict {
            transfer: Some(pending.id),
        })
    }
}

fn may_be_asked<'s>(
    turn: &Turn,
    situation: &'s Situation,
    agent: AgentId,
    kind: TransferKind,
) -> Result<&'s AgentNow, Refusal> {
    if turn.conversation.is_owned_by(agent) {
        return Err(Refusal::Invalid { field: "to" });
    }
    let target = situation
        .agent(agent)
        .filter(|target| target.takes_transfers())
        .ok_or(Refusal::NoAgent {
            reason: "this agent is not there, or not taking hand-offs",
        })?;
    if kind != TransferKind::Consult && !target.has_slot() {
        return Err(Refusal::NoCapacity {
            reason: "this agent's slots are all in use",
        });
    }
    Ok(target)
}

fn begin(
    turn: &mut Turn,
    situation: &Situation,
    request: &Request,
    kind: TransferKind,
    to: TransferTarget,
    offer: Option<Offer>,
) -> Answer {
    let expires_at = offer
        .as_ref()
        .map_or(turn.now.plus_ms(QUEUE_TRANSFER_MS), |offer| offer.expires_at);
    let transfer = Transfer {
        id: request.transfer,
        kind,
        from: request.by.clone(),
        to,
        note: request.note.clone(),
        expires_at,
        hash: String::new(),
        offer,
    };
    start(turn, situation, Author::Agent(request.by.clone()), &transfer);
    Answer::Transfer {
        transfer: request.transfer,
        expires_at,
    }
}

/// A hand-off begins, an agent's or the system's: into the log with its packet's hash, onto the target's desk or into
/// the queue.
pub(super) fn start(turn: &mut Turn, situation: &Situation, author: Author, transfer: &Transfer) {
    let packet = Packet::of(
        &turn.conversation,
        &situation.context,
        &situation.turns,
        transfer.note.clone(),
    );
    let data = EventData::TransferOffered {
        transfer: transfer.id,
        transfer_kind: transfer.kind,
        from: transfer.from.clone(),
        to: transfer.to.clone(),
        note: transfer.note.clone(),
        expires_at: transfer.expires_at,
        hash: packet.hash.clone(),
    };
    turn.append(author.clone(), None, data);
    turn.records.push(RecordChange::TransferMade(TransferRecord {
        id: transfer.id,
        conv: turn.conversation.id,
        kind: transfer.kind,
        from: transfer.from.agent,
        target: transfer.offer.as_ref().map(|offer| offer.agent.agent),
        end: None,
    }));
    turn.conversation.passed_over.clear();
    turn.conversation.transfer = Some(Transfer {
        hash: packet.hash.clone(),
        ..transfer.clone()
    });
    match (&transfer.to, &transfer.offer) {
        (TransferTarget::Agent(_), Some(offer)) => {
            let about = OfferAbout {
                kind: offer::offer_kind(Some(transfer)),
                transfer: Some(transfer.id),
                queue: turn.conversation.queue,
                from: Some(transfer.from.clone()),
                packet,
            };
            turn.make_offer(offer, about);
        }
        (TransferTarget::Queue { queue }, _) => {
            let reason = match transfer.kind {
                TransferKind::Recall => QueuedReason::Recall,
                TransferKind::Warm | TransferKind::Consult => QueuedReason::Transfer,
            };
            turn.append(
                author,
                None,
                EventData::Queued {
                    queue: *queue,
                    reason: Some(reason),
                },
            );
            turn.notice(*queue, NoticeKind::Queued, Some(transfer.from.agent));
        }
        (TransferTarget::Agent(_), None) => {}
    }
    turn.touch_desks();
}

/// Whose offer this hand-off has open, or had: what `transfer_accept` and `transfer_decline` are about.
pub(super) fn accept(turn: &mut Turn, situation: &Situation, by: &AgentRef, id: TransferId) -> Result<Answer, Refusal> {
    if let Some(offer) = offer_to(turn, by, id) {
        return answer_offer::accept(turn, situation, by, offer);
    }
    let record = own_record(turn, situation, by)?;
    match &record.end {
        Some(end) if end.reason.is_none() && end.by == Some(by.agent) => Ok(Answer::Owner {
            seq: end.seq,
            epoch: end.epoch,
        }),
        _ => Err(answer_offer::taken(turn)),
    }
}

pub(super) fn decline(
    turn: &mut Turn,
    situation: &Situation,
    by: &AgentRef,
    id: TransferId,
) -> Result<Answer, Refusal> {
    if let Some(offer) = offer_to(turn, by, id) {
        return answer_offer::decline(turn, situation, by, offer);
    }
    if end_consult(turn, id, by, |consult| consult == by.agent) {
        return Ok(Answer::Done);
    }
    let record = own_record(turn, situation, by)?;
    match &record.end {
        Some(end) if end.reason.is_some() && end.by == Some(by.agent) => Ok(Answer::Done),
        _ => Err(answer_offer::taken(turn)),
    }
}

pub(super) fn cancel(turn: &mut Turn, situation: &Situation, by: &AgentRef, id: TransferId) -> Result<Answer, Refusal> {
    let record = situation.transfer.as_ref().ok_or(Refusal::NotFound)?;
    let sent_it = record.from == by.agent;
    if !sent_it && !fence::may(turn, situation, by.agent, Right::CancelTransfer) {
        return Err(Refusal::NotFound);
    }
    if turn
        .conversation
        .transfer
        .as_ref()
        .is_some_and(|pending| pending.id == id)
    {
        turn.end_transfer(TransferEndReason::Cancelled, Some(by), Author::Agent(by.clone()));
        return Ok(Answer::Done);
    }
    if end_consult(turn, id, by, |_anybody| true) {
        return Ok(Answer::Done);
    }
    match &record.end {
        Some(end) if end.reason.is_some() && end.by == Some(by.agent) => Ok(Answer::Done),
        _ => Err(answer_offer::taken(turn)),
    }
}

/// The open offer of this hand-off, if it is to this agent.
fn offer_to(turn: &Turn, by: &AgentRef, id: TransferId) -> Option<OfferId> {
    let pending = turn.conversation.transfer.as_ref().filter(|pending| pending.id == id)?;
    pending
        .offer
        .as_ref()
        .filter(|offer| offer.agent.agent == by.agent)
        .map(|offer| offer.id)
}

/// A hand-off that was never offered to this agent looks like none (AUTHZ1).
fn own_record<'s>(turn: &Turn, situation: &'s Situation, by: &AgentRef) -> Result<&'s TransferRecord, Refusal> {
    let record = situation.transfer.as_ref().ok_or(Refusal::NotFound)?;
    let asked = record.target == Some(by.agent)
        || record.end.as_ref().is_some_and(|end| end.by == Some(by.agent))
        || turn
            .conversation
            .passed_over
            .iter()
            .any(|passed| passed.agent == by.agent);
    if asked { Ok(record) } else { Err(Refusal::NotFound) }
}

/// A consult that is under way ends, in words to its agent's desk.
fn end_consult(turn: &mut Turn, id: TransferId, by: &AgentRef, whose: impl Fn(AgentId) -> bool) -> bool {
    let consults = &mut turn.conversation.consults;
    let Some(place) = consults
        .iter()
        .position(|consult| consult.transfer == id && whose(consult.agent.agent))
    else {
        return false;
    };
    turn.touch_desks();
    turn.conversation.consults.remove(place);
    turn.end_consult_record(id, TransferEndReason::Ended, Some(by));
    true
}
