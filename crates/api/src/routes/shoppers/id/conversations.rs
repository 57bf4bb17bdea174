//! `GET /shoppers/{id}/conversations`: a shopper's conversations, newest first. Agents see those that they may read,
//! shoppers their own.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use tillside_actions::ConversationFilter;
use tillside_domain::{
    Refusal,
    ids::{ConversationId, ShopperId},
};
use tillside_protocol::{
    server_frame::AnyConversation,
    view::{ConversationView, ShopperConversationView},
};

use crate::{
    Api,
    error::ApiError,
    extract::{Named, Viewer},
    query::{Asked, page_limit, value},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct PageAsked {
    before: Option<String>,
    limit: Option<String>,
}

/// A page as its viewer sees it.
#[derive(Serialize)]
pub(in crate::routes) struct PageShown {
    items: Vec<AnyConversation>,
    next: Option<ConversationId>,
}

pub(in crate::routes) async fn list(
    State(api): State<Api>,
    viewer: Viewer,
    Named(shopper): Named<ShopperId>,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<PageShown>, ApiError> {
    let filter = ConversationFilter {
        shopper: Some(shopper),
        before: value("before", asked.before.as_deref())?,
        limit: page_limit(asked.limit.as_deref())?,
        ..ConversationFilter::default()
    };
    let ctx = &api.actions;
    let (page, shown): (_, fn(_, _) -> _) = match &viewer {
        Viewer::Agent(actor) => {
            let page = tillside_actions::list(ctx, actor, filter).await?;
            (page, |conversation, context| {
                AnyConversation::Agent(Box::new(ConversationView::of(conversation, context)))
            })
        }
        Viewer::Shopper(actor) if actor.id == shopper => {
            let page = ctx.store.conversations(actor.workspace, filter, |_own| true).await?;
            (page, |conversation, context| {
                AnyConversation::Shopper(Box::new(ShopperConversationView::of(conversation, context)))
            })
        }
        Viewer::Shopper(_) => return Err(Refusal::NotFound.into()),
    };
    let items = page
        .items
        .iter()
        .map(|listed| shown(&listed.conversation, &listed.context))
        .collect();
    Ok(Json(PageShown { items, next: page.next }))
}
