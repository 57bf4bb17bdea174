//! A shopper's tab.

use std::ops::{Deref, DerefMut};

use serde_json::{Value, json};

use crate::{Socket, TestNode, body, cid, node::merge, number, text};

pub struct Shopper {
    socket: Socket,
    pub id: String,
    pub token: String,
    /// Brings the same shopper back.
    pub resume: String,
    pub welcome: Value,
}

impl Shopper {
    /// Says hello with a session's token; `more` is what the hello says beside it.
    pub async fn connect(node: &TestNode, session: Value, more: Value) -> Self {
        let mut socket = node.socket().await;
        let token = text(&session, "token");
        let mut hello = json!({"t": "hello", "v": 1, "token": token, "device": cid()});
        merge(&mut hello, more);
        socket.send(hello).await;
        let welcome = socket.expect("welcome", |frame| frame["t"] == "welcome").await;
        Self {
            socket,
            id: text(&session, "shopper"),
            token,
            resume: text(&session, "resume"),
            welcome,
        }
    }

    /// Another tab of the same shopper, or the same one again: what it says in its hello is `more`.
    pub async fn another_tab(&self, node: &TestNode, more: Value) -> Self {
        let session = node.session_with(json!({"resume": self.resume})).await;
        Self::connect(node, session, more).await
    }

    pub async fn open(&mut self) -> String {
        let answer = self.ok(json!({"t": "open", "cid": cid()})).await;
        text(&answer, "conv")
    }

    /// Sends a message; its `seq` once it is acknowledged.
    pub async fn say(&mut self, conv: &str, words: &str) -> u64 {
        let answer = self.ok(message(conv, &cid(), words)).await;
        number(&answer, "seq")
    }
}

/// A shopper's `send`.
pub(crate) fn message(conv: &str, cid: &str, words: &str) -> Value {
    json!({"t": "send", "conv": conv, "cid": cid, "body": body(words)})
}

impl Deref for Shopper {
    type Target = Socket;

    fn deref(&self) -> &Socket {
        &self.socket
    }
}

impl DerefMut for Shopper {
    fn deref_mut(&mut self) -> &mut Socket {
        &mut self.socket
    }
}
