//! `GET /healthz`: the process turns.

use axum::Json;
use serde_json::{Value, json};

pub(super) async fn show() -> Json<Value> {
    Json(json!({"status": "ok"}))
}
