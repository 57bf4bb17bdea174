//! `/frame/{site_key}`: the widget's page, which only the site's own pages may show, and its files.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::get,
};

use super::{Assets, Folder, file::Keep, not_built, not_found, policy};

pub(super) fn router(widget: Arc<Folder>, assets: Assets) -> Router {
    Router::new()
        .route("/frame/{site_key}", get(page))
        .route("/frame-assets/{*path}", get(file))
        .with_state((widget, assets))
}

type Of = State<(Arc<Folder>, Assets)>;

async fn page(State((widget, assets)): Of, Path(site_key): Path<String>, headers: HeaderMap) -> Response {
    let site = match assets.store.site_by_key(site_key).await {
        Ok(Some((site, _secret))) => site,
        Ok(None) => return not_found(),
        Err(error) => {
            tracing::error!(%error, "A frame was not given: the site could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let Some(page) = widget.get("frame/index.html") else {
        return not_built();
    };
    let mut response = page.respond(&headers, Keep::Ask);
    let sockets = policy::sockets(assets.public_origin.as_deref(), &headers);
    policy::guard(
        response.headers_mut(),
        &policy::Ancestors::Site(&site.origins),
        &sockets,
    );
    response
}

async fn file(State((widget, _assets)): Of, Path(path): Path<String>, headers: HeaderMap) -> Response {
    match widget.get(&format!("frame/{path}")) {
        Some(file) => file.respond(&headers, Keep::ForEver),
        None => not_found(),
    }
}
