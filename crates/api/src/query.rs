//! Query strings. A parameter that the endpoint does not know is `bad_frame`, a value out of range `invalid`.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use tillside_domain::Refusal;

use crate::error::ApiError;

/// A query string of a known shape; its values are text still.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(rejection) => Err(ApiError::bad_request(rejection.body_text())),
        }
    }
}

/// The value of a parameter, if it was given.
pub(crate) fn value<T: FromStr>(field: &'static str, given: Option<&str>) -> Result<Option<T>, Refusal> {
    given
        .map(|text| text.parse().map_err(|_why| Refusal::Invalid { field }))
        .transpose()
}

/// Items of a page: 50, unless asked otherwise; at most 100.
pub(crate) fn page_limit(given: Option<&str>) -> Result<u32, Refusal> {
    let limit = value("limit", given)?.unwrap_or(50);
    if (1..=100).contains(&limit) {
        Ok(limit)
    } else {
        Err(Refusal::Invalid { field: "limit" })
    }
}
