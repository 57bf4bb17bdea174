//! `GET /queues`: the workspace's queues at this moment.

pub(super) mod id;

use axum::{Json, extract::State};
use tillside_protocol::{
    rest::QueueList,
    view::{QueueView, ServiceLevel},
};
use tillside_store::SERVICE_LEVEL_WITHIN_MS;

use crate::{Api, error::ApiError, extract::Agent};

pub(super) async fn list(State(api): State<Api>, Agent(actor): Agent) -> Result<Json<QueueList>, ApiError> {
    let board = tillside_actions::board(&api.actions, actor.workspace).await?;
    let items = board
        .queues
        .into_iter()
        .map(|now| QueueView {
            id: now.queue.id,
            open: now.queue.settings.hours.is_open(board.at),
            mode: now.queue.settings.mode,
            key: now.queue.key,
            name: now.queue.name,
            depth: now.waiting + now.offered,
            waiting: now.waiting,
            offered: now.offered,
            active: now.active,
            longest_wait_ms: now.longest_wait_ms,
            agents_online: now.agents_online,
            slots_free: now.slots_free,
            service_level: now.service_level.map(|(met, of)| ServiceLevel {
                within_ms: SERVICE_LEVEL_WITHIN_MS,
                met,
                of,
            }),
        })
        .collect();
    Ok(Json(QueueList { items }))
}
