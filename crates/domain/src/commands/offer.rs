//! A routing plan's line: this conversation to this agent; and an offer that comes back.

use super::{Answer, Situation};
use crate::{
    agent::AgentNow,
    author::{AgentRef, Author},
    conversation::{Offer, PERSON_OFFER_AT_PAYMENT_MS, PERSON_OFFER_MS, Phase, Transfer},
    event::{AssignedHow, EventData, QueuedReason, TransferEndReason, TransferKind, TransferTarget, TransferredHow},
    ids::{AgentId, OfferId, QueueId},
    packet::Packet,
    queue::QueueMode,
    refusal::Refusal,
    turn::{NoticeKind, OfferAbout, OfferEndReason, OfferKind, Turn},
};

/// Guarded by what the line was planned from: it still seeks an agent, and that agent still has a slot.
pub(super) fn offer(turn: &mut Turn, situation: &Situation, agent: AgentId, id: OfferId) -> Result<Answer, Refusal> {
    let queue = turn
        .conversation
        .seeks_agent_in()
        .ok_or(Refusal::Conflict { transfer: None })?;
    let to = situation.agent(agent).filter(|to| to.is_routable() && to.has_slot());
    let to = to.ok_or(Refusal::NoCapacity {
        reason: "the agent has no free slot",
    })?;
    if situation.queue.settings.mode == QueueMode::Auto {
        Ok(give(turn, situation, to, queue))
    } else {
        Ok(ask(turn, situation, to, queue, id))
    }
}

fn ask(turn: &mut Turn, situation: &Situation, to: &AgentNow, queue: QueueId, id: OfferId) -> Answer {
    let settings = &situation.queue.settings;
    let lives_ms = if situation.context.at_payment() {
        settings.offer_at_payment_ms
    } else {
        settings.offer_ms
    };
    let offer = Offer {
        id,
        agent: to.agent.as_ref(),
        expires_at: turn.now.plus_ms(lives_ms),
    };
    let transfer = turn.conversation.transfer.clone();
    let note = transfer.as_ref().and_then(|transfer| transfer.note.clone());
    let about = OfferAbout {
        kind: offer_kind(transfer.as_ref()),
        transfer: transfer.as_ref().map(|transfer| transfer.id),
        queue,
        from: transfer.as_ref().map(|transfer| transfer.from.clone()),
        packet: Packet::of(&turn.conversation, &situation.context, &situation.turns, note),
    };
    let data = EventData::Offered {
        offer: id,
        agent: to.agent.id,
        expires_at: offer.expires_at,
    };
    let seq = turn.append(Author::ROUTING, None, data);
    turn.make_offer(&offer, about);
    if let Some(transfer) = &mut turn.conversation.transfer {
        transfer.offer = Some(offer);
    } else {
        let since = turn.conversation.waiting_since().unwrap_or(turn.now);
        turn.conversation.phase = Phase::Offered { since, offer };
    }
    turn.touch_desks();
    turn.notice(queue, NoticeKind::Offered, Some(to.agent.id));
    Answer::Appended { seq }
}

/// The queue works by `auto`: nobody is asked.
fn give(turn: &mut Turn, situation: &Situation, to: &AgentNow, queue: QueueId) -> Answer {
    let agent = to.agent.as_ref();
    let seq = match turn.conversation.transfer.take() {
        None => assign(turn, &agent, AssignedHow::Auto, Author::ROUTING),
        Some(transfer) => {
            let packet = Packet::of(
                &turn.conversation,
                &situation.context,
                &situation.turns,
                transfer.note.clone(),
            );
            hand_over(turn, &agent, &transfer, packet)
        }
    };
    turn.notice(queue, NoticeKind::Taken, Some(agent.agent));
    Answer::Owner {
        seq,
        epoch: turn.conversation.epoch,
    }
}

/// The first owner.
pub(super) fn assign(turn: &mut Turn, to: &AgentRef, how: AssignedHow, by: Author) -> u64 {
    turn.give_to(
        to,
        by,
        EventData::Assigned {
            to: to.clone(),
            how: Some(how),
        },
    )
}

