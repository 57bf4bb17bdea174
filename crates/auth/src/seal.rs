//! Sealing with `TILLSIDE_SECRET`: what the database keeps is worth nothing without the operator's secret.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit as _, Nonce,
    aead::{Aead as _, Payload},
};
use hkdf::Hkdf;
use sha2::Sha256;

pub const NONCE_BYTES: usize = 12;

/// Another secret sealed it, for another purpose, or it was tampered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret does not open this seal")]
pub struct WrongSecret;

/// Seals `plaintext`, bound to `label` (where it belongs), so that sealed values cannot be swapped. A nonce must be
/// random and never used again.
pub fn seal(secret: &str, label: &str, plaintext: &[u8], nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
    let payload = Payload {
        msg: plaintext,
        aad: label.as_bytes(),
    };
    let sealed = cipher(secret)
        .encrypt(&Nonce::from(nonce), payload)
        .expect("a key is shorter than 256 GiB");
    [nonce.as_slice(), &sealed].concat()
}

pub fn open(secret: &str, label: &str, sealed: &[u8]) -> Result<Vec<u8>, WrongSecret> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(WrongSecret)?;
    let payload = Payload {
        msg: ciphertext,
        aad: label.as_bytes(),
    };
    cipher(secret)
        .decrypt(&Nonce::from(*nonce), payload)
        .map_err(|_opaque| WrongSecret)
}

fn cipher(secret: &str) -> ChaCha20Poly1305 {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(b"tillside/seal/v1"), secret.as_bytes())
        .expand(b"chacha20poly1305", &mut key)
        .expect("HKDF gives 32 bytes");
    ChaCha20Poly1305::new(&key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_and_place_open_a_seal() {
        let sealed = seal("secret", "key/1", b"plain", [7; 12]);
        assert_eq!(open("secret", "key/1", &sealed), Ok(b"plain".to_vec()));
        assert_eq!(open("Secret", "key/1", &sealed), Err(WrongSecret));
        assert_eq!(open("secret", "key/2", &sealed), Err(WrongSecret));
    }

    #[test]
    fn a_changed_or_cut_seal_does_not_open() {
        let sealed = seal("secret", "key/1", b"plain", [7; 12]);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open("secret", "key/1", &changed), Err(WrongSecret), "byte {at}");
            assert_eq!(open("secret", "key/1", &sealed[..at]), Err(WrongSecret), "cut at {at}");
        }
    }
}
