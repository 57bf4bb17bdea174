//! An event becomes a frame here and nowhere else, once for all its followers of a kind.

use std::sync::OnceLock;

use bytes::Bytes;
use tillside_domain::Event;
use tillside_protocol::{ServerFrame, ShownEvent};

/// Whose eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    Shopper,
    Agent,
}

/// An event on its way to its followers; its frames are made when the first of them needs one.
#[derive(Debug)]
pub struct LiveEvent {
    pub event: Event,
    to_agents: OnceLock<Bytes>,
    to_shoppers: OnceLock<Bytes>,
}

impl LiveEvent {
    pub fn new(event: Event) -> Self {
        Self {
            event,
            to_agents: OnceLock::new(),
            to_shoppers: OnceLock::new(),
        }
    }

    /// The frame's text.
    pub fn frame(&self, viewer: Viewer) -> Bytes {
        match viewer {
            Viewer::Agent => self
                .to_agents
                .get_or_init(|| text(ShownEvent::to_agents(self.event.clone()))),
            Viewer::Shopper => self
                .to_shoppers
                .get_or_init(|| text(ShownEvent::to_shoppers(&self.event))),
        }
        .clone()
    }
}

fn text(shown: ShownEvent) -> Bytes {
    // A frame is made of strings, numbers and maps with string keys: it cannot fail.
    serde_json::to_vec(&ServerFrame::Event(shown)).map_or_else(|_never| Bytes::new(), Bytes::from)
}
