//! A conversation ends: by its owner, its shopper, or time; and its wrap-up.

use super::{Answer, Situation, fence};
use crate::{
    author::{AgentRef, Author},
    conversation::{Closing, Phase},
    event::{ClosedBy, EventData, TransferEndReason},
    ids::ShopperId,
    refusal::Refusal,
    turn::{NoticeKind, OfferEndReason, Turn},
};

pub(super) fn close(
    turn: &mut Turn,
    situation: &Situation,
    by: &AgentRef,
    epoch: u64,
    disposition: Option<String>,
) -> Result<Answer, Refusal> {
    if let Some(closing) = turn.conversation.closing()
        && closing.by.is_agent(by.agent)
        && closing.epoch == epoch
    {
        return Ok(Answer::Appended { seq: closing.seq });
    }
    fence::owner(turn, situation, by, epoch)?;
    let author = Author::Agent(by.clone());
    let seq = end(
        turn,
        author,
        ClosedBy::Agent,
        None,
        disposition,
        situation.queue.settings.wrapup_ms,
    );
    Ok(Answer::Appended { seq })
}

pub(super) fn leave(turn: &mut Turn, situation: &Situation, shopper: ShopperId) -> Result<Answer, Refusal> {
    fence::own(turn, shopper)?;
    if let Some(closing) = turn.conversation.closing() {
        let mine = closing.by.is_shopper();
        return if mine {
            Ok(Answer::Appended { seq: closing.seq })
        } else {
            Err(Refusal::ConversationClosed)
        };
    }
    let author = Author::Shopper { shopper };
    end_transfer_with(turn, TransferEndReason::Left, &author);
    turn.append(author.clone(), None, EventData::Left {});
    let seq = end(
        turn,
        author,
        ClosedBy::Shopper,
        None,
        None,
        situation.queue.settings.wrapup_ms,
    );
    Ok(Answer::Appended { seq })
}

pub(super) fn wrapup_done(turn: &mut Turn, by: &AgentRef) -> Result<Answer, Refusal> {
    match &turn.conversation.phase {
        Phase::Wrapup { owner, .. } if owner.agent == by.agent => {
            wrap(turn, Author::Agent(by.clone()));
            Ok(Answer::Done)
        }
        Phase::Closed {
            wrapped_by: Some(agent),
            ..
        } if *agent == by.agent => Ok(Answer::Done),
        // Nothing to wrap up yet.
        Phase::Owned { owner, .. } if owner.agent == by.agent => Err(Refusal::Conflict { transfer: None }),
        _ => Err(Refusal::NotFound),
    }
}

/// The wrap-up is over: the slot is free.
pub(super) fn wrap(turn: &mut Turn, by: Author) {
    let Phase::Wrapup { owner, closing, .. } = turn.conversation.phase.clone() else {
        return;
    };
    turn.append(by, None, EventData::Wrapped { disposition: None });
    turn.conversation.phase = Phase::Closed {
        closing,
        wrapped_by: Some(owner.agent),
    };
    turn.touch(owner.agent);
    turn.notice(turn.conversation.queue, NoticeKind::Freed, Some(owner.agent));
}

/// Appends `closed` and whatever must end with it; returns the `seq` of `closed`.
pub(super) fn end(
    turn: &mut Turn,
    author: Author,
    by: ClosedBy,
    reason: Option<String>,
    disposition: Option<String>,
    wrapup_ms: i64,
) -> u64 {
    end_transfer_with(turn, TransferEndReason::Closed, &author);
    turn.touch_desks();
    turn.end_consults(TransferEndReason::Closed);
    let closed_by_shopper = matches!(by, ClosedBy::Shopper);
    let seq = turn.append(
        author.clone(),
        None,
        EventData::Closed {
            by,
            reason,
            disposition,
        },
    );
    let closing = Closing {
        at: turn.now,
        seq,
        by: author,
        epoch: turn.conversation.epoch,
    };
    let queue = turn.conversation.queue;
    match turn.conversation.phase.clone() {
        Phase::Owned { owner, joined, .. } => {
            let until = turn.now.plus_ms(wrapup_ms);
            turn.conversation.phase = Phase::Wrapup {
                owner,
                joined,
                until,
                closing,
            };
            if wrapup_ms <= 0 {
                wrap(turn, Author::ROUTING);
            }
        }
        Phase::Offered { offer, .. } => {
            let reason = if closed_by_shopper {
                OfferEndReason::Left
            } else {
                OfferEndReason::Cancelled
            };
            turn.end_offer(&offer, reason, None);
            turn.conversation.phase = Phase::Closed {
                closing,
                wrapped_by: None,
            };
            turn.notice(queue, NoticeKind::Left, None);
        }
        Phase::Waiting { .. } | Phase::Parked { .. } => {
            turn.conversation.phase = Phase::Closed {
                closing,
                wrapped_by: None,
            };
            turn.notice(queue, NoticeKind::Left, None);
        }
        Phase::Wrapup { .. } | Phase::Closed { .. } => {}
    }
    seq
}

fn end_transfer_with(turn: &mut Turn, reason: TransferEndReason, author: &Author) {
    if turn.conversation.transfer.is_some() {
        let by = match author {
            Author::Agent(agent) => Some(agent.clone()),
            Author::Shopper { .. } | Author::System { .. } => None,
        };
        turn.end_transfer(reason, by.as_ref(), author.clone());
    }
}
