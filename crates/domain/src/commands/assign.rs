//! A supervisor decides: takes a conversation over, or gives it to somebody, at once.

use super::{Answer, Situation, fence};
use crate::{
    author::{AgentRef, Author},
    conversation::Phase,
    event::{AssignedHow, EventData, TransferEndReason, TransferredHow},
    ids::AgentId,
    packet::Packet,
    permission::Right,
    refusal::Refusal,
    turn::{NoticeKind, OfferEndReason, Turn},
};

/// Above capacity if need be; compare-and-set on the epoch.
pub(super) fn takeover(turn: &mut Turn, situation: &Situation, by: &AgentRef, epoch: u64) -> Result<Answer, Refusal> {
    may_supervise(turn, situation, by, epoch)?;
    if turn.conversation.is_owned_by(by.agent) {
        return Err(Refusal::Conflict { transfer: None });
    }
    Ok(decree(
        turn,
        situation,
        by,
        by,
        TransferredHow::Takeover,
        AssignedHow::Taken,
    ))
}

/// The agent must be live and have a slot.
pub(super) fn assign(
    turn: &mut Turn,
    situation: &Situation,
    by: &AgentRef,
    epoch: u64,
    agent: AgentId,
) -> Result<Answer, Refusal> {
    may_supervise(turn, situation, by, epoch)?;
    let to = situation
        .agent(agent)
        .filter(|to| to.live && !to.agent.disabled)
        .ok_or(Refusal::NoAgent {
            reason: "this agent is not there",
        })?;
    if turn.conversation.is_owned_by(agent) {
        return Err(Refusal::Conflict { transfer: None });
    }
    let reserved = turn
        .conversation
        .open_offer()
        .is_some_and(|offer| offer.agent.agent == agent);
    if !to.has_slot() && !reserved {
        return Err(Refusal::NoCapacity {
            reason: "this agent's slots are all in use",
        });
    }
    let to = to.agent.as_ref();
    Ok(decree(
        turn,
        situation,
        by,
        &to,
        TransferredHow::Assign,
        AssignedHow::Assigned,
    ))
}

fn may_supervise(turn: &Turn, situation: &Situation, by: &AgentRef, epoch: u64) -> Result<(), Refusal> {
    if !fence::may(turn, situation, by.agent, Right::Supervise) {
        return Err(Refusal::NotFound);
    }
    if turn.conversation.closing().is_some() {
        return Err(Refusal::ConversationClosed);
    }
    if epoch == turn.conversation.epoch {
        Ok(())
    } else {
        Err(fence::stale(turn))
    }
}

fn decree(
    turn: &mut Turn,
    situation: &Situation,
    by: &AgentRef,
    to: &AgentRef,
    how: TransferredHow,
    assigned: AssignedHow,
) -> Answer {
    let author = Author::Agent(by.clone());
    let queue = turn.conversation.queue;
    let seq = match turn.conversation.phase.clone() {
        Phase::Owned { owner, .. } => {
            turn.end_transfer(TransferEndReason::Superseded, Some(by), author.clone());
            let packet = Packet::of(&turn.conversation, &situation.context, &situation.turns, None);
            let data = EventData::Transferred {
                transfer: None,
                how,
                from: owner,
                to: to.clone(),
                sees: packet.sees,
                hash: Some(packet.hash),
            };
            turn.give_to(to, author, data)
        }
        phase => {
            let data = EventData::Assigned {
                to: to.clone(),
                how: Some(assigned),
            };
            let seq = turn.give_to(to, author, data);
            if let Phase::Offered { offer, .. } = phase {
                turn.end_offer(&offer, OfferEndReason::Taken, None);
            }
            seq
        }
    };
    turn.notice(queue, NoticeKind::Taken, Some(to.agent));
    Answer::Owner {
        seq,
        epoch: turn.conversation.epoch,
    }
}
