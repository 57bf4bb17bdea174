//! ORIGIN1: what changes something comes from our own page, or from a program.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{Api, error::ApiError};

pub(crate) async fn judge(State(api): State<Api>, request: Request, next: Next) -> Response {
    let origins = request.headers().get_all(header::ORIGIN);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || api.origins.allows(origins.iter().map(HeaderValue::as_bytes)) {
        next.run(request).await
    } else {
        ApiError::site_refused("this page may not ask that").into_response()
    }
}
