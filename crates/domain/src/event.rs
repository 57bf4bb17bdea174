//! The entries of a conversation's log. Messages and state changes share one gap-free `seq`, so whoever has the log up
//! to n knows everything up to n.
//!
//! To add a kind: a variant of [`EventData`] with its data, its line in [`EventData::shown_to_shopper`], its row in
//! `PROTOCOL.md` §3.4.

use serde::{Deserialize, Serialize};

use crate::{
    author::{AgentRef, Author},
    context::{Cart, Checkout},
    ids::{AgentId, Cid, ConversationId, OfferId, QueueId, TransferId},
    packet::Sees,
    time::Timestamp,
};

/// A message's content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Body {
    Text { text: String },
}

impl Body {
    pub fn text(&self) -> &str {
        match self {
            Self::Text { text } => text,
        }
    }
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Event {
    pub conv: ConversationId,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: u64,
    pub by: Author,
    pub at: Timestamp,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub epoch: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "string"))]
    pub cid: Option<Cid>,
    #[serde(flatten)]
    pub what: EventData,
}

/// Why a conversation joined a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum QueuedReason {
    Opened,
    Returned,
    Transfer,
    Recall,
}

/// Why a conversation is parked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ParkReason {
    /// The waiting shopper left the page; the place is kept.
    Away,
    /// A message was left: out of hours, or with an address and nobody online.
    Message,
    /// The queue closed.
    Closed,
}

/// How a conversation came to its first owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AssignedHow {
    Accepted,
    Auto,
    Assigned,
    Taken,
}

/// How a conversation passed from one owner to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TransferredHow {
    Warm,
    Queue,
    Recall,
    Takeover,
    Assign,
}

/// The kinds of hand-off. `Takeover` and `assign` are immediate and never pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TransferKind {
    Warm,
    Consult,
    Recall,
}

/// Who a hand-off is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TransferTarget {
    Agent(AgentRef),
    Queue { queue: QueueId },
}

/// How a hand-off that did not change the owner ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TransferEndReason {
    Declined,
    Expired,
    Cancelled,
    /// The shopper left.
    Left,
    Closed,
    /// The target has no live session.
    Gone,
    /// A supervisor's decision replaced it.
    Superseded,
    /// A consult is over.
    Ended,
}

/// Who closed a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ClosedBy {
    Shopper,
    Agent,
    System,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub enum EventData {
    Opened {
        queue: QueueId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        locale: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        previous: Option<ConversationId>,
    },
    Queued {
        queue: QueueId,
        /// Absent in what a shopper is shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<QueuedReason>,
    },
    Parked {
        reason: ParkReason,
    },
    Offered {
        offer: OfferId,
        agent: AgentId,
        expires_at: Timestamp,
    },
    Assigned {
        to: AgentRef,
        /// Absent in what a shopper is shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<AssignedHow>,
    },
    Message {
        body: Body,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
        masked: bool,
    },
    Note {
        body: Body,
    },
    TransferOffered {
        transfer: TransferId,
        #[serde(rename = "kind")]
        transfer_kind: TransferKind,
        from: AgentRef,
        to: TransferTarget,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        expires_at: Timestamp,
        hash: String,
    },
    TransferEnded {
        transfer: TransferId,
        reason: TransferEndReason,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<AgentRef>,
    },
    Consulting {
        transfer: TransferId,
        agent: AgentRef,
    },
    Transferred {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        transfer: Option<TransferId>,
        how: TransferredHow,
        from: AgentRef,
        to: AgentRef,
        sees: Vec<Sees>,
        /// Absent in what a shopper is shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hash: Option<String>,
    },
    Context {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cart: Option<Cart>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        checkout: Option<Checkout>,
        verified: bool,
    },
    Left {},
    Closed {
        by: ClosedBy,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Absent in what a shopper is shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        disposition: Option<String>,
    },
    Wrapped {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        disposition: Option<String>,
    },
    Rated {
        score: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        epoch: u64,
    },
}

impl EventData {
    /// What a shopper sees of it (`protocol.md` §3.4); `None` is shown as `hidden`, so that `seq` has no holes.
    pub fn shown_to_shopper(&self) -> Option<Self> {
        match self {
            Self::Queued { queue, .. } => Some(Self::Queued {
                queue: *queue,
                reason: None,
            }),
            Self::Assigned { to, .. } => Some(Self::Assigned {
                to: to.clone(),
                how: None,
            }),
            Self::Transferred {
                transfer,
                how,
                from,
                to,
                sees,
                ..
            } => Some(Self::Transferred {
                transfer: *transfer,
                how: *how,
                from: from.clone(),
                to: to.clone(),
                sees: sees.clone(),
                hash: None,
            }),
            Self::Closed { by, reason, .. } => Some(Self::Closed {
                by: *by,
                reason: reason.clone(),
                disposition: None,
            }),
            Self::Opened { .. } | Self::Parked { .. } | Self::Message { .. } | Self::Left {} | Self::Rated { .. } => {
                Some(self.clone())
            }
            Self::Offered { .. }
            | Self::Note { .. }
            | Self::TransferOffered { .. }
            | Self::TransferEnded { .. }
            | Self::Consulting { .. }
            | Self::Context { .. }
            | Self::Wrapped { .. } => None,
        }
    }
}
