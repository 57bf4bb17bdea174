//! A conversation ends.

use tillside_domain::{
    commands::{Answer, Command, Target},
    ids::ConversationId,
    text,
};

use crate::{ActionError, AgentActor, Context, ShopperActor, command::counter, screen};

/// The owner closes it; returns the `seq` of `closed`.
pub async fn close(
    ctx: &Context,
    actor: &AgentActor,
    conv: ConversationId,
    epoch: i64,
    disposition: Option<&str>,
) -> Result<u64, ActionError> {
    let disposition = text::optional("disposition", disposition, text::REASON_CHARS_MAX)?;
    let command = Command::Close {
        by: actor.who.clone(),
        epoch: counter("epoch", epoch)?,
        disposition: screen::optional(disposition),
    };
    let (_conv, answer) = ctx
        .carry_out(actor.workspace, Target::Conversation(conv), command)
        .await?;
    Ok(appended(answer))
}

/// The shopper leaves; returns the `seq` of `closed`.
pub async fn leave(ctx: &Context, actor: ShopperActor, conv: ConversationId) -> Result<u64, ActionError> {
    let command = Command::Leave { shopper: actor.id };
    let (_conv, answer) = ctx
        .carry_out(actor.workspace, Target::Conversation(conv), command)
        .await?;
    Ok(appended(answer))
}

/// The wrap-up is over; the slot is free.
pub async fn wrapup_done(ctx: &Context, actor: &AgentActor, conv: ConversationId) -> Result<(), ActionError> {
    let command = Command::WrapupDone { by: actor.who.clone() };
    ctx.carry_out(actor.workspace, Target::Conversation(conv), command)
        .await?;
    Ok(())
}

/// The `seq` of an answer that has one.
pub(crate) fn appended(answer: Answer) -> u64 {
    match answer {
        Answer::Sent { seq, .. } | Answer::Appended { seq } | Answer::Owner { seq, .. } => seq,
        Answer::Transfer { .. } | Answer::Done => 0,
    }
}
