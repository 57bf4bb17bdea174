//! The shapes of `PROTOCOL.md` §3.4, made from what is true.

use serde::Serialize;
use tillside_domain::{
    Agent, AgentNow, AgentRef, Availability, Conversation, Queue, Rights, State, Timestamp,
    board::{QueueNow, SERVICE_LEVEL_WITHIN_MS},
    context::{Cart, Checkout, Context, Page, Presence, ReadMarks},
    conversation::{LastMessage, Phase},
    event::{TransferKind, TransferTarget},
    ids::{AgentId, ConversationId, OfferId, QueueId, ShopperId, TransferId},
    packet::Packet,
    queue::QueueMode,
    turn::{OfferKind, OfferRecord},
};

/// A queue's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QueueRef {
    pub id: QueueId,
    pub key: String,
    pub name: String,
}

impl From<&Queue> for QueueRef {
    fn from(queue: &Queue) -> Self {
        Self {
            id: queue.id,
            key: queue.key.clone(),
            name: queue.name.clone(),
        }
    }
}

/// A shopper, as they and their agents see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct ShopperMe {
    pub id: ShopperId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub verified: bool,
}

/// An agent, as they see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct AgentMe {
    pub id: AgentId,
    pub name: String,
    pub rights: Rights,
    pub availability: Availability,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub capacity: u32,
    pub load: u32,
    pub queues: Vec<QueueRef>,
}

impl AgentMe {
    pub fn of(now: &AgentNow, queues: Vec<QueueRef>) -> Self {
        let agent = &now.agent;
        Self {
            id: agent.id,
            name: agent.name.clone(),
            rights: agent.rights,
            availability: agent.availability,
            reason: agent.reason.clone(),
            capacity: agent.capacity,
            load: now.load,
            queues,
        }
    }
}

/// An agent, as colleagues see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct AgentSummary {
    pub id: AgentId,
    pub name: String,
    pub availability: Availability,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub since: Timestamp,
    pub live: bool,
    pub load: u32,
    pub capacity: u32,
    pub queues: Vec<QueueId>,
}

impl From<&AgentNow> for AgentSummary {
    fn from(now: &AgentNow) -> Self {
        let Agent {
            id,
            name,
            availability,
            reason,
            since,
            capacity,
            queues,
            ..
        } = now.agent.clone();
        Self {
            id,
            name,
            availability,
            reason,
            since,
            live: now.live,
            load: now.load,
            capacity,
            queues,
        }
    }
}

/// How many were answered in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ServiceLevel {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub within_ms: i64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub met: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub of: u64,
}

/// A queue at a moment. `depth` = `waiting` + `offered`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "Queue"))]
pub struct QueueView {
    pub id: QueueId,
    pub key: String,
    pub name: String,
    pub mode: QueueMode,
    pub open: bool,
    pub depth: u32,
    pub waiting: u32,
    pub offered: u32,
    pub active: u32,
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub longest_wait_ms: Option<i64>,
    pub agents_online: u32,
    pub slots_free: u32,
    pub service_level: Option<ServiceLevel>,
}

impl QueueView {
    pub fn of(now: &QueueNow, at: Timestamp) -> Self {
        let level = |(met, of)| ServiceLevel {
            within_ms: SERVICE_LEVEL_WITHIN_MS,
            met,
            of,
        };
        Self {
            id: now.queue.id,
            key: now.queue.key.clone(),
            name: now.queue.name.clone(),
            mode: now.queue.settings.mode,
            open: now.queue.settings.hours.is_open(at),
            depth: now.waiting + now.offered,
            waiting: now.waiting,
            offered: now.offered,
            active: now.active,
            longest_wait_ms: now.longest_wait_ms,
            agents_online: now.agents_online,
            slots_free: now.slots_free,
            service_level: now.service_level.map(level),
        }
    }
}

/// A hand-off that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TransferView {
    pub transfer: TransferId,
    pub kind: TransferKind,
    pub from: AgentRef,
    pub to: TransferTarget,
    pub expires_at: Timestamp,
}

