//! Shoppers who are there and say nothing (S3), and what happens when all come at once, are cut off and come back (S4).

use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::future::try_join_all;
use serde::Serialize;

use crate::{
    crowd::{Crowd, Outcome, Step},
    peer::{Peer, Server},
};

/// Shoppers of one process: half of the files that one may open.
const CROWD_MAX: usize = 5_000;
/// Memory is read when what a step has begun is over.
const SETTLE: Duration = Duration::from_millis(500);

#[derive(Debug, Serialize)]
pub(crate) struct Sat {
    pub(crate) peer: Peer,
    pub(crate) shoppers: usize,
    pub(crate) start_s: f64,
    /// Of the process before anybody came.
    pub(crate) empty_mb: f64,
    pub(crate) fresh_bytes_each: f64,
    pub(crate) idle_cores: f64,
    pub(crate) connect: Storm,
    pub(crate) talk: Storm,
    pub(crate) talked_bytes_each: f64,
    pub(crate) reconnect: Storm,
}

/// A step by everybody at once.
#[derive(Debug, Serialize)]
pub(crate) struct Storm {
    pub(crate) seconds: f64,
    pub(crate) failed: usize,
    pub(crate) server_cpu_us_each: f64,
}

#[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "far below 2^52")]
pub(crate) async fn sit(server: &Server, n: usize, time: Duration) -> Result<Sat> {
    let resident = || anyhow::Ok(server.process.resident_bytes()? as f64);
    let mut crowds = gather(server, n).await?;
    let empty = resident()?;

    let connect = storm(server, &mut crowds, Step::Connect).await?;
    tokio::time::sleep(SETTLE).await;
    let fresh = resident()?;

    let (before, began) = (server.process.cpu_s()?, Instant::now());
    tokio::time::sleep(time).await;
    let idle_cores = (server.process.cpu_s()? - before) / began.elapsed().as_secs_f64();

    let talk = storm(server, &mut crowds, Step::Talk).await?;
    tokio::time::sleep(SETTLE).await;
    let talked = resident()?;

    storm(server, &mut crowds, Step::Cut).await?;
    let reconnect = storm(server, &mut crowds, Step::Connect).await?;
    Ok(Sat {
        peer: server.peer,
        shoppers: n,
        start_s: server.process.start_s,
        empty_mb: empty / 1e6,
        fresh_bytes_each: (fresh - empty) / n as f64,
        idle_cores,
        connect,
        talk,
        talked_bytes_each: (talked - empty) / n as f64,
        reconnect,
    })
}

async fn gather(server: &Server, n: usize) -> Result<Vec<Crowd>> {
    let crowds = n.div_ceil(CROWD_MAX).max(2);
    let shares = (0_u8..).zip((0..crowds).map(|place| n / crowds + usize::from(place < n % crowds)));
    let gathering = shares.map(|(place, n)| Crowd::gather(server.peer, server.process.address, n, place));
    try_join_all(gathering).await
}

/// Tells every crowd, then waits for all.
#[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "far below 2^52")]
async fn storm(server: &Server, crowds: &mut [Crowd], step: Step) -> Result<Storm> {
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
