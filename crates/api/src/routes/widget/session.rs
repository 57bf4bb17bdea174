//! `POST /widget/session`: who the shopper is, and what the site says of itself (SESSION1).

use axum::{Json, extract::State};
use tillside_actions::KnownShopper;
use tillside_auth::{
    identity::{self, Addressee, Identity, IdentityError, SiteKey},
    resume,
    token::{self, Claims},
};
use tillside_domain::{Timestamp, ids::ShopperId, site::Site, wait_promise};
use tillside_protocol::{
    ErrorCode,
    rest::{SessionRequest, SessionResponse, SiteHours, SiteView},
    view::{QueueRef, ShopperConversationView},
};
use uuid::Uuid;

use crate::{Api, body::Body, error::ApiError};

/// A `resume` lives so long from its last use.
const RESUME_MS: i64 = 90 * 86_400_000;

pub(in crate::routes) async fn begin(
    State(api): State<Api>,
    Body(request): Body<SessionRequest>,
) -> Result<Json<SessionResponse>, ApiError> {
    let store = &api.actions.store;
    let Some((site, secret)) = store.site_by_key(request.site_key).await? else {
        return Err(ApiError::site_refused("there is no such site"));
    };
    if !site.allows(&request.page_origin) {
        return Err(ApiError::site_refused("the site does not allow this origin"));
    }
    let now = store.now();
    let known = match request.resume.as_deref() {
        Some(resume) => resumed(&api, &site, resume).await?,
        None => None,
    };
    let shopper = known.unwrap_or_else(|| ShopperId(Uuid::now_v7()));
    if let Some(identity) = request.identity.as_deref() {
        let identity = vouched(identity, &secret, &site, shopper, now)?;
        remember(&api, &site, shopper, identity).await?;
    }
    let claims = Claims::shopper(shopper, site.workspace, site.id, now);
    let conversations = store.shopper(shopper).await?.conversations;
    let open = conversations
        .iter()
        .find(|followed| followed.conversation.closing().is_none());
    Ok(Json(SessionResponse {
        token: token::mint(&api.keyring, &claims),
        expires_at: claims.expires_at(),
        resume: resume::mint(&api.keyring, shopper),
        shopper,
        conversation: open.map(|open| ShopperConversationView::of(&open.conversation, &open.context)),
        site: site_view(&api, site).await?,
    }))
}

/// The shopper that `resume` brings back to this site, if it is not too old. Of whom nothing is stored the first visit
/// is known from the id itself.
async fn resumed(api: &Api, site: &Site, resume: &str) -> Result<Option<ShopperId>, ApiError> {
    let Some(shopper) = resume::verify(&api.keyring, resume) else {
        return Ok(None);
    };
    let store = &api.actions.store;
    let known = store.shopper(shopper).await?.known;
    if known.as_ref().is_some_and(|known| known.site != site.id) {
        return Ok(None);
    }
    let used_at = known.as_ref().map(|known| known.used_at).or_else(|| made_at(shopper));
    if used_at.is_none_or(|used_at| store.now().since(used_at) >= RESUME_MS) {
        return Ok(None);
    }
    if known.is_some() {
        store.shopper_returns(shopper).await?;
    }
    Ok(Some(shopper))
}

fn made_at(shopper: ShopperId) -> Option<Timestamp> {
    let (seconds, nanoseconds) = shopper.0.get_timestamp()?.to_unix();
    let ms = i64::try_from(seconds).ok()?.checked_mul(1_000)?;
    Some(Timestamp(ms).plus_ms((nanoseconds / 1_000_000).into()))
}

/// The shop's word on who this is (SESSION2): a wrong one is refused, so that a mistake is seen early.
fn vouched(token: &str, secret: &str, site: &Site, shopper: ShopperId, now: Timestamp) -> Result<Identity, ApiError> {
    let to = Addressee {
        site_key: &site.key,
        shopper,
    };
    match identity::verify(token, &[SiteKey::Secret(secret.as_bytes())], to, now) {
        Ok(identity) => Ok(identity),
        Err(error @ IdentityError::Expired) => Err(ApiError::new(ErrorCode::TokenExpired, error.to_string())),
        Err(error @ IdentityError::Refused) => Err(ApiError::new(ErrorCode::AuthFailed, error.to_string())),
    }
}

/// What the shop vouches for is stored: from now on the shopper is a customer with a name.
async fn remember(api: &Api, site: &Site, shopper: ShopperId, identity: Identity) -> Result<(), ApiError> {
    let store = &api.actions.store;
    let known = KnownShopper {
        id: shopper,
        workspace: site.workspace,
        site: site.id,
        name: identity.name,
        email: identity.email,
        customer: Some(identity.customer),
        used_at: store.now(),
    };
    Ok(store.vouched(known).await?)
}

async fn site_view(api: &Api, site: Site) -> Result<SiteView, ApiError> {
    let store = &api.actions.store;
    let board = tillside_actions::board(&api.actions, site.workspace).await?;
    let of_site = |id| board.queues.iter().find(|now| now.queue.id == id);
    let queues: Vec<_> = site.queues.iter().copied().filter_map(of_site).collect();
    // A site has a queue from its making, and its shoppers go to the first.
    let first = queues
        .first()
        .ok_or_else(|| ApiError::site_refused("the site has no queue"))?;
    let hours = first.queue.settings.hours.clone();
    let is_open = hours.is_open(board.at);
    let wait_ms = if is_open && first.slots_free == 0 {
        let handling = store.recent_handling(first.queue.id).await?;
        let slots = board
            .agents
            .iter()
            .filter(|agent| agent.is_routable() && agent.agent.serves(first.queue.id))
            .map(|agent| agent.agent.capacity)
            .sum();
        wait_promise::bound_ms(first.waiting + first.offered + 1, slots, &handling)
    } else {
        None
    };
    Ok(SiteView {
        availability: tillside_actions::availability(&board, &site.queues),
        queues: queues.iter().map(|now| QueueRef::from(&now.queue)).collect(),
        hours: SiteHours {
            next_open_at: if is_open { None } else { hours.next_open_at(board.at) },
            hours,
        },
        wait_ms,
        name: site.name,
        locale: site.locale,
        theme: site.theme,
    })
}
