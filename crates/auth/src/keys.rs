//! Keys that sign: made at the first start, kept in the database, shared by all nodes, rotated by making another.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use tillside_domain::Timestamp;

use crate::seal::{self, NONCE_BYTES};

pub const SECRET_BYTES: usize = 32;

/// A key that others are derived from.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    kid: String,
    secret: [u8; SECRET_BYTES],
    created_at: Timestamp,
    /// What it signed is no longer believed.
    retired: bool,
}

impl SigningKey {
    /// Of 32 bytes from the operating system's generator.
    pub fn new(secret: [u8; SECRET_BYTES], created_at: Timestamp) -> Self {
        let digest = Sha256::digest([b"tillside/kid/v1".as_slice(), &secret].concat());
        Self {
            kid: URL_SAFE_NO_PAD.encode(&digest[..9]),
            secret,
            created_at,
            retired: false,
        }
    }

    /// Its name in the header of a token; derived from the secret, which it does not tell.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    #[must_use]
    pub fn retired(self) -> Self {
        Self { retired: true, ..self }
    }

    /// As the database keeps it: sealed if there is a secret to seal with (`nonce` is used only then).
    pub fn store(&self, secret: Option<&str>, nonce: [u8; NONCE_BYTES]) -> StoredKey {
        let (sealed, bytes) = match secret {
            Some(secret) => (true, seal::seal(secret, &self.kid, &self.secret, nonce)),
            None => (false, self.secret.to_vec()),
        };
        StoredKey {
            kid: self.kid.clone(),
            bytes,
            sealed,
            created_at: self.created_at,
            retired: self.retired,
        }
    }

    pub(crate) fn derive(&self, purpose: Purpose) -> SubKey {
        let mut key = [0; SECRET_BYTES];
        Hkdf::<Sha256>::new(Some(b"tillside/keys/v1"), &self.secret)
            .expand(purpose.label(), &mut key)
            .expect("HKDF gives 32 bytes");
        SubKey(key)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .field("retired", &self.retired)
            .finish_non_exhaustive()
    }
}

/// What a derived key is for; none serves two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    AccessToken,
    RefreshToken,
    Resume,
    Fingerprint,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::AccessToken => b"access token",
            Self::RefreshToken => b"refresh token",
            Self::Resume => b"resume",
            Self::Fingerprint => b"fingerprint",
        }
    }
}

/// A key for one purpose.
pub(crate) struct SubKey([u8; SECRET_BYTES]);

impl SubKey {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A key as a row of the database.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredKey {
    pub kid: String,
    pub bytes: Vec<u8>,
    pub sealed: bool,
    pub created_at: Timestamp,
    pub retired: bool,
}

impl fmt::Debug for StoredKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredKey")
            .field("kid", &self.kid)
            .field("sealed", &self.sealed)
            .finish_non_exhaustive()
    }
}

/// Why the database's keys cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    #[error("the signing key {kid} in the database is sealed; set TILLSIDE_SECRET to the secret that sealed it")]
    SecretMissing { kid: String },
    #[error("TILLSIDE_SECRET does not open the signing key {kid} in the database; it was sealed with another")]
    SecretWrong { kid: String },
    #[error("the signing key {kid} in the database is damaged")]
    Damaged { kid: String },
    #[error("the database holds no signing key that is not retired")]
    NoActiveKey,
}

/// All keys: the newest signs, the others still verify until they are retired.
#[derive(Clone, Debug)]
pub struct Keyring {
    /// Oldest first, retired ones too.
    keys: Vec<SigningKey>,
    /// The newest that is not retired.
    active: usize,
}

impl Keyring {
    pub fn new(mut keys: Vec<SigningKey>) -> Result<Self, UnlockError> {
        keys.sort_by(|a, b| (a.created_at, &a.kid).cmp(&(b.created_at, &b.kid)));
        let active = keys
            .iter()
            .rposition(|key| !key.retired)
            .ok_or(UnlockError::NoActiveKey)?;
        Ok(Self { keys, active })
    }

