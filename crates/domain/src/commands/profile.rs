//! What the shopper says of themselves.

use super::{Answer, fence};
use crate::{ids::ShopperId, packet::Consent, refusal::Refusal, turn::Turn};

pub(super) fn profile(
    turn: &mut Turn,
    shopper: ShopperId,
    name: Option<String>,
    email: Option<String>,
    consent: Option<Consent>,
) -> Result<Answer, Refusal> {
    fence::own(turn, shopper)?;
    let known = &mut turn.conversation.shopper;
    known.name = name.or(known.name.take());
    known.email = email.or(known.email.take());
    known.consent = consent.or(known.consent.take());
    turn.touch_desks();
    Ok(Answer::Done)
}
