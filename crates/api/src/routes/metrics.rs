//! `GET /metrics`: the page that Prometheus reads.

use axum::{
    extract::State,
    http::{HeaderName, header},
};

use super::Operations;

/// Prometheus' text format.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(super) async fn show(State(operations): State<Operations>) -> ([(HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, TEXT_FORMAT)], (operations.metrics)())
}
