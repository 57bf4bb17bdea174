//! `GET /conversations`: what the agent may read, newest first, by state, queue, agent and words.

pub(super) mod id;

use axum::{Json, extract::State};
use serde::Deserialize;
use tillside_domain::{
    Refusal, State as ConversationState,
    ids::{QueueId, WorkspaceId},
};
use tillside_protocol::{rest::ConversationPage, view::ConversationView};

use crate::{
    Api,
    error::ApiError,
    extract::Agent,
    query::{Asked, page_limit, value},
    stored::ConversationFilter,
};

/// Words of a search, in characters: longer texts are no search.
const WORDS_CHARS_MAX: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filter {
    state: Option<String>,
    queue: Option<String>,
    agent: Option<String>,
    q: Option<String>,
    before: Option<String>,
    limit: Option<String>,
}

pub(super) async fn list(
    State(api): State<Api>,
    Agent(actor): Agent,
    Asked(asked): Asked<Filter>,
) -> Result<Json<ConversationPage>, ApiError> {
    let queue = match asked.queue.as_deref() {
        Some(name) => Some(queue_named(&api, actor.workspace, name).await?),
        None => None,
    };
    let filter = ConversationFilter {
        state: asked.state.as_deref().map(state_named).transpose()?,
        queue,
        agent: value("agent", asked.agent.as_deref())?,
        shopper: None,
        words: asked.q.map(words).transpose()?,
        before: value("before", asked.before.as_deref())?,
        limit: page_limit(asked.limit.as_deref())?,
    };
    let page = tillside_actions::list(&api.actions, &actor, filter).await?;
    let items = page
        .items
        .iter()
        .map(|listed| ConversationView::of(&listed.conversation, &listed.context))
        .collect();
    let next = page.next.map(|conv| conv.to_string());
    Ok(Json(ConversationPage { items, next }))
}

async fn queue_named(api: &Api, workspace: WorkspaceId, name: &str) -> Result<QueueId, ApiError> {
    let queues = api.actions.store.queues(workspace).await?;
    let by_id = name.parse().ok();
    let found = queues.iter().find(|queue| queue.key == name || Some(queue.id) == by_id);
    Ok(found.ok_or(Refusal::Invalid { field: "queue" })?.id)
}

fn state_named(name: &str) -> Result<ConversationState, Refusal> {
    serde_json::from_value(name.into()).map_err(|_unknown| Refusal::Invalid { field: "state" })
}

fn words(words: String) -> Result<String, Refusal> {
    if words.chars().nth(WORDS_CHARS_MAX).is_some() || words.contains('\0') {
        Err(Refusal::Invalid { field: "q" })
    } else {
        Ok(words)
    }
}
