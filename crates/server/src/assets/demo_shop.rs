//! `/demo/`: a shop to try the widget in, with `--demo` only. It stands for somebody else's pages, so it carries no policy
//! of ours.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::get,
};

use super::{Folder, file::Keep, not_found};

pub(super) fn router(shop: Folder) -> Router {
    Router::new()
        .route("/demo", get(|| std::future::ready(Redirect::permanent("/demo/"))))
        .route(
            "/demo/",
            get(|State(shop): State<Arc<Folder>>, headers: HeaderMap| {
                std::future::ready(file(&shop, "index.html", &headers))
            }),
        )
        .route(
            "/demo/{*path}",
            get(
                |State(shop): State<Arc<Folder>>, Path(path): Path<String>, headers: HeaderMap| {
                    std::future::ready(file(&shop, &path, &headers))
                },
            ),
        )
        .with_state(Arc::new(shop))
}

fn file(shop: &Folder, path: &str, headers: &HeaderMap) -> Response {
    shop.get(path)
        .map_or_else(not_found, |file| file.respond(headers, Keep::Ask))
}
