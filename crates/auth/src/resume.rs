//! What brings the same shopper back (SESSION1): their id and a code over it, so that nothing needs to be stored about a
//! shopper before the first `open`. It does not rotate; how long ago it was used is the caller's to judge.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use tillside_domain::ids::ShopperId;

use crate::{
    keys::{Keyring, Purpose, SigningKey},
    mac,
};

const ID_BYTES: usize = 16;
/// 2^128 guesses, and a string of 43 characters.
const CODE_BYTES: usize = 16;

pub fn mint(keyring: &Keyring, shopper: ShopperId) -> String {
    let id = shopper.0.as_bytes();
    let code: [u8; CODE_BYTES] = mac::over(&keyring.active().derive(Purpose::Resume), &[id]);
    URL_SAFE_NO_PAD.encode([*id, code].concat())
}

/// Whom it brings back, if one of the keys that still verify made it.
pub fn verify(keyring: &Keyring, resume: &str) -> Option<ShopperId> {
    let bytes: [u8; ID_BYTES + CODE_BYTES] = URL_SAFE_NO_PAD.decode(resume).ok()?.try_into().ok()?;
    let (id, code) = bytes.split_first_chunk::<ID_BYTES>()?;
    let made_by = |key: &SigningKey| mac::holds(&key.derive(Purpose::Resume), &[id], code);
    keyring
        .verifying()
        .any(made_by)
        .then(|| ShopperId(uuid::Uuid::from_bytes(*id)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tillside_domain::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn key(byte: u8) -> SigningKey {
        SigningKey::new([byte; 32], Timestamp(i64::from(byte)))
    }

    #[test]
    fn session1_brings_the_same_shopper_back_also_after_a_rotation() {
        let shopper = ShopperId(Uuid::from_u128(42));
        let resume = mint(&Keyring::new(vec![key(1)]).unwrap(), shopper);
        assert_eq!(
            verify(&Keyring::new(vec![key(1), key(2)]).unwrap(), &resume),
            Some(shopper)
        );
    }

    #[test]
    fn session1_a_retired_or_foreign_key_brings_nobody_back() {
        let resume = mint(&Keyring::new(vec![key(1)]).unwrap(), ShopperId(Uuid::from_u128(42)));
        assert_eq!(
            verify(&Keyring::new(vec![key(1).retired(), key(2)]).unwrap(), &resume),
            None
        );
        assert_eq!(verify(&Keyring::new(vec![key(3)]).unwrap(), &resume), None);
    }

    proptest! {
        #[test]
        fn session1_a_changed_character_brings_nobody_back(at in 0_usize..43, with in "[A-Za-z0-9_-]") {
            let ring = Keyring::new(vec![key(1)]).unwrap();
            let shopper = ShopperId(Uuid::from_u128(7));
            let resume = mint(&ring, shopper);
            let mut changed = resume.clone();
            changed.replace_range(at..=at, &with);
            prop_assert_eq!(verify(&ring, &changed), (changed == resume).then_some(shopper));
        }

        #[test]
        fn session1_anything_else_brings_nobody_back(text in "\\PC{0,64}") {
            prop_assert_eq!(verify(&Keyring::new(vec![key(1)]).unwrap(), &text), None);
        }
    }
}
