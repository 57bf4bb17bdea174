//! Why something is refused: one closed list, each with what the caller needs in order to go on.

use crate::{author::AgentRef, ids::TransferId};

/// A rule said no, and nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A value is out of its range, empty, or of no known form.
    #[error("`{field}` is not a value that is allowed here")]
    Invalid { field: &'static str },
    /// A text or list is longer than its limit.
    #[error("`{field}` is too long")]
    TooLarge { field: &'static str },
    /// It is not there, or not the caller's to know of: these two look the same (AUTHZ1).
    #[error("no such thing")]
    NotFound,
    /// The `cid` was used before, with other content.
    #[error("this cid was used for something else")]
    CidReused,
    /// The conversation has ended; a new one can be opened.
    #[error("the conversation is closed")]
    ConversationClosed,
    /// Something else is under way; `transfer` says which hand-off.
    #[error("something else is under way")]
    Conflict { transfer: Option<TransferId> },
    /// The caller's belief about the owner is old; here is the truth (FENCE1).
    #[error("the conversation has another owner, or another epoch")]
    StaleOwner { epoch: u64, owner: Option<AgentRef> },
    /// The offer or conversation went to somebody else, or nobody (OFFER1).
    #[error("this is no longer on offer")]
    Taken { by: Option<AgentRef> },
    /// The agent is full.
    #[error("{reason}")]
    NoCapacity { reason: &'static str },
    /// The agent is offline, away, or not there.
    #[error("{reason}")]
    NoAgent { reason: &'static str },
    /// Policy holds it back for now.
    #[error("{reason}")]
    NotAllowedNow { reason: &'static str, after_ms: u64 },
    /// The queue is full; later it may not be.
    #[error("the queue is full")]
    QueueFull { after_ms: u64 },
}
