//! `POST /auth/login`: an address and a password for an access token and a refresh cookie.

use axum::{Extension, Json, extract::State};
use tillside_actions::RefreshFamily;
use tillside_auth::{
    origin::ClientAddress,
    refresh::{FamilyId, RefreshToken},
};
use tillside_protocol::{
    ErrorBody, ErrorCode,
    rest::{LoginRequest, LoginResponse, SignedInAgent},
};
use uuid::Uuid;

use super::{SIGNED_IN_MS, WithCookie, granted};
use crate::{Api, body::Body, error::ApiError};

pub(in crate::routes) async fn sign_in(
    State(api): State<Api>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    Body(LoginRequest { email, password }): Body<LoginRequest>,
) -> Result<WithCookie<Json<LoginResponse>>, ApiError> {
    let store = &api.actions.store;
    let limited = !(api.trusts)(from);
    if limited && let Err(retry) = api.logins.check(&email, from, store.now()) {
        let after_ms = u64::try_from(retry.after_ms).unwrap_or_default();
        let too_many = ErrorBody::new(ErrorCode::RateLimited, retry.to_string());
        return Err(too_many.after_ms(after_ms).into());
    }
    let account = store
        .account(email.trim().to_owned())
        .await?
        .filter(|account| !account.disabled);
    let stored = account.as_ref().map(|account| account.password.clone());
    let is_right = api.logins.is_right(password, stored).await?;
    let account = account.filter(|_| is_right).ok_or_else(|| {
        ApiError::new(
            ErrorCode::AuthFailed,
            "this address and password do not belong together",
        )
    })?;
    let now = store.now();
    if limited {
        api.logins.succeeded(&email, from, now);
    }
    let refresh = RefreshToken {
        family: FamilyId(Uuid::now_v7()),
        generation: 1,
    };
    store
        .begin_family(RefreshFamily {
            id: refresh.family.0,
            agent: account.id,
            generation: refresh.generation.into(),
            rotated_at: now,
            expires_at: now.plus_ms(SIGNED_IN_MS),
            revoked: false,
        })
        .await?;
    let agent = SignedInAgent {
        id: account.id,
        name: account.name,
        email: account.email,
        rights: account.rights,
    };
    Ok(granted(&api, account.workspace, agent, refresh))
}
