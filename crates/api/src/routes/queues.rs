//! `GET /queues`: the workspace's queues at this moment.

pub(super) mod id;

use axum::{Json, extract::State};
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
