//! An agent's desk on this connection: what it was last told, and what has changed.

use std::collections::{HashMap, HashSet};

use tillside_domain::{
    ids::{ConversationId, OfferId, TransferId},
    turn::OfferEndReason,
};
use tillside_protocol::{
    ServerFrame,
    view::{AgentMe, ConversationView, OfferView},
};

use crate::{Millis, follow::Standing};

/// A `state` is sent at most this often.
pub(crate) const STATE_EVERY_MS: Millis = 250;

/// The desk as the store has it.
#[derive(Clone, Debug)]
pub struct DeskView {
    pub rev: u64,
    pub me: AgentMe,
    pub conversations: Vec<DeskItem>,
    pub offers: Vec<OfferView>,
    /// Offers that ended a short while ago, and why.
    pub ended: Vec<(OfferId, OfferEndReason)>,
}

/// A conversation on a desk.
#[derive(Clone, Debug)]
pub struct DeskItem {
    pub view: ConversationView,
    pub standing: Standing,
    /// The `seq` that brought it here.
    pub joined: u64,
}

/// What this connection knows of its desk.
#[derive(Debug, Default)]
pub(crate) struct DeskState {
    /// The highest `rev` heard of.
    pub(crate) heard: u64,
    /// The `rev` that was last read.
    pub(crate) read: u64,
    pub(crate) reading: bool,
    /// How many readings of the desk have been asked for.
    pub(crate) readings: u64,
    waiting: Option<(u64, Box<DeskView>)>,
    /// Conversations that left the desk while this many readings had been asked for: a view read before knows less.
    left: HashMap<ConversationId, u64>,
    state_sent_at: Option<Millis>,
    known: Vec<(OfferId, Option<TransferId>)>,
    answered: HashSet<OfferId>,
}

impl DeskState {
    /// Says which offers are new and which are over, to the client.
    pub(crate) fn tell_offers(&mut self, view: &DeskView, out: &mut Vec<ServerFrame>) {
        let told = std::mem::replace(
            &mut self.known,
            view.offers.iter().map(|offer| (offer.offer, offer.transfer)).collect(),
        );
        for (offer, _transfer) in &told {
            let open = view.offers.iter().any(|open| open.offer == *offer);
            if open || self.answered.remove(offer) {
                continue;
            }
            let ended = view.ended.iter().find(|(ended, _reason)| ended == offer);
            let reason = ended.map_or(OfferEndReason::Expired, |(_offer, reason)| *reason);
            out.push(ServerFrame::OfferEnded { offer: *offer, reason });
        }
        for offer in &view.offers {
            if !told.iter().any(|(known, _transfer)| *known == offer.offer) {
                out.push(ServerFrame::Offer(Box::new(offer.clone())));
            }
        }
    }

    pub(crate) fn answered(&mut self, offer: OfferId) {
        self.answered.insert(offer);
    }

    pub(crate) fn answered_transfer(&mut self, transfer: TransferId) {
        let offer = self.known.iter().find(|(_offer, of)| *of == Some(transfer));
        if let Some((offer, _transfer)) = offer {
            self.answered.insert(*offer);
        }
    }

    /// A view to be told when a `state` is due again; only one reading is under way at a time, so it is the latest.
    pub(crate) fn hold(&mut self, view: Box<DeskView>) {
        let reading = self.readings;
        self.left.retain(|_conv, left_at| *left_at >= reading);
        self.waiting = Some((reading, view));
    }

    pub(crate) fn left(&mut self, conv: ConversationId) {
        self.left.insert(conv, self.readings);
    }

    /// The conversation left the desk after this reading was asked for.
    pub(crate) fn has_left_since(&self, conv: ConversationId, reading: u64) -> bool {
        self.left.get(&conv).is_some_and(|left_at| *left_at >= reading)
    }

    /// When the next `state` may be sent.
    pub(crate) fn state_due_at(&self) -> Option<Millis> {
        self.waiting
            .as_ref()
            .map(|_view| self.state_sent_at.map_or(0, |at| at + STATE_EVERY_MS))
    }

    /// Takes the desk that is due to be told, and the number of its reading.
    pub(crate) fn take_due(&mut self, now: Millis) -> Option<(u64, Box<DeskView>)> {
        let due = self.state_due_at().is_some_and(|at| now >= at);
        due.then(|| {
            self.state_sent_at = Some(now);
            self.waiting.take()
        })?
    }
}

impl DeskView {
    pub(crate) fn into_frame(self) -> ServerFrame {
        ServerFrame::State {
            rev: self.rev,
            me: self.me,
            conversations: self.conversations.into_iter().map(|item| item.view).collect(),
            offers: self.offers,
        }
    }

    pub(crate) fn holds(&self, conv: ConversationId) -> bool {
        self.conversations.iter().any(|item| item.view.conv == conv)
    }
}
