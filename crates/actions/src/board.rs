//! What supervisors watch, and what shoppers are told of it.

use tillside_domain::{
    Refusal, Timestamp,
    board::{BoardSnapshot, QueueMinute},
    ephemeral::SiteAvailability,
    ids::{QueueId, WorkspaceId},
};

use crate::{ActionError, AgentActor, Context};

/// The board of the workspace.
pub async fn board(ctx: &Context, workspace: WorkspaceId) -> Result<BoardSnapshot, ActionError> {
    Ok(ctx.store.board(workspace).await?)
}

/// A queue's minutes.
pub async fn queue_history(
    ctx: &Context,
    actor: &AgentActor,
    queue: QueueId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<QueueMinute>, ActionError> {
    let known = ctx.store.queues(actor.workspace).await?;
    if !known.iter().any(|known| known.id == queue) {
        return Err(Refusal::NotFound.into());
    }
    Ok(ctx.store.queue_history(queue, from, to).await?)
}

/// Can somebody of these queues answer?
pub fn availability(board: &BoardSnapshot, queues: &[QueueId]) -> SiteAvailability {
    let mine = || board.queues.iter().filter(|now| queues.contains(&now.queue.id));
    if !mine().any(|now| now.queue.settings.hours.is_open(board.at)) {
        SiteAvailability::Closed
    } else if mine().any(|now| now.slots_free > 0) {
        SiteAvailability::Online
    } else if mine().any(|now| now.agents_online > 0) {
        SiteAvailability::Busy
    } else {
        SiteAvailability::Away
    }
}
