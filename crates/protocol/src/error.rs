//! Errors as clients see them: one vocabulary for frames and for HTTP.

use serde::Serialize;
use tillside_domain::{AgentRef, Refusal, ids::TransferId};

/// The words of `PROTOCOL.md` §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ErrorCode {
    BadFrame,
    TooLarge,
    Invalid,
    AuthFailed,
    TokenExpired,
    SiteRefused,
    NotFound,
    RateLimited,
    CidReused,
    ConversationClosed,
    Conflict,
    StaleOwner,
    Taken,
    NoCapacity,
    NoAgent,
    NotAllowedNow,
    Unavailable,
    StorageFull,
}

impl ErrorCode {
    /// The status of the problem document.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::BadFrame => 400,
            Self::AuthFailed | Self::TokenExpired => 401,
            Self::SiteRefused => 403,
            Self::NotFound => 404,
            Self::CidReused
            | Self::ConversationClosed
            | Self::Conflict
            | Self::StaleOwner
            | Self::Taken
            | Self::NoCapacity
            | Self::NoAgent
            | Self::NotAllowedNow => 409,
            Self::TooLarge => 413,
            Self::Invalid => 422,
            Self::RateLimited => 429,
            Self::Unavailable | Self::StorageFull => 503,
        }
    }

    /// The same command, with the same `cid`, may be sent again after `after_ms`.
    pub const fn retry(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unavailable | Self::StorageFull)
    }
}

/// An error and what its caller needs in order to go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct ErrorBody {
    pub code: ErrorCode,
    pub message: String,
    pub retry: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
    pub after_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<TransferId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
    pub epoch: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<AgentRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

impl ErrorBody {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            retry: code.retry(),
            field: None,
            after_ms: None,
            transfer: None,
            epoch: None,
            owner: None,
            by: None,
            reason: None,
        }
    }

    #[must_use]
    pub fn after_ms(mut self, after_ms: u64) -> Self {
        self.after_ms = Some(after_ms);
        self
    }

    /// What nobody could answer in time, or the store could not do.
    pub fn unavailable(after_ms: u64) -> Self {
        Self::new(ErrorCode::Unavailable, "not available right now; try again").after_ms(after_ms)
    }
}

impl From<&Refusal> for ErrorBody {
    fn from(refusal: &Refusal) -> Self {
        let new = |code| Self::new(code, refusal.to_string());
        match refusal {
            Refusal::Invalid { field } => Self {
                field: Some(field),
                ..new(ErrorCode::Invalid)
            },
            Refusal::TooLarge { field } => Self {
                field: Some(field),
                ..new(ErrorCode::TooLarge)
            },
            Refusal::NotFound => new(ErrorCode::NotFound),
            Refusal::CidReused => new(ErrorCode::CidReused),
            Refusal::ConversationClosed => new(ErrorCode::ConversationClosed),
            Refusal::Conflict { transfer } => Self {
                transfer: *transfer,
                ..new(ErrorCode::Conflict)
            },
            Refusal::StaleOwner { epoch, owner } => Self {
                epoch: Some(*epoch),
                owner: owner.clone(),
                ..new(ErrorCode::StaleOwner)
            },
            Refusal::Taken { by } => Self {
                by: by.clone(),
                ..new(ErrorCode::Taken)
            },
            Refusal::NoCapacity { reason } => Self {
                reason: Some(reason),
                ..new(ErrorCode::NoCapacity)
            },
            Refusal::NoAgent { reason } => Self {
                reason: Some(reason),
                ..new(ErrorCode::NoAgent)
            },
            Refusal::NotAllowedNow { reason, after_ms } => Self {
                reason: Some(reason),
                after_ms: Some(*after_ms),
                ..new(ErrorCode::NotAllowedNow)
            },
            Refusal::QueueFull { after_ms } => new(ErrorCode::Unavailable).after_ms(*after_ms),
        }
    }
}

/// An RFC 9457 problem document.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: &'static str,
    pub status: u16,
    pub detail: String,
    pub request_id: String,
    #[serde(flatten)]
    pub error: ErrorBody,
}
