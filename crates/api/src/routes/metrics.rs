//! `GET /metrics`: the page that Prometheus reads.

use axum::{
    extract::State,
    http::{HeaderName, header},
};

use super::Operations;

/// Prometheus' text format.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

#[expect(clippy::unused_async, reason = "axum's handlers are async")]
pub(super) async fn show(State(operations): State<Operations>) -> ([(HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, TEXT_FORMAT)], (operations.metrics)())
}
