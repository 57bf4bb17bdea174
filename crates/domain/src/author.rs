//! Who did something.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, ShopperId};

/// An agent as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AgentRef {
    pub agent: AgentId,
    pub name: String,
}

/// What in the system acted when nobody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SystemPart {
    /// The routing pass: queues, offers, timers of offers.
    Routing,
    /// An owner vanished.
    Recall,
    /// Nobody wrote for long.
    Idle,
    /// An operator.
    Admin,
}

/// The author of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Author {
    Shopper { shopper: ShopperId },
    Agent(AgentRef),
    System { system: SystemPart },
}

impl Author {
    /// The routing pass.
    pub const ROUTING: Self = Self::System {
        system: SystemPart::Routing,
    };
    /// The recall of a vanished owner's conversations.
    pub const RECALL: Self = Self::System {
        system: SystemPart::Recall,
    };
    /// The idle timers.
    pub const IDLE: Self = Self::System {
        system: SystemPart::Idle,
    };

    pub fn is_agent(&self, id: AgentId) -> bool {
        matches!(self, Self::Agent(who) if who.agent == id)
    }

    pub fn is_shopper(&self) -> bool {
        matches!(self, Self::Shopper { .. })
    }
}
