//! Bodies of the HTTP API, under `/api/v1`.

use serde::{Deserialize, Serialize};
use tillside_domain::{
    Rights, Timestamp,
    ephemeral::SiteAvailability,
    hours::Hours,
    ids::{AgentId, QueueId, ShopperId},
    site::Theme,
};

use crate::{
    given::{Given, present},
    server_frame::Entry,
    view::{AgentSummary, ConversationView, QueueRef, QueueView, ShopperConversationView},
};

/// `POST /widget/session`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct SessionRequest {
    pub site_key: String,
    pub page_origin: String,
    #[serde(default, deserialize_with = "present")]
    pub locale: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub resume: Option<String>,
    /// The shop's word on who this is.
    #[serde(default, deserialize_with = "present")]
    pub identity: Option<String>,
}

/// Opening hours as a widget shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct SiteHours {
    #[serde(flatten)]
    pub hours: Hours,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_open_at: Option<Timestamp>,
}

/// The site, as its widget needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct SiteView {
    pub name: String,
    pub locale: String,
    pub theme: Theme,
    pub hours: SiteHours,
    pub availability: SiteAvailability,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
    pub wait_ms: Option<u64>,
    pub queues: Vec<QueueRef>,
}

/// The answer of `POST /widget/session`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct SessionResponse {
    pub token: String,
    pub expires_at: Timestamp,
    pub resume: String,
    pub shopper: ShopperId,
    pub site: SiteView,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ShopperConversationView>,
}

/// `POST /auth/login`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LoginRequest {
    pub email: String,
    pub password: String,
}

/// An agent who has signed in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignedInAgent {
    pub id: AgentId,
    pub name: String,
    pub email: String,
    pub rights: Rights,
}

/// The answer of `POST /auth/login` and `POST /auth/refresh`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LoginResponse {
    pub access_token: String,
    pub expires_at: Timestamp,
    pub agent: SignedInAgent,
}

/// `POST /auth/refresh` and `POST /auth/logout`: whose cookie is meant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RefreshRequest {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub agent: Given<AgentId>,
}

/// `GET /conversations`, `GET /shoppers/{id}/conversations`: newest first.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConversationPage {
    pub items: Vec<ConversationView>,
    /// Give it as `before` for the next page.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub next: Option<String>,
}

/// `GET /conversations/{id}/events`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EventPage {
    pub events: Vec<Entry>,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub head: u64,
    pub complete: bool,
}

/// `GET /queues`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QueueList {
    pub items: Vec<QueueView>,
}

/// `GET /agents`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AgentList {
    pub items: Vec<AgentSummary>,
}

/// A queue in one minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QueueMinute {
    pub at: Timestamp,
    pub depth: u32,
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub longest_wait_ms: Option<i64>,
    pub agents_online: u32,
    pub slots_free: u32,
}

/// `GET /queues/{id}/history`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QueueHistory {
    pub queue: QueueId,
    pub items: Vec<QueueMinute>,
}

/// Every body at once, so that one export reaches them all.
#[cfg(feature = "ts")]
#[derive(ts_rs::TS)]
pub struct Rest {
    pub session: (SessionRequest, SessionResponse),
    pub auth: (LoginRequest, LoginResponse, RefreshRequest),
    pub conversations: (ConversationPage, EventPage),
    pub queues: (QueueList, QueueHistory),
    pub agents: AgentList,
}
