//! What is measured: Tillside, or the floor beside it.

use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
};

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use serde::Serialize;
use tokio::process::Command;

use crate::{node, process::Process};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Peer {
    /// `tillside serve` on SQLite: acked after `fdatasync`.
    Tillside,
    /// The bare relay: no log.
    Relay,
    /// The bare relay with its log: acked after `fdatasync`.
    DurableRelay,
}

/// A peer that runs.
pub(crate) struct Server {
    pub(crate) peer: Peer,
    pub(crate) process: Process,
}

impl Peer {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tillside => "tillside",
            Self::Relay => "relay",
            Self::DurableRelay => "relay + fdatasync",
        }
    }

    /// Starts it with what it keeps in `folder` and so many agents; `read_buffer` is the relay's, in bytes.
    pub(crate) async fn start(self, binary: &Path, folder: &Path, agents: usize, read_buffer: usize) -> Result<Server> {
        let command = match self {
            Self::Tillside => {
                node::found(binary, folder, agents).await?;
                node::serve(binary, folder)
            }
            Self::Relay | Self::DurableRelay => {
                let mut command = Command::new(std::env::current_exe().context("a process knows its file")?);
                command.args(["relay", "--read-buffer", &read_buffer.to_string()]);
                if self == Self::DurableRelay {
                    command.arg("--log").arg(folder.join("relay.log"));
                }
                command
            }
        };
        let process = Process::start(command).await?;
        Ok(Server { peer: self, process })
    }
}

impl Peer {
    /// Tokens of new shoppers. The relay takes anybody at their word.
    pub(crate) async fn shoppers(self, at: SocketAddr, n: usize) -> Result<Vec<String>> {
        match self {
            Self::Tillside => node::shoppers(at, n).await,
            Self::Relay | Self::DurableRelay => Ok((0..n).map(|place| format!("shopper:{place}")).collect()),
        }
    }

    /// Tokens of the first agents.
    pub(crate) async fn agents(self, at: SocketAddr, n: usize) -> Result<Vec<String>> {
        match self {
            Self::Tillside => node::agents(at, n).await,
            Self::Relay | Self::DurableRelay => Ok((0..n).map(|place| format!("agent:{place}")).collect()),
        }
    }
}

/// The `n`-th of this machine's own addresses, beginning with 127.0.0.2: each has ports of its own.
pub(crate) fn source(n: u8) -> IpAddr {
    IpAddr::from([127, 0, 0, 2 + n])
}
