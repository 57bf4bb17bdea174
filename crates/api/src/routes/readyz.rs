//! `GET /readyz`: does this node want traffic? What is broken but does not stop the chats is `degraded`.

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;

use super::Operations;

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub(super) enum Status {
    Ready,
    Degraded {
        reasons: Vec<&'static str>,
    },
    /// It starts, or it drains.
    Unready,
}

pub(super) async fn show(State(operations): State<Operations>) -> (StatusCode, Json<Status>) {
    if !operations.readiness.is_ready() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(Status::Unready));
    }
    let ready = match operations.actions.store.workspaces().await {
        Ok(_) => Status::Ready,
        Err(error) => {
            tracing::warn!(%error, "The database does not answer");
            Status::Degraded {
                reasons: vec!["database"],
            }
        }
    };
    (StatusCode::OK, Json(ready))
}
