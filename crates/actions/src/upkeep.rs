//! What a node does by the clock: its lease, the search index, metrics, the boards' minutes, the clean-up.

use std::time::Duration;

use tillside_store::StoreError;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::{Context, gauges};

const LEASE_EVERY: Duration = Duration::from_secs(3);
/// Search follows the log within two seconds.
const INDEX_EVERY: Duration = Duration::from_secs(1);
/// Queues are measured this often.
const GAUGES_EVERY: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_mins(1);
const CLEAN_UP_EVERY: Duration = Duration::from_hours(24);

/// Runs until cancelled.
pub async fn upkeep(ctx: Context, stop: CancellationToken) {
    let mut lease = ticker(LEASE_EVERY);
    let mut index = ticker(INDEX_EVERY);
    let mut minute = ticker(MINUTE);
    let mut clean_up = ticker(CLEAN_UP_EVERY);
    let mut gauges = ticker(GAUGES_EVERY);
    loop {
        let (what, done) = tokio::select! {
            () = stop.cancelled() => return,
            _ = lease.tick() => ("lease", ctx.store.renew_lease(ctx.node.to_string()).await),
            _ = index.tick() => ("search index", index_new(&ctx).await),
            _ = minute.tick() => ("board history", ctx.store.record_minute().await),
            _ = gauges.tick() => ("metrics", gauges::measure(&ctx, GAUGES_EVERY).await),
            _ = clean_up.tick() => ("clean-up", clear(&ctx).await),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "Upkeep failed and is tried again: {what}");
        }
    }
}

/// Begins one period from now: starting up is busy enough.
fn ticker(period: Duration) -> tokio::time::Interval {
    let mut ticker = interval(period);
    ticker.reset_at(Instant::now() + period);
    ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticker
}

async fn index_new(ctx: &Context) -> Result<(), StoreError> {
    if ctx.store.has_new_entries().await? {
        while ctx.store.index_new().await? {}
    }
    Ok(())
}

async fn clear(ctx: &Context) -> Result<(), StoreError> {
    while ctx.store.clean_up().await? {}
    Ok(())
}
