//! The loader: all of ours that runs in a shop's page. `/v1/` is evergreen; `/v/{version}/` never changes, so that a
//! checkout page can pin it by its hash (SRI).

use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
    routing::get,
};

use super::{Folder, file::Keep, not_built, not_found, policy};

const FILE: &str = "loader.js";

pub(super) fn router(widget: &Arc<Folder>) -> Router {
    let (evergreen, pinned) = (Arc::clone(widget), Arc::clone(widget));
    Router::new()
        .route(
            "/v1/loader.js",
            get(move |headers: HeaderMap| std::future::ready(loader(&evergreen, &headers, Keep::Minutes))),
        )
        .route(
            "/v/{version}/loader.js",
            get(move |Path(version): Path<String>, headers: HeaderMap| {
                std::future::ready(if version == env!("CARGO_PKG_VERSION") {
                    loader(&pinned, &headers, Keep::ForEver)
                } else {
                    not_found()
                })
            }),
        )
}

fn loader(widget: &Folder, headers: &HeaderMap, keep: Keep) -> Response {
    let Some(file) = widget.get(FILE) else {
        return not_built();
    };
    let mut response = file.respond(headers, keep);
    policy::share(response.headers_mut());
    // A script with `integrity` is fetched with CORS.
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