/// The accept of a hand-off: one event, one commit, one owner throughout.
pub(super) fn hand_over(turn: &mut Turn, to: &AgentRef, transfer: &Transfer, packet: Packet) -> u64 {
    let how = match (&transfer.kind, &transfer.to) {
        (TransferKind::Recall, _) => TransferredHow::Recall,
        (_, TransferTarget::Queue { .. }) => TransferredHow::Queue,
        (_, TransferTarget::Agent(_)) => TransferredHow::Warm,
    };
    if let TransferTarget::Queue { queue } = transfer.to {
        turn.conversation.queue = queue;
    }
    let data = EventData::Transferred {
        transfer: Some(transfer.id),
        how,
        from: transfer.from.clone(),
        to: to.clone(),
        sees: packet.sees,
        hash: Some(packet.hash),
    };
    let seq = turn.give_to(to, Author::Agent(to.clone()), data);
    turn.complete_transfer(transfer, to.agent, seq);
    seq
}

pub(super) fn offer_kind(transfer: Option<&Transfer>) -> OfferKind {
    match transfer.map(|transfer| transfer.kind) {
        None => OfferKind::Queue,
        Some(TransferKind::Warm) => OfferKind::Transfer,
        Some(TransferKind::Consult) => OfferKind::Consult,
        Some(TransferKind::Recall) => OfferKind::Recall,
    }
}

/// An offer to a person lives longer than one from a queue, and less long at payment.
pub(super) fn person_offer_ms(situation: &Situation) -> i64 {
    if situation.context.at_payment() {
        PERSON_OFFER_AT_PAYMENT_MS
    } else {
        PERSON_OFFER_MS
    }
}

/// The open offer was not accepted. A queue goes on to the next agent; a hand-off to a person is over.
pub(super) fn not_accepted(turn: &mut Turn, reason: OfferEndReason, by: Option<&AgentRef>) {
    let author = by.cloned().map_or(Author::ROUTING, Author::Agent);
    let answered_by = by.map(|by| by.agent);
    let returned = |queue| EventData::Queued {
        queue,
        reason: Some(QueuedReason::Returned),
    };
    match turn.conversation.phase.clone() {
        Phase::Offered { since, offer } => {
            let queue = turn.conversation.queue;
            turn.conversation.phase = Phase::Waiting { since };
            turn.conversation.pass_over(offer.agent.agent, turn.now);
            turn.append(author, None, returned(queue));
            turn.end_offer(&offer, reason, answered_by);
            turn.notice(queue, NoticeKind::Returned, Some(offer.agent.agent));
        }
        Phase::Owned { .. } => {
            let Some(Transfer {
                to, offer: Some(offer), ..
            }) = turn.conversation.transfer.clone()
            else {
                return;
            };
            match to {
                TransferTarget::Agent(_) => {
                    turn.end_transfer(transfer_end_of(reason), by, author);
                }
                TransferTarget::Queue { queue } => {
                    if let Some(transfer) = &mut turn.conversation.transfer {
                        transfer.offer = None;
                    }
                    turn.conversation.pass_over(offer.agent.agent, turn.now);
                    turn.append(author, None, returned(queue));
                    turn.end_offer(&offer, reason, answered_by);
                    turn.touch_desks();
                    turn.notice(queue, NoticeKind::Returned, Some(offer.agent.agent));
                }
            }
        }
        Phase::Waiting { .. } | Phase::Wrapup { .. } | Phase::Parked { .. } | Phase::Closed { .. } => {}
    }
}

fn transfer_end_of(reason: OfferEndReason) -> TransferEndReason {
    match reason {
        OfferEndReason::Declined => TransferEndReason::Declined,
        OfferEndReason::Expired => TransferEndReason::Expired,
        OfferEndReason::Left => TransferEndReason::Left,
        OfferEndReason::Answered | OfferEndReason::Taken | OfferEndReason::Cancelled => TransferEndReason::Cancelled,
    }
}

/// The target vanished: a hand-off to a person ends, a queue asks the next.
pub(super) fn target_gone(turn: &mut Turn, agent: AgentId) -> Result<Answer, Refusal> {
    let offered_to = turn.conversation.open_offer().map(|offer| offer.agent.agent);
    if offered_to != Some(agent) {
        return Err(Refusal::Conflict { transfer: None });
    }
    match &turn.conversation.transfer {
        Some(Transfer {
            to: TransferTarget::Agent(_),
            ..
        }) => {
            turn.end_transfer(TransferEndReason::Gone, None, Author::ROUTING);
        }
        _ => not_accepted(turn, OfferEndReason::Expired, None),
    }
    Ok(Answer::Done)
}
