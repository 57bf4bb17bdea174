//! What can go wrong, in one place: every failure becomes an [`ErrorBody`] here, and [`crate::stamp`] makes it a problem
//! document once it knows the request's id.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tillside_actions::{ActionError, StoreError};
use tillside_auth::token::TokenError;
use tillside_domain::Refusal;
use tillside_protocol::{ErrorBody, ErrorCode};

/// When to try again what the store could not do.
const AFTER_MS: u64 = 1_000;
/// A full disk is not emptied in a second.
const FULL_AFTER_MS: u64 = 30_000;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub(crate) struct ApiError(Box<ErrorBody>);

impl ApiError {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        ErrorBody::new(code, message).into()
    }

    pub(crate) fn auth_failed() -> Self {
        Self::new(ErrorCode::AuthFailed, "sign in first")
    }

    pub(crate) fn site_refused(message: &'static str) -> Self {
        Self::new(ErrorCode::SiteRefused, message)
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadFrame, message)
    }

    pub(crate) fn not_found() -> Self {
        Refusal::NotFound.into()
    }

    /// What did not answer in time.
    pub(crate) fn late() -> Self {
        ErrorBody::unavailable(AFTER_MS).into()
    }
}

impl From<ErrorBody> for ApiError {
    fn from(error: ErrorBody) -> Self {
        Self(Box::new(error))
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        ErrorBody::from(&refusal).into()
    }
}

impl From<ActionError> for ApiError {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Refused(refusal) => refusal.into(),
            ActionError::Unavailable(error) => error.into(),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => {
                tracing::error!("A request failed: the storage is full");
                let full = ErrorBody::new(ErrorCode::StorageFull, "the storage is full");
                full.after_ms(FULL_AFTER_MS).into()
            }
            StoreError::Overloaded | StoreError::Closed => Self::late(),
            StoreError::Database(_)
            | StoreError::Document(_)
            | StoreError::InUse(_)
            | StoreError::File { .. }
            | StoreError::Newer { .. } => {
                tracing::error!(%error, "A request failed in the store");
                Self::late()
            }
        }
    }
}

impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Expired => Self::new(ErrorCode::TokenExpired, "the token has expired"),
            TokenError::Refused => Self::auth_failed(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(*self.0);
        response
    }
}
