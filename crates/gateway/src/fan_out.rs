//! What the bus says goes to those who follow it here.

use std::sync::Arc;

use tillside_bus::{Channel, Message, Sink};
use tillside_domain::turn::NoticeKind;
use tillside_session::LiveEvent;

use crate::{Gateway, Inner};

impl Gateway {
    /// Where the bus is to deliver.
    pub fn sink(&self) -> Sink {
        let inner = Arc::downgrade(&self.0);
        Arc::new(move |channel: &Channel, message: &Arc<Message>| {
            if let Some(inner) = inner.upgrade() {
                inner.hear(channel, message);
            }
        })
    }
}

impl Inner {
    fn hear(&self, channel: &Channel, message: &Arc<Message>) {
        match (channel, message.as_ref()) {
            (Channel::Conversation(..), Message::Event(event)) => {
                metrics::counter!("tillside_events_total").increment(1);
                self.registry.event(&Arc::new(LiveEvent::new(event.as_ref().clone())));
            }
            (Channel::Conversation(_, conv), Message::Ephemeral(what)) => {
                self.registry.ephemeral(*conv, &Arc::new(what.as_ref().clone()));
            }
            (Channel::Desk(workspace, agent), Message::Desk { rev }) => {
                self.registry.desk(*agent, *rev);
                self.boards.moved(*workspace);
            }
            (Channel::Queue(workspace, queue), Message::Notice(notice)) => {
                self.places.moved(*workspace, *queue);
                self.boards.moved(*workspace);
                let routable = matches!(
                    notice.kind,
                    NoticeKind::Queued | NoticeKind::Returned | NoticeKind::Freed | NoticeKind::Available
                );
                if routable {
                    self.actions().wake.workspace(*workspace);
                }
            }
            (Channel::Conversation(..) | Channel::Desk(..) | Channel::Queue(..), _) => {
                tracing::debug!(
                    ?channel,
                    "A message on a channel that does not carry its kind was dropped"
                );
            }
        }
    }
}
