//! The floor: a bare relay that any server of this protocol can be measured against. It reads a shopper's `send`, writes
//! the agent's `event` and the shopper's `ok`, and does nothing else: nobody is asked who they are, nothing is kept.
//!
//! With a log a message is on the disk before anybody hears of it, as Tillside promises; without, it is what two sockets
//! and JSON cost.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Instant};

use anyhow::{Context as _, Result};
use dashmap::DashMap;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use serde::{Deserialize, Serialize};
use serde_json::{json, value::RawValue};
use tokio::{
    net::{TcpSocket, TcpStream},
    sync::mpsc,
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async_with_config,
    tungstenite::{
        Message, Utf8Bytes,
        handshake::server::{Request, Response},
        http::HeaderValue,
        protocol::WebSocketConfig,
    },
};

use crate::{
    relay_log::{Entry, Log},
    socket::SUBPROTOCOL,
};

/// Connections that wait to be accepted. With the usual 128 the handshakes of a storm are dropped, and come again after a
/// second.
const BACKLOG: u32 = 4_096;

/// What waits for one socket. Without a bound: clients of a closed loop bound it, and the floor pays for nothing more.
pub(crate) type Outbox = mpsc::UnboundedSender<Utf8Bytes>;

struct Relay {
    agents: DashMap<String, Outbox>,
    log: Option<Log>,
    began: Instant,
}

#[derive(Deserialize)]
struct Hello<'a> {
    /// `shopper:N` or `agent:N`: a pair's two ends have the same N, which is also their conversation's name.
    token: &'a str,
}

#[derive(Deserialize)]
struct Send<'a> {
    id: &'a str,
    conv: &'a str,
    cid: &'a str,
    #[serde(borrow)]
    body: &'a RawValue,
}

#[derive(Serialize)]
struct Event<'a> {
    t: &'static str,
    conv: &'a str,
    seq: u64,
    kind: &'static str,
    by: By<'a>,
    at: u128,
    epoch: u64,
    cid: &'a str,
    data: Data<'a>,
}

#[derive(Serialize)]
struct By<'a> {
    shopper: &'a str,
}

#[derive(Serialize)]
struct Data<'a> {
    body: &'a RawValue,
}

#[derive(Serialize)]
struct Acknowledged<'a> {
    t: &'static str,
    re: &'a str,
    conv: &'a str,
    seq: u64,
    at: u128,
    dup: bool,
}

/// Serves until it is killed.
pub(crate) async fn run(log: Option<PathBuf>, read_buffer: usize) -> Result<()> {
    let relay = Arc::new(Relay {
        agents: DashMap::new(),
        log: log.as_deref().map(Log::open).transpose()?,
        began: Instant::now(),
    });
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let listener = socket.listen(BACKLOG).context("listen")?;
    crate::say(&format!("listening on http://{}", listener.local_addr()?));
    let config = WebSocketConfig::default().read_buffer_size(read_buffer);
    loop {
        let (stream, _peer) = listener.accept().await.context("accept a connection")?;
        let relay = Arc::clone(&relay);
        tokio::spawn(async move {
            // A client that has gone ends its connection, whichever way it went.
            drop(relay.serve(stream, config).await);
        });
    }
}

impl Relay {
    async fn serve(&self, stream: TcpStream, config: WebSocketConfig) -> Result<()> {
        stream.set_nodelay(true)?;
        let mut socket = accept_hdr_async_with_config(stream, echo_subprotocol, Some(config)).await?;
        let hello = socket.next().await.context("a hello")??.into_text()?;
        let hello: Hello<'_> = serde_json::from_str(&hello)?;
        let (outbox, inbox) = mpsc::unbounded_channel();
        if hello.token.starts_with("agent") {
            let pair = hello.token.trim_start_matches("agent:").to_owned();
            self.agents.insert(pair, outbox.clone());
        }
        let welcome = json!({"t": "welcome", "conn": hello.token, "log": "relay", "conversations": []});
        socket.send(Message::text(welcome.to_string())).await?;
        self.carry(socket, hello.token, outbox, inbox).await
    }

    /// Everything that is ready goes out with one flush, in each direction.
    async fn carry(
        &self,
        mut socket: WebSocketStream<TcpStream>,
        name: &str,
        outbox: Outbox,
        mut inbox: mpsc::UnboundedReceiver<Utf8Bytes>,
    ) -> Result<()> {
        let mut seq = 0;
        loop {
            tokio::select! {
                first = socket.next() => {
                    let mut next = Some(first);
                    while let Some(read) = next {
                        let Some(frame) = read else { return Ok(()) };
                        if let Message::Text(text) = frame? {
                            seq += 1;
                            if let Some(answer) = self.pass_on(&text, seq, name, &outbox)? {
                                socket.feed(Message::Text(answer)).await?;
                            }
                        }
                        next = socket.next().now_or_never();
                    }
                }
                Some(text) = inbox.recv() => {
                    socket.feed(Message::Text(text)).await?;
                    while let Ok(text) = inbox.try_recv() {
                        socket.feed(Message::Text(text)).await?;
                    }
                }
            }
            socket.flush().await?;
        }
    }

    /// The answer, if it can be given at once; otherwise the log gives it.
    fn pass_on(&self, text: &str, seq: u64, shopper: &str, outbox: &Outbox) -> Result<Option<Utf8Bytes>> {
        let send: Send<'_> = serde_json::from_str(text)?;
        let at = self.began.elapsed().as_millis();
        let event = serde_json::to_string(&Event {
            t: "event",
            conv: send.conv,
            seq,
            kind: "message",
            by: By { shopper },
            at,
            epoch: 1,
            cid: send.cid,
            data: Data { body: send.body },
        })?;
        let answer = serde_json::to_string(&Acknowledged {
            t: "ok",
            re: send.id,
            conv: send.conv,
            seq,
            at,
            dup: false,
        })?;
        let (event, answer) = (Utf8Bytes::from(event), Utf8Bytes::from(answer));
        let agent = self.agents.get(send.conv).map(|agent| agent.clone());
        if let Some(log) = &self.log {
            log.append(Entry {
                event,
                answer,
                agent,
                shopper: outbox.clone(),
            })?;
            return Ok(None);
        }
        if let Some(agent) = agent {
            agent.send(event)?;
        }
        Ok(Some(answer))
    }
}

#[expect(
    clippy::unnecessary_wraps,
    clippy::result_large_err,
    reason = "the form that the handshake's callback has"
)]
fn echo_subprotocol(
    _request: &Request,
    mut response: Response,
) -> Result<Response, tokio_tungstenite::tungstenite::handshake::server::ErrorResponse> {
    let chosen = HeaderValue::from_static(SUBPROTOCOL);
    response.headers_mut().insert("sec-websocket-protocol", chosen);
    Ok(response)
}
