//! `GET /conversations/{id}`: one conversation, as its viewer sees it.

pub(in crate::routes) mod events;
pub(in crate::routes) mod transcript;

use axum::{Json, extract::State};
use tillside_domain::ids::ConversationId;
use tillside_protocol::{
    server_frame::AnyConversation,
    view::{ConversationView, ShopperConversationView},
};

use crate::{
    Api,
    error::ApiError,
    extract::{Named, Viewer},
};

pub(in crate::routes) async fn show(
    State(api): State<Api>,
    viewer: Viewer,
    Named(conv): Named<ConversationId>,
) -> Result<Json<AnyConversation>, ApiError> {
    let found = tillside_actions::conversation(&api.actions, &viewer.sight(), conv).await?;
    let (conversation, context) = (&found.conversation, &found.context);
    Ok(Json(match viewer {
        Viewer::Agent(_) => AnyConversation::Agent(Box::new(ConversationView::of(conversation, context))),
        Viewer::Shopper(_) => AnyConversation::Shopper(Box::new(ShopperConversationView::of(conversation, context))),
    }))
}
