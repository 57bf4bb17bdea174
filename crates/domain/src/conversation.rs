//! A conversation as its log has made it: the row that is locked, judged and saved.

use serde::{Deserialize, Serialize};

use crate::{
    author::{AgentRef, Author},
    event::{ParkReason, TransferKind, TransferTarget},
    ids::{AgentId, ConversationId, OfferId, QueueId, ShopperId, SiteId, TransferId, WorkspaceId},
    packet::Consent,
    queue::Queue,
    time::Timestamp,
};

/// Then it closes: no log grows without end.
pub const EVENTS_MAX: u64 = 20_000;
/// A transfer to a queue stands in it for at most this long.
pub const QUEUE_TRANSFER_MS: i64 = 600_000;
/// An offer to a person lives this long.
pub const PERSON_OFFER_MS: i64 = 60_000;
/// The same while the shopper is at payment.
pub const PERSON_OFFER_AT_PAYMENT_MS: i64 = 15_000;
/// A conversation may be rated for this long after it has closed.
pub const RATING_MS: i64 = 7 * 24 * 3_600_000;
/// A recalled conversation stands as if it had arrived a day earlier.
const RECALL_BOOST_MS: i64 = 86_400_000;
/// Segments that are remembered; a conversation with more hand-offs forgets who handled it first.
const SEGMENTS_MAX: usize = 64;
/// Characters of the last message that a list shows.
const LAST_TEXT_CHARS: usize = 140;

/// The shopper, as this conversation knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shopper {
    pub id: ShopperId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Vouched for by the shop.
    #[serde(default)]
    pub verified: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

/// An offer that is open: a slot of that agent is reserved until it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub agent: AgentRef,
    pub expires_at: Timestamp,
}

/// How and by whom a conversation was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub at: Timestamp,
    pub seq: u64,
    pub by: Author,
    pub epoch: u64,
}

/// What a conversation is doing; each state carries what only it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Phase {
    Waiting {
        since: Timestamp,
    },
    Offered {
        since: Timestamp,
        offer: Offer,
    },
    Owned {
        owner: AgentRef,
        /// The `seq` that brought it to this owner's desk.
        joined: u64,
        idle: bool,
    },
    Wrapup {
        owner: AgentRef,
        joined: u64,
        until: Timestamp,
        closing: Closing,
    },
    Parked {
        reason: ParkReason,
    },
    Closed {
        closing: Closing,
        /// Who wrapped it up.
        wrapped_by: Option<AgentId>,
    },
}

/// A hand-off that is under way. The sender owns the conversation until the target's accept has committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    pub id: TransferId,
    pub kind: TransferKind,
    pub from: AgentRef,
    pub to: TransferTarget,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub expires_at: Timestamp,
    pub hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
}

/// An agent who was asked for advice and came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consult {
    pub transfer: TransferId,
    pub agent: AgentRef,
    /// The `seq` that brought it to the consulted agent's desk.
    pub joined: u64,
}

/// One handler's part of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub epoch: u64,
    pub agent: AgentId,
    pub from: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
}

/// An agent who declined, or did not answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    pub agent: AgentId,
    pub at: Timestamp,
}

/// The last message, for lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LastMessage {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: u64,
    pub at: Timestamp,
    pub by: Author,
    pub text: String,
}

impl LastMessage {
    pub(crate) fn of(seq: u64, at: Timestamp, by: &Author, text: &str) -> Self {
        Self {
            seq,
            at,
            by: by.clone(),
            text: text.chars().take(LAST_TEXT_CHARS).collect(),
        }
    }
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    pub id: ConversationId,
    pub workspace: WorkspaceId,
    pub site: SiteId,
    pub queue: QueueId,
    pub shopper: Shopper,
    pub locale: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<ConversationId>,
    /// The agent who knows this shopper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<AgentId>,
    pub opened_at: Timestamp,
    /// The first arrival: the place in every queue it comes to.
    pub arrived_at: Timestamp,
    pub head: u64,
    pub epoch: u64,
    /// `at` of the last event; it never decreases.
    pub last_at: Timestamp,
    /// When the shopper last wrote, or the owner was assigned.
    pub shopper_spoke_at: Timestamp,
    pub phase: Phase,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consults: Vec<Consult>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<Segment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<PassedOver>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastMessage>,
    /// When a node last saw the shopper while they waited. Kept beside the document: it changes far more often.
    #[serde(skip)]
    pub seen_at: Timestamp,
}

/// A conversation's state in one word, for lists, filters and the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum State {
    Waiting,
    Offered,
    Owned,
    Wrapup,
    Parked,
    Closed,
}

impl State {
    /// What a shopper is told: offered as waiting, wrap-up as closed.
    #[must_use]
    pub fn shown_to_shopper(self) -> Self {
        match self {
            Self::Offered => Self::Waiting,
            Self::Wrapup => Self::Closed,
            other => other,
        }
    }
}

