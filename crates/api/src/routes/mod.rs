//! The endpoints. The path in this tree is the path in the URL, below `/api/v1`.

mod agents;
mod auth;
mod conversations;
mod healthz;
mod metrics;
mod openapi;
mod queues;
mod readyz;
mod shoppers;
mod widget;

use std::sync::Arc;

use axum::{
    Router,
    routing::{MethodRouter, get, post},
};
use tillside_actions::Context;

use self::conversations::id::transcript;
use crate::{Api, Readiness, error::ApiError};

/// Every endpoint of the API.
pub(crate) fn endpoints() -> Vec<(&'static str, MethodRouter<Api>)> {
    vec![
        ("/api/openapi.json", get(openapi::show)),
        ("/api/v1/widget/session", post(widget::session::begin)),
        ("/api/v1/auth/login", post(auth::login::sign_in)),
        ("/api/v1/auth/refresh", post(auth::refresh::renew)),
        ("/api/v1/auth/logout", post(auth::logout::sign_out)),
        ("/api/v1/conversations", get(conversations::list)),
        ("/api/v1/conversations/{id}", get(conversations::id::show)),
        (
            "/api/v1/conversations/{id}/events",
            get(conversations::id::events::page),
        ),
        ("/api/v1/conversations/{id}/transcript.json", get(transcript::json)),
        ("/api/v1/conversations/{id}/transcript.txt", get(transcript::txt)),
        ("/api/v1/conversations/{id}/transcript.html", get(transcript::html)),
        (
            "/api/v1/shoppers/{id}/conversations",
            get(shoppers::id::conversations::list),
        ),
        ("/api/v1/queues", get(queues::list)),
        ("/api/v1/queues/{id}/history", get(queues::id::history::minutes)),
        ("/api/v1/agents", get(agents::list)),
    ]
}

/// What operators and their machines ask.
#[derive(Clone)]
pub struct Operations {
    pub actions: Context,
    pub readiness: Readiness,
    /// The page for Prometheus.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

/// Health, readiness and metrics, at the root.
pub fn operations(operations: Operations) -> Router {
    Router::new()
        .route("/healthz", get(healthz::show))
        .route("/readyz", get(readyz::show))
        .route("/metrics", get(metrics::show))
        .with_state(operations)
}

/// A path or a method that the API does not have.
pub(crate) async fn nothing_here() -> ApiError {
    ApiError::not_found()
}
