//! Those who wait are told their place: when it changes, at most every 3 s to the first hundred and every 15 s to the rest.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use dashmap::{DashMap, DashSet};
use tillside_actions::Promised;
use tillside_domain::{
    ephemeral::Ephemeral,
    ids::{ConversationId, QueueId, WorkspaceId},
};
use tokio::{
    sync::Notify,
    time::{Instant, MissedTickBehavior, interval},
};

use crate::Inner;

const SOON: Duration = Duration::from_secs(3);
const LATER: Duration = Duration::from_secs(15);
/// Those who are told soon.
const FIRST: u64 = 100;
/// Somebody who just came to wait is told at once.
const AT_ONCE: Duration = Duration::from_millis(100);

/// What has moved since it was last told.
#[derive(Default)]
pub(crate) struct Places {
    moved: DashMap<QueueId, WorkspaceId>,
    again: DashSet<ConversationId>,
    somebody_new: Notify,
}

impl Places {
    /// Something moved in this queue.
    pub(crate) fn moved(&self, workspace: WorkspaceId, queue: QueueId) {
        self.moved.insert(queue, workspace);
    }

    /// A shopper (re)connected: whatever they were told before, they are told again.
    pub(crate) fn tell_again(&self, conv: ConversationId) {
        self.again.insert(conv);
        self.somebody_new.notify_one();
    }
}

/// What a shopper was last told, and when.
struct Told {
    promised: Promised,
    at: Instant,
}

/// Tells, for ever.
pub(crate) async fn run(inner: &Arc<Inner>) {
    let mut told: HashMap<ConversationId, Told> = HashMap::new();
    let mut soon = interval(SOON);
    soon.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let somebody_new = tokio::select! {
            _ = soon.tick() => false,
            () = inner.places.somebody_new.notified() => true,
        };
        if somebody_new {
            // Whoever comes with them is told in the same round.
            tokio::time::sleep(AT_ONCE).await;
        }
        let again: Vec<ConversationId> = inner.places.again.iter().map(|conv| *conv).collect();
        for conv in again {
            inner.places.again.remove(&conv);
            told.remove(&conv);
        }
        let queues = match tillside_actions::queues_of_all(inner.actions()).await {
            Ok(queues) => queues,
            Err(error) => {
                tracing::warn!(%error, "Places could not be told");
                continue;
            }
        };
        let attended: HashSet<ConversationId> = inner.registry.attended().into_iter().collect();
        if attended.is_empty() {
            told.clear();
            continue;
        }
        for (workspace, queue) in queues {
            let moved = inner.places.moved.remove(&queue).is_some();
            if moved || somebody_new {
                let everybody = tell(inner, (workspace, queue), &attended, &mut told).await;
                if !everybody {
                    // Who was told a moment ago is told the rest of it when their turn comes.
                    inner.places.moved(workspace, queue);
                }
            }
        }
        told.retain(|conv, _told| attended.contains(conv));
    }
}

/// Tells those of a queue who are here; `false` if somebody was told too short a while ago.
async fn tell(
    inner: &Inner,
    (workspace, queue): (WorkspaceId, QueueId),
    attended: &HashSet<ConversationId>,
    told: &mut HashMap<ConversationId, Told>,
) -> bool {
    let places = match tillside_actions::places(inner.actions(), workspace, queue).await {
        Ok(places) => places,
        Err(error) => {
            tracing::warn!(%error, queue.id = %queue, "Places could not be read");
            return false;
        }
    };
    let mut everybody = true;
    for promised in places.into_iter().filter(|promised| attended.contains(&promised.conv)) {
        let rest = if promised.position <= FIRST { SOON } else { LATER };
        match told.get(&promised.conv) {
            Some(told) if told.promised == promised => {}
            Some(told) if told.at.elapsed() + AT_ONCE < rest => everybody = false,
            before => {
                if let (None, Some(wait_ms)) = (before, promised.wait_ms) {
                    record(inner, promised.conv, wait_ms).await;
                }
                say(inner, promised);
                let at = Instant::now();
                told.insert(promised.conv, Told { promised, at });
            }
        }
    }
    everybody
}

fn say(inner: &Inner, promised: Promised) {
    let what = Ephemeral::Queue {
        position: promised.position,
        wait_ms: promised.wait_ms,
        availability: promised.availability,
    };
    inner.registry.ephemeral(promised.conv, &Arc::new(what));
}

/// What was promised first is kept, and compared with what came of it.
async fn record(inner: &Inner, conv: ConversationId, wait_ms: u64) {
    if let Err(error) = tillside_actions::record_promise(inner.actions(), conv, wait_ms).await {
        tracing::warn!(%error, conversation.id = %conv, "A promise was not kept for comparison");
    }
}
