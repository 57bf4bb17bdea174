//! Who is speaking: tokens, passwords, identities.
//!
//! Nothing here does I/O, reads a clock or makes randomness: `now`, salts, nonces and key material come in, and what is
//! to be stored goes out. A new kind of secret gets a [`keys::Purpose`] of its own, so that no key signs two things.

pub mod fingerprint;
pub mod identity;
pub mod keys;
pub mod login_limit;
mod mac;
pub mod origin;
pub mod password;
pub mod refresh;
pub mod resume;
pub mod seal;
pub mod token;

/// How far the clocks of two nodes, or of a shop's backend and ours, may be apart before a token is wrongly refused.
const LEEWAY_MS: i64 = 5_000;
