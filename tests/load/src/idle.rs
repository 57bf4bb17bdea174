//! Shoppers who are there and say nothing (S3). They come all at once, are cut off, and come back (S4).

use std::time::{Duration, Instant};

use anyhow::Result;
use serde::Serialize;

use crate::{
    crowd::Step,
    peer::{Peer, Server},
    storm::{Storm, gather, storm},
};

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
