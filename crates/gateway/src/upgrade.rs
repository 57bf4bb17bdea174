//! `GET /ws`: from HTTP to a WebSocket, or a clear no.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, Response, StatusCode, header},
};
use tillside_protocol::limits::SUBPROTOCOL;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::{Inner, accept::Place, connection};

/// Answers an upgrade; the connection's task starts when hyper has handed the socket over.
pub(crate) fn upgrade(inner: &Arc<Inner>, mut request: Request<Body>, place: Arc<Place>) -> Response<Body> {
    let accept = match judge(inner, &request) {
        Ok(key) => derive_accept_key(key.as_bytes()),
        Err((status, why)) => return refuse(status, why),
    };
    let upgrading = hyper::upgrade::on(&mut request);
    let inner_of_task = Arc::clone(inner);
    inner.connections.spawn(async move {
        match upgrading.await {
            // Boxed, so that the handshake does not size the task that lives for hours.
            Ok(upgraded) => Box::pin(connection::serve(inner_of_task, upgraded)).await,
            Err(error) => {
                metrics::counter!("tillside_upgrades_failed_total").increment(1);
                tracing::debug!(%error, "An upgrade failed");
            }
        }
        drop(place);
    });
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::UPGRADE, "websocket")
        .header(header::CONNECTION, "Upgrade")
        .header(header::SEC_WEBSOCKET_ACCEPT, accept)
        .header(header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL)
        .body(Body::empty())
        .unwrap_or_default()
}

fn judge(inner: &Inner, request: &Request<Body>) -> Result<String, (StatusCode, &'static str)> {
    let headers = request.headers();
    let origins = headers
        .get_all(header::ORIGIN)
        .iter()
        .map(axum::http::HeaderValue::as_bytes);
    if !inner.context.origins.allows(origins) {
        return Err((StatusCode::FORBIDDEN, "this origin may not connect"));
    }
    if request.uri().query().is_some() {
        return Err((
            StatusCode::BAD_REQUEST,
            "no query string here: the token travels in the first frame",
        ));
    }
    if request.method() != Method::GET || !has_token(headers, &header::UPGRADE, "websocket") {
        return Err((StatusCode::UPGRADE_REQUIRED, "a WebSocket is served here"));
    }
    if headers
        .get(header::SEC_WEBSOCKET_VERSION)
        .is_none_or(|version| version != "13")
    {
        return Err((StatusCode::UPGRADE_REQUIRED, "WebSocket version 13 is served here"));
    }
    if !has_token(headers, &header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL) {
        return Err((StatusCode::BAD_REQUEST, "the subprotocol tillside.v1 is required"));
    }
    if inner.drain.is_cancelled() {
        return Err((StatusCode::SERVICE_UNAVAILABLE, "this node is leaving"));
    }
    let key = headers.get(header::SEC_WEBSOCKET_KEY).and_then(|key| key.to_str().ok());
    key.map(str::to_owned)
        .ok_or((StatusCode::BAD_REQUEST, "Sec-WebSocket-Key is missing"))
}

fn has_token(headers: &HeaderMap, name: &header::HeaderName, token: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim().eq_ignore_ascii_case(token))
}

fn refuse(status: StatusCode, why: &'static str) -> Response<Body> {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(Body::from(why))
        .unwrap_or_default()
}
