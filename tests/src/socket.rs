//! A WebSocket client with a memory: what has come and was not expected yet stays, and everything is in the transcript.

use std::{collections::VecDeque, net::SocketAddr, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout_at},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest as _, http::HeaderValue},
};

/// How long something may take to come.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(pub Duration);

impl Default for Deadline {
    fn default() -> Self {
        Self(Duration::from_secs(5))
    }
}

/// An upgrade that was answered with a status.
#[derive(Debug)]
pub struct Refused {
    pub status: u16,
}

/// How the server ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// A close frame's code.
    Code(u16),
    /// The connection went without one.
    Gone,
}

pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    inbox: VecDeque<Value>,
    transcript: Vec<String>,
    asked: u32,
    answers_pings: bool,
    ended: Option<Ending>,
}

impl Socket {
    /// Asks for `/ws` as the protocol says; `headers` come on top, and one without a value takes one away.
    pub async fn upgrade(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<Self, Refused> {
        Self::upgrade_at(address, "/ws", headers).await
    }

    pub async fn upgrade_at(
        address: SocketAddr,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Refused> {
        let mut request = format!("ws://{address}{path}")
            .into_client_request()
            .expect("an address");
        let own = [("sec-websocket-protocol", "tillside.v1")];
        for (name, value) in own.iter().chain(headers) {
            request.headers_mut().remove(*name);
            if !value.is_empty() {
                let value = HeaderValue::from_str(value).expect("a header's value");
                request.headers_mut().insert(*name, value);
            }
        }
        let stream = TcpStream::connect(address).await.expect("the node listens");
        stream.set_nodelay(true).expect("a socket of one's own");
        match client_async(request, stream).await {
            Ok((stream, _response)) => Ok(Self {
                stream,
                inbox: VecDeque::new(),
                transcript: Vec::new(),
                asked: 0,
                answers_pings: true,
                ended: None,
            }),
            Err(tungstenite::Error::Http(response)) => Err(Refused {
                status: response.status().as_u16(),
            }),
            Err(error) => panic!("an upgrade is answered: {error}"),
        }
    }

    /// From now on the server hears nothing unless the test says it.
    pub fn falls_silent(&mut self) {
        self.answers_pings = false;
    }

    pub async fn send(&mut self, frame: Value) {
        self.send_text(frame.to_string()).await;
    }

    pub async fn send_text(&mut self, text: String) {
        self.send_message(Message::text(text)).await;
    }

    pub async fn send_message(&mut self, message: Message) {
        let shown: String = message.to_string().chars().take(2_000).collect();
        self.transcript.push(format!("→ {shown}"));
        let sent = self.stream.send(message).await;
        assert!(sent.is_ok(), "{sent:?} after\n{}", self.transcript.join("\n"));
    }

    /// Sends a command under a new id, which is returned.
    pub async fn command(&mut self, mut frame: Value) -> String {
        self.asked += 1;
        let id = format!("c{}", self.asked);
        frame["id"] = json!(id);
        self.send(frame).await;
        id
    }

    /// The same towards a server that may be gone; `None` if it is.
    pub async fn try_command(&mut self, mut frame: Value) -> Option<String> {
        self.asked += 1;
        let id = format!("c{}", self.asked);
        frame["id"] = json!(id);
        let sent = self.stream.send(Message::text(frame.to_string())).await;
        sent.is_ok().then_some(id)
    }

    /// Sends a command and waits for its answer, whichever it is.
    pub async fn ask(&mut self, frame: Value) -> Value {
        let id = self.command(frame).await;
        self.answer(&id).await
    }

    pub async fn answer(&mut self, id: &str) -> Value {
        self.expect(&format!("the answer to {id}"), |frame| frame["re"] == id)
            .await
    }

    pub async fn ok(&mut self, frame: Value) -> Value {
        let answer = self.ask(frame).await;
        assert_eq!(answer["t"], "ok", "{}", self.story());
        answer
    }

    pub async fn err(&mut self, frame: Value, code: &str) -> Value {
        let answer = self.ask(frame).await;
        let is_it = answer["t"] == "err" && answer["code"] == code;
        assert!(is_it, "`{code}` was expected\n{}", self.story());
        assert!(
            answer["message"].is_string() && answer["retry"].is_boolean(),
            "{answer}"
        );
        answer
    }

    /// The first frame that is so, among those that have come or will within the deadline. The others stay.
    pub async fn expect(&mut self, what: &str, is: impl Fn(&Value) -> bool) -> Value {
        self.expect_within(Deadline::default(), what, is).await
    }

    pub async fn expect_within(
        &mut self,
        Deadline(within): Deadline,
        what: &str,
        is: impl Fn(&Value) -> bool,
    ) -> Value {
        if let Some(place) = self.inbox.iter().position(&is) {
            return self.inbox.remove(place).expect("it was found there");
        }
        let deadline = Instant::now() + within;
        loop {
            match self.next(deadline).await {
                Some(Ok(frame)) if is(&frame) => return frame,
                Some(Ok(frame)) => self.inbox.push_back(frame),
                Some(Err(ending)) => panic!("the connection ended ({ending:?}) before {what}\n{}", self.story()),
                None => panic!("{what} did not come within {within:?}\n{}", self.story()),
            }
        }
    }

    /// The entry of a conversation's log at `seq`, once it comes.
    pub async fn event(&mut self, conv: &str, seq: u64) -> Value {
        let is = |frame: &Value| frame["t"] == "event" && frame["conv"] == conv && frame["seq"] == seq;
        self.expect(&format!("event {seq} of {conv}"), is).await
    }

    /// The next entry of this kind in a conversation's log.
    pub async fn event_of(&mut self, conv: &str, kind: &str) -> Value {
        let is = |frame: &Value| frame["t"] == "event" && frame["conv"] == conv && frame["kind"] == kind;
        self.expect(&format!("a `{kind}` of {conv}"), is).await
    }

    /// The next ephemeral of this kind in a conversation.
    pub async fn ephemeral(&mut self, conv: &str, kind: &str) -> Value {
        let is = |frame: &Value| frame["t"] == "ephemeral" && frame["conv"] == conv && frame["kind"] == kind;
        self.expect(&format!("an ephemeral `{kind}` of {conv}"), is).await
    }

    /// The whole log of a conversation, fetched; dense from 1.
    pub async fn log(&mut self, conv: &str) -> Vec<Value> {
        let mut events: Vec<Value> = Vec::new();
        loop {
            let after = events.len();
            let page = self
                .ok(json!({"t": "fetch", "conv": conv, "after": after, "limit": 200}))
                .await;
            events.extend(page["events"].as_array().expect("a list").iter().cloned());
            if page["complete"] == true {
                break;
            }
        }
        for (seq, event) in (1_u64..).zip(&events) {
            assert_eq!(event["seq"], seq, "no holes");
        }
        events
    }

    /// Waits until the server closes, and returns the code.
    pub async fn closed(&mut self) -> u16 {
        self.closed_within(Deadline::default()).await
    }

    pub async fn closed_within(&mut self, Deadline(within): Deadline) -> u16 {
        let deadline = Instant::now() + within;
        loop {
            match self.next(deadline).await {
                Some(Ok(frame)) => self.inbox.push_back(frame),
                Some(Err(Ending::Code(code))) => return code,
                Some(Err(Ending::Gone)) => panic!("the connection went without a code\n{}", self.story()),
                None => panic!("the server did not close within {within:?}\n{}", self.story()),
            }
        }
    }

    /// The answer to this command, if it comes before the connection ends.
    pub async fn answer_or_end(&mut self, id: &str) -> Option<Value> {
        let deadline = Instant::now() + Deadline::default().0;
        loop {
            match self.next(deadline).await? {
                Ok(frame) if frame["re"] == id => return Some(frame),
                Ok(frame) => self.inbox.push_back(frame),
                Err(_ending) => return None,
            }
        }
    }

    /// Says goodbye as a client does.
    pub async fn close(mut self) {
        let closed = self.stream.close(None).await;
        assert!(closed.is_ok(), "{closed:?}");
    }

    /// Frames that have come and that no expectation has taken.
    pub fn unexpected(&self, is: impl Fn(&Value) -> bool) -> Vec<Value> {
        self.inbox.iter().filter(|frame| is(frame)).cloned().collect()
    }

    /// The transcript, for a panic's words.
    pub fn story(&self) -> String {
        let last = self.transcript.len().saturating_sub(60);
        self.transcript[last..].join("\n")
    }

    /// The next frame, or how it ended, again and again; `None` when the deadline comes first.
    async fn next(&mut self, deadline: Instant) -> Option<Result<Value, Ending>> {
        loop {
            if let Some(ending) = self.ended {
                return Some(Err(ending));
            }
            let message = timeout_at(deadline, self.stream.next()).await.ok()?;
            let text = match message {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(Some(close)))) => {
                    self.transcript
                        .push(format!("← closed {} {}", close.code, close.reason));
                    self.ended = Some(Ending::Code(close.code.into()));
                    continue;
                }
                Some(Ok(_control)) => continue,
                None | Some(Err(_)) => {
                    self.ended = Some(Ending::Gone);
                    continue;
                }
            };
            let shown: String = text.chars().take(2_000).collect();
            self.transcript.push(format!("← {shown}"));
            let frame: Value = serde_json::from_str(&text).expect("the server speaks JSON");
            if frame["t"] == "ping" && self.answers_pings {
                let pong = json!({"t": "pong", "n": frame["n"]});
                self.transcript.push(format!("→ {pong}"));
                // A server that has gone meanwhile is seen by the next read.
                drop(self.stream.send(Message::text(pong.to_string())).await);
            }
            return Some(Ok(frame));
        }
    }
}
