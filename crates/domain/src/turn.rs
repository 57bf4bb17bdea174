//! One command's effect on one conversation: the state as it was, changed step by step, and everything that follows
//! from it. `seq` is assigned here and nowhere else, from the row that the caller has locked.

use crate::{
    author::{AgentRef, Author},
    context::Context,
    conversation::{Conversation, LastMessage, Offer, Phase, Transfer},
    event::{Event, EventData, TransferEndReason, TransferKind, TransferTarget},
    ids::{AgentId, Cid, ConversationId, OfferId, QueueId, TransferId},
    packet::Packet,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What an offer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum OfferKind {
    Queue,
    Transfer,
    Recall,
    Consult,
}

/// Why an offer is no longer open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum OfferEndReason {
    Answered,
    Taken,
    Declined,
    Expired,
    Cancelled,
    Left,
}

/// An offer as it is kept, open or over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferRecord {
    pub id: OfferId,
    pub conv: ConversationId,
    pub agent: AgentId,
    pub kind: OfferKind,
    pub transfer: Option<TransferId>,
    pub queue: QueueId,
    pub from: Option<AgentRef>,
    pub made_at: Timestamp,
    pub expires_at: Timestamp,
    pub packet: Packet,
    pub end: Option<OfferEnd>,
}

/// How an offer ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferEnd {
    pub reason: OfferEndReason,
    pub at: Timestamp,
    /// Who answered it, if its agent did.
    pub by: Option<AgentId>,
    /// What the answer was told, for whoever asks again.
    pub seq: u64,
    pub epoch: u64,
}

/// How a hand-off ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferEnd {
    /// `None`: it was accepted.
    pub reason: Option<TransferEndReason>,
    pub by: Option<AgentId>,
    pub seq: u64,
    pub epoch: u64,
}

/// A hand-off as it is kept, pending or over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferRecord {
    pub id: TransferId,
    pub conv: ConversationId,
    pub kind: TransferKind,
    pub from: AgentId,
    pub end: Option<TransferEnd>,
}

/// A change of an offer's or a hand-off's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordChange {
    OfferMade(Box<OfferRecord>),
    OfferEnded(OfferId, OfferEnd),
    TransferMade(TransferRecord),
    TransferEnded(TransferId, TransferEnd),
}

/// What a queue's channel says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    Queued,
    Left,
    Offered,
    Taken,
    Returned,
    Freed,
    Available,
    Places,
}

/// A line on a queue's channel: something moved there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub queue: QueueId,
    pub kind: NoticeKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conv: Option<ConversationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
}

/// What is known beside the log, before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContextMove {
    pub before: Context,
    pub after: Context,
}

/// A conversation under a command.
#[derive(Clone, Debug)]
pub struct Turn {
    pub now: Timestamp,
    pub conversation: Conversation,
    pub events: Vec<Event>,
    /// Set when what is known beside the log has changed.
    pub context: Option<ContextMove>,
    pub records: Vec<RecordChange>,
    /// Desks that look different now.
    pub desks: Vec<AgentId>,
    pub notices: Vec<Notice>,
    /// Who was just given a conversation.
    pub assigned: Option<AgentId>,
    /// Who let an offer expire.
    pub missed: Option<AgentId>,
    /// Who answered one, if only with a no: two misses in a row are none then.
    pub answered: Option<AgentId>,
}

impl Turn {
    pub fn new(conversation: Conversation, now: Timestamp) -> Self {
        Self {
            // `at` never decreases within a conversation, whatever the clock does.
            now: now.max(conversation.last_at),
            conversation,
            events: Vec::new(),
            context: None,
            records: Vec::new(),
            desks: Vec::new(),
            notices: Vec::new(),
            assigned: None,
            missed: None,
            answered: None,
        }
    }

    /// Appends to the log and returns the entry's `seq`.
    pub(crate) fn append(&mut self, by: Author, cid: Option<Cid>, what: EventData) -> u64 {
        let conversation = &mut self.conversation;
        conversation.head += 1;
        conversation.last_at = self.now;
        if let EventData::Message { body, .. } = &what {
            conversation.last = Some(LastMessage::of(conversation.head, self.now, &by, body.text()));
        }
        self.events.push(Event {
            conv: conversation.id,
            seq: conversation.head,
            by,
            at: self.now,
            epoch: conversation.epoch,
            cid,
            what,
        });
        conversation.head
    }

    pub(crate) fn touch(&mut self, agent: AgentId) {
        if !self.desks.contains(&agent) {
            self.desks.push(agent);
        }
    }

    /// Every desk that shows this conversation.
    pub(crate) fn touch_desks(&mut self) {
        if let Some(owner) = self.conversation.owner().map(|owner| owner.agent) {
            self.touch(owner);
        }
        let consulted: Vec<_> = self
            .conversation
            .consults
            .iter()
            .map(|consult| consult.agent.agent)
            .collect();
        for agent in consulted {
            self.touch(agent);
        }
    }

    pub(crate) fn notice(&mut self, queue: QueueId, kind: NoticeKind, agent: Option<AgentId>) {
        self.notices.push(Notice {
            queue,
            kind,
            conv: Some(self.conversation.id),
            seq: Some(self.conversation.head),
            agent,
        });
    }

