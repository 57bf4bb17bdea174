//! The bus of one process. Several nodes may share it, as tests do.

use std::sync::{Arc, PoisonError, RwLock, Weak};

use dashmap::DashSet;
use futures_util::future::{BoxFuture, FutureExt as _, ready};

use crate::{Bus, BusError, Channel, Message, Sink};

/// Where the nodes of a process meet.
#[derive(Clone, Default)]
pub struct Hub(Arc<RwLock<Vec<Weak<Node>>>>);

struct Node {
    heard: DashSet<Channel>,
    sink: Sink,
}

/// One node's end.
pub struct MemoryBus {
    hub: Hub,
    node: Arc<Node>,
}

impl Hub {
    /// Joins a node that does `sink` with what it hears.
    pub fn join(&self, sink: Sink) -> MemoryBus {
        let node = Arc::new(Node {
            heard: DashSet::new(),
            sink,
        });
        let mut nodes = self.0.write().unwrap_or_else(PoisonError::into_inner);
        nodes.retain(|known| known.strong_count() > 0);
        nodes.push(Arc::downgrade(&node));
        drop(nodes);
        MemoryBus {
            hub: self.clone(),
            node,
        }
    }

    fn others(&self, than: &Arc<Node>) -> Vec<Arc<Node>> {
        let nodes = self.0.read().unwrap_or_else(PoisonError::into_inner);
        nodes
            .iter()
            .filter_map(Weak::upgrade)
            .filter(|node| !Arc::ptr_eq(node, than))
            .collect()
    }
}

impl Node {
    fn hear(&self, channel: &Channel, message: &Arc<Message>) {
        if self.heard.contains(channel) {
            (self.sink)(channel, message);
        }
    }
}

impl Bus for MemoryBus {
    fn subscribe(&self, channel: Channel) -> BoxFuture<'static, Result<(), BusError>> {
        self.node.heard.insert(channel);
        ready(Ok(())).boxed()
    }

    fn unsubscribe(&self, channel: &Channel) {
        self.node.heard.remove(channel);
    }

    fn publish(&self, channel: &Channel, message: Message) {
        let message = Arc::new(message);
        self.node.hear(channel, &message);
        for other in self.hub.others(&self.node) {
            other.hear(channel, &message);
        }
    }
}
