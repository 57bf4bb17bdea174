//! An agent pulls a waiting or parked conversation of their queues, whatever their availability.

use super::{Answer, Situation, answer_offer::taken, offer};
use crate::{
    author::{AgentRef, Author},
    conversation::Phase,
    event::AssignedHow,
    permission::{Relation, Right},
    refusal::Refusal,
    turn::{NoticeKind, OfferEndReason, Turn},
};

pub(super) fn take(turn: &mut Turn, situation: &Situation, by: &AgentRef) -> Result<Answer, Refusal> {
    let taker = situation.agent(by.agent).ok_or(Refusal::NotFound)?;
    let relation = Relation::of(&turn.conversation, &taker.agent);
    if !relation.may(Right::Take, &turn.conversation.phase) {
        return late(turn, by, relation);
    }
    let reserved = turn
        .conversation
        .open_offer()
        .is_some_and(|open| open.agent.agent == by.agent);
    if !taker.has_slot() && !reserved {
        return Err(Refusal::NoCapacity {
            reason: "your slots are all in use",
        });
    }
    let open = match &turn.conversation.phase {
        Phase::Offered { offer, .. } => Some(offer.clone()),
        _ => None,
    };
    let seq = offer::assign(turn, by, AssignedHow::Taken, Author::Agent(by.clone()));
    match open {
        Some(open) if open.agent.agent == by.agent => turn.offer_answered(&open, seq),
        Some(open) => turn.end_offer(&open, OfferEndReason::Taken, None),
        None => {}
    }
    turn.notice(turn.conversation.queue, NoticeKind::Taken, Some(by.agent));
    Ok(Answer::Owner {
        seq,
        epoch: turn.conversation.epoch,
    })
}

/// Not there to be taken: one's own already, somebody else's, over, or none of one's business.
fn late(turn: &Turn, by: &AgentRef, relation: Relation) -> Result<Answer, Refusal> {
    match &turn.conversation.phase {
        Phase::Owned { owner, joined, .. } if owner.agent == by.agent => Ok(Answer::Owner {
            seq: *joined,
            epoch: turn.conversation.epoch,
        }),
        _ if !relation.in_queue && !relation.supervisor => Err(Refusal::NotFound),
        Phase::Closed { .. } | Phase::Wrapup { .. } => Err(Refusal::ConversationClosed),
        _ => Err(taken(turn)),
    }
}
