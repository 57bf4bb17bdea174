//! `POST /auth/logout`: ends the sign-in that the agent's refresh cookie belongs to. Without one there is nothing to end.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use tillside_actions::RefreshFamily;
use tillside_auth::refresh::RefreshToken;
use tillside_protocol::rest::RefreshRequest;

use super::{refresh_cookie, workspace_of};
use crate::{Api, body::Body, error::ApiError};

pub(in crate::routes) async fn sign_out(
    State(api): State<Api>,
    headers: HeaderMap,
    Body(request): Body<RefreshRequest>,
) -> Result<impl IntoResponse, ApiError> {
    let agent = request.agent.id().map_err(|_no_id| ApiError::auth_failed())?;
    let cookie = refresh_cookie(agent);
    let token = api.cookies.read(&headers, &cookie);
    if let Some(refresh) = token.and_then(|token| RefreshToken::parse(&api.keyring, token)) {
        let workspace = workspace_of(&api, agent).await?;
        let revoke = move |family: &mut RefreshFamily, _now| family.revoked |= family.agent == agent;
        tillside_actions::judge_sign_in(&api.actions, workspace, refresh.family.0, revoke).await?;
    }
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, api.cookies.clear(&cookie))],
    ))
}
