//! What an operator watches: queues, waits, and the two promises, in numbers.

use std::time::Duration;

use tillside_domain::board::BoardSnapshot;
use tillside_store::StoreError;

use crate::Context;

/// Measures every workspace. `since` is how long ago this was last done.
pub(crate) async fn measure(ctx: &Context, since: Duration) -> Result<(), StoreError> {
    for workspace in ctx.store.workspaces().await? {
        measure_queues(&ctx.store.board(workspace).await?);
    }
    let attention = ctx.store.attention().await?;
    // Seconds are whole here: this runs every few, and the sum is what counts.
    let seconds = since.as_secs();
    metrics::counter!("tillside_unowned_seconds_total").increment(attention.unowned * seconds);
    metrics::counter!("tillside_unattended_seconds_total").increment(attention.unattended * seconds);
    metrics::gauge!("tillside_conversations_unattended").set(count(attention.unattended));
    Ok(())
}

fn measure_queues(board: &BoardSnapshot) {
    for now in &board.queues {
        let queue = now.queue.id.to_string();
        let gauge = |name: &'static str, value: f64| metrics::gauge!(name, "queue" => queue.clone()).set(value);
        gauge("tillside_queue_waiting", f64::from(now.waiting));
        gauge("tillside_queue_offered", f64::from(now.offered));
        gauge("tillside_queue_active", f64::from(now.active));
        gauge("tillside_queue_agents_online", f64::from(now.agents_online));
        gauge("tillside_queue_slots_free", f64::from(now.slots_free));
        let longest = Duration::from_millis(u64::try_from(now.longest_wait_ms.unwrap_or(0)).unwrap_or(0));
        gauge("tillside_queue_longest_wait_seconds", longest.as_secs_f64());
    }
}

fn count(value: u64) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}
