//! Channels and what they carry.

use serde::{Deserialize, Serialize};
use tillside_domain::{
    Event,
    ephemeral::Ephemeral,
    ids::{AgentId, ConversationId, QueueId, WorkspaceId},
    turn::Notice,
};

/// Where something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Heard by nodes with an agent of the queue, a shopper who waits in it, or an open board.
    Queue(WorkspaceId, QueueId),
    /// Heard by nodes with a socket of that agent.
    Desk(WorkspaceId, AgentId),
    /// Heard by nodes with a follower.
    Conversation(WorkspaceId, ConversationId),
}

/// What is said there. Everything but an ephemeral is in the store already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    Notice(Notice),
    /// The desk's head.
    Desk {
        rev: u64,
    },
    Event(Box<Event>),
    Ephemeral(Box<Ephemeral>),
}
