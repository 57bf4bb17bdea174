//! Many shoppers in a process of their own, because a process may hold only so many open files. It does what it is told
//! line by line, each line by all its shoppers, and answers with what came of it.

use std::{
    net::{IpAddr, SocketAddr},
    process::Stdio,
    time::Instant,
};

use anyhow::{Context as _, Result, bail};
use futures_util::{StreamExt as _, stream};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    pairs::{WORDS, text},
    peer::{Peer, source},
    socket::{Heard, Resume, Socket},
};

/// Handshakes under way at once in one crowd.
const CONNECTING: usize = 128;
/// Shoppers of one crowd who talk at once.
const TALKING: usize = 32;

/// What a crowd is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Step {
    /// Everybody who is not connected connects, and resumes what they have seen.
    Connect,
    /// Everybody opens a conversation, sends one message and leaves.
    Talk,
    /// Everybody is cut off at once.
    Cut,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) done: usize,
    pub(crate) failed: usize,
    pub(crate) seconds: f64,
}

/// A crowd's process, as the benchmark sees it.
pub(crate) struct Crowd {
    _child: Child,
    stdin: ChildStdin,
    stdout: Lines<BufReader<ChildStdout>>,
}

impl Crowd {
    /// Gathers `n` shoppers, with their tokens but not connected, who come from the `place`-th address.
    pub(crate) async fn gather(peer: Peer, to: SocketAddr, n: usize, place: u8) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe().context("a process knows its file")?)
            .args(["crowd", "--to", &to.to_string(), "--from", &source(place).to_string()])
            .args(["--shoppers", &n.to_string()])
            .args(if peer == Peer::Tillside {
                &["--tillside"][..]
            } else {
                &[]
            })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("start a crowd")?;
        let stdin = child.stdin.take().context("its input is piped")?;
        let stdout = BufReader::new(child.stdout.take().context("its output is piped")?).lines();
        let mut crowd = Self {
            _child: child,
            stdin,
            stdout,
        };
        crowd.answer().await.context("gather a crowd")?;
        Ok(crowd)
    }

    pub(crate) async fn tell(&mut self, step: Step) -> Result<()> {
        let line = serde_json::to_string(&step)? + "\n";
        Ok(self.stdin.write_all(line.as_bytes()).await?)
    }

    pub(crate) async fn answer(&mut self) -> Result<Outcome> {
        let line = self.stdout.next_line().await?.context("the crowd has gone")?;
        Ok(serde_json::from_str(&line)?)
    }
}

/// One of a crowd.
struct Shopper {
    token: String,
    socket: Option<Socket>,
    log: String,
    seen: Option<Resume>,
}

/// The crowd's own process.
pub(crate) async fn run(peer: Peer, to: SocketAddr, from: IpAddr, n: usize) -> Result<()> {
    let tokens = peer.shoppers(to, n).await?;
    let mut shoppers: Vec<_> = tokens.into_iter().map(Shopper::new).collect();
    tell(&Outcome::default())?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut attending = Attending::new(Vec::new());
    while let Some(line) = lines.next_line().await? {
        shoppers.extend(attending.end().await?);
        let began = Instant::now();
        let members = std::mem::take(&mut shoppers);
        let outcome = match serde_json::from_str(&line)? {
            Step::Connect => {
                each(
                    members,
                    CONNECTING,
                    async |shopper| shopper.connect(to, from).await,
                    &mut shoppers,
                )
                .await
            }
            Step::Talk => {
                each(
                    members,
                    TALKING,
                    async |shopper| shopper.talk(peer).await,
                    &mut shoppers,
                )
                .await
            }
            Step::Cut => {
                shoppers = members;
                for shopper in &mut shoppers {
                    shopper.socket = None;
                }
                Outcome {
                    done: shoppers.len(),
                    ..Outcome::default()
                }
            }
        };
        attending = Attending::new(std::mem::take(&mut shoppers));
        tell(&Outcome {
            seconds: began.elapsed().as_secs_f64(),
            ..outcome
        })?;
    }
    Ok(())
}

