//! A keyed hash of what somebody sent, before it was masked: the same body again under its `cid` is a retry, another is
//! `cid_reused`. Keyed, because a plain hash of a card number is the card number.

use crate::{
    keys::{Keyring, Purpose},
    mac,
};

pub const FINGERPRINT_BYTES: usize = 16;

/// Made with the oldest key, which rotation does not change: a retry may come years later.
pub fn of(keyring: &Keyring, body: &[u8]) -> [u8; FINGERPRINT_BYTES] {
    mac::over(&keyring.oldest().derive(Purpose::Fingerprint), &[body])
}

#[cfg(test)]
mod tests {
    use tillside_domain::Timestamp;

    use super::*;
    use crate::keys::SigningKey;

    #[test]
    fn a_body_has_one_fingerprint_also_after_a_rotation() {
        let old = SigningKey::new([1; 32], Timestamp(1));
        let before = Keyring::new(vec![old.clone()]).unwrap();
        let after = Keyring::new(vec![SigningKey::new([2; 32], Timestamp(2)), old.retired()]).unwrap();
        assert_eq!(of(&before, b"hello"), of(&after, b"hello"));
        assert_ne!(of(&before, b"hello"), of(&before, b"hello "));
    }

    #[test]
    fn another_installation_has_other_fingerprints() {
        let ring = |byte| Keyring::new(vec![SigningKey::new([byte; 32], Timestamp(1))]).unwrap();
        assert_ne!(of(&ring(1), b"hello"), of(&ring(2), b"hello"));
    }
}
