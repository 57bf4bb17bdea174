//! An id or key as a client gave it: a string that may name something, or nothing.

use std::str::FromStr;

use serde::{Deserialize, Deserializer};
use tillside_domain::Refusal;

/// A string of the right type whose value is judged later: what names nothing is `not_found` or `invalid`, not a broken
/// frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given<T>(Option<T>);

impl<T: Copy> Given<T> {
    /// The id, or the refusal of one that can name nothing.
    pub fn id(&self) -> Result<T, Refusal> {
        self.0.ok_or(Refusal::NotFound)
    }

    /// The key, or the refusal of a value that is none.
    pub fn value(&self, field: &'static str) -> Result<T, Refusal> {
        self.0.ok_or(Refusal::Invalid { field })
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Ok(Self(text.parse().ok()))
    }
}

impl<T> From<T> for Given<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

/// For a field that may be absent but, when it is there, is never `null`.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
