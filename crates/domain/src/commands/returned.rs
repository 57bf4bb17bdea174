//! The shopper comes and goes; their place does not.

use super::{Answer, Situation, fence};
use crate::{
    author::Author,
    context::Presence,
    conversation::Phase,
    event::{EventData, ParkReason, QueuedReason},
    ids::ShopperId,
    refusal::Refusal,
    turn::{ContextMove, NoticeKind, Turn},
};

pub(super) fn presence(
    turn: &mut Turn,
    situation: &Situation,
    shopper: ShopperId,
    here: bool,
) -> Result<Answer, Refusal> {
    fence::own(turn, shopper)?;
    if turn.conversation.closing().is_some() {
        return Ok(Answer::Done);
    }
    turn.conversation.seen_at = turn.now;
    if here
        && matches!(
            turn.conversation.phase,
            Phase::Parked {
                reason: ParkReason::Away
            }
        )
    {
        to_queue(turn);
    }
    let presence = match (here, situation.context.payment_in_flight_ms(turn.now)) {
        (true, _) => Presence::Here,
        (false, Some(_)) => Presence::Bank,
        (false, None) => Presence::Away,
    };
    if presence != situation.context.presence {
        let before = situation.context.clone();
        let after = crate::context::Context {
            presence,
            ..before.clone()
        };
        turn.context = Some(ContextMove { before, after });
        turn.touch_desks();
    }
    Ok(Answer::Done)
}

/// Back to the same place in its queue.
pub(super) fn to_queue(turn: &mut Turn) {
    let queue = turn.conversation.queue;
    turn.conversation.phase = Phase::Waiting { since: turn.now };
    turn.conversation.seen_at = turn.now;
    let data = EventData::Queued {
        queue,
        reason: Some(QueuedReason::Returned),
    };
    turn.append(Author::ROUTING, None, data);
    turn.notice(queue, NoticeKind::Queued, None);
}
