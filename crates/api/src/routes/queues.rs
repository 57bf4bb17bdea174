//! `GET /queues`: the workspace's queues at this moment.

pub(super) mod id;

use axum::{Json, extract::State};
use tillside_domain::ids::{QueueId, WorkspaceId};
use tillside_protocol::{rest::QueueList, view::QueueView};

use crate::{Api, error::ApiError, extract::Agent};

pub(super) async fn list(State(api): State<Api>, Agent(actor): Agent) -> Result<Json<QueueList>, ApiError> {
    let board = tillside_actions::board(&api.actions, actor.workspace).await?;
    let items = board
        .queues
        .iter()
        .map(|queue| QueueView::of(queue, board.at))
        .collect();
    Ok(Json(QueueList { items }))
}

/// Where a request names a queue, its id or its key will do.
pub(super) async fn named(api: &Api, workspace: WorkspaceId, name: &str) -> Result<Option<QueueId>, ApiError> {
    let queues = api.actions.store.queues(workspace).await?;
    let by_id = name.parse().ok();
    let found = queues.iter().find(|queue| queue.key == name || Some(queue.id) == by_id);
    Ok(found.map(|queue| queue.id))
}
