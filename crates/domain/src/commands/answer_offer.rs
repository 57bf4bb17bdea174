//! An agent answers an offer, whatever it is for.

use super::{Answer, Situation, consult, offer};
use crate::{
    author::{AgentRef, Author},
    conversation::Phase,
    event::{AssignedHow, TransferKind},
    ids::OfferId,
    refusal::Refusal,
    turn::{NoticeKind, OfferEndReason, OfferRecord, Turn},
};

pub(super) fn accept(turn: &mut Turn, situation: &Situation, by: &AgentRef, id: OfferId) -> Result<Answer, Refusal> {
    let record = own_record(situation, by, id)?;
    let open = turn.conversation.open_offer().filter(|open| open.id == id).cloned();
    let Some(open) = open else {
        return already_over(turn, record);
    };
    match turn.conversation.transfer.take() {
        None => {
            let seq = offer::assign(turn, by, AssignedHow::Accepted, Author::Agent(by.clone()));
            turn.notice(turn.conversation.queue, NoticeKind::Taken, Some(by.agent));
            turn.offer_answered(&open, seq);
            Ok(Answer::Owner {
                seq,
                epoch: turn.conversation.epoch,
            })
        }
        Some(transfer) if transfer.kind == TransferKind::Consult => {
            let seq = consult::join(turn, by, &transfer);
            turn.offer_answered(&open, seq);
            Ok(Answer::Owner {
                seq,
                epoch: turn.conversation.epoch,
            })
        }
        Some(transfer) => {
            let seq = offer::hand_over(turn, by, &transfer, record.packet.clone());
            turn.notice(turn.conversation.queue, NoticeKind::Taken, Some(by.agent));
            turn.offer_answered(&open, seq);
            Ok(Answer::Owner {
                seq,
                epoch: turn.conversation.epoch,
            })
        }
    }
}

pub(super) fn decline(turn: &mut Turn, situation: &Situation, by: &AgentRef, id: OfferId) -> Result<Answer, Refusal> {
    let record = own_record(situation, by, id)?;
    if turn.conversation.open_offer().is_some_and(|open| open.id == id) {
        turn.answered = Some(by.agent);
        offer::not_accepted(turn, OfferEndReason::Declined, Some(by));
        return Ok(Answer::Done);
    }
    match &record.end {
        Some(end) if end.reason == OfferEndReason::Declined && end.by == Some(by.agent) => Ok(Answer::Done),
        _ => Err(taken(turn)),
    }
}

/// Another agent's offer looks like none (AUTHZ1).
fn own_record<'s>(situation: &'s Situation, by: &AgentRef, id: OfferId) -> Result<&'s OfferRecord, Refusal> {
    situation
        .offer
        .as_ref()
        .filter(|record| record.id == id && record.agent == by.agent)
        .ok_or(Refusal::NotFound)
}

fn already_over(turn: &Turn, record: &OfferRecord) -> Result<Answer, Refusal> {
    match &record.end {
        Some(end) if end.reason == OfferEndReason::Answered => Ok(Answer::Owner {
            seq: end.seq,
            epoch: end.epoch,
        }),
        _ => Err(taken(turn)),
    }
}

/// OFFER1: over, however it ended; with the owner if somebody has the conversation.
pub(super) fn taken(turn: &Turn) -> Refusal {
    let by = match &turn.conversation.phase {
        Phase::Owned { owner, .. } | Phase::Wrapup { owner, .. } => Some(owner.clone()),
        Phase::Waiting { .. } | Phase::Offered { .. } | Phase::Parked { .. } | Phase::Closed { .. } => None,
    };
    Refusal::Taken { by }
}
