//! What everybody does at once.

use std::time::Instant;

use anyhow::Result;
use futures_util::future::try_join_all;
use serde::Serialize;

use crate::{
    crowd::{Crowd, Outcome, Step},
    peer::Server,
};

/// Shoppers of one process: a quarter of the files that one may open.
const CROWD_MAX: usize = 5_000;

/// A step by everybody at once.
#[derive(Debug, Serialize)]
pub(crate) struct Storm {
    pub(crate) seconds: f64,
    pub(crate) failed: usize,
    pub(crate) server_cpu_us_each: f64,
}

/// `n` shoppers in as many processes as they need, at least two.
pub(crate) async fn gather(server: &Server, n: usize) -> Result<Vec<Crowd>> {
    let crowds = n.div_ceil(CROWD_MAX).max(2);
    let shares = (0_u8..).zip((0..crowds).map(|place| n / crowds + usize::from(place < n % crowds)));
    let gathering = shares.map(|(place, n)| Crowd::gather(server.peer, server.process.address, n, place));
    try_join_all(gathering).await
}

/// Tells every crowd, then waits for all.
#[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "far below 2^52")]
pub(crate) async fn storm(server: &Server, crowds: &mut [Crowd], step: Step) -> Result<Storm> {
    let (before, began) = (server.process.cpu_s()?, Instant::now());
    for crowd in crowds.iter_mut() {
        crowd.tell(step).await?;
    }
    let outcomes: Vec<Outcome> = try_join_all(crowds.iter_mut().map(Crowd::answer)).await?;
    let seconds = began.elapsed().as_secs_f64();
    let done: usize = outcomes.iter().map(|outcome| outcome.done).sum();
    Ok(Storm {
        seconds,
        failed: outcomes.iter().map(|outcome| outcome.failed).sum(),
        server_cpu_us_each: (server.process.cpu_s()? - before) * 1e6 / done.max(1) as f64,
    })
}
