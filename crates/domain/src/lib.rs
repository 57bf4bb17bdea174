//! What is true: conversations, hand-offs, routing, promises, permissions. No async, no I/O, no clock.
//!
//! A change of a conversation is a [`commands::Command`], judged by [`commands::decide`] into a [`turn::Turn`]: events
//! to append, a state to save, desks and queues to tell. A routing pass is [`routing::plan`].

pub mod agent;
pub mod author;
pub mod board;
pub mod commands;
pub mod context;
pub mod conversation;
pub mod ephemeral;
pub mod event;
pub mod hours;
pub mod ids;
pub mod packet;
pub mod pan;
pub mod permission;
pub mod queue;
pub mod refusal;
pub mod routing;
pub mod site;
pub mod text;
pub mod time;
pub mod turn;
pub mod wait_promise;

pub use agent::{Agent, AgentNow, Availability, Rights};
pub use author::{AgentRef, Author};
pub use conversation::{Conversation, State};
pub use event::{Body, Event, EventData};
pub use queue::Queue;
pub use refusal::Refusal;
pub use time::Timestamp;
