//! What the page says: cart, checkout, page. And read marks. State beside the log, mostly.

use super::{Answer, Situation, Speaker, fence};
use crate::{
    author::Author,
    context::{CONTEXT_ENTRIES_MAX, Cart, Claim, Context, TOTAL_LOGGED_EVERY_MS},
    event::EventData,
    ids::ShopperId,
    refusal::Refusal,
    turn::{ContextMove, Turn},
};

pub(super) fn context(
    turn: &mut Turn,
    situation: &Situation,
    shopper: ShopperId,
    claim: Claim,
) -> Result<Answer, Refusal> {
    fence::own(turn, shopper)?;
    if turn.conversation.closing().is_some() {
        return Ok(Answer::Done);
    }
    let mut context = situation.context.clone();
    let step_or_payment = match (&context.checkout, &claim.checkout) {
        (Some(known), Some(said)) => known.step != said.step || known.payment != said.payment,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    if let Some(cart) = claim.cart.filter(|cart| is_newer(cart, context.cart.as_ref())) {
        context.cart = Some(cart);
    }
    if let Some(checkout) = claim.checkout {
        context.checkout = Some(checkout);
        context.checkout_at = Some(turn.now);
    }
    if claim.page.is_some() {
        context.page = claim.page;
    }
    if context.entries < CONTEXT_ENTRIES_MAX && (step_or_payment || total_is_news(&context, turn)) {
        context.entries += 1;
        context.total_logged_at = Some(turn.now);
        context.total_logged = context.cart.as_ref().map(|cart| cart.total);
        let data = EventData::Context {
            cart: context.cart.clone(),
            checkout: context.checkout.clone(),
            verified: context.verified,
        };
        turn.append(Author::Shopper { shopper }, None, data);
    }
    turn.context = Some(ContextMove {
        before: situation.context.clone(),
        after: context,
    });
    Ok(Answer::Done)
}

/// Versions are monotone: an older cart that arrives late is ignored.
fn is_newer(said: &Cart, known: Option<&Cart>) -> bool {
    match (said.version, known.and_then(|known| known.version)) {
        (Some(said), Some(known)) => said > known,
        _ => true,
    }
}

fn total_is_news(context: &Context, turn: &Turn) -> bool {
    let total = context.cart.as_ref().map(|cart| cart.total);
    let rested = context
        .total_logged_at
        .is_none_or(|at| turn.now.since(at) >= TOTAL_LOGGED_EVERY_MS);
    total.is_some() && total != context.total_logged && rested
}

/// A read mark beyond the head changes nothing, and so does one that goes back.
pub(super) fn read(turn: &mut Turn, situation: &Situation, by: &Speaker, seq: u64) -> Result<Answer, Refusal> {
    let mut context = situation.context.clone();
    let mark = match by {
        Speaker::Shopper(shopper) => {
            fence::own(turn, *shopper)?;
            &mut context.read.shopper
        }
        Speaker::Agent { who, .. } if turn.conversation.is_owned_by(who.agent) => &mut context.read.agent,
        Speaker::Agent { .. } => return Err(Refusal::NotFound),
    };
    if seq > turn.conversation.head || seq <= *mark {
        return Err(Refusal::Conflict { transfer: None });
    }
    *mark = seq;
    turn.context = Some(ContextMove {
        before: situation.context.clone(),
        after: context,
    });
    Ok(Answer::Done)
}
