//! `POST /auth/refresh`: the next access token, for the refresh cookie of this agent (LOGIN1).

use axum::{Json, extract::State, http::HeaderMap};
use tillside_actions::RefreshFamily;
use tillside_auth::refresh::{Family, FamilyId, RefreshToken, Rotation, rotate};
use tillside_domain::{Timestamp, ids::AgentId};
use tillside_protocol::rest::{LoginResponse, RefreshRequest, SignedInAgent};

use super::{SIGNED_IN_MS, WithCookie, granted, refresh_cookie, workspace_of};
use crate::{Api, body::Body, error::ApiError};

pub(in crate::routes) async fn renew(
    State(api): State<Api>,
    headers: HeaderMap,
    Body(request): Body<RefreshRequest>,
) -> Result<WithCookie<Json<LoginResponse>>, ApiError> {
    let agent = request.agent.id().map_err(|_no_id| ApiError::auth_failed())?;
    let presented = api
        .cookies
        .read(&headers, &refresh_cookie(agent))
        .and_then(|token| RefreshToken::parse(&api.keyring, token))
        .ok_or_else(ApiError::auth_failed)?;
    let store = &api.actions.store;
    let workspace = workspace_of(&api, agent).await?;
    let judge = move |kept: &mut RefreshFamily, now| turn(kept, agent, presented.generation, now);
    let rotated = tillside_actions::judge_sign_in(&api.actions, workspace, presented.family.0, judge).await?;
    let generation = rotated.flatten().ok_or_else(ApiError::auth_failed)?;
    let now = store.agent_now(agent).await?.filter(|now| !now.agent.disabled);
    let agent = now.ok_or_else(ApiError::auth_failed)?.agent;
    let workspace = agent.workspace;
    let agent = SignedInAgent {
        id: agent.id,
        name: agent.name,
        email: agent.email,
        rights: agent.rights,
    };
    let refresh = RefreshToken {
        generation,
        ..presented
    };
    Ok(granted(&api, workspace, agent, refresh))
}

/// Judges a token by its family and keeps what becomes of that; the generation to give out, if any.
fn turn(kept: &mut RefreshFamily, agent: AgentId, presented: u32, now: Timestamp) -> Option<u32> {
    let family = Family {
        id: FamilyId(kept.id),
        agent: kept.agent,
        generation: u32::try_from(kept.generation).ok()?,
        rotated_at: kept.rotated_at,
        revoked: kept.revoked,
        expires_at: kept.expires_at,
    };
    if family.agent != agent {
        return None;
    }
    match rotate(&family, presented, now) {
        Rotation::Rotated { generation } => {
            kept.generation = generation.into();
            kept.rotated_at = now;
            kept.expires_at = now.plus_ms(SIGNED_IN_MS);
            Some(generation)
        }
        Rotation::Same { generation } => Some(generation),
        Rotation::Reused => {
            tracing::warn!(agent.id = %agent, "A refresh token came back late: the sign-in is revoked");
            kept.revoked = true;
            None
        }
        Rotation::Refused => None,
    }
}
