//! The owner vanished: the system offers the conversation to its queue. A hand-off like any other, in which the absent
//! agent stays owner until somebody accepts, and keeps the shopper if they come back before.

use super::{Answer, Situation, transfer};
use crate::{
    author::Author,
    conversation::{Phase, QUEUE_TRANSFER_MS, Transfer},
    event::{TransferEndReason, TransferKind, TransferTarget},
    ids::TransferId,
    refusal::Refusal,
    turn::Turn,
};

pub(super) fn recall(turn: &mut Turn, situation: &Situation, id: TransferId) -> Result<Answer, Refusal> {
    let Phase::Owned { owner, .. } = turn.conversation.phase.clone() else {
        return Err(Refusal::Conflict { transfer: None });
    };
    let gone = situation
        .agent(owner.agent)
        .is_some_and(|owner| !owner.live && owner.agent.is_gone(turn.now));
    if !gone || turn.conversation.transfer.is_some() {
        return Err(Refusal::Conflict { transfer: None });
    }
    let recalled = Transfer {
        id,
        kind: TransferKind::Recall,
        from: owner,
        to: TransferTarget::Queue {
            queue: turn.conversation.queue,
        },
        note: None,
        expires_at: turn.now.plus_ms(QUEUE_TRANSFER_MS),
        hash: String::new(),
        offer: None,
    };
    transfer::start(turn, situation, Author::RECALL, &recalled);
    Ok(Answer::Done)
}

pub(super) fn over(turn: &mut Turn) -> Result<Answer, Refusal> {
    match &turn.conversation.transfer {
        Some(pending) if pending.kind == TransferKind::Recall => {
            turn.end_transfer(TransferEndReason::Cancelled, None, Author::RECALL);
            Ok(Answer::Done)
        }
        _ => Err(Refusal::Conflict { transfer: None }),
    }
}
