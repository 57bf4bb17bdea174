//! A client's WebSocket, as cheap as it can be, so that the load costs less than what it measures.

use std::net::{IpAddr, SocketAddr};

use anyhow::{Context as _, Result, bail, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, Utf8Bytes, client::IntoClientRequest as _, http::HeaderValue, protocol::WebSocketConfig},
};
use uuid::Uuid;

pub(crate) const SUBPROTOCOL: &str = "tillside.v1";
const READ_BUFFER_BYTES: usize = 2_048;

pub(crate) struct Socket(WebSocketStream<TcpStream>);

/// What a client makes of a frame.
#[derive(Debug)]
pub(crate) enum Heard {
    /// An `ok` or an `err`, by the number that the command was given.
    Answer {
        to: u32,
        text: Utf8Bytes,
        is_ok: bool,
    },
    /// An entry of the log, with the key under which it was sent.
    Event {
        cid: Option<Uuid>,
    },
    Welcome(Utf8Bytes),
    Synced,
    Ping(u64),
    Other,
}

#[derive(Deserialize)]
struct Frame<'a> {
    t: &'a str,
    re: Option<&'a str>,
    cid: Option<Uuid>,
    n: Option<u64>,
}

impl Socket {
    /// Connects `from` an address of this machine, which has ports of its own.
    pub(crate) async fn connect(to: SocketAddr, from: IpAddr) -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(from, 0))?;
        let stream = socket.connect(to).await.context("connect")?;
        stream.set_nodelay(true)?;
        // A socket that is dropped is cut off, not closed.
        stream.set_zero_linger()?;
        let mut request = format!("ws://{to}/ws").into_client_request()?;
        let subprotocol = HeaderValue::from_static(SUBPROTOCOL);
        request.headers_mut().insert("sec-websocket-protocol", subprotocol);
        let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
        let (stream, _response) = client_async_with_config(request, stream, Some(config))
            .await
            .context("upgrade")?;
        Ok(Self(stream))
    }

    /// Says hello, and returns the welcome; `resume` is what it has seen of which log.
    pub(crate) async fn hello(&mut self, token: &str, resume: Option<&Resume>) -> Result<Value> {
        let mut hello = json!({"t": "hello", "v": 1, "token": token, "device": Uuid::new_v4()});
        if let Some(resume) = resume {
            hello["log"] = json!(resume.log);
            hello["resume"] = json!({&resume.conv: resume.seq});
        }
        self.send(hello.to_string()).await?;
        let welcome = loop {
            if let Heard::Welcome(text) = self.hear().await? {
                break text;
            }
        };
        while resume.is_some() && !matches!(self.hear().await?, Heard::Synced) {}
        Ok(serde_json::from_str(&welcome)?)
    }

    /// Sends a command, and waits for its `ok`.
    pub(crate) async fn ask(&mut self, id: u32, mut frame: Value) -> Result<Value> {
        frame["id"] = json!(id.to_string());
        self.send(frame.to_string()).await?;
        loop {
            match self.hear().await? {
                Heard::Answer { to, text, is_ok } if to == id => {
                    ensure!(is_ok, "{frame} was answered {text}");
                    return Ok(serde_json::from_str(&text)?);
                }
                Heard::Ping(n) => self.pong(n).await?,
                _other => {}
            }
        }
    }

    pub(crate) async fn send(&mut self, text: String) -> Result<()> {
        Ok(self.0.send(Message::text(text)).await?)
    }

    /// Puts a frame behind what [`Self::flush`] sends.
    pub(crate) async fn feed(&mut self, text: String) -> Result<()> {
        Ok(self.0.feed(Message::text(text)).await?)
    }

    pub(crate) async fn flush(&mut self) -> Result<()> {
        Ok(self.0.flush().await?)
    }

    pub(crate) async fn pong(&mut self, n: u64) -> Result<()> {
        self.send(json!({"t": "pong", "n": n}).to_string()).await
    }

    /// The next frame. Nothing is lost if this is dropped while it waits.
    pub(crate) async fn hear(&mut self) -> Result<Heard> {
        loop {
            match self.0.next().await.context("the server has gone")?? {
                Message::Text(text) => return Heard::read(text),
                Message::Close(close) => bail!("the server closed: {close:?}"),
                _control => {}
            }
        }
    }
}

/// What a client has seen before it was cut off.
#[derive(Clone, Debug)]
pub(crate) struct Resume {
    pub(crate) log: String,
    pub(crate) conv: String,
    pub(crate) seq: u64,
}

impl Heard {
    fn read(text: Utf8Bytes) -> Result<Self> {
        let frame: Frame<'_> = serde_json::from_str(&text).with_context(|| format!("read {text}"))?;
        let (re, cid, n, is_ok) = (frame.re, frame.cid, frame.n, frame.t == "ok");
        Ok(match frame.t {
            "ok" | "err" => Self::Answer {
                to: re.context("an answer to a command")?.parse()?,
                is_ok,
                text,
            },
            "event" => Self::Event { cid },
            "welcome" => Self::Welcome(text),
            "synced" => Self::Synced,
            "ping" => Self::Ping(n.context("a ping has a number")?),
            _other => Self::Other,
        })
    }
}
