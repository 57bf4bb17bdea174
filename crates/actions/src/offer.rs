//! An agent answers an offer, or pulls a conversation.

use tillside_domain::{
    Refusal,
    commands::{Answer, Command, Target},
    ids::{ConversationId, OfferId},
    text,
};

use crate::{ActionError, AgentActor, Context};

/// A conversation that has come to an agent: which, by what entry, at what epoch.
pub(crate) type Owned = (ConversationId, u64, u64);

/// Accepts any offer: from a queue, of a transfer, of a recall.
pub async fn accept(ctx: &Context, actor: &AgentActor, offer: OfferId) -> Result<Owned, ActionError> {
    let command = Command::Accept {
        by: actor.who.clone(),
        offer,
    };
    owned(ctx.carry_out(actor.workspace, Target::Offer(offer), command).await?)
}

/// Declines it; the shopper keeps the place.
pub async fn decline(
    ctx: &Context,
    actor: &AgentActor,
    offer: OfferId,
    reason: Option<&str>,
) -> Result<(), ActionError> {
    text::optional("reason", reason, text::REASON_CHARS_MAX)?;
    let command = Command::Decline {
        by: actor.who.clone(),
        offer,
    };
    ctx.carry_out(actor.workspace, Target::Offer(offer), command).await?;
    Ok(())
}

/// Takes a waiting or parked conversation of one's queues.
pub async fn take(ctx: &Context, actor: &AgentActor, conv: ConversationId) -> Result<Owned, ActionError> {
    let command = Command::Take { by: actor.who.clone() };
    owned(
        ctx.carry_out(actor.workspace, Target::Conversation(conv), command)
            .await?,
    )
}

pub(crate) fn owned((conv, answer): (ConversationId, Answer)) -> Result<Owned, ActionError> {
    match answer {
        Answer::Owner { seq, epoch } => Ok((conv, seq, epoch)),
        _ => Err(Refusal::Taken { by: None }.into()),
    }
}
