//! Why an action was not done.

use tillside_domain::Refusal;
use tillside_store::{CommandError, StoreError};

/// A rule said no, or the store could not.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The same may be tried again, with the same `cid`.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

impl From<CommandError> for ActionError {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Refused(refusal) => Self::Refused(refusal),
            CommandError::Store(error) => Self::Unavailable(error),
        }
    }
}

/// The storage is full, rather than busy or broken.
pub fn is_full(failure: &StoreError) -> bool {
    matches!(failure, StoreError::Full)
}
