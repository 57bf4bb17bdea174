//! A shopper asks for somebody: a new conversation, or the one that is open already.

use crate::{
    author::Author,
    context::{Claim, Context},
    conversation::{Conversation, Phase, Shopper},
    event::{EventData, ParkReason, QueuedReason},
    ids::{AgentId, Cid, ConversationId, ShopperId},
    packet::Consent,
    queue::Queue,
    refusal::Refusal,
    site::Site,
    time::Timestamp,
    turn::{ContextMove, NoticeKind, Turn},
};

/// Within this time after a close the same agent is preferred (CLOSE2).
const SAME_AGENT_MS: i64 = 1_800_000;
/// How long to wait before trying a full queue again.
const QUEUE_FULL_RETRY_MS: u64 = 15_000;

/// What the shopper asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The new conversation's id, should there be one.
    pub id: ConversationId,
    pub shopper: ShopperId,
    pub cid: Cid,
    pub subject: Option<String>,
    pub locale: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub consent: Option<Consent>,
    pub claim: Claim,
}

/// What is known when they ask.
#[derive(Clone, Debug)]
pub struct OpenSituation {
    pub site: Site,
    pub queue: Queue,
    /// The conversation that this `cid` has named before (OPEN2).
    pub by_cid: Option<ConversationId>,
    /// The shopper's open conversation (OPEN1).
    pub open: Option<ConversationId>,
    /// Shoppers who wait in the queue, parked ones not among them.
    pub waiting: u32,
    /// Somebody of the queue is online.
    pub anyone_online: bool,
    /// The shopper's last conversation: which, who had it, when it closed.
    pub previous: Option<(ConversationId, Option<AgentId>, Timestamp)>,
    /// What the shop has vouched for.
    pub verified: bool,
}

/// What comes of it.
#[derive(Debug)]
pub enum Opening {
    /// It was open already, or this `cid` has named it before (`dup`).
    Existing {
        conv: ConversationId,
        dup: bool,
    },
    New(Box<Turn>),
}

/// Judges an `open`.
pub fn open(situation: &OpenSituation, open: Open, now: Timestamp) -> Result<Opening, Refusal> {
    if let Some(conv) = situation.by_cid.or(situation.open) {
        return Ok(Opening::Existing {
            conv,
            dup: situation.by_cid.is_some(),
        });
    }
    let queue = &situation.queue;
    let in_hours = queue.settings.hours.is_open(now);
    let leaves_message = !in_hours || (open.email.is_some() && !situation.anyone_online);
    if !leaves_message && situation.waiting >= queue.settings.waiting_max {
        return Err(Refusal::QueueFull {
            after_ms: QUEUE_FULL_RETRY_MS,
        });
    }
    let recent = situation
        .previous
        .filter(|(_, _, closed_at)| now.since(*closed_at) <= SAME_AGENT_MS);
    let previous = recent.map(|(previous, _, _)| previous);
    let phase = if leaves_message {
        Phase::Parked {
            reason: ParkReason::Message,
        }
    } else {
        Phase::Waiting { since: now }
    };
    let mut turn = Turn::new(
        Conversation {
            id: open.id,
            workspace: situation.site.workspace,
            site: situation.site.id,
            queue: queue.id,
            shopper: Shopper {
                id: open.shopper,
                name: open.name,
                email: open.email,
                verified: situation.verified,
                consent: open.consent,
            },
            locale: open.locale.clone(),
            subject: open.subject.clone(),
            previous,
            preferred: recent.and_then(|(_, agent, _)| agent),
            opened_at: now,
            arrived_at: now,
            head: 0,
            epoch: 0,
            last_at: now,
            shopper_spoke_at: now,
            phase,
            transfer: None,
            consults: Vec::new(),
            segments: Vec::new(),
            passed_over: Vec::new(),
            last: None,
            seen_at: now,
        },
        now,
    );
    let author = Author::Shopper { shopper: open.shopper };
    let opened = EventData::Opened {
        queue: queue.id,
        subject: open.subject,
        locale: open.locale,
        previous,
    };
    turn.append(author.clone(), Some(open.cid), opened);
    if leaves_message {
        turn.append(
            Author::ROUTING,
            None,
            EventData::Parked {
                reason: ParkReason::Message,
            },
        );
    } else {
        let data = EventData::Queued {
            queue: queue.id,
            reason: Some(QueuedReason::Opened),
        };
        turn.append(Author::ROUTING, None, data);
        turn.notice(queue.id, NoticeKind::Queued, None);
    }
    turn.context = Some(ContextMove {
        before: Context::default(),
        after: first_context(open.claim, now),
    });
    Ok(Opening::New(Box::new(turn)))
}

fn first_context(claim: Claim, now: Timestamp) -> Context {
    Context {
        checkout_at: claim.checkout.as_ref().map(|_checkout| now),
        total_logged: claim.cart.as_ref().map(|cart| cart.total),
        cart: claim.cart,
        checkout: claim.checkout,
        page: claim.page,
        ..Context::default()
    }
}
