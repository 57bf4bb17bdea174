//! `/console/`: the agents' console. Its pages are routes within one page.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::get,
};

use super::{Folder, file::Keep, not_built, not_found, policy};

type Of = State<(Arc<Folder>, Option<String>)>;

pub(super) fn router(console: Folder, public_origin: Option<String>) -> Router {
    Router::new()
        .route("/console", get(|| std::future::ready(Redirect::permanent("/console/"))))
        .route("/console/", get(page))
        .route("/console/{*path}", get(file_or_page))
        .with_state((Arc::new(console), public_origin))
}

async fn file_or_page(state: Of, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let State((console, _public_origin)) = &state;
    match console.get(&path).filter(|_| path != "index.html") {
        Some(file) => file.respond(&headers, Keep::ForEver),
        None if path.starts_with("assets/") => not_found(),
        None => page(state, headers).await,
    }
}

async fn page(State((console, public_origin)): Of, headers: HeaderMap) -> Response {
    let Some(page) = console.get("index.html") else {
        return not_built();
    };
    let mut response = page.respond(&headers, Keep::Ask);
    let sockets = policy::sockets(public_origin.as_deref(), &headers);
    policy::guard(response.headers_mut(), &policy::Ancestors::Nobody, &sockets);
    response
}
