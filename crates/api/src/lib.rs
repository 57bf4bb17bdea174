//! REST under `/api/v1`, one endpoint a file: the path in the tree is the path in the URL.
//!
//! To add an endpoint: a file under `routes/` with its handler, a line in [`routes::endpoints`], its description in
//! `openapi.json`. What can go wrong is an [`error::ApiError`]; who asks is an extractor of [`extract`].

mod body;
mod cookie;
mod error;
mod extract;
mod logins;
mod origin;
mod query;
mod readiness;
mod routes;
mod stamp;
mod transcript;

use std::{net::IpAddr, sync::Arc};

use axum::{Router, extract::DefaultBodyLimit, middleware};
use tillside_actions::Context;
use tillside_auth::{keys::Keyring, origin::OriginPolicy};

pub use cookie::CookieStyle;
pub use logins::Logins;
pub use readiness::Readiness;
pub use routes::{Operations, operations};
pub use stamp::stamped;

/// Every body is smaller than a frame.
const BODY_BYTES_MAX: usize = 65_536;

/// What the endpoints work with. Cheap to clone.
#[derive(Clone)]
pub struct Api {
    pub actions: Context,
    pub keyring: Arc<Keyring>,
    pub origins: Arc<OriginPolicy>,
    pub cookies: CookieStyle,
    pub logins: Logins,
    /// Clients without login limits.
    pub trusts: Arc<dyn Fn(IpAddr) -> bool + Send + Sync>,
}

/// The API, at the root of the node.
pub fn router(api: Api) -> Router {
    routes::endpoints()
        .into_iter()
        .fold(Router::new(), |router, (path, handler)| router.route(path, handler))
        .route("/api/{*unknown}", axum::routing::any(routes::nothing_here))
        .method_not_allowed_fallback(routes::nothing_here)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(api.clone(), origin::judge))
        .with_state(api)
}
