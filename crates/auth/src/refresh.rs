//! Agents' refresh tokens (LOGIN1): a *family* begins at a login, every use makes the next generation, and a generation
//! that comes back late was stolen from somebody, so the family ends.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use tillside_domain::{Timestamp, ids::AgentId};
use uuid::Uuid;

use crate::{
    keys::{Keyring, Purpose, SigningKey},
    mac,
};

/// Two tabs, or a lost answer: for so long the token before the last gives the same successor.
const GRACE_MS: i64 = 10_000;
const CODE_BYTES: usize = 32;

/// A family's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FamilyId(pub Uuid);

/// A family as the database keeps it: no token, only how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pub id: FamilyId,
    pub agent: AgentId,
    /// Of the token that was given out last.
    pub generation: u32,
    pub rotated_at: Timestamp,
    pub revoked: bool,
    pub expires_at: Timestamp,
}

/// A refresh token whose code is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    pub family: FamilyId,
    pub generation: u32,
}

/// What is due when a token is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Store this generation and `now`, and give out its token.
    Rotated { generation: u32 },
    /// Give out this generation's token again; nothing changes.
    Same { generation: u32 },
    /// Somebody has a copy: revoke the family.
    Reused,
    /// The family is over.
    Refused,
}

pub fn rotate(family: &Family, presented: u32, now: Timestamp) -> Rotation {
    let in_grace = now < family.rotated_at.plus_ms(GRACE_MS);
    if family.revoked || now >= family.expires_at {
        Rotation::Refused
    } else if presented == family.generation {
        match presented.checked_add(1) {
            Some(generation) => Rotation::Rotated { generation },
            None => Rotation::Refused,
        }
    } else if presented.checked_add(1) == Some(family.generation) && in_grace {
        Rotation::Same {
            generation: family.generation,
        }
    } else if presented < family.generation {
        Rotation::Reused
    } else {
        // Only an older state of the database, put back, knows less than a token.
        Rotation::Refused
    }
}

impl RefreshToken {
    /// `{family}.{generation}.{code}`: the same for the same generation, so that a retry gets the same answer.
    pub fn mint(self, keyring: &Keyring) -> String {
        let key = keyring.active().derive(Purpose::RefreshToken);
        let code: [u8; CODE_BYTES] = mac::over(&key, &[self.family.0.as_bytes(), &self.generation.to_be_bytes()]);
        format!("{}{}", self.name(), URL_SAFE_NO_PAD.encode(code))
    }

    fn name(self) -> String {
        format!("{}.{}.", self.family.0.simple(), self.generation)
    }

    /// Reads a token that one of the keys that still verify made.
    pub fn parse(keyring: &Keyring, token: &str) -> Option<Self> {
        let (family, rest) = token.split_once('.')?;
        let (generation, code) = rest.split_once('.')?;
        let parsed = Self {
            family: FamilyId(family.parse().ok()?),
            generation: generation.parse().ok()?,
        };
        let code = URL_SAFE_NO_PAD
            .decode(code)
            .ok()
            .filter(|code| code.len() == CODE_BYTES)?;
        let parts: [&[u8]; 2] = [parsed.family.0.as_bytes(), &parsed.generation.to_be_bytes()];
        let made_by = |key: &SigningKey| mac::holds(&key.derive(Purpose::RefreshToken), &parts, &code);
        // One spelling only: numbers and UUIDs have several.
        (token.starts_with(&parsed.name()) && keyring.verifying().any(made_by)).then_some(parsed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROTATED_AT: Timestamp = Timestamp(1_000_000);

    fn family() -> Family {
        Family {
            id: FamilyId(Uuid::from_u128(1)),
            agent: AgentId(Uuid::from_u128(2)),
            generation: 5,
            rotated_at: ROTATED_AT,
            revoked: false,
            expires_at: Timestamp(9_000_000),
        }
    }

    fn ring(byte: u8) -> Keyring {
        Keyring::new(vec![SigningKey::new([byte; 32], Timestamp(0))]).unwrap()
    }

    #[test]
    fn login1_the_last_token_rotates() {
        assert_eq!(rotate(&family(), 5, ROTATED_AT), Rotation::Rotated { generation: 6 });
    }

    #[test]
    fn login1_the_one_before_gets_the_same_successor_for_ten_seconds() {
        assert_eq!(
            rotate(&family(), 4, ROTATED_AT.plus_ms(9_999)),
            Rotation::Same { generation: 5 }
        );
        assert_eq!(rotate(&family(), 4, ROTATED_AT.plus_ms(10_000)), Rotation::Reused);
    }

    #[test]
    fn login1_an_older_one_is_reuse_at_once() {
        assert_eq!(rotate(&family(), 3, ROTATED_AT), Rotation::Reused);
    }

    #[test]
    fn a_family_that_is_over_refuses_all() {
        let revoked = Family {
            revoked: true,
            ..family()
        };
        for presented in [4, 5] {
            assert_eq!(rotate(&revoked, presented, ROTATED_AT), Rotation::Refused);
            assert_eq!(rotate(&family(), presented, family().expires_at), Rotation::Refused);
        }
        assert_eq!(rotate(&family(), 6, ROTATED_AT), Rotation::Refused);
    }

    proptest! {
        #[test]
        fn a_token_reads_back_under_its_own_keys_only(family in any::<u128>(), generation in any::<u32>()) {
            let token = RefreshToken { family: FamilyId(Uuid::from_u128(family)), generation };
            let text = token.mint(&ring(1));
            prop_assert_eq!(&text, &token.mint(&ring(1)));
            prop_assert_eq!(RefreshToken::parse(&ring(1), &text), Some(token));
            prop_assert_eq!(RefreshToken::parse(&ring(2), &text), None);
        }

        #[test]
        fn a_changed_token_is_none(at in 0_usize..70, with in "[a-zA-Z0-9._-]") {
            let token = RefreshToken { family: FamilyId(Uuid::from_u128(77)), generation: 3 };
            let text = token.mint(&ring(1));
            let mut changed = text.clone();
            changed.replace_range(at..=at, &with);
            prop_assert_eq!(RefreshToken::parse(&ring(1), &changed), (changed == text).then_some(token));
        }
    }
}
