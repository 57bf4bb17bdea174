//! Agents sign in, stay signed in, and sign out.

pub(super) mod login;
pub(super) mod logout;
pub(super) mod refresh;

use axum::{
    Json,
    http::{HeaderName, HeaderValue, header},
};
use tillside_auth::{
    refresh::{FamilyId, RefreshToken},
    token::{self, Claims},
};
use tillside_domain::ids::{AgentId, WorkspaceId};
use tillside_protocol::rest::{LoginResponse, SignedInAgent};

use crate::{Api, error::ApiError};

/// A sign-in lasts so long from its last use, as long as ended ones are kept.
const SIGNED_IN_MS: i64 = 30 * 86_400_000;

/// An answer that sets a cookie.
type WithCookie<T> = ([(HeaderName, HeaderValue); 1], T);

fn refresh_cookie(agent: AgentId) -> String {
    format!("tillside_refresh_{agent}")
}

/// Where the agent works, if there is such an agent.
async fn workspace_of(api: &Api, agent: AgentId) -> Result<Option<WorkspaceId>, ApiError> {
    let known = api.actions.store.agent_now(agent).await?;
    Ok(known.map(|known| known.agent.workspace))
}

/// An access token, and the refresh token in its cookie.
fn granted(
    api: &Api,
    workspace: WorkspaceId,
    agent: SignedInAgent,
    refresh: RefreshToken,
) -> WithCookie<Json<LoginResponse>> {
    let family: FamilyId = refresh.family;
    let claims = Claims::agent(agent.id, workspace, agent.rights, family, api.actions.store.now());
    let refresh = refresh.mint(&api.keyring);
    let cookie = api.cookies.set(&refresh_cookie(agent.id), &refresh, SIGNED_IN_MS);
    let response = LoginResponse {
        access_token: token::mint(&api.keyring, &claims),
        expires_at: claims.expires_at(),
        agent,
    };
    ([(header::SET_COOKIE, cookie)], Json(response))
}
