//! The bus may lose anything: heads and desks are compared with the store, and what was missed is read.

use std::{collections::HashSet, sync::Arc, time::Duration};

use tillside_bus::Channel;
use tillside_domain::ids::ConversationId;
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::Inner;

/// Conversations with an event in the last two minutes, and desks, are compared this often,
const RECENT_EVERY: Duration = Duration::from_secs(3);
const RECENT: Duration = Duration::from_mins(2);
/// all others every twentieth time.
const ALL_EVERY: u32 = 20;
/// Heads compared in one query.
const CHUNK: usize = 500;
/// Waiting shoppers that are connected here are marked as seen this often.
const SEEN_EVERY: Duration = Duration::from_secs(20);
/// New queues are heard of this soon.
const QUEUES_EVERY: Duration = Duration::from_secs(5);

fn ticker(period: Duration) -> tokio::time::Interval {
    let mut ticker = interval(period);
    ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticker
}

/// Anti-entropy, for ever.
pub(crate) async fn heads(inner: &Arc<Inner>) {
    let mut every = ticker(RECENT_EVERY);
    for round in 0_u32.. {
        every.tick().await;
        let since = Instant::now().checked_sub(RECENT);
        let all = round.is_multiple_of(ALL_EVERY);
        let followed = inner.registry.followed_since(since.filter(|_since| !all));
        compare(inner, followed).await;
        match tillside_actions::desk_revs(inner.actions(), inner.registry.agents()).await {
            Ok(revs) => revs
                .into_iter()
                .for_each(|(agent, rev)| inner.registry.desk(agent, rev)),
            Err(error) => tracing::warn!(%error, "Desks could not be compared"),
        }
    }
}

async fn compare(inner: &Inner, followed: Vec<ConversationId>) {
    for chunk in followed.chunks(CHUNK) {
        match tillside_actions::heads(inner.actions(), chunk.to_vec()).await {
            Ok(heads) => heads
                .into_iter()
                .for_each(|(conv, head)| inner.registry.head(conv, head)),
            Err(error) => tracing::warn!(%error, "Heads could not be compared"),
        }
    }
}

/// Says of waiting shoppers that they are there, for ever.
pub(crate) async fn presence(inner: &Arc<Inner>) {
    let mut every = ticker(SEEN_EVERY);
    loop {
        every.tick().await;
        let attended = inner.registry.attended();
        if attended.is_empty() {
            continue;
        }
        if let Err(error) = tillside_actions::seen(inner.actions(), &attended).await {
            tracing::warn!(%error, "Waiting shoppers could not be marked as seen");
        }
    }
}

/// Hears every queue's channel, for ever: this node routes for all of them.
pub(crate) async fn queues(inner: &Arc<Inner>) {
    let mut heard = HashSet::new();
    let mut every = ticker(QUEUES_EVERY);
    loop {
        every.tick().await;
        match tillside_actions::queues_of_all(inner.actions()).await {
            Ok(queues) => {
                for (workspace, queue) in queues {
                    if heard.insert(queue) {
                        inner.hear_channel(Channel::Queue(workspace, queue));
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "Queues could not be listed"),
        }
    }
}
