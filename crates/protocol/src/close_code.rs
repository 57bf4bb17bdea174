//! Why a socket is closed. 4000 to 4499 mean "come back", 4500 to 4999 "do not".

/// A close code and its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseCode {
    /// The client may come back whenever it likes.
    Normal,
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// A frame over the limit.
    TooBig,
    NodeRestarts,
    HelloTooLate,
    TokenExpired,
    ReaderTooSlow,
    NoPong,
    RateExceeded,
    Overloaded,
    ProtocolError,
    TokenRefused,
    SiteClosed,
    TooManySockets,
    Banned,
}

impl CloseCode {
    pub const fn code(self) -> u16 {
        match self {
            Self::Normal => 1000,
            Self::InvalidUtf8 => 1007,
            Self::TooBig => 1009,
            Self::NodeRestarts => 4001,
            Self::HelloTooLate => 4002,
            Self::TokenExpired => 4401,
            Self::ReaderTooSlow => 4408,
            Self::NoPong => 4410,
            Self::RateExceeded => 4429,
            Self::Overloaded => 4430,
            Self::ProtocolError => 4500,
            Self::TokenRefused => 4501,
            Self::SiteClosed => 4503,
            Self::TooManySockets => 4509,
            Self::Banned => 4510,
        }
    }

    /// The variant in words: control frames hold at most 125 bytes.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::InvalidUtf8 => "not UTF-8",
            Self::TooBig => "frame too large",
            Self::NodeRestarts => "node restarts",
            Self::HelloTooLate => "no hello in time",
            Self::TokenExpired => "token expired",
            Self::ReaderTooSlow => "reader too slow",
            Self::NoPong => "no pong",
            Self::RateExceeded => "rate exceeded",
            Self::Overloaded => "overloaded",
            Self::ProtocolError => "protocol error",
            Self::TokenRefused => "token refused",
            Self::SiteClosed => "site closed or unknown",
            Self::TooManySockets => "too many sockets of this person",
            Self::Banned => "banned",
        }
    }
}
