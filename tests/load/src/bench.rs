//! The order of the measurements: all peers in turn in every round, so that what else the machine does falls on all.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::{
    idle::{self, Sat},
    machine::Machine,
    pairs::{self, Pair, WORDS, WORDS_WITH_DIGITS},
    peer::{Peer, Server},
    table,
    talk::{self, Pace, Talked},
};

/// Before anything counts.
const WARM_UP: Duration = Duration::from_millis(500);
/// The relay's read buffers, in bytes: where it talks, and where it sits.
const TALK_BUFFER: usize = 2_048;
const IDLE_BUFFER: usize = 1_024;

#[derive(Args)]
pub(crate) struct Plan {
    /// The server's binary.
    #[arg(long, default_value = "target/release/tillside")]
    binary: PathBuf,
    /// Where the figures go.
    #[arg(long, default_value = "target/bench/results.json")]
    json: PathBuf,
    /// S1 and S2 talk, S3 and S4 sit.
    #[arg(long, value_delimiter = ',', default_value = "s1,s2,s3")]
    scenarios: Vec<Scenario>,
    #[arg(long, value_delimiter = ',', default_value = "tillside,durable-relay,relay")]
    peers: Vec<Peer>,
    /// How often each is measured; what is shown is the median.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    rounds: u32,
    /// The time of one measurement.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    pairs: u16,
    /// Every message names an order's number, on which the card filter looks back.
    #[arg(long)]
    digits: bool,
    /// Shoppers who sit; 10,000 is what the targets are about.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u16).range(1..=15_000))]
    idle: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Scenario {
    /// A fixed rate.
    S1,
    /// A closed loop.
    S2,
    /// Idle shoppers; then all are cut off and come back (S4).
    S3,
}

impl Scenario {
    fn paces(self) -> &'static [Pace] {
        match self {
            Self::S1 => &[Pace::PerSecond(200), Pace::PerSecond(2_000)],
            Self::S2 => &[Pace::Closed(1), Pace::Closed(8)],
            Self::S3 => &[],
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    pub(crate) command: Vec<String>,
    pub(crate) talked: Vec<Talked>,
    pub(crate) sat: Vec<Sat>,
}

pub(crate) async fn run(mut plan: Plan) -> Result<()> {
    plan.binary = fs::canonicalize(&plan.binary)
        .with_context(|| format!("find {}; `cargo xtask bench` builds it", plan.binary.display()))?;
    let mut report = Report {
        machine: Machine::read(&plan.binary)?,
        command: std::env::args().skip(1).collect(),
        talked: Vec::new(),
        sat: Vec::new(),
    };
    talk_all(&plan, &mut report.talked).await?;
    if plan.scenarios.contains(&Scenario::S3) {
        for peer in &plan.peers {
            let folder = tempfile::tempdir()?;
            let server = peer.start(&plan.binary, folder.path(), 0, IDLE_BUFFER).await?;
            report
                .sat
                .push(idle::sit(&server, plan.idle.into(), Duration::from_secs(plan.seconds)).await?);
        }
    }
    crate::say(&table::of(&report));
    if let Some(folder) = plan.json.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&plan.json, serde_json::to_vec_pretty(&report)?).context("write the figures")?;
    crate::say(&format!("{}", plan.json.display()));
    Ok(())
}

/// A server with its pairs.
struct Table {
    server: Server,
    pairs: Vec<Pair>,
    _folder: tempfile::TempDir,
}

async fn talk_all(plan: &Plan, talked: &mut Vec<Talked>) -> Result<()> {
    let paces: Vec<_> = plan.scenarios.iter().flat_map(|scenario| scenario.paces()).collect();
    if paces.is_empty() {
        return Ok(());
    }
    let mut tables = Vec::new();
    for peer in &plan.peers {
        let folder = tempfile::tempdir()?;
        let server = peer
            .start(&plan.binary, folder.path(), plan.pairs.into(), TALK_BUFFER)
            .await?;
        let words = if plan.digits { WORDS_WITH_DIGITS } else { WORDS };
        let mut pairs = pairs::meet(&server, plan.pairs.into(), words)
            .await
            .with_context(|| format!("bring pairs together on {}", peer.name()))?;
        talk::talk(&server, &mut pairs, Pace::Closed(1), 0, WARM_UP).await?;
        tables.push(Table {
            server,
            pairs,
            _folder: folder,
        });
    }
    for round in 1..=plan.rounds {
        for pace in &paces {
            for table in &mut tables {
                let time = Duration::from_secs(plan.seconds);
                let seen = talk::talk(&table.server, &mut table.pairs, **pace, round, time).await?;
                eprintln!(
                    "round {round}, {pace:?}, {}: {:.0}/s, {:.0} µs",
                    seen.peer.name(),
                    seen.per_s,
                    seen.server_cpu_us
                );
                talked.push(seen);
            }
        }
    }
    Ok(())
}
