//! `GET /conversations/{id}/events?after=&limit=`: a page of the log.

use axum::{Json, extract::State};
use serde::Deserialize;
use tillside_actions::FetchFrom;
use tillside_domain::{Event, ids::ConversationId};
use tillside_protocol::{Entry, ShownEvent, limits::FETCH_EVENTS_MAX, rest::EventPage};

use crate::{
    Api,
    error::ApiError,
    extract::{Named, Viewer},
    query::{Asked, value},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct Asking {
    after: Option<String>,
    limit: Option<String>,
}

pub(in crate::routes) async fn page(
    State(api): State<Api>,
    viewer: Viewer,
    Named(conv): Named<ConversationId>,
    Asked(asked): Asked<Asking>,
) -> Result<Json<EventPage>, ApiError> {
    let after = value("after", asked.after.as_deref())?.unwrap_or(0);
    let from = FetchFrom::given(Some(after), None)?;
    let limit = value("limit", asked.limit.as_deref())?.unwrap_or(FETCH_EVENTS_MAX);
    let (page, complete) = tillside_actions::fetch(&api.actions, &viewer.sight(), conv, from, limit).await?;
    Ok(Json(EventPage {
        events: page.events.into_iter().map(|event| shown(&viewer, event)).collect(),
        head: page.head,
        complete,
    }))
}

/// An entry as its viewer sees it.
pub(super) fn shown(viewer: &Viewer, event: Event) -> Entry {
    match viewer {
        Viewer::Agent(_) => ShownEvent::to_agents(event).into(),
        Viewer::Shopper(_) => ShownEvent::to_shoppers(&event).into(),
    }
}
