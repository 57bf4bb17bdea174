//! What a node reads to bring its connections up to date. Nothing here asks who may read: the gateway reads for those
//! who follow already, and following was authorised.

use tillside_domain::ids::{AgentId, ConversationId, QueueId, ShopperId, WorkspaceId};
use tillside_store::{Desk, Page, ShopperConversations};

use crate::{ActionError, Context};

/// Waiting shoppers that are marked as seen in one write.
const SEEN_CHUNK: usize = 200;

/// Entries after a cursor.
pub async fn page_after(
    ctx: &Context,
    conv: ConversationId,
    after: u64,
    limit: u32,
) -> Result<Option<Page>, ActionError> {
    Ok(ctx.store.events_after(conv, after, limit).await?)
}

/// The heads of these conversations: what anti-entropy compares.
pub async fn heads(ctx: &Context, convs: Vec<ConversationId>) -> Result<Vec<(ConversationId, u64)>, ActionError> {
    Ok(ctx.store.heads(convs).await?)
}

/// The heads of these desks.
pub async fn desk_revs(ctx: &Context, agents: Vec<AgentId>) -> Result<Vec<(AgentId, u64)>, ActionError> {
    Ok(ctx.store.desk_revs(agents).await?)
}

/// A desk; `None` when its agent may no longer sign in.
pub async fn desk(ctx: &Context, agent: AgentId) -> Result<Option<Desk>, ActionError> {
    Ok(ctx.store.desk(agent).await?)
}

/// A shopper and what they follow.
pub async fn shopper(ctx: &Context, shopper: ShopperId) -> Result<ShopperConversations, ActionError> {
    Ok(ctx.store.shopper(shopper).await?)
}

/// These shoppers are connected to this node.
pub async fn seen(ctx: &Context, convs: &[ConversationId]) -> Result<(), ActionError> {
    for chunk in convs.chunks(SEEN_CHUNK) {
        ctx.store.seen(chunk.to_vec()).await?;
    }
    Ok(())
}

/// Every queue of every workspace.
pub async fn queues_of_all(ctx: &Context) -> Result<Vec<(WorkspaceId, QueueId)>, ActionError> {
    let mut found = Vec::new();
    for workspace in ctx.store.workspaces().await? {
        found.extend(
            ctx.store
                .queues(workspace)
                .await?
                .into_iter()
                .map(|queue| (workspace, queue.id)),
        );
    }
    Ok(found)
}
