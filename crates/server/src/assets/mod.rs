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

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Request, Response},
    };
    use tempfile::TempDir;
    use tower::ServiceExt as _;

    use super::*;
    use crate::{clock, demo as seeded};

    async fn node(demo: bool) -> (Router, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("t.db"), true, clock::system()).unwrap();
        seeded::seed(&store).await.unwrap();
        let assets = Assets {
            store,
            public_origin: None,
            demo,
        };
        (router(assets), folder)
    }

    async fn get(router: &Router, path: &str) -> Response<Body> {
        let request = Request::get(path).header(header::HOST, "chat.test").body(Body::empty());
        router.clone().oneshot(request.unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn only_a_known_site_has_a_frame() {
        let (router, _folder) = node(false).await;
        assert_eq!(get(&router, "/frame/nobody").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(get(&router, "/frame/").await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn only_this_version_of_the_loader_can_be_pinned() {
        let (router, _folder) = node(false).await;
        assert_eq!(get(&router, "/v/0.0.0/loader.js").await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn the_shop_is_there_for_the_demo_only() {
        let (router, _folder) = node(true).await;
        for path in ["/demo/", "/demo/checkout/payment.html", "/demo/js/chat.js"] {
            assert_eq!(get(&router, path).await.status(), StatusCode::OK, "{path}");
        }
        assert_eq!(get(&router, "/").await.headers()[header::LOCATION], "/demo/");
        let (router, _folder) = node(false).await;
        assert_eq!(get(&router, "/demo/").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(get(&router, "/").await.headers()[header::LOCATION], "/console/");
    }

    #[tokio::test]
    async fn no_path_leads_out_of_a_folder() {
        let (router, _folder) = node(true).await;
        for path in [
            "/demo/../Cargo.toml",
            "/demo/%2e%2e/Cargo.toml",
            "/frame-assets/../loader.js",
            "/demo//js/chat.js",
        ] {
            assert_eq!(get(&router, path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
