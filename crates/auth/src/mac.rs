//! HMAC-SHA256 over several parts, cut to what a token can afford.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::keys::SubKey;

/// A code over `parts`. Callers pass parts of fixed length, or one only, so that no two messages run together.
pub(crate) fn over<const LENGTH: usize>(key: &SubKey, parts: &[&[u8]]) -> [u8; LENGTH] {
    let full = begin(key, parts).finalize().into_bytes();
    std::array::from_fn(|at| full[at])
}

/// In constant time.
pub(crate) fn holds(key: &SubKey, parts: &[&[u8]], code: &[u8]) -> bool {
    begin(key, parts).verify_truncated_left(code).is_ok()
}

fn begin(key: &SubKey, parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes()).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac
}
