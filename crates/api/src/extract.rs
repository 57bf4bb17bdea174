//! Who asks. A handler that takes one of these cannot forget to ask.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path},
    http::{header, request::Parts},
};
use tillside_actions::{AgentActor, ShopperActor, Sight};
use tillside_auth::token::{self, Claims};

use crate::{Api, error::ApiError};

/// An agent who has signed in, and still may be.
pub(crate) struct Agent(pub(crate) AgentActor);

/// Whoever may look at a conversation (§3.5): agents, and shoppers at their own.
pub(crate) enum Viewer {
    Shopper(ShopperActor),
    Agent(AgentActor),
}

impl Viewer {
    pub(crate) fn sight(&self) -> Sight<'_> {
        match self {
            Self::Shopper(shopper) => Sight::Shopper(*shopper),
            Self::Agent(agent) => Sight::Agent(agent),
        }
    }
}

impl FromRequestParts<Api> for Agent {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        match Viewer::from_request_parts(parts, api).await? {
            Viewer::Agent(actor) => Ok(Self(actor)),
            Viewer::Shopper(_) => Err(ApiError::auth_failed()),
        }
    }
}

impl FromRequestParts<Api> for Viewer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let token = bearer(parts).ok_or_else(ApiError::auth_failed)?;
        match token::verify(&api.keyring, token, api.actions.store.now())? {
            Claims::Shopper {
                shopper,
                workspace,
                site,
                ..
            } => Ok(Self::Shopper(ShopperActor {
                id: shopper,
                workspace,
                site,
            })),
            Claims::Agent { agent, family, .. } => {
                let store = &api.actions.store;
                if !store.family_is_live(family.0).await? {
                    return Err(ApiError::auth_failed());
                }
                let now = store.agent_now(agent).await?.filter(|now| !now.agent.disabled);
                let agent = now.ok_or_else(ApiError::auth_failed)?.agent;
                Ok(Self::Agent(AgentActor {
                    who: agent.as_ref(),
                    workspace: agent.workspace,
                    rights: agent.rights,
                }))
            }
        }
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let (scheme, token) = parts
        .headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// An id in a path. What names nothing is not there.
pub(crate) struct Named<T>(pub(crate) T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let named = Path::<String>::from_request_parts(parts, state).await;
        let id = named.ok().and_then(|Path(text)| text.parse().ok());
        id.map(Self).ok_or_else(ApiError::not_found)
    }
}
