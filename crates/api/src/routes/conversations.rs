//! `GET /conversations`: what the agent may read, newest first, by state, queue, agent and words.

pub(super) mod id;

use axum::{Json, extract::State};
use serde::Deserialize;
use tillside_actions::ConversationFilter;
use tillside_domain::{Refusal, State as ConversationState};
use tillside_protocol::{rest::ConversationPage, view::ConversationView};

use super::queues;
use crate::{
    Api,
    error::ApiError,
    extract::Agent,
    query::{Asked, page_limit, value},
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
        Some(name) => {
            let named = queues::named(&api, actor.workspace, name).await?;
            Some(named.ok_or(Refusal::Invalid { field: "queue" })?)
        }
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
