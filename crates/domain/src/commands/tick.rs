//! Time alone: offers and hand-offs expire, wrap-ups end, idle conversations close, absent shoppers are parked. Fired by
//! passes from the database's timers; none depends on a browser.

use super::{Situation, close, offer, recall};
use crate::{
    author::Author,
    conversation::{Phase, Transfer},
    event::{ClosedBy, EventData, ParkReason, TransferEndReason, TransferKind, TransferTarget},
    ids::TransferId,
    refusal::Refusal,
    turn::{NoticeKind, OfferEndReason, Turn},
};

pub(super) fn tick(turn: &mut Turn, situation: &Situation, spare: TransferId) {
    expire_offer(turn);
    expire_transfer(turn, situation, spare);
    let settings = &situation.queue.settings;
    let now = turn.now;
    let silent_ms = now.since(turn.conversation.shopper_spoke_at);
    match &mut turn.conversation.phase {
        Phase::Waiting { .. } if now.since(turn.conversation.seen_at) >= settings.park_ms => {
            turn.conversation.phase = Phase::Parked {
                reason: ParkReason::Away,
            };
            turn.append(
                Author::ROUTING,
                None,
                EventData::Parked {
                    reason: ParkReason::Away,
                },
            );
            turn.notice(turn.conversation.queue, NoticeKind::Left, None);
        }
        Phase::Owned { .. } if silent_ms >= settings.idle_close_ms => {
            let reason = Some("idle".to_owned());
            close::end(turn, Author::IDLE, ClosedBy::System, reason, None, settings.wrapup_ms);
        }
        Phase::Owned { idle, .. } if !*idle && silent_ms >= settings.idle_ms => {
            *idle = true;
            turn.touch_desks();
        }
        Phase::Wrapup { until, .. } if *until <= now => close::wrap(turn, Author::ROUTING),
        Phase::Waiting { .. }
        | Phase::Offered { .. }
        | Phase::Owned { .. }
        | Phase::Wrapup { .. }
        | Phase::Parked { .. }
        | Phase::Closed { .. } => {}
    }
}

fn expire_offer(turn: &mut Turn) {
    let expired = turn
        .conversation
        .open_offer()
        .filter(|offer| offer.expires_at <= turn.now);
    if let Some(agent) = expired.map(|offer| offer.agent.agent) {
        turn.missed = Some(agent);
        offer::not_accepted(turn, OfferEndReason::Expired, None);
    }
}

fn expire_transfer(turn: &mut Turn, situation: &Situation, spare: TransferId) {
    let Some(Transfer {
        kind,
        expires_at,
        to: TransferTarget::Queue { .. },
        ..
    }) = turn.conversation.transfer
    else {
        return;
    };
    if expires_at > turn.now {
        return;
    }
    turn.end_transfer(TransferEndReason::Expired, None, Author::ROUTING);
    if kind == TransferKind::Recall {
        // Nobody came in ten minutes and the owner is still away: it stands in the queue again. If they are back, not.
        let still_gone = recall::recall(turn, situation, spare);
        debug_assert!(
            !matches!(still_gone, Err(Refusal::NotFound)),
            "a recall names its own conversation"
        );
    }
}
