//! The benchmark: what a message, a socket and a storm cost Tillside, beside what they cost a bare relay that does
//! nothing else, in the same run and on the same machine, so that every figure is a ratio.
//!
//! `cargo xtask bench` builds what it needs and runs it; `docs/performance.md` holds the last results.

mod bench;
mod crowd;
mod histogram;
mod http;
mod idle;
mod machine;
mod node;
mod pairs;
mod peer;
mod process;
mod relay;
mod relay_log;
mod socket;
mod storm;
mod table;
mod talk;

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::peer::Peer;

#[derive(Parser)]
#[command(about = "Measures Tillside beside a bare relay, on this machine.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the scenarios, prints a table and writes the figures as JSON.
    Run(bench::Plan),
    /// The bare relay itself.
    #[command(hide = true)]
    Relay {
        /// Every message is in this file, and synced, before anybody hears of it.
        #[arg(long)]
        log: Option<PathBuf>,
        #[arg(long)]
        read_buffer: usize,
    },
    /// Shoppers in a process of their own.
    #[command(hide = true)]
    Crowd {
        #[arg(long)]
        tillside: bool,
        #[arg(long)]
        to: SocketAddr,
        #[arg(long)]
        from: IpAddr,
        #[arg(long)]
        shoppers: usize,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Run(plan) => bench::run(plan).await,
        Command::Relay { log, read_buffer } => relay::run(log, read_buffer).await,
        Command::Crowd {
            tillside,
            to,
            from,
            shoppers,
        } => {
            let peer = if tillside { Peer::Tillside } else { Peer::Relay };
            crowd::run(peer, to, from, shoppers).await
        }
    }
}

/// Tells whoever started this.
#[expect(clippy::print_stdout, reason = "a program's answer goes to its standard output")]
fn say(line: &str) {
    println!("{line}");
}
