//! A person who answers: availability, capacity, load. Presence (a live session) and load are other things than
//! availability, and are kept apart.

use serde::{Deserialize, Serialize};

use crate::{
    author::{AgentRef, Author},
    ids::{AgentId, QueueId, WorkspaceId},
    time::Timestamp,
};

/// Without a live session for this long an agent is `offline`, and their conversations are recalled.
pub const GONE_AFTER_MS: i64 = 20_000;
/// Misses in a row that make an agent `not_responding`.
pub const MISSES_MAX: u8 = 2;

/// What an agent may do beyond their own conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Rights {
    Agent,
    Supervisor,
    Admin,
}

impl Rights {
    pub fn supervises(self) -> bool {
        self >= Self::Supervisor
    }
}

/// What an agent has said of themselves, or what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Availability {
    Online,
    /// Takes hand-offs, no new shoppers.
    TransferOnly,
    Away,
    /// Finishes what is in hand.
    Draining,
    /// Missed two offers in a row.
    NotResponding,
    #[default]
    Offline,
}

/// An agent's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    pub id: AgentId,
    pub workspace: WorkspaceId,
    pub name: String,
    pub email: String,
    pub rights: Rights,
    pub capacity: u32,
    /// Queues whose conversations this agent serves.
    pub queues: Vec<QueueId>,
    pub availability: Availability,
    pub reason: Option<String>,
    /// When the availability last changed.
    pub since: Timestamp,
    pub misses: u8,
    pub last_assigned_at: Timestamp,
    /// The desk's head: grows with every change of it.
    pub rev: u64,
    /// Since when there has been no live session.
    pub gone_at: Option<Timestamp>,
    pub disabled: bool,
}

impl Agent {
    pub fn as_ref(&self) -> AgentRef {
        AgentRef {
            agent: self.id,
            name: self.name.clone(),
        }
    }

    pub fn as_author(&self) -> Author {
        Author::Agent(self.as_ref())
    }

    pub fn serves(&self, queue: QueueId) -> bool {
        self.queues.contains(&queue)
    }

    /// Says what the agent said; `offline` with chats in hand becomes `draining` (PRES2).
    pub fn set_availability(&mut self, said: Availability, reason: Option<String>, load: u32, now: Timestamp) {
        let becomes = if said == Availability::Offline && load > 0 {
            Availability::Draining
        } else {
            said
        };
        if becomes != self.availability {
            self.since = now;
        }
        self.availability = becomes;
        self.reason = reason;
        self.misses = 0;
    }

    /// Offers expired unanswered in one pass: one miss, and two in a row are enough.
    pub fn miss(&mut self, now: Timestamp) {
        self.misses = self.misses.saturating_add(1);
        if self.misses >= MISSES_MAX && self.availability == Availability::Online {
            self.availability = Availability::NotResponding;
            self.reason = None;
            self.since = now;
        }
    }

    /// Has been without a live session for longer than the grace.
    pub fn is_gone(&self, now: Timestamp) -> bool {
        self.gone_at.is_some_and(|since| now.since(since) >= GONE_AFTER_MS)
    }
}

/// An agent with what is counted at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentNow {
    pub agent: Agent,
    /// Owned, in wrap-up, and reserved by open offers.
    pub load: u32,
    /// Has a session on a live node.
    pub live: bool,
}

impl AgentNow {
    pub fn has_slot(&self) -> bool {
        self.load < self.agent.capacity
    }

    /// New shoppers may be given to this agent.
    pub fn is_routable(&self) -> bool {
        self.live && self.agent.availability == Availability::Online && !self.agent.disabled
    }

    /// Colleagues may hand over to this agent.
    pub fn takes_transfers(&self) -> bool {
        self.live
            && !self.agent.disabled
            && matches!(
                self.agent.availability,
                Availability::Online | Availability::TransferOnly
            )
    }
}
