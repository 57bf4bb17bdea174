//! `GET /conversations/{id}/transcript.{json,txt,html}`: the whole conversation, to keep. A shopper's holds no notes: it is
//! made of what [`super::events`] would have shown them.

use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::IntoResponse,
};
use tillside_actions::Sight;
use tillside_domain::{Refusal, ids::ConversationId};
use tillside_protocol::{
    server_frame::AnyConversation,
    view::{ConversationView, ShopperConversationView},
};

use super::events::shown;
use crate::{
    Api,
    error::ApiError,
    extract::{Named, Viewer},
    transcript::{self, Transcript},
};

/// Entries that are read at a time.
const PAGE: u32 = 200;

pub(in crate::routes) async fn json(
    State(api): State<Api>,
    viewer: Viewer,
    Named(conv): Named<ConversationId>,
) -> Result<Json<Transcript>, ApiError> {
    Ok(Json(whole(&api, &viewer, conv).await?))
}

pub(in crate::routes) async fn txt(
    State(api): State<Api>,
    viewer: Viewer,
    Named(conv): Named<ConversationId>,
) -> Result<([(HeaderName, &'static str); 1], String), ApiError> {
    let transcript = whole(&api, &viewer, conv).await?;
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, transcript::text::render(&transcript)))
}

pub(in crate::routes) async fn html(
    State(api): State<Api>,
    viewer: Viewer,
    Named(conv): Named<ConversationId>,
) -> Result<impl IntoResponse, ApiError> {
    let transcript = whole(&api, &viewer, conv).await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, transcript::html::policy()),
    ];
    Ok((headers, transcript::html::render(&transcript)))
}

async fn whole(api: &Api, viewer: &Viewer, conv: ConversationId) -> Result<Transcript, ApiError> {
    let ctx = &api.actions;
    let found = tillside_actions::conversation(ctx, &viewer.sight(), conv).await?;
    let mut events = Vec::new();
    let mut after = 0;
    loop {
        let page = ctx.store.events_after(conv, after, PAGE).await?;
        let page = page.ok_or(Refusal::NotFound)?;
        let Some(last) = page.events.last() else { break };
        after = last.seq;
        events.extend(page.events.into_iter().map(|event| shown(viewer, event)));
        if after >= page.head {
            break;
        }
    }
    let (conversation, context) = (&found.conversation, &found.context);
    let conversation = match viewer.sight() {
        Sight::Agent(_) => AnyConversation::Agent(Box::new(ConversationView::of(conversation, context))),
        Sight::Shopper(_) => AnyConversation::Shopper(Box::new(ShopperConversationView::of(conversation, context))),
    };
    Ok(Transcript { conversation, events })
}
