//! What supervisors do: take over, assign, look. Each is audited.

use tillside_domain::{
    Refusal,
    commands::{Command, Target},
    ids::{AgentId, ConversationId},
    permission::Right,
};

use crate::{
    ActionError, AgentActor, Context, Sight, access,
    command::counter,
    offer::{Owned, owned},
};

/// Takes a conversation over, at once.
pub async fn takeover(
    ctx: &Context,
    actor: &AgentActor,
    conv: ConversationId,
    epoch: i64,
) -> Result<Owned, ActionError> {
    let command = Command::Takeover {
        by: actor.who.clone(),
        epoch: counter("epoch", epoch)?,
    };
    let taken = owned(
        ctx.carry_out(actor.workspace, Target::Conversation(conv), command)
            .await?,
    )?;
    ctx.store
        .audit(actor.workspace, actor.id(), "takeover", conv.to_string())
        .await?;
    Ok(taken)
}

/// Gives a conversation to an agent, at once.
pub async fn assign(
    ctx: &Context,
    actor: &AgentActor,
    conv: ConversationId,
    epoch: i64,
    agent: AgentId,
) -> Result<Owned, ActionError> {
    let command = Command::Assign {
        by: actor.who.clone(),
        epoch: counter("epoch", epoch)?,
        agent,
    };
    let given = owned(
        ctx.carry_out(actor.workspace, Target::Conversation(conv), command)
            .await?,
    )?;
    ctx.store
        .audit(actor.workspace, actor.id(), "assign", conv.to_string())
        .await?;
    Ok(given)
}

/// Looks at a conversation as it goes on; returns its head.
pub async fn follow(ctx: &Context, actor: &AgentActor, conv: ConversationId) -> Result<u64, ActionError> {
    let (followed, relation) = access::sight(ctx, &Sight::Agent(actor), conv).await?;
    if !relation.is_some_and(|relation| relation.may(Right::Supervise, &followed.conversation.phase)) {
        return Err(Refusal::NotFound.into());
    }
    ctx.store
        .audit(actor.workspace, actor.id(), "follow", conv.to_string())
        .await?;
    Ok(followed.conversation.head)
}
