//! The shopper says how it went, once per handler.

use super::{Answer, fence};
use crate::{author::Author, conversation::RATING_MS, event::EventData, ids::ShopperId, refusal::Refusal, turn::Turn};

pub(super) fn rate(
    turn: &mut Turn,
    shopper: ShopperId,
    epoch: Option<u64>,
    score: u8,
    comment: Option<String>,
) -> Result<Answer, Refusal> {
    fence::own(turn, shopper)?;
    let now = turn.now;
    if turn
        .conversation
        .closing()
        .is_some_and(|closing| now.since(closing.at) > RATING_MS)
    {
        return Err(Refusal::ConversationClosed);
    }
    let segments = &mut turn.conversation.segments;
    let segment = match epoch {
        Some(epoch) => segments.iter_mut().find(|segment| segment.epoch == epoch),
        None => segments.last_mut(),
    };
    let segment = segment.ok_or(Refusal::Invalid { field: "epoch" })?;
    segment.score = Some(score);
    let epoch = segment.epoch;
    let seq = turn.append(
        Author::Shopper { shopper },
        None,
        EventData::Rated { score, comment, epoch },
    );
    turn.touch_desks();
    Ok(Answer::Appended { seq })
}
