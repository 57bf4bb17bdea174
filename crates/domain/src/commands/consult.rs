//! A colleague is asked for advice: reads and notes, uses no slot (CONSULT1).

use crate::{
    author::{AgentRef, Author},
    conversation::{Consult, Transfer},
    event::EventData,
    turn::Turn,
};

/// The consulted agent came; the owner and the epoch stay.
pub(super) fn join(turn: &mut Turn, by: &AgentRef, transfer: &Transfer) -> u64 {
    let data = EventData::Consulting {
        transfer: transfer.id,
        agent: by.clone(),
    };
    let seq = turn.append(Author::Agent(by.clone()), None, data);
    turn.conversation.consults.push(Consult {
        transfer: transfer.id,
        agent: by.clone(),
        joined: seq,
    });
    turn.complete_transfer(transfer, by.agent, seq);
    turn.touch_desks();
    seq
}
