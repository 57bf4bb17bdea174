//! Lists of conversations.

use tillside_domain::{
    ids::ShopperId,
    permission::{Relation, Right},
};
use tillside_store::{ConversationFilter, ListPage};

use crate::{ActionError, AgentActor, Context};

/// Conversations that the agent may read, newest first.
pub async fn list(ctx: &Context, actor: &AgentActor, filter: ConversationFilter) -> Result<ListPage, ActionError> {
    let Some(agent) = ctx.store.agent_now(actor.id()).await? else {
        return Ok(ListPage::default());
    };
    let may_see = move |conversation: &tillside_domain::Conversation| {
        Relation::of(conversation, &agent.agent).may(Right::Read, &conversation.phase)
    };
    Ok(ctx.store.conversations(actor.workspace, filter, may_see).await?)
}

/// A shopper's conversations, as far as the agent may read them.
pub async fn shopper_history(
    ctx: &Context,
    actor: &AgentActor,
    shopper: ShopperId,
    filter: ConversationFilter,
) -> Result<ListPage, ActionError> {
    list(
        ctx,
        actor,
        ConversationFilter {
            shopper: Some(shopper),
            ..filter
        },
    )
    .await
}