    /// The keys of the database. What was stored before there was a secret is still read: `store` it again to seal it.
    pub fn unlock(stored: &[StoredKey], secret: Option<&str>) -> Result<Self, UnlockError> {
        Self::new(stored.iter().map(|key| unlock(key, secret)).collect::<Result<_, _>>()?)
    }

    pub fn active(&self) -> &SigningKey {
        &self.keys[self.active]
    }

    pub(crate) fn verifying(&self) -> impl Iterator<Item = &SigningKey> {
        self.keys.iter().rev().filter(|key| !key.retired)
    }

    /// The first key there ever was, for what must stay comparable for ever.
    pub(crate) fn oldest(&self) -> &SigningKey {
        &self.keys[0]
    }
}

fn unlock(stored: &StoredKey, secret: Option<&str>) -> Result<SigningKey, UnlockError> {
    let kid = || stored.kid.clone();
    let opened = match (stored.sealed, secret) {
        (false, _) => stored.bytes.clone(),
        (true, None) => return Err(UnlockError::SecretMissing { kid: kid() }),
        (true, Some(secret)) => {
            seal::open(secret, &stored.kid, &stored.bytes).map_err(|_wrong| UnlockError::SecretWrong { kid: kid() })?
        }
    };
    let bytes = opened
        .try_into()
        .map_err(|_length| UnlockError::Damaged { kid: kid() })?;
    let key = SigningKey::new(bytes, stored.created_at);
    if key.kid != stored.kid {
        return Err(UnlockError::Damaged { kid: kid() });
    }
    Ok(SigningKey {
        retired: stored.retired,
        ..key
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SigningKey {
        SigningKey::new([byte; 32], Timestamp(i64::from(byte)))
    }

    #[test]
    fn the_newest_key_signs_unless_it_is_retired() {
        let ring = Keyring::new(vec![key(2), key(1), key(3).retired()]).unwrap();
        assert_eq!(ring.active().kid(), key(2).kid());
        let verifying: Vec<_> = ring.verifying().map(SigningKey::kid).collect();
        assert_eq!(verifying, [key(2).kid(), key(1).kid()]);
        assert_eq!(
            Keyring::new(vec![key(1).retired()]).unwrap_err(),
            UnlockError::NoActiveKey
        );
    }

    #[test]
    fn a_key_comes_back_from_the_database_as_it_went() {
        for secret in [None, Some("operator's secret")] {
            let stored = key(1).store(secret, [9; 12]);
            let ring = Keyring::unlock(&[stored], secret).unwrap();
            assert_eq!(ring.active(), &key(1));
        }
    }

    #[test]
    fn a_sealed_key_needs_its_secret() {
        let stored = [key(1).store(Some("right"), [9; 12])];
        assert!(!stored[0].bytes.windows(32).any(|window| window == [1; 32]));
        let kid = key(1).kid().to_owned();
        assert_eq!(
            Keyring::unlock(&stored, None).unwrap_err(),
            UnlockError::SecretMissing { kid: kid.clone() }
        );
        assert_eq!(
            Keyring::unlock(&stored, Some("wrong")).unwrap_err(),
            UnlockError::SecretWrong { kid }
        );
    }

    #[test]
    fn a_key_under_another_name_is_damaged() {
        let mut stored = key(1).store(None, [9; 12]);
        stored.bytes = vec![2; 32];
        assert!(matches!(
            Keyring::unlock(&[stored.clone()], None),
            Err(UnlockError::Damaged { .. })
        ));
        stored.bytes = vec![1; 31];
        assert!(matches!(
            Keyring::unlock(&[stored], None),
            Err(UnlockError::Damaged { .. })
        ));
    }

    #[test]
    fn no_two_purposes_share_a_key() {
        let purposes = [
            Purpose::AccessToken,
            Purpose::RefreshToken,
            Purpose::Resume,
            Purpose::Fingerprint,
        ];
        let keys: std::collections::HashSet<_> = purposes.iter().map(|purpose| key(1).derive(*purpose).0).collect();
        assert_eq!(keys.len(), purposes.len());
    }

    #[test]
    fn a_key_is_not_printed() {
        let printed = format!("{:?} {:?}", key(77), key(77).store(None, [0; 12]));
        assert!(!printed.contains("77"), "{printed}");
    }
}
