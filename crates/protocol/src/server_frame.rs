//! What the server sends.

use std::collections::BTreeMap;

use serde::Serialize;
use tillside_domain::{
    Event, Timestamp,
    ephemeral::Ephemeral,
    ids::{ConversationId, OfferId, TransferId},
    turn::OfferEndReason,
};

use crate::{
    error::ErrorBody,
    view::{AgentMe, AgentSummary, ConversationView, OfferView, QueueView, ShopperConversationView, ShopperMe},
};

/// The marker of an entry that a shopper may not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum HiddenTag {
    Hidden,
}

/// An entry of the log as its viewer sees it (SEQ1).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ShownEvent {
    Full(Box<Event>),
    Hidden {
        conv: ConversationId,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
        #[cfg_attr(feature = "ts", ts(type = "\"hidden\""))]
        kind: HiddenTag,
    },
}

impl ShownEvent {
    /// As agents see it: all of it.
    pub fn to_agents(event: Event) -> Self {
        Self::Full(Box::new(event))
    }

    /// As shoppers see it. The one gate between notes and shoppers (NOTE1): live, resume, fetch, events and transcripts
    /// all come through here.
    pub fn to_shoppers(event: &Event) -> Self {
        match event.what.shown_to_shopper() {
            Some(what) => Self::Full(Box::new(Event { what, ..event.clone() })),
            None => Self::Hidden {
                conv: event.conv,
                seq: event.seq,
                kind: HiddenTag::Hidden,
            },
        }
    }

    pub fn seq(&self) -> u64 {
        match self {
            Self::Full(event) => event.seq,
            Self::Hidden { seq, .. } => *seq,
        }
    }
}

/// An entry in a list: the same object as the frame that brings it live (SEQ1).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Entry {
    Event(ShownEvent),
}

impl Entry {
    pub fn seq(&self) -> u64 {
        match self {
            Self::Event(shown) => shown.seq(),
        }
    }
}

impl From<ShownEvent> for Entry {
    fn from(shown: ShownEvent) -> Self {
        Self::Event(shown)
    }
}

/// What a command is answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Answer {
    Opened {
        conv: ConversationId,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
        created: bool,
        /// This `cid` named it before.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
        dup: bool,
    },
    Sent {
        conv: ConversationId,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
        at: Timestamp,
        dup: bool,
    },
    Owner {
        conv: ConversationId,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        epoch: u64,
    },
    Transfer {
        transfer: TransferId,
        expires_at: Timestamp,
    },
    Noted {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
        dup: bool,
    },
    Appended {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
    },
    Fetched {
        events: Vec<Entry>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        head: u64,
        complete: bool,
    },
    Followed {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        head: u64,
    },
    Refreshed {
        expires_at: Timestamp,
    },
    Done {},
}

impl ServerFrame {
    /// The same without carts and pages, for desks so full that the whole would not fit into the largest frame. They are
    /// at `GET /conversations/{id}`, and come again as they change.
    #[must_use]
    pub fn slim(mut self) -> Self {
        let views: Vec<&mut ConversationView> = match &mut self {
            Self::State { conversations, .. } => conversations.iter_mut().collect(),
            Self::Welcome { conversations, .. } => conversations
                .iter_mut()
                .filter_map(AnyConversation::as_agents)
                .collect(),
            _ => Vec::new(),
        };
        for view in views {
            view.cart = None;
            view.page = None;
        }
        self
    }
}

impl AnyConversation {
    fn as_agents(&mut self) -> Option<&mut ConversationView> {
        match self {
            Self::Agent(view) => Some(view),
            Self::Shopper(_) => None,
        }
    }
}

/// The numbers of this connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Limits {
    pub frame: u32,
    pub server_frame: u32,
    pub message: u32,
    pub rate: RateLimit,
    pub unanswered: u32,
}

/// A token bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RateLimit {
    pub burst: u32,
    pub per_s: u32,
}

/// Who this connection is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Me {
    Shopper(ShopperMe),
    Agent(AgentMe),
}

/// A conversation, as this connection sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AnyConversation {
    Shopper(Box<ShopperConversationView>),
    Agent(Box<ConversationView>),
}

/// Frames of the server.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub enum ServerFrame {
    Welcome {
        conn: String,
        node: String,
        log: String,
        now: Timestamp,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        ping_ms: u64,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        dead_ms: u64,
        features: Vec<String>,
        limits: Limits,
        me: Me,
        conversations: Vec<AnyConversation>,
    },
    Event(ShownEvent),
    Synced {
        conv: String,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        at: u64,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        head: u64,
        more: bool,
    },
    Reset {
        conv: String,
        #[cfg_attr(feature = "ts", ts(type = "number | null"))]
        head: Option<u64>,
    },
    Ping {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        n: u64,
        #[cfg_attr(feature = "ts", ts(type = "{ [conv: string]: number }"))]
        heads: BTreeMap<ConversationId, u64>,
    },
    Ok {
        re: String,
        #[serde(flatten)]
        answer: Answer,
    },
    Err {
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        re: Option<String>,
        #[serde(flatten)]
        error: ErrorBody,
    },
    Ephemeral {
        conv: ConversationId,
        #[serde(flatten)]
        what: Ephemeral,
    },
    Offer(Box<OfferView>),
    OfferEnded {
        offer: OfferId,
        reason: OfferEndReason,
    },
    State {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        rev: u64,
        me: AgentMe,
        conversations: Vec<ConversationView>,
        offers: Vec<OfferView>,
    },
    Board {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        rev: u64,
        at: Timestamp,
        queues: Vec<QueueView>,
        agents: Vec<AgentSummary>,
    },
    Bye {
        code: u16,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        after_ms: u64,
    },
}
