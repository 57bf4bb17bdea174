//! Bodies: strict JSON of a known shape (BAD1, BAD2).

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::StatusCode,
};
use serde::de::DeserializeOwned;
use tillside_domain::Refusal;
use tillside_protocol::ErrorCode;

use crate::error::ApiError;

/// A body that is what its endpoint takes, and nothing more.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| unreadable(&rejection))?;
        let body = serde_json::from_slice(&bytes)
            .map_err(|error| ApiError::bad_request(format!("the body is not what this takes: {error}")))?;
        // JSON writes U+0000 only as this escape; a backslash before it would be escaped itself.
        if holds_nul(&bytes) {
            return Err(Refusal::Invalid { field: "body" }.into());
        }
        Ok(Self(body))
    }
}

fn unreadable(rejection: &BytesRejection) -> ApiError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ApiError::new(ErrorCode::TooLarge, "the body is larger than 64 KiB")
    } else {
        ApiError::bad_request("the body did not arrive whole")
    }
}

fn holds_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        if rest[at..].starts_with(br"\u0000") {
            return true;
        }
        // An escape is a backslash and at least one more byte.
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad2_a_nul_is_found_however_it_is_surrounded() {
        assert!(holds_nul(br#"{"a":"x\u0000"}"#) && holds_nul(br#"{"a":"\\\u0000"}"#));
        assert!(!holds_nul(br#"{"a":"\\u0000"}"#) && !holds_nul(br#"{"a":"\u0001\n"}"#) && !holds_nul(b"\\"));
    }
}
