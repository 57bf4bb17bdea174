//! Who may command a conversation, and with which belief about its owner.

use super::Situation;
use crate::{
    author::AgentRef,
    ids::{AgentId, ShopperId},
    permission::{Relation, Right},
    refusal::Refusal,
    turn::Turn,
};

/// The table's word on this agent and conversation.
pub(super) fn may(turn: &Turn, situation: &Situation, agent: AgentId, right: Right) -> bool {
    let conversation = &turn.conversation;
    situation
        .agent(agent)
        .is_some_and(|known| Relation::of(conversation, &known.agent).may(right, &conversation.phase))
}

pub(super) fn stale(turn: &Turn) -> Refusal {
    Refusal::StaleOwner {
        epoch: turn.conversation.epoch,
        owner: turn.conversation.owner().cloned(),
    }
}

/// FENCE1: the caller owns it, at the epoch it believes in. Who may only read is told who does own it.
pub(super) fn owner(turn: &Turn, situation: &Situation, by: &AgentRef, epoch: u64) -> Result<(), Refusal> {
    let mine = turn.conversation.is_owned_by(by.agent);
    if !mine && !may(turn, situation, by.agent, Right::Read) {
        return Err(Refusal::NotFound);
    }
    if turn.conversation.closing().is_some() {
        return Err(Refusal::ConversationClosed);
    }
    if mine && epoch == turn.conversation.epoch {
        Ok(())
    } else {
        Err(stale(turn))
    }
}

/// The conversation is this shopper's.
pub(super) fn own(turn: &Turn, shopper: ShopperId) -> Result<(), Refusal> {
    if turn.conversation.shopper.id == shopper {
        Ok(())
    } else {
        Err(Refusal::NotFound)
    }
}
