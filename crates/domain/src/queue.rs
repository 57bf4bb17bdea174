//! A queue and its numbers.

use serde::{Deserialize, Serialize};

use crate::{hours::Hours, ids::QueueId, ids::WorkspaceId};

/// How a queue gives its conversations to agents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum QueueMode {
    /// An agent is asked, and accepts.
    #[default]
    Offer,
    /// An agent is given it.
    Auto,
}

/// A queue that shoppers wait in, with every number that a rule about it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub id: QueueId,
    pub workspace: WorkspaceId,
    pub key: String,
    pub name: String,
    #[serde(flatten)]
    pub settings: QueueSettings,
}

/// A queue's timers and limits; the defaults are those of `design.md` §4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueSettings {
    pub mode: QueueMode,
    /// How long an offer to one agent of the queue lives.
    pub offer_ms: i64,
    /// The same while the shopper is at payment.
    pub offer_at_payment_ms: i64,
    /// How long the slot stays used after `close`.
    pub wrapup_ms: i64,
    /// More shoppers than this do not wait here.
    pub waiting_max: u32,
    /// A waiting shopper not seen for this long is passed over.
    pub unseen_ms: i64,
    /// A waiting shopper not seen for this long is parked.
    pub park_ms: i64,
    /// An owned conversation without a word from the shopper for this long is marked idle.
    pub idle_ms: i64,
    /// And closed after this long.
    pub idle_close_ms: i64,
    pub hours: Hours,
}

impl Default for QueueSettings {
    fn default() -> Self {
        Self {
            mode: QueueMode::Offer,
            offer_ms: 25_000,
            offer_at_payment_ms: 15_000,
            wrapup_ms: 30_000,
            waiting_max: 10_000,
            unseen_ms: 60_000,
            park_ms: 300_000,
            idle_ms: 600_000,
            idle_close_ms: 1_800_000,
            hours: Hours::always(),
        }
    }
}
