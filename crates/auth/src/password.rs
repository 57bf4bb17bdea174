//! Agents' passwords: argon2id, as PHC strings.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString},
};

pub const SALT_BYTES: usize = 16;

/// OWASP Password Storage Cheat Sheet, argon2id's first equivalent: m = 19 MiB, t = 2, p = 1.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The hash of a password that nobody knows, with today's parameters.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What the database keeps of a password, with a fresh random salt. Takes tens of milliseconds: not on an async thread.
pub fn hash(password: &str, salt: [u8; SALT_BYTES]) -> String {
    let salt = SaltString::encode_b64(&salt).expect("16 bytes are a salt");
    hasher()
        .hash_password(password.as_bytes(), &salt)
        .expect("the parameters are argon2's own")
        .to_string()
}

/// Is this the account's password? Without an account, or with one that has no password, it takes as long to say no.
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    let known = stored.and_then(|stored| PasswordHash::new(stored).ok());
    let nobodys = PasswordHash::new(NOBODYS).expect("the constant is a PHC string");
    let matches = hasher()
        .verify_password(password.as_bytes(), known.as_ref().unwrap_or(&nobodys))
        .is_ok();
    matches && known.is_some()
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_verifies() {
        let stored = hash("correct horse", [1; 16]);
        assert!(verify("correct horse", Some(&stored)));
        for wrong in ["correct horse ", "Correct horse", ""] {
            assert!(!verify(wrong, Some(&stored)), "{wrong:?}");
        }
    }

    #[test]
    fn the_salt_makes_equal_passwords_differ() {
        assert_ne!(hash("same", [1; 16]), hash("same", [2; 16]));
    }

    #[test]
    fn nobody_signs_in_without_an_account() {
        assert!(!verify("", None) && !verify("anything", None) && !verify("anything", Some("not a hash")));
    }

    #[test]
    fn no_account_costs_as_much_as_one() {
        let parameters = |phc: &str| phc.rsplitn(3, '$').nth(2).map(str::to_owned);
        assert_eq!(parameters(NOBODYS), parameters(&hash("any", [1; 16])));
    }
}
