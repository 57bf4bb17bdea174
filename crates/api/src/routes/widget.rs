//! What the widget asks before it opens its socket.

pub(super) mod session;
