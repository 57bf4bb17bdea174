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

/// A hand-off is accepted by its offer; one that was never offered to this agent looks like none (AUTHZ1).
pub(super) fn accept(turn: &mut Turn, situation: &Situation, by: &AgentRef, id: TransferId) -> Result<Answer, Refusal> {
    let offer = own_offer(situation, id)?;
    answer_offer::accept(turn, situation, by, offer)
}

pub(super) fn decline(
    turn: &mut Turn,
    situation: &Situation,
    by: &AgentRef,
    id: TransferId,
) -> Result<Answer, Refusal> {
    let offer = own_offer(situation, id)?;
    if end_consult(turn, id, by, |consult| consult == by.agent) || has_ended(situation, by) {
        return Ok(Answer::Done);
    }
    answer_offer::decline(turn, situation, by, offer)
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
    if end_consult(turn, id, by, |_anybody| true) || has_ended(situation, by) {
        return Ok(Answer::Done);
    }
    Err(answer_offer::taken(turn))
}

/// The offer of this hand-off that the caller has or had.
fn own_offer(situation: &Situation, id: TransferId) -> Result<OfferId, Refusal> {
    let offer = situation.offer.as_ref().filter(|offer| offer.transfer == Some(id));
    offer.map(|offer| offer.id).ok_or(Refusal::NotFound)
}

/// CMD3: the caller has ended this hand-off, and may say so again.
fn has_ended(situation: &Situation, by: &AgentRef) -> bool {
    let end = situation.transfer.as_ref().and_then(|record| record.end.as_ref());
    end.is_some_and(|end| end.reason.is_some() && end.by == Some(by.agent))
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