/// A conversation, as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields, rename = "Conversation"))]
pub struct ConversationView {
    pub conv: ConversationId,
    pub state: State,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub epoch: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub head: u64,
    pub queue: QueueId,
    #[cfg_attr(feature = "ts", ts(optional = false))]
    pub owner: Option<AgentRef>,
    pub shopper: ShopperMe,
    pub locale: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    pub opened_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    pub read: ReadMarks,
    pub presence: Presence,
    /// The shopper has not written for the queue's idle time.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub idle: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<TransferView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<ConsultView>>"))]
    pub consults: Vec<ConsultView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart: Option<Cart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkout: Option<Checkout>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<LastMessage>,
}

/// An agent who was asked for advice and came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConsultView {
    pub transfer: TransferId,
    pub agent: AgentRef,
}

impl ConversationView {
    pub fn of(conversation: &Conversation, context: &Context) -> Self {
        let shopper = &conversation.shopper;
        Self {
            conv: conversation.id,
            state: conversation.state(),
            epoch: conversation.epoch,
            head: conversation.head,
            queue: conversation.queue,
            owner: conversation.owner().cloned(),
            shopper: ShopperMe {
                id: shopper.id,
                name: shopper.name.clone(),
                email: shopper.email.clone(),
                verified: shopper.verified,
            },
            locale: conversation.locale.clone(),
            subject: conversation.subject.clone(),
            opened_at: conversation.opened_at,
            waiting_since: conversation.waiting_since(),
            closed_at: conversation.closing().map(|closing| closing.at),
            read: context.read,
            presence: context.presence,
            idle: matches!(conversation.phase, Phase::Owned { idle: true, .. }),
            transfer: conversation.transfer.as_ref().map(|transfer| TransferView {
                transfer: transfer.id,
                kind: transfer.kind,
                from: transfer.from.clone(),
                to: transfer.to.clone(),
                expires_at: transfer.expires_at,
            }),
            consults: conversation
                .consults
                .iter()
                .map(|consult| ConsultView {
                    transfer: consult.transfer,
                    agent: consult.agent.clone(),
                })
                .collect(),
            cart: context.cart.clone(),
            checkout: context.checkout.clone(),
            page: context.page.clone(),
            last: conversation.last.clone(),
        }
    }
}

/// A handler's rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RatedSegment {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub epoch: u64,
    pub score: u8,
}

/// A conversation, as its shopper sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "ts",
    derive(ts_rs::TS),
    ts(optional_fields, rename = "ShopperConversation")
)]
pub struct ShopperConversationView {
    pub conv: ConversationId,
    pub state: State,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub head: u64,
    pub queue: QueueId,
    #[cfg_attr(feature = "ts", ts(optional = false))]
    pub owner: Option<AgentRef>,
    pub locale: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    pub opened_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    pub read: ReadMarks,
    pub rated: Vec<RatedSegment>,
}

impl ShopperConversationView {
    pub fn of(conversation: &Conversation, context: &Context) -> Self {
        let rated = |segment: &tillside_domain::conversation::Segment| {
            segment.score.map(|score| RatedSegment {
                epoch: segment.epoch,
                score,
            })
        };
        Self {
            conv: conversation.id,
            state: conversation.state().shown_to_shopper(),
            head: conversation.head,
            queue: conversation.queue,
            owner: conversation.owner().cloned(),
            locale: conversation.locale.clone(),
            subject: conversation.subject.clone(),
            opened_at: conversation.opened_at,
            closed_at: conversation.closing().map(|closing| closing.at),
            read: context.read,
            rated: conversation.segments.iter().filter_map(rated).collect(),
        }
    }
}

/// An offer, as its agent sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields, rename = "Offer"))]
pub struct OfferView {
    pub offer: OfferId,
    pub conv: ConversationId,
    pub kind: OfferKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<TransferId>,
    pub queue: QueueId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<AgentRef>,
    pub expires_at: Timestamp,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub expires_in_ms: i64,
    pub packet: Packet,
}

impl OfferView {
    pub fn of(record: &OfferRecord, now: Timestamp) -> Self {
        Self {
            offer: record.id,
            conv: record.conv,
            kind: record.kind,
            transfer: record.transfer,
            queue: record.queue,
            from: record.from.clone(),
            expires_at: record.expires_at,
            expires_in_ms: record.expires_at.since(now).max(0),
            packet: record.packet.clone(),
        }
    }
}
