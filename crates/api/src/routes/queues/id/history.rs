//! `GET /queues/{id}/history?from=&to=`: a point a minute, by default of the last two hours.

use axum::{Json, extract::State};
use serde::Deserialize;
use tillside_domain::{Refusal, Timestamp};
use tillside_protocol::rest::{QueueHistory, QueueMinute};

use crate::{
    Api,
    error::ApiError,
    extract::{Agent, Named},
    query::{Asked, value},
    routes::queues,
};

/// What the board's line shows.
const TWO_HOURS_MS: i64 = 7_200_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct Span {
    from: Option<String>,
    to: Option<String>,
}

pub(in crate::routes) async fn minutes(
    State(api): State<Api>,
    Agent(actor): Agent,
    Named(name): Named<String>,
    Asked(span): Asked<Span>,
) -> Result<Json<QueueHistory>, ApiError> {
    let ctx = &api.actions;
    let to = value("to", span.to.as_deref())?.map_or_else(|| ctx.store.now(), Timestamp);
    let from = value("from", span.from.as_deref())?.map_or(to.plus_ms(-TWO_HOURS_MS), Timestamp);
    let named = queues::named(&api, actor.workspace, &name).await?;
    let queue = named.ok_or(Refusal::NotFound)?;
    let minutes = tillside_actions::queue_history(ctx, &actor, queue, from, to).await?;
    let items = minutes
        .into_iter()
        .map(|minute| QueueMinute {
            at: minute.at,
            depth: minute.depth,
            longest_wait_ms: minute.longest_wait_ms,
            agents_online: minute.agents_online,
            slots_free: minute.slots_free,
        })
        .collect();
    Ok(Json(QueueHistory { queue, items }))
}
