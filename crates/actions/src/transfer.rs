//! Hand-offs.

use tillside_domain::{
    Refusal, Timestamp,
    commands::{Answer, Command, Target, TransferTo},
    ids::{AgentId, ConversationId, OfferId, TransferId},
    text,
};
use uuid::Uuid;

use crate::{
    ActionError, AgentActor, Context,
    command::counter,
    offer::{Owned, owned},
    open::queue_named,
    screen,
};

/// Who the conversation is to go to: an agent, or a queue by id or key.
#[derive(Clone, Debug)]
pub enum To {
    Agent(AgentId),
    Queue(String),
}

/// What a `transfer` asks.
#[derive(Clone, Debug)]
pub struct TransferRequest {
    pub conv: ConversationId,
    pub epoch: i64,
    pub to: To,
    pub consult: bool,
    pub note: Option<String>,
}

/// Offers the conversation to another; the sender keeps it until that one accepts.
pub async fn transfer(
    ctx: &Context,
    actor: &AgentActor,
    request: TransferRequest,
) -> Result<(TransferId, Timestamp), ActionError> {
    let note = text::optional("note", request.note.as_deref(), text::MESSAGE_CHARS_MAX)?;
    let to = match &request.to {
        To::Agent(agent) => TransferTo::Agent(*agent),
        To::Queue(name) => match queue_named(ctx, actor.workspace, name).await {
            Err(ActionError::Refused(_)) => return Err(Refusal::Invalid { field: "to" }.into()),
            found => TransferTo::Queue(found?),
        },
    };
    let command = Command::Transfer {
        by: actor.who.clone(),
        epoch: counter("epoch", request.epoch)?,
        transfer: TransferId(Uuid::now_v7()),
        offer: OfferId(Uuid::now_v7()),
        to,
        consult: request.consult,
        note: screen::optional(note),
    };
    match ctx
        .carry_out(actor.workspace, Target::Conversation(request.conv), command)
        .await?
        .1
    {
        Answer::Transfer { transfer, expires_at } => Ok((transfer, expires_at)),
        _ => Err(Refusal::Conflict { transfer: None }.into()),
    }
}

/// The target accepts.
pub async fn transfer_accept(ctx: &Context, actor: &AgentActor, transfer: TransferId) -> Result<Owned, ActionError> {
    let command = Command::TransferAccept {
        by: actor.who.clone(),
        transfer,
    };
    owned(
        ctx.carry_out(actor.workspace, Target::Transfer(transfer), command)
            .await?,
    )
}

/// The target declines, or a consulted agent goes.
pub async fn transfer_decline(
    ctx: &Context,
    actor: &AgentActor,
    transfer: TransferId,
    reason: Option<&str>,
) -> Result<(), ActionError> {
    text::optional("reason", reason, text::REASON_CHARS_MAX)?;
    let command = Command::TransferDecline {
        by: actor.who.clone(),
        transfer,
    };
    ctx.carry_out(actor.workspace, Target::Transfer(transfer), command)
        .await?;
    Ok(())
}

/// The sender, or a supervisor, thinks better of it.
pub async fn transfer_cancel(ctx: &Context, actor: &AgentActor, transfer: TransferId) -> Result<(), ActionError> {
    let command = Command::TransferCancel {
        by: actor.who.clone(),
        transfer,
    };
    ctx.carry_out(actor.workspace, Target::Transfer(transfer), command)
        .await?;
    Ok(())
}
