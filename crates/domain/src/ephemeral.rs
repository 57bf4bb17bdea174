//! What may be lost: said to whoever looks now, never stored, first to be dropped.

use serde::{Deserialize, Serialize};

use crate::{
    author::Author,
    context::{Cart, Checkout, Page, Presence},
};

/// What may be lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub enum Ephemeral {
    Typing {
        by: Author,
        on: bool,
    },
    Read {
        by: Author,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
    },
    Presence {
        shopper: Presence,
    },
    Queue {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        position: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        wait_ms: Option<u64>,
        availability: SiteAvailability,
    },
    Context {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cart: Option<Cart>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        checkout: Option<Checkout>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<Page>,
        verified: bool,
    },
}

/// Can somebody answer?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SiteAvailability {
    /// An agent is online and has a free slot.
    Online,
    /// Agents are online; all their slots are in use.
    Busy,
    /// Open, and nobody is online.
    Away,
    /// Out of hours.
    Closed,
}
