//! An agent's console.

use std::ops::{Deref, DerefMut};

use serde_json::{Value, json};

use crate::{
    Socket, TestNode, cid,
    node::{PASSWORD, merge},
    number,
    shopper::message,
    text,
};

pub struct Agent {
    socket: Socket,
    pub id: String,
    pub name: String,
    pub token: String,
    pub welcome: Value,
}

impl Agent {
    /// Signs in as one of the demo's people, by their first name.
    pub async fn sign_in(node: &TestNode, name: &str) -> Self {
        let (login, _cookie) = Self::login(node, name).await;
        Self::connect(node, &text(&login, "access_token"), json!({})).await
    }

    /// What a login gives, and the refresh cookie.
    pub async fn login(node: &TestNode, name: &str) -> (Value, String) {
        let who = json!({"email": format!("{name}@demo.test"), "password": PASSWORD});
        let response = node.post("/api/v1/auth/login", &who).send().await;
        assert_eq!(response.status, 200, "{response:?}");
        (response.json(), response.cookie())
    }

    /// Says hello with an access token; `more` is what the hello says beside it.
    pub async fn connect(node: &TestNode, token: &str, more: Value) -> Self {
        let mut socket = node.socket().await;
        let mut hello = json!({"t": "hello", "v": 1, "token": token, "device": cid()});
        merge(&mut hello, more);
        socket.send(hello).await;
        let welcome = socket.expect("welcome", |frame| frame["t"] == "welcome").await;
        Self {
            socket,
            id: text(&welcome["me"], "id"),
            name: text(&welcome["me"], "name"),
            token: token.to_owned(),
            welcome,
        }
    }

    /// Another socket of the same person.
    pub async fn another_socket(&self, node: &TestNode) -> Self {
        Self::connect(node, &self.token, json!({})).await
    }

    pub async fn says_availability(&mut self, availability: &str) {
        self.ok(json!({"t": "status", "availability": availability})).await;
    }

    /// The offer of this conversation.
    pub async fn offered(&mut self, conv: &str) -> Value {
        self.expect(&format!("an offer of {conv}"), |frame| {
            frame["t"] == "offer" && frame["conv"] == conv
        })
        .await
    }

    /// Accepts the offer of this conversation; the epoch.
    pub async fn accept(&mut self, conv: &str) -> u64 {
        let offer = text(&self.offered(conv).await, "offer");
        let answer = self.ok(json!({"t": "accept", "offer": offer})).await;
        number(&answer, "epoch")
    }

    /// Pulls a waiting conversation; the epoch.
    pub async fn take(&mut self, conv: &str) -> u64 {
        let answer = self.ok(json!({"t": "take", "conv": conv})).await;
        number(&answer, "epoch")
    }

    /// Sends a message; its `seq` once it is acknowledged.
    pub async fn say(&mut self, conv: &str, epoch: u64, words: &str) -> u64 {
        let mut frame = message(conv, &cid(), words);
        frame["epoch"] = json!(epoch);
        number(&self.ok(frame).await, "seq")
    }

    /// Asks `to` to take over; the hand-off's id.
    pub async fn transfer(&mut self, conv: &str, epoch: u64, to: Value, kind: &str) -> String {
        let frame = json!({"t": "transfer", "conv": conv, "epoch": epoch, "to": to, "kind": kind});
        text(&self.ok(frame).await, "transfer")
    }

    pub async fn close_conversation(&mut self, conv: &str, epoch: u64) -> u64 {
        let answer = self.ok(json!({"t": "close", "conv": conv, "epoch": epoch})).await;
        number(&answer, "seq")
    }
}

impl Deref for Agent {
    type Target = Socket;

    fn deref(&self) -> &Socket {
        &self.socket
    }
}

impl DerefMut for Agent {
    fn deref_mut(&mut self) -> &mut Socket {
        &mut self.socket
    }
}
