//! An internal note: shown to agents, never to a shopper (NOTE1).

use super::{Answer, Draft, Situation, fence};
use crate::{
    author::{AgentRef, Author},
    event::{Body, EventData},
    pan,
    permission::Right,
    refusal::Refusal,
    turn::Turn,
};

pub(super) fn note(turn: &mut Turn, situation: &Situation, by: AgentRef, draft: &Draft) -> Result<Answer, Refusal> {
    if !fence::may(turn, situation, by.agent, Right::Note) {
        return Err(Refusal::NotFound);
    }
    let (text, _masked) = screened(draft, &situation.recent);
    let cid = Some(draft.cid);
    let seq = turn.append(
        Author::Agent(by),
        cid,
        EventData::Note {
            body: Body::Text { text },
        },
    );
    turn.touch_desks();
    Ok(Answer::Appended { seq })
}

/// The second run of the card-number filter (PAN1): the text that completes a number is masked.
pub(super) fn screened(draft: &Draft, recent: &[String]) -> (String, bool) {
    if recent.is_empty() {
        return (draft.text.clone(), draft.masked);
    }
    let earlier: Vec<&str> = recent.iter().map(String::as_str).collect();
    let screened = pan::screen_after(&earlier, &draft.text);
    (screened.text, draft.masked || screened.masked)
}
