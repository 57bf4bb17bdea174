//! What every bus promises, as one suite. A backend's tests call [`run`] with a way to join nodes to one bus.

use std::sync::{Arc, Mutex, PoisonError};

use tillside_domain::{
    ids::{AgentId, QueueId, WorkspaceId},
    turn::{Notice, NoticeKind},
};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::{Bus, Channel, Message, Sink};

/// A node of the suite: its end of the bus, and what it has heard.
struct Ear<B> {
    bus: B,
    heard: mpsc::UnboundedReceiver<(Channel, Message)>,
}

impl<B: Bus> Ear<B> {
    fn join(join: &impl Fn(Sink) -> B) -> Self {
        let (say, heard) = mpsc::unbounded_channel();
        let say = Mutex::new(say);
        let sink: Sink = Arc::new(move |channel: &Channel, message: &Arc<Message>| {
            let said = say
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .send((*channel, message.as_ref().clone()));
            assert!(said.is_ok(), "the suite listens as long as it runs");
        });
        Self { bus: join(sink), heard }
    }

    async fn next(&mut self) -> Message {
        let heard = tokio::time::timeout(std::time::Duration::from_secs(5), self.heard.recv()).await;
        heard
            .expect("something is heard within 5 s")
            .expect("the bus is there")
            .1
    }
}

fn rev(rev: u64) -> Message {
    Message::Desk { rev }
}

/// Runs the suite on nodes that `join` joins to one bus.
pub async fn run<B: Bus>(join: impl Fn(Sink) -> B) {
    let workspace = WorkspaceId(Uuid::now_v7());
    let desk = Channel::Desk(workspace, AgentId(Uuid::now_v7()));
    let queue = Channel::Queue(workspace, QueueId(Uuid::now_v7()));

    let mut here = Ear::join(&join);
    let mut there = Ear::join(&join);

    // What nobody hears is forgotten.
    here.bus.publish(&desk, rev(1));
    here.bus.subscribe(desk).await.expect("subscribed");
    there.bus.subscribe(desk).await.expect("subscribed");

    // Everybody who hears a channel is told, in the order of one publisher, the publisher too.
    for n in 2..=50 {
        here.bus.publish(&desk, rev(n));
    }
    for n in 2..=50 {
        assert_eq!(here.next().await, rev(n), "the publisher hears itself");
        assert_eq!(there.next().await, rev(n), "the other node hears it");
    }

    // Channels are apart.
    let Channel::Queue(_, id) = queue else {
        unreachable!("made as a queue above")
    };
    let notice = Message::Notice(Notice {
        queue: id,
        kind: NoticeKind::Queued,
        conv: None,
        seq: None,
        agent: None,
    });
    there.bus.subscribe(queue).await.expect("subscribed");
    here.bus.publish(&queue, notice.clone());
    here.bus.publish(&desk, rev(51));
    assert_eq!(here.next().await, rev(51), "a channel that is not heard is not told");
    assert_eq!(there.next().await, notice);
    assert_eq!(there.next().await, rev(51));

    // Hearing twice is hearing; leaving is leaving.
    there.bus.subscribe(desk).await.expect("subscribed");
    here.bus.unsubscribe(&desk);
    there.bus.publish(&desk, rev(52));
    there.bus.publish(&queue, notice.clone());
    assert_eq!(there.next().await, rev(52));
    assert_eq!(there.next().await, notice);
    assert!(here.heard.try_recv().is_err(), "who has left hears nothing");
}
