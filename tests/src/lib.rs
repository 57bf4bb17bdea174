//! The harness: a real node as a child process, and clients that know the protocol's page and nothing else.
//!
//! Frames are plain JSON here on purpose: what the suites prove is what an outside client may rely on, so they share no
//! type with the server. A test reads like a transcript; when an expectation is not met within its deadline, the
//! transcript is what it prints.

mod agent;
mod binary;
mod http;
mod node;
mod shopper;
mod socket;

pub use agent::Agent;
pub use http::{Request, Response};
pub use node::TestNode;
pub use shopper::Shopper;
pub use socket::{Deadline, Refused, Socket};

use serde_json::Value;
use uuid::Uuid;

/// A new idempotency key.
pub fn cid() -> String {
    Uuid::new_v4().to_string()
}

/// The text that is at `name` in a frame.
pub fn text(frame: &Value, name: &str) -> String {
    let found = frame[name].as_str();
    found
        .unwrap_or_else(|| panic!("`{name}` is a text in {frame}"))
        .to_owned()
}

/// The number that is at `name` in a frame.
pub fn number(frame: &Value, name: &str) -> u64 {
    frame[name]
        .as_u64()
        .unwrap_or_else(|| panic!("`{name}` is a number in {frame}"))
}

/// A text for each number, in letters: digits in a row of messages may come to look like a card's (PAN1).
pub fn words(n: usize) -> String {
    let digits = n.to_string().into_bytes();
    digits
        .into_iter()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect()
}

/// A message's body.
pub fn body(words: &str) -> Value {
    serde_json::json!({"kind": "text", "text": words})
}
