//! A followed conversation and its cursor.

use tillside_domain::{
    Event, EventData,
    ids::{AgentId, TransferId},
};

/// Why a conversation is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A shopper's own.
    Own,
    /// On the desk, as owner.
    Owner,
    /// On the desk, asked for advice.
    Consulted(TransferId),
    /// A supervisor asked to see it.
    Asked,
}

impl Standing {
    /// May say that they type, and what they have read.
    pub(crate) fn speaks(self) -> bool {
        matches!(self, Self::Own | Self::Owner)
    }

    pub(crate) fn on_desk(self) -> bool {
        matches!(self, Self::Owner | Self::Consulted(_))
    }
}

/// Where this connection is in a conversation's log.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    /// The last `seq` written to the socket.
    pub(crate) at: u64,
    /// The highest `seq` heard of.
    pub(crate) head: u64,
    pub(crate) standing: Standing,
    /// Something after `at` has to be read from the log.
    pub(crate) behind: bool,
    /// Nothing more comes until the client has fetched (FETCH1).
    pub(crate) paused: bool,
    /// How many readings of the desk had been asked for when it was followed: an older view cannot know of it.
    pub(crate) since_reading: u64,
    /// It is off the desk; what is left of it is still delivered.
    pub(crate) leaving: bool,
}

impl Cursor {
    pub(crate) fn at(at: u64, standing: Standing, since_reading: u64) -> Self {
        Self {
            at,
            head: at,
            standing,
            behind: true,
            paused: false,
            since_reading,
            leaving: false,
        }
    }
}

/// Does this event take the conversation off this agent's desk? It is the last that they are sent.
pub(crate) fn takes_off_desk(event: &Event, me: AgentId, standing: Standing) -> bool {
    match (&event.what, standing) {
        (EventData::Transferred { from, to, .. }, Standing::Owner) => from.agent == me && to.agent != me,
        (EventData::Wrapped { .. }, Standing::Owner) => true,
        (EventData::TransferEnded { transfer, .. }, Standing::Consulted(consult)) => *transfer == consult,
        _ => false,
    }
}

/// What an event makes of this agent's standing.
pub(crate) fn standing_after(event: &Event, me: AgentId, standing: Standing) -> Standing {
    match &event.what {
        EventData::Assigned { to, .. } | EventData::Transferred { to, .. } if to.agent == me => Standing::Owner,
        EventData::Consulting { transfer, agent } if agent.agent == me => Standing::Consulted(*transfer),
        _ => standing,
    }
}
