//! `GET /healthz`: the process turns.

use axum::Json;
use serde_json::{Value, json};

#[expect(clippy::unused_async, reason = "axum's handlers are async")]
pub(super) async fn show() -> Json<Value> {
    Json(json!({"status": "ok"}))
}