fn tell(outcome: &Outcome) -> Result<()> {
    crate::say(&serde_json::to_string(outcome)?);
    Ok(())
}

/// Lets each do a step, so many at once. Who fails is not connected any more; the first reason is shown.
async fn each(
    members: Vec<Shopper>,
    at_once: usize,
    step: impl AsyncFn(&mut Shopper) -> Result<()>,
    back: &mut Vec<Shopper>,
) -> Outcome {
    let step = &step;
    let mut outcome = Outcome::default();
    let mut steps = stream::iter(members.into_iter().map(|mut shopper| async move {
        let done = step(&mut shopper).await;
        (shopper, done)
    }))
    .buffer_unordered(at_once);
    while let Some((mut shopper, done)) = steps.next().await {
        match done {
            Ok(()) => outcome.done += 1,
            Err(error) => {
                if outcome.failed == 0 {
                    eprintln!("a shopper failed: {error:#}");
                }
                outcome.failed += 1;
                shopper.socket = None;
            }
        }
        back.push(shopper);
    }
    outcome
}

impl Shopper {
    fn new(token: String) -> Self {
        Self {
            token,
            socket: None,
            log: String::new(),
            seen: None,
        }
    }

    async fn connect(&mut self, to: SocketAddr, from: IpAddr) -> Result<()> {
        if self.socket.is_some() {
            return Ok(());
        }
        let mut socket = Socket::connect(to, from).await?;
        let welcome = socket.hello(&self.token, self.seen.as_ref()).await?;
        self.log = text(&welcome, "log")?;
        self.socket = Some(socket);
        Ok(())
    }

    async fn talk(&mut self, peer: Peer) -> Result<()> {
        let Some(socket) = &mut self.socket else {
            bail!("not connected");
        };
        let conv = match peer {
            Peer::Tillside => text(
                &socket.ask(1, json!({"t": "open", "cid": Uuid::new_v4()})).await?,
                "conv",
            )?,
            Peer::Relay | Peer::DurableRelay => self.token.clone(),
        };
        let body = json!({"kind": "text", "text": WORDS});
        let message = json!({"t": "send", "conv": conv, "cid": Uuid::new_v4(), "body": body});
        socket.ask(2, message).await?;
        if peer == Peer::Tillside {
            let left = socket.ask(3, json!({"t": "leave", "conv": conv})).await?;
            self.seen = Some(Resume {
                log: self.log.clone(),
                conv,
                seq: left["seq"].as_u64().context("the answer has a `seq`")?,
            });
        }
        Ok(())
    }

    /// Answers pings until it is wanted for something else, or is gone.
    async fn attend(mut self, wanted: CancellationToken) -> Self {
        if let Some(mut socket) = self.socket.take() {
            let attended = tokio::select! {
                () = wanted.cancelled() => Ok(()),
                ended = answer_pings(&mut socket) => ended,
            };
            match attended {
                Ok(()) => self.socket = Some(socket),
                Err(error) => eprintln!("a shopper was lost: {error:#}"),
            }
        }
        self
    }
}

async fn answer_pings(socket: &mut Socket) -> Result<()> {
    loop {
        if let Heard::Ping(n) = socket.hear().await? {
            socket.pong(n).await?;
        }
    }
}

/// Shoppers who have nothing to do.
struct Attending {
    tasks: JoinSet<Shopper>,
    wanted: CancellationToken,
}

impl Attending {
    fn new(shoppers: Vec<Shopper>) -> Self {
        let wanted = CancellationToken::new();
        let tasks = shoppers
            .into_iter()
            .map(|shopper| shopper.attend(wanted.clone()))
            .collect();
        Self { tasks, wanted }
    }

    async fn end(&mut self) -> Result<Vec<Shopper>> {
        self.wanted.cancel();
        let mut shoppers = Vec::new();
        while let Some(shopper) = self.tasks.join_next().await {
            shoppers.push(shopper?);
        }
        Ok(shoppers)
    }
}
