//! The protocol as outside clients meet it, against a real node: one file for each of its subjects, the rules' IDs in
//! the tests' names. One binary, so that it links once.

mod authz;
mod bad_input;
mod conversations_http;
mod crash;
mod drain;
mod handoff;
mod hello;
mod limits;
mod login;
mod messaging;
mod offers;
mod open;
mod operators;
mod presence;
mod resume;
mod session_http;
mod supervise;
