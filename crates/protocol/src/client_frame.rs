//! What clients send. Unknown, missing or wrongly typed fields are `bad_frame` (BAD1, BAD2); numbers are read wide, so
//! that a value out of range is `invalid` instead.

use std::collections::HashMap;

use serde::Deserialize;
use tillside_domain::{
    Body,
    context::{Cart, Checkout, Page},
    ids::{AgentId, Cid, ConversationId, OfferId, TransferId},
    packet::Consent,
};

use crate::given::{Given, present};

/// The first frame of a connection.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Hello {
    #[serde(rename = "t")]
    #[cfg_attr(feature = "ts", ts(type = "\"hello\""))]
    pub tag: HelloTag,
    pub v: i64,
    pub token: String,
    pub device: String,
    #[serde(default, deserialize_with = "present")]
    pub log: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(feature = "ts", ts(optional, type = "{ [conv: string]: number }"))]
    pub resume: Option<HashMap<String, i64>>,
}

/// `"hello"`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum HelloTag {
    Hello,
}

/// What a page says with an `open`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct OpenContext {
    #[serde(default, deserialize_with = "present")]
    pub cart: Option<Cart>,
    #[serde(default, deserialize_with = "present")]
    pub checkout: Option<Checkout>,
    #[serde(default, deserialize_with = "present")]
    pub page: Option<Page>,
}

/// Frames of a shopper.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub enum ShopperFrame {
    Open {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        cid: Given<Cid>,
        #[serde(default, deserialize_with = "present")]
        queue: Option<String>,
        #[serde(default, deserialize_with = "present")]
        subject: Option<String>,
        #[serde(default, deserialize_with = "present")]
        locale: Option<String>,
        #[serde(default, deserialize_with = "present")]
        name: Option<String>,
        #[serde(default, deserialize_with = "present")]
        email: Option<String>,
        #[serde(default, deserialize_with = "present")]
        context: Option<OpenContext>,
    },
    Send {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        cid: Given<Cid>,
        body: Body,
    },
    Context {
        id: String,
        #[serde(default, deserialize_with = "present")]
        cart: Option<Cart>,
        #[serde(default, deserialize_with = "present")]
        checkout: Option<Checkout>,
        #[serde(default, deserialize_with = "present")]
        page: Option<Page>,
    },
    Profile {
        id: String,
        #[serde(default, deserialize_with = "present")]
        name: Option<String>,
        #[serde(default, deserialize_with = "present")]
        email: Option<String>,
        #[serde(default, deserialize_with = "present")]
        consent: Option<Consent>,
    },
    Read {
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: i64,
    },
    Typing {
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        on: bool,
    },
    Fetch {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[serde(default, deserialize_with = "present")]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        after: Option<i64>,
        #[serde(default, deserialize_with = "present")]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        before: Option<i64>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        limit: i64,
    },
    Leave {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
    },
    Rate {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[serde(default, deserialize_with = "present")]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        epoch: Option<i64>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        score: i64,
        #[serde(default, deserialize_with = "present")]
        comment: Option<String>,
    },
    Refresh {
        id: String,
        token: String,
    },
    Pong {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        n: i64,
    },
}

/// What an agent may say of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SaidAvailability {
    Online,
    TransferOnly,
    Away,
    Draining,
    Offline,
}

/// Who a hand-off is for: an agent, or a queue by id or key.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TransferTo {
    Agent {
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        agent: Given<AgentId>,
    },
    Queue {
        queue: String,
    },
}

/// The kinds of hand-off an agent may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AskedTransfer {
    Warm,
    Consult,
}

/// Frames of an agent.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub enum AgentFrame {
    Status {
        id: String,
        availability: SaidAvailability,
        #[serde(default, deserialize_with = "present")]
        reason: Option<String>,
    },
    Accept {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        offer: Given<OfferId>,
    },
    Decline {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        offer: Given<OfferId>,
        #[serde(default, deserialize_with = "present")]
        reason: Option<String>,
    },
    Take {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
    },
    Send {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        cid: Given<Cid>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        epoch: i64,
        body: Body,
    },
    Note {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        cid: Given<Cid>,
        body: Body,
    },
    Read {
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: i64,
    },
    Typing {
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        on: bool,
    },
    Fetch {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[serde(default, deserialize_with = "present")]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        after: Option<i64>,
        #[serde(default, deserialize_with = "present")]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        before: Option<i64>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        limit: i64,
    },
    Transfer {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        epoch: i64,
        to: TransferTo,
        kind: AskedTransfer,
        #[serde(default, deserialize_with = "present")]
        note: Option<String>,
    },
    TransferAccept {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        transfer: Given<TransferId>,
    },
    TransferDecline {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        transfer: Given<TransferId>,
        #[serde(default, deserialize_with = "present")]
        reason: Option<String>,
    },
    TransferCancel {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        transfer: Given<TransferId>,
    },
    Close {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        epoch: i64,
        #[serde(default, deserialize_with = "present")]
        disposition: Option<String>,
    },
    WrapupDone {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
    },
    Follow {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
    },
    Unfollow {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
    },
    Takeover {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        epoch: i64,
    },
    Assign {
        id: String,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        conv: Given<ConversationId>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        epoch: i64,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        agent: Given<AgentId>,
    },
    Board {
        id: String,
        on: bool,
    },
    Refresh {
        id: String,
        token: String,
    },
    Pong {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        n: i64,
    },
}

impl ShopperFrame {
    /// The command's id; frames without one have no answer.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Open { id, .. }
            | Self::Send { id, .. }
            | Self::Context { id, .. }
            | Self::Profile { id, .. }
            | Self::Fetch { id, .. }
            | Self::Leave { id, .. }
            | Self::Rate { id, .. }
            | Self::Refresh { id, .. } => Some(id),
            Self::Read { .. } | Self::Typing { .. } | Self::Pong { .. } => None,
        }
    }
}

impl AgentFrame {
    /// The command's id; frames without one have no answer.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Status { id, .. }
            | Self::Accept { id, .. }
            | Self::Decline { id, .. }
            | Self::Take { id, .. }
            | Self::Send { id, .. }
            | Self::Note { id, .. }
            | Self::Fetch { id, .. }
            | Self::Transfer { id, .. }
            | Self::TransferAccept { id, .. }
            | Self::TransferDecline { id, .. }
            | Self::TransferCancel { id, .. }
            | Self::Close { id, .. }
            | Self::WrapupDone { id, .. }
            | Self::Follow { id, .. }
            | Self::Unfollow { id, .. }
            | Self::Takeover { id, .. }
            | Self::Assign { id, .. }
            | Self::Board { id, .. }
            | Self::Refresh { id, .. } => Some(id),
            Self::Read { .. } | Self::Typing { .. } | Self::Pong { .. } => None,
        }
    }
}
