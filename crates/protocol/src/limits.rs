//! Numbers that both sides of the wire know.

/// Bytes of a frame from a client.
pub const CLIENT_FRAME_BYTES_MAX: usize = 65_536;
/// Bytes of a frame from the server.
pub const SERVER_FRAME_BYTES_MAX: usize = 262_144;
/// Characters of a command's `id`.
pub const COMMAND_ID_CHARS_MAX: usize = 64;
/// Commands of one connection that may be unanswered; then its socket is not read.
pub const UNANSWERED_MAX: usize = 32;
/// Events that one connection is given in answer to `resume`.
pub const RESUME_EVENTS_MAX: usize = 500;
/// Conversations that a `resume` may name.
pub const RESUME_CONVERSATIONS_MAX: usize = 50;
/// Events of one `fetch`.
pub const FETCH_EVENTS_MAX: i64 = 200;
/// How long a client has for its `hello`.
pub const HELLO_WITHIN_MS: u64 = 5_000;
/// Frames that are `bad_frame` in one minute before the connection is closed.
pub const BAD_FRAMES_A_MINUTE: usize = 10;
/// Answers `rate_limited` in one minute before the connection is closed.
pub const RATE_LIMITED_A_MINUTE: usize = 600;
/// Sockets of one person.
pub const SOCKETS_A_PERSON: usize = 10;
/// A token's socket is closed this long after the token's end.
pub const TOKEN_GRACE_MS: i64 = 30_000;
/// The WebSocket subprotocol.
pub const SUBPROTOCOL: &str = "tillside.v1";