impl Conversation {
    pub fn state(&self) -> State {
        match self.phase {
            Phase::Waiting { .. } => State::Waiting,
            Phase::Offered { .. } => State::Offered,
            Phase::Owned { .. } => State::Owned,
            Phase::Wrapup { .. } => State::Wrapup,
            Phase::Parked { .. } => State::Parked,
            Phase::Closed { .. } => State::Closed,
        }
    }

    /// The agent who owns it; in wrap-up it is still on that agent's desk.
    pub fn owner(&self) -> Option<&AgentRef> {
        match &self.phase {
            Phase::Owned { owner, .. } | Phase::Wrapup { owner, .. } => Some(owner),
            Phase::Waiting { .. } | Phase::Offered { .. } | Phase::Parked { .. } | Phase::Closed { .. } => None,
        }
    }

    pub fn is_owned_by(&self, agent: AgentId) -> bool {
        self.owner().is_some_and(|owner| owner.agent == agent)
    }

    pub fn closing(&self) -> Option<&Closing> {
        match &self.phase {
            Phase::Wrapup { closing, .. } | Phase::Closed { closing, .. } => Some(closing),
            Phase::Waiting { .. } | Phase::Offered { .. } | Phase::Owned { .. } | Phase::Parked { .. } => None,
        }
    }

    /// Every offer that is open on it: at most one.
    pub fn open_offer(&self) -> Option<&Offer> {
        match &self.phase {
            Phase::Offered { offer, .. } => Some(offer),
            _ => self.transfer.as_ref()?.offer.as_ref(),
        }
    }

    /// The `seq` that brought it to this agent's desk, if it is there.
    pub fn joined_desk(&self, agent: AgentId) -> Option<u64> {
        if let Phase::Owned { owner, joined, .. } | Phase::Wrapup { owner, joined, .. } = &self.phase
            && owner.agent == agent
        {
            return Some(*joined);
        }
        self.consults
            .iter()
            .find(|consult| consult.agent.agent == agent)
            .map(|consult| consult.joined)
    }

    /// Since when it waits, while it waits.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Waiting { since } | Phase::Offered { since, .. } => Some(since),
            _ => None,
        }
    }

    /// The queue in which it now needs an agent, if a routing pass should look for one.
    pub fn seeks_agent_in(&self) -> Option<QueueId> {
        match (&self.phase, &self.transfer) {
            (Phase::Waiting { .. }, _) => Some(self.queue),
            (
                Phase::Owned { .. },
                Some(Transfer {
                    to: TransferTarget::Queue { queue },
                    offer: None,
                    ..
                }),
            ) => Some(*queue),
            _ => None,
        }
    }

    /// The virtual arrival, by which lanes are ordered: the first arrival, whatever the queue. A shopper whose agent has
    /// vanished comes before all who wait.
    pub fn place(&self) -> Timestamp {
        match &self.transfer {
            Some(Transfer {
                kind: TransferKind::Recall,
                ..
            }) => self.arrived_at.plus_ms(-RECALL_BOOST_MS),
            _ => self.arrived_at,
        }
    }

    /// The next moment at which time alone changes it; early is harmless, late is not.
    pub fn due_at(&self, queue: &Queue) -> Option<Timestamp> {
        let phase_due = match &self.phase {
            Phase::Waiting { .. } => Some(self.seen_at.plus_ms(queue.settings.park_ms)),
            Phase::Offered { offer, .. } => Some(offer.expires_at),
            Phase::Owned { idle: false, .. } => Some(self.shopper_spoke_at.plus_ms(queue.settings.idle_ms)),
            Phase::Owned { idle: true, .. } => Some(self.shopper_spoke_at.plus_ms(queue.settings.idle_close_ms)),
            Phase::Wrapup { until, .. } => Some(*until),
            Phase::Parked { .. } | Phase::Closed { .. } => None,
        };
        let transfer_due = self.transfer.as_ref().map(|transfer| {
            transfer
                .offer
                .as_ref()
                .map_or(transfer.expires_at, |offer| offer.expires_at.min(transfer.expires_at))
        });
        [phase_due, transfer_due].into_iter().flatten().min()
    }

    pub(crate) fn begin_segment(&mut self, agent: AgentId, now: Timestamp) {
        if self.segments.len() == SEGMENTS_MAX {
            self.segments.remove(0);
        }
        self.segments.push(Segment {
            epoch: self.epoch,
            agent,
            from: now,
            score: None,
        });
    }

    pub(crate) fn pass_over(&mut self, agent: AgentId, now: Timestamp) {
        self.passed_over
            .retain(|passed| passed.agent != agent && now.since(passed.at) < PASS_OVER_MS);
        self.passed_over.push(PassedOver { agent, at: now });
    }
}

/// Who declined or missed an offer is passed over for this long,
pub const PASS_OVER_MS: i64 = 30_000;
/// and for this long if nobody else could take it.
pub const PASS_OVER_ALONE_MS: i64 = 10_000;
