//! Pairs that talk: the shopper sends, the agent reads (S1, S2).

use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use futures_util::future::try_join_all;
use serde::Serialize;
use tokio::time::{Instant as Deadline, sleep_until};

use crate::{
    histogram::{Latencies, Percentiles},
    pairs::Pair,
    peer::{Peer, Server},
    process,
    socket::Heard,
};

/// What is under way when time is up may still come.
const DRAIN: Duration = Duration::from_secs(5);

/// How fast a pair talks.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pace {
    /// So many messages that are not yet both acknowledged and delivered.
    Closed(u32),
    /// So many messages a second of all pairs together, whatever comes of them.
    PerSecond(u32),
}

/// What all pairs together have seen, and what it cost.
#[derive(Debug, Serialize)]
pub(crate) struct Talked {
    pub(crate) peer: Peer,
    pub(crate) pace: Pace,
    pub(crate) round: u32,
    pub(crate) delivered: usize,
    pub(crate) lost: usize,
    pub(crate) reordered: usize,
    pub(crate) seconds: f64,
    pub(crate) per_s: f64,
    pub(crate) server_cpu_us: f64,
    /// What the server gave to the disk for a message, in bytes.
    pub(crate) written_bytes: f64,
    pub(crate) server_cores: f64,
    pub(crate) client_cores: f64,
    /// Used by neither server nor client.
    pub(crate) other_cores: f64,
    pub(crate) acked: Percentiles,
    pub(crate) arrived: Percentiles,
}

/// What one pair has seen.
#[derive(Default)]
struct Seen {
    sent: Vec<Instant>,
    acked: Vec<Duration>,
    arrived: Vec<Duration>,
    reordered: usize,
}

/// Lets the pairs talk for a time.
pub(crate) async fn talk(
    server: &Server,
    pairs: &mut Vec<Pair>,
    pace: Pace,
    round: u32,
    time: Duration,
) -> Result<Talked> {
    let n = u32::try_from(pairs.len())?;
    let cpu = || {
        anyhow::Ok((
            server.process.cpu_s()?,
            process::own_cpu_s()?,
            process::machine_cpu_s()?,
        ))
    };
    let (server_before, client_before, machine_before) = cpu()?;
    let written_before = server.process.written_bytes()?;
    let began = Instant::now();
    let talking = (0_u32..).zip(pairs.drain(..)).map(|(place, mut pair)| async move {
        let rhythm = match pace {
            Pace::Closed(window) => Rhythm::Closed(window),
            Pace::PerSecond(rate) => {
                let every = Duration::from_secs(1) * n / rate;
                let first = began + every * place / n;
                Rhythm::Every(every, first.into())
            }
        };
        let until = Deadline::from_std(began + time);
        let task = tokio::spawn(async move {
            let seen = pair.talk(rhythm, until).await?;
            anyhow::Ok((pair, seen))
        });
        task.await?
    });
    let talked = try_join_all(talking).await?;
    let seconds = began.elapsed().as_secs_f64();
    let (server_after, client_after, machine_after) = cpu()?;

    let written = server.process.written_bytes()? - written_before;

    let (mut acked, mut arrived) = (Latencies::new()?, Latencies::new()?);
    let (mut sent, mut delivered, mut reordered) = (0, 0, 0);
    for (pair, seen) in talked {
        acked.extend(&seen.acked);
        arrived.extend(&seen.arrived);
        sent += seen.sent.len();
        delivered += seen.arrived.len();
        reordered += seen.reordered;
        pairs.push(pair);
    }
    ensure!(delivered > 0, "{} delivers nothing", server.peer.name());
    let (server_s, client_s) = (server_after - server_before, client_after - client_before);
    #[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "far below 2^52")]
    let (messages, written) = (delivered as f64, written as f64);
    Ok(Talked {
        peer: server.peer,
        pace,
        round,
        delivered,
        lost: sent - delivered,
        reordered,
        seconds,
        per_s: messages / seconds,
        server_cpu_us: server_s * 1e6 / messages,
        written_bytes: written / messages,
        server_cores: server_s / seconds,
        client_cores: client_s / seconds,
        other_cores: (machine_after - machine_before - server_s - client_s) / seconds,
        acked: acked.percentiles(),
        arrived: arrived.percentiles(),
    })
}

enum Rhythm {
    Closed(u32),
    Every(Duration, Deadline),
}

impl Pair {
    /// Sends until time is up, then waits for what is under way.
    async fn talk(&mut self, mut rhythm: Rhythm, until: Deadline) -> Result<Seen> {
        let first = self.next;
        let mut seen = Seen::default();
        let mut last_arrived = None;
        let time_is_up = sleep_until(until);
        tokio::pin!(time_is_up);
        let mut over = false;
        loop {
            let wake = if over {
                None
            } else {
                self.say(&mut rhythm, &mut seen).await?
            };
            if over && seen.is_complete() {
                return Ok(seen);
            }
            tokio::select! {
                heard = self.shopper.hear() => match heard? {
                    Heard::Answer { to, is_ok: true, .. } => seen.acked.extend(seen.since_sent(first, to)),
                    Heard::Answer { text, .. } => bail!("a message was answered {text}"),
                    Heard::Ping(n) => self.shopper.pong(n).await?,
                    _other => {}
                },
                heard = self.agent.hear() => match heard? {
                    Heard::Event { cid: Some(cid) } => if let Some(id) = self.id_of(cid) {
                        seen.arrived.extend(seen.since_sent(first, id));
                        seen.reordered += usize::from(last_arrived.is_some_and(|last| id <= last));
                        last_arrived = Some(id);
                    },
                    Heard::Ping(n) => self.agent.pong(n).await?,
                    _other => {}
                },
                () = sleep_until(wake.unwrap_or(until)), if wake.is_some() => {}
                () = &mut time_is_up => {
                    if over {
                        return Ok(seen);
                    }
                    over = true;
                    time_is_up.as_mut().reset(until + DRAIN);
                }
            }
        }
    }

    /// Sends what may be sent now; when the next is due, if that is known.
    async fn say(&mut self, rhythm: &mut Rhythm, seen: &mut Seen) -> Result<Option<Deadline>> {
        let mut said = false;
        while match rhythm {
            Rhythm::Closed(window) => seen.under_way() < usize::try_from(*window)?,
            Rhythm::Every(_every, due) => *due <= Deadline::now(),
        } {
            let (_id, frame) = self.message();
            seen.sent.push(Instant::now());
            self.shopper.feed(frame).await?;
            said = true;
            if let Rhythm::Every(every, due) = rhythm {
                *due += *every;
            }
        }
        if said {
            self.shopper.flush().await?;
        }
        Ok(match rhythm {
            Rhythm::Closed(_window) => None,
            Rhythm::Every(_every, due) => Some(*due),
        })
    }
}

impl Seen {
    fn under_way(&self) -> usize {
        self.sent.len() - self.acked.len().min(self.arrived.len())
    }

    fn is_complete(&self) -> bool {
        self.under_way() == 0
    }

    /// `None` for a message of an earlier talk.
    fn since_sent(&self, first: u32, id: u32) -> Option<Duration> {
        let place = id.checked_sub(first)?;
        self.sent.get(usize::try_from(place).ok()?).map(Instant::elapsed)
    }
}
