//! Tries of passwords: limited by who asks, and two at a time, since each costs tens of milliseconds and 19 MiB.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tillside_auth::{
    login_limit::{LoginLimiter, RetryAfter},
    password,
};
use tillside_domain::Timestamp;
use tokio::sync::Semaphore;

use crate::error::ApiError;

/// As many as the smallest machine has cores, so that signing in never starves the chats.
const AT_ONCE: usize = 2;

/// The door that passwords are tried at. Cheap to clone.
#[derive(Clone)]
pub struct Logins(Arc<Door>);

struct Door {
    limiter: Mutex<LoginLimiter>,
    trying: Semaphore,
}

impl Default for Logins {
    fn default() -> Self {
        Self(Arc::new(Door {
            limiter: Mutex::default(),
            trying: Semaphore::new(AT_ONCE),
        }))
    }
}

impl Logins {
    pub(crate) fn check(&self, email: &str, from: IpAddr, now: Timestamp) -> Result<(), RetryAfter> {
        let mut limiter = self.0.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        limiter.check(email, from, now)
    }

    pub(crate) fn succeeded(&self, email: &str, from: IpAddr, now: Timestamp) {
        let mut limiter = self.0.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        limiter.succeeded(email, from, now);
    }

    /// Is it the account's password? Takes as long without an account.
    pub(crate) async fn is_right(&self, password: String, stored: Option<String>) -> Result<bool, ApiError> {
        let _turn = self.0.trying.acquire().await.map_err(|_closed| ApiError::late())?;
        let tried = tokio::task::spawn_blocking(move || password::verify(&password, stored.as_deref()));
        tried.await.map_err(|_panicked| ApiError::late())
    }
}
