//! A message.

use super::{Answer, Draft, Situation, Speaker, fence, note::screened, returned};
use crate::{
    conversation::Phase,
    event::ParkReason,
    event::{Body, EventData},
    refusal::Refusal,
    turn::Turn,
};

pub(super) fn send(turn: &mut Turn, situation: &Situation, by: &Speaker, draft: &Draft) -> Result<Answer, Refusal> {
    match by {
        Speaker::Shopper(shopper) => {
            fence::own(turn, *shopper)?;
            if turn.conversation.closing().is_some() {
                return Err(Refusal::ConversationClosed);
            }
            turn.conversation.shopper_spoke_at = turn.now;
            if let Phase::Owned { idle, .. } = &mut turn.conversation.phase {
                *idle = false;
            }
        }
        Speaker::Agent { who, epoch } => fence::owner(turn, situation, who, *epoch)?,
    }
    let from_shopper = matches!(by, Speaker::Shopper(_));
    let (text, masked) = screened(draft, &situation.recent);
    let seq = turn.append(
        by.author(),
        Some(draft.cid),
        EventData::Message {
            body: Body::Text { text },
            masked,
        },
    );
    // Whoever is being asked sees what is written meanwhile.
    if let Phase::Offered { offer, .. } = &turn.conversation.phase {
        let asked = offer.agent.agent;
        turn.touch(asked);
    }
    if from_shopper
        && matches!(
            turn.conversation.phase,
            Phase::Parked {
                reason: ParkReason::Away
            }
        )
    {
        returned::to_queue(turn);
    }
    Ok(Answer::Sent {
        seq,
        at: turn.now,
        dup: false,
    })
}
