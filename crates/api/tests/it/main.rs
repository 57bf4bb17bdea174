//! The API over a real store, asked as a browser or a program would.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod auth;
mod conversations;
mod described;
mod edges;
mod node;
mod operations;
mod widget;
