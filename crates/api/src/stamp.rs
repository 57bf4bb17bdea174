//! What every response of the node carries, and the form of every problem.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, Response, StatusCode, header},
    middleware::{self, Next},
    response::IntoResponse as _,
};
use tillside_protocol::{ErrorBody, error::Problem};
use uuid::Uuid;

use crate::error::ApiError;

/// What cannot be answered within this is answered `unavailable`.
const ANSWER_WITHIN: Duration = Duration::from_secs(8);

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Stamps every response of `router` with the request's id, which problems and logs quote.
pub fn stamped(router: Router) -> Router {
    router.layer(middleware::from_fn(stamp))
}

async fn stamp(request: Request, next: Next) -> Response<Body> {
    let id = Uuid::now_v7().simple().to_string();
    let mut response = match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => {
            tracing::warn!(request.id = %id, "A request was not answered in time");
            ApiError::late().into_response()
        }
    };
    if let Some(error) = response.extensions_mut().remove::<ErrorBody>() {
        response = problem(response.status(), error, &id);
    }
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Answers of the API are nobody's to keep; what may be kept says so itself.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(X_REQUEST_ID, id);
    }
    response
}

fn problem(status: StatusCode, error: ErrorBody, request_id: &str) -> Response<Body> {
    let after_s = error.after_ms.map(|after_ms| after_ms.div_ceil(1_000));
    let problem = Problem {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        detail: error.message.clone(),
        request_id: request_id.to_owned(),
        error,
    };
    let mut response = (status, axum::Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    if let Some(after_s) = after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(after_s));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