    /// The owner changes: make before break, in one commit. Ends every consult.
    pub(crate) fn give_to(&mut self, to: &AgentRef, by: Author, what: EventData) -> u64 {
        self.touch_desks();
        self.conversation.epoch += 1;
        let seq = self.append(by, None, what);
        self.conversation.phase = Phase::Owned {
            owner: to.clone(),
            joined: seq,
            idle: false,
        };
        self.conversation.shopper_spoke_at = self.now;
        self.conversation.passed_over.clear();
        self.conversation.preferred = Some(to.agent);
        self.conversation.begin_segment(to.agent, self.now);
        self.end_consults(TransferEndReason::Ended);
        self.touch(to.agent);
        self.assigned = Some(to.agent);
        seq
    }

    pub(crate) fn end_consults(&mut self, reason: TransferEndReason) {
        for consult in std::mem::take(&mut self.conversation.consults) {
            self.touch(consult.agent.agent);
            self.end_consult_record(consult.transfer, reason, None);
        }
    }

    pub(crate) fn end_consult_record(
        &mut self,
        transfer: TransferId,
        reason: TransferEndReason,
        by: Option<&AgentRef>,
    ) -> u64 {
        let author = by.cloned().map_or(Author::ROUTING, Author::Agent);
        let seq = self.append(
            author,
            None,
            EventData::TransferEnded {
                transfer,
                reason,
                by: by.cloned(),
            },
        );
        let end = TransferEnd {
            reason: Some(reason),
            by: by.map(|by| by.agent),
            seq,
            epoch: self.conversation.epoch,
        };
        self.records.push(RecordChange::TransferEnded(transfer, end));
        seq
    }

    /// Makes an offer to an agent: a slot is reserved from now on.
    pub(crate) fn make_offer(&mut self, offer: &Offer, about: OfferAbout) {
        self.records.push(RecordChange::OfferMade(Box::new(OfferRecord {
            id: offer.id,
            conv: self.conversation.id,
            agent: offer.agent.agent,
            kind: about.kind,
            transfer: about.transfer,
            queue: about.queue,
            from: about.from,
            made_at: self.now,
            expires_at: offer.expires_at,
            packet: about.packet,
            end: None,
        })));
        self.touch(offer.agent.agent);
    }

    pub(crate) fn end_offer(&mut self, offer: &Offer, reason: OfferEndReason, by: Option<AgentId>) {
        let end = OfferEnd {
            reason,
            at: self.now,
            by,
            seq: self.conversation.head,
            epoch: self.conversation.epoch,
        };
        self.records.push(RecordChange::OfferEnded(offer.id, end));
        self.touch(offer.agent.agent);
    }

    /// Its agent accepted: `seq` is what the answer said, for whoever asks again.
    pub(crate) fn offer_answered(&mut self, offer: &Offer, seq: u64) {
        let end = OfferEnd {
            reason: OfferEndReason::Answered,
            at: self.now,
            by: Some(offer.agent.agent),
            seq,
            epoch: self.conversation.epoch,
        };
        self.records.push(RecordChange::OfferEnded(offer.id, end));
        self.touch(offer.agent.agent);
    }

    /// A pending hand-off ends without a new owner.
    pub(crate) fn end_transfer(&mut self, reason: TransferEndReason, by: Option<&AgentRef>, author: Author) -> u64 {
        let Some(transfer) = self.conversation.transfer.take() else {
            return self.conversation.head;
        };
        let data = EventData::TransferEnded {
            transfer: transfer.id,
            reason,
            by: by.cloned(),
        };
        let seq = self.append(author, None, data);
        if let Some(offer) = &transfer.offer {
            self.end_offer(offer, offer_end_of(reason), by.map(|by| by.agent));
        }
        let end = TransferEnd {
            reason: Some(reason),
            by: by.map(|by| by.agent),
            seq,
            epoch: self.conversation.epoch,
        };
        self.records.push(RecordChange::TransferEnded(transfer.id, end));
        self.touch(transfer.from.agent);
        self.touch_desks();
        if let TransferTarget::Queue { queue } = transfer.to {
            self.notice(queue, NoticeKind::Left, None);
        }
        seq
    }

    /// A pending hand-off has been accepted; the record says what the answer was.
    pub(crate) fn complete_transfer(&mut self, transfer: &Transfer, by: AgentId, seq: u64) {
        let end = TransferEnd {
            reason: None,
            by: Some(by),
            seq,
            epoch: self.conversation.epoch,
        };
        self.records.push(RecordChange::TransferEnded(transfer.id, end));
        self.touch(transfer.from.agent);
    }
}

/// What an offer is about, for its record.
pub(crate) struct OfferAbout {
    pub(crate) kind: OfferKind,
    pub(crate) transfer: Option<TransferId>,
    pub(crate) queue: QueueId,
    pub(crate) from: Option<AgentRef>,
    pub(crate) packet: Packet,
}

fn offer_end_of(reason: TransferEndReason) -> OfferEndReason {
    match reason {
        TransferEndReason::Declined => OfferEndReason::Declined,
        TransferEndReason::Expired | TransferEndReason::Gone => OfferEndReason::Expired,
        TransferEndReason::Cancelled | TransferEndReason::Closed | TransferEndReason::Ended => {
            OfferEndReason::Cancelled
        }
        TransferEndReason::Left => OfferEndReason::Left,
        TransferEndReason::Superseded => OfferEndReason::Taken,
    }
}
