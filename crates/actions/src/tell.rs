//! After the commit: tell whoever listens what the store already holds. A hint that is lost costs latency only.

use tillside_bus::{Channel, Message};
use tillside_domain::{
    ephemeral::Ephemeral,
    ids::WorkspaceId,
    turn::{ContextMove, NoticeKind},
};
use tillside_store::Outcome;

use crate::Context;

impl Context {
    /// Publishes what a committed change means for others, and wakes the router if it may have work.
    pub fn tell(&self, workspace: WorkspaceId, outcome: Outcome) {
        for event in outcome.events {
            let channel = Channel::Conversation(workspace, event.conv);
            self.bus.publish(&channel, Message::Event(Box::new(event)));
        }
        if let Some((conv, moved)) = outcome.context {
            self.tell_context(Channel::Conversation(workspace, conv), moved);
        }
        for (agent, rev) in outcome.desks {
            self.bus
                .publish(&Channel::Desk(workspace, agent), Message::Desk { rev });
        }
        let mut routable = false;
        for notice in outcome.notices {
            routable |= matches!(
                notice.kind,
                NoticeKind::Queued | NoticeKind::Returned | NoticeKind::Freed | NoticeKind::Available
            );
            self.bus
                .publish(&Channel::Queue(workspace, notice.queue), Message::Notice(notice));
        }
        if routable {
            self.wake.workspace(workspace);
        }
    }

    fn tell_context(&self, channel: Channel, ContextMove { before, after }: ContextMove) {
        if before.presence != after.presence {
            let presence = Ephemeral::Presence {
                shopper: after.presence,
            };
            self.bus.publish(&channel, Message::Ephemeral(Box::new(presence)));
        }
        if (&before.cart, &before.checkout, &before.page) != (&after.cart, &after.checkout, &after.page) {
            let said = Ephemeral::Context {
                cart: after.cart,
                checkout: after.checkout,
                page: after.page,
                verified: after.verified,
            };
            self.bus.publish(&channel, Message::Ephemeral(Box::new(said)));
        }
    }
}
