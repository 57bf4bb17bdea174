//! What browsers are given: the loader, the widget's frame, the console, and with `--demo` a shop. All of it is in the
//! binary; `npm run build` makes it.

mod console;
mod demo_shop;
mod file;
mod folder;
mod frame;
mod loader;
mod policy;

use std::sync::Arc;

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use tillside_store::Store;

use self::folder::{ConsoleFiles, Folder, ShopFiles, WidgetFiles};

/// How this node is reached and what it shows.
#[derive(Clone)]
pub struct Assets {
    pub store: Store,
    /// The origin that people type, if it is known.
    pub public_origin: Option<String>,
    pub demo: bool,
}

/// Everything that browsers are given.
pub fn router(assets: Assets) -> Router {
    let widget = Arc::new(Folder::load::<WidgetFiles>());
    let home = if assets.demo { "/demo/" } else { "/console/" };
    let mut router = Router::new()
        .route("/", get(move || std::future::ready(Redirect::temporary(home))))
        .merge(loader::router(&widget))
        .merge(frame::router(widget, assets.clone()))
        .merge(console::router(Folder::load::<ConsoleFiles>(), assets.public_origin));
    if assets.demo {
        router = router.merge(demo_shop::router(Folder::load::<ShopFiles>()));
    }
    router.fallback(|| std::future::ready(not_found()))
}

fn not_found() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, kind, "There is nothing here.\n").into_response()
}

/// A development build from before the web apps were built.
fn not_built() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    let told =
        "This part is not in the program: run `npm ci && npm run build`, build the server again, and start it.\n";
    (StatusCode::NOT_FOUND, kind, told).into_response()
}
