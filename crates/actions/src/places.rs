//! Places and promises: what those who wait are told.

use tillside_domain::{
    ephemeral::SiteAvailability,
    ids::{ConversationId, QueueId, WorkspaceId},
    wait_promise,
};

use crate::{ActionError, Context, availability};

/// What a waiting shopper is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    pub conv: ConversationId,
    pub position: u64,
    /// A bound that holds for 85 % of shoppers, when there is data to support it.
    pub wait_ms: Option<u64>,
    pub availability: SiteAvailability,
}

/// Keeps what a shopper was promised first, beside what comes of it.
pub async fn record_promise(ctx: &Context, conv: ConversationId, wait_ms: u64) -> Result<(), ActionError> {
    Ok(ctx.store.record_promise(conv, wait_ms).await?)
}

/// Everybody's place in a queue, in order.
pub async fn places(ctx: &Context, workspace: WorkspaceId, queue: QueueId) -> Result<Vec<Promised>, ActionError> {
    let places = ctx.store.places(queue).await?;
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let board = ctx.store.board(workspace).await?;
    let handling = ctx.store.recent_handling(queue).await?;
    let available = availability(&board, &[queue]);
    // Every slot of those who are online serves the queue, used or not.
    let slots = board
        .agents
        .iter()
        .filter(|agent| agent.is_routable() && agent.agent.serves(queue))
        .map(|agent| agent.agent.capacity)
        .sum();
    let promised = |place: tillside_store::Place| Promised {
        conv: place.conv,
        position: place.position,
        wait_ms: u32::try_from(place.position)
            .ok()
            .and_then(|position| wait_promise::bound_ms(position, slots, &handling)),
        availability: available,
    };
    Ok(places.into_iter().map(promised).collect())
}
