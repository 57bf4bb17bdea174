//! `GET /agents`: colleagues, and what they are up to.

use axum::{Json, extract::State};
use tillside_protocol::{rest::AgentList, view::AgentSummary};

use crate::{Api, error::ApiError, extract::Agent};

pub(super) async fn list(State(api): State<Api>, Agent(actor): Agent) -> Result<Json<AgentList>, ApiError> {
    let agents = api.actions.store.agents(actor.workspace).await?;
    let items = agents.iter().map(AgentSummary::from).collect();
    Ok(Json(AgentList { items }))
}
