//! What may be lost: told while there is room, the oldest dropped first.

use tillside_domain::{ephemeral::Ephemeral, ids::ConversationId};
use tillside_protocol::ServerFrame;

use super::Live;
use crate::{Millis, Output, Role};

/// Ephemera that wait for the socket; the oldest are dropped.
const EPHEMERA_MAX: usize = 64;
/// A conversation's cart is told at most this often.
pub(crate) const CONTEXT_EVERY_MS: Millis = 500;

impl Live {
    pub(super) fn ephemeral(&mut self, now: Millis, conv: ConversationId, what: Ephemeral) {
        let Some(cursor) = self.cursors.get(&conv) else { return };
        let for_agents = matches!(what, Ephemeral::Context { .. } | Ephemeral::Presence { .. });
        let for_shoppers = matches!(what, Ephemeral::Queue { .. });
        let shown = match self.role {
            Role::Shopper => !for_agents,
            Role::Agent { .. } => !for_shoppers,
        };
        if !shown || cursor.paused {
            return;
        }
        if matches!(what, Ephemeral::Context { .. }) {
            let told = self.context_told_at.get(&conv);
            if told.is_some_and(|at| now < at + CONTEXT_EVERY_MS) {
                self.context_held.insert(conv, what);
                return;
            }
            self.context_told_at.insert(conv, now);
        }
        if self.ephemera.len() == EPHEMERA_MAX {
            self.ephemera.pop_front();
        }
        self.ephemera.push_back((conv, what));
    }

    pub(super) fn tell_ephemera(&mut self, now: Millis, room: bool, out: &mut Vec<Output>) {
        if !room {
            return;
        }
        let rested = |conv: &ConversationId| {
            self.context_told_at
                .get(conv)
                .is_none_or(|at| now >= at + CONTEXT_EVERY_MS)
        };
        let due: Vec<ConversationId> = self.context_held.keys().filter(|conv| rested(conv)).copied().collect();
        for conv in due {
            if let Some(what) = self.context_held.remove(&conv) {
                self.context_told_at.insert(conv, now);
                self.ephemera.push_back((conv, what));
            }
        }
        for (conv, what) in self.ephemera.drain(..) {
            out.push(Output::Send(ServerFrame::Ephemeral { conv, what }));
        }
    }
}
