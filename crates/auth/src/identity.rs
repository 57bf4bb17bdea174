//! A shopper's identity as the shop's backend vouches for it (SESSION2): a JWT bound to this site and this visitor.

use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use tillside_domain::{Timestamp, ids::ShopperId};

use crate::LEEWAY_MS;

/// `exp` may be so far ahead: an identity is made for one page view.
const LIFETIME_MS_MAX: i64 = 600_000;
const TOKEN_BYTES_MAX: usize = 8_192;
/// Shops' customer ids and token ids: longer ones are somebody's mistake.
const ID_CHARS_MAX: usize = 200;
const NAME_CHARS_MAX: usize = 80;
const EMAIL_CHARS_MAX: usize = 254;

/// What a site's backend signs with.
#[derive(Clone, Copy)]
pub enum SiteKey<'a> {
    /// HS256.
    Secret(&'a [u8]),
    /// EdDSA: the public key that the site has registered.
    Ed25519(&'a [u8; 32]),
}

/// Whom an identity must be for.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    pub site_key: &'a str,
    pub shopper: ShopperId,
}

/// Who the shopper is to the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The shop's own customer id.
    pub customer: String,
    /// To be remembered until `expires_at`: the same token does not count twice.
    pub jti: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub expires_at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    #[error("the identity has expired")]
    Expired,
    #[error("the identity is not valid for this site and shopper")]
    Refused,
}

/// Believes `token` if one of the site's keys signed it, for this site and this shopper, for at most ten minutes.
pub fn verify(token: &str, keys: &[SiteKey<'_>], to: Addressee<'_>, now: Timestamp) -> Result<Identity, IdentityError> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err(IdentityError::Refused);
    }
    let header = decode_header(token).map_err(|_why| IdentityError::Refused)?;
    let payload = keys
        .iter()
        .filter(|key| key.algorithm() == header.alg)
        .find_map(|key| decode::<Payload>(token, &key.decoding(), &validation(key.algorithm(), to.site_key)).ok())
        .ok_or(IdentityError::Refused)?
        .claims;
    let expires_at = payload.judge_times(now)?;
    payload.identity(to.shopper, expires_at).ok_or(IdentityError::Refused)
}

impl SiteKey<'_> {
    fn algorithm(self) -> Algorithm {
        match self {
            Self::Secret(_) => Algorithm::HS256,
            Self::Ed25519(_) => Algorithm::EdDSA,
        }
    }

    fn decoding(self) -> DecodingKey {
        match self {
            Self::Secret(secret) => DecodingKey::from_secret(secret),
            Self::Ed25519(public) => DecodingKey::from_ed_der(public),
        }
    }
}

fn validation(algorithm: Algorithm, site_key: &str) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[site_key]);
    validation.set_audience(&["tillside"]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // The library would read the wall clock; `judge_times` goes by the argument.
    validation.validate_exp = false;
    validation
}

/// The claims that we read; a shop's library may add others. `iss` and `aud` have been checked.
#[derive(Debug, Deserialize)]
struct Payload {
    /// One issuer, not a list.
    #[serde(rename = "iss")]
    _iss: String,
    sub: String,
    shp: ShopperId,
    jti: String,
    /// RFC 7519 allows fractions of a second.
    exp: f64,
    nbf: Option<f64>,
    name: Option<String>,
    email: Option<String>,
}

impl Payload {
    fn judge_times(&self, now: Timestamp) -> Result<Timestamp, IdentityError> {
        let expires_at = moment(self.exp).ok_or(IdentityError::Refused)?;
        let valid_from = self.nbf.map_or(Some(now), moment).ok_or(IdentityError::Refused)?;
        if now >= expires_at.plus_ms(LEEWAY_MS) {
            Err(IdentityError::Expired)
        } else if expires_at.since(now) > LIFETIME_MS_MAX + LEEWAY_MS || valid_from > now.plus_ms(LEEWAY_MS) {
            Err(IdentityError::Refused)
        } else {
            Ok(expires_at)
        }
    }

    fn identity(self, shopper: ShopperId, expires_at: Timestamp) -> Option<Identity> {
        let is_id = |text: &str| !text.is_empty() && fits(text, ID_CHARS_MAX);
        let optional_fits = |text: &Option<String>, max| text.as_deref().is_none_or(|text| fits(text, max));
        let believable = self.shp == shopper
            && is_id(&self.sub)
            && is_id(&self.jti)
            && optional_fits(&self.name, NAME_CHARS_MAX)
            && optional_fits(&self.email, EMAIL_CHARS_MAX);
        let Self {
            sub: customer,
            jti,
            name,
            email,
            ..
        } = self;
        believable.then_some(Identity {
            customer,
            jti,
            name,
            email,
            expires_at,
        })
    }
}

fn fits(text: &str, chars_max: usize) -> bool {
    text.chars().nth(chars_max).is_none() && !text.contains('\0')
}

fn moment(seconds: f64) -> Option<Timestamp> {
    let since_epoch = Duration::try_from_secs_f64(seconds).ok()?;
    i64::try_from(since_epoch.as_millis()).ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_000_000_000);
    const SECRET: &[u8] = b"tillside-demo-secret";
    /// RFC 8032, §7.1, test 1.
    const ED25519_SEED: [u8; 32] = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49,
        0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    ];
    const ED25519_PUBLIC: [u8; 32] = [
        0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1,
        0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
    ];

    fn shopper() -> ShopperId {
        ShopperId(Uuid::from_u128(7))
    }

    fn claims() -> Value {
        json!({
            "iss": "demo", "aud": "tillside", "sub": "customer-17", "shp": shopper(), "jti": "once", "exp": 1_795_000_300,
            "name": "Eva",
        })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut claims = claims();
        claims[name] = value;
        claims
    }

    fn hs256(claims: &Value) -> String {
        encode(
            &Header::new(Algorithm::HS256),
            claims,
            &EncodingKey::from_secret(SECRET),
        )
        .unwrap()
    }

    fn eddsa(claims: &Value) -> String {
        // PKCS #8 around a bare Ed25519 seed (RFC 8410, §7).
        let prefix = [
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ];
        let key = EncodingKey::from_ed_der(&[prefix.as_slice(), &ED25519_SEED].concat());
        encode(&Header::new(Algorithm::EdDSA), claims, &key).unwrap()
    }

    fn judge(token: &str, now: Timestamp) -> Result<Identity, IdentityError> {
        let keys = [SiteKey::Secret(SECRET), SiteKey::Ed25519(&ED25519_PUBLIC)];
        verify(
            token,
            &keys,
            Addressee {
                site_key: "demo",
                shopper: shopper(),
            },
            now,
        )
    }

    fn refused(claims: &Value) {
        assert_eq!(judge(&hs256(claims), NOW), Err(IdentityError::Refused), "{claims}");
    }

    #[test]
    fn session2_both_algorithms_vouch_for_a_shopper() {
        let identity = Identity {
            customer: "customer-17".into(),
            jti: "once".into(),
            name: Some("Eva".into()),
            email: None,
            expires_at: Timestamp(1_795_000_300_000),
        };
        assert_eq!(judge(&hs256(&claims()), NOW), Ok(identity.clone()));
        assert_eq!(judge(&eddsa(&claims()), NOW), Ok(identity));
    }

    #[test]
    fn session2_an_identity_expires_and_lives_ten_minutes_at_most() {
        let expires_at = Timestamp(1_795_000_300_000);
        assert!(judge(&hs256(&claims()), expires_at.plus_ms(LEEWAY_MS - 1)).is_ok());
        assert_eq!(
            judge(&hs256(&claims()), expires_at.plus_ms(LEEWAY_MS)),
            Err(IdentityError::Expired)
        );
        assert!(judge(&hs256(&with("exp", json!(1_795_000_605))), NOW).is_ok());
        assert!(judge(&hs256(&with("exp", json!(1_795_000_300.25))), NOW).is_ok());
        refused(&with("exp", json!(1_795_000_606)));
    }

    #[test]
    fn session2_every_claim_must_be_there_and_right() {
        for name in ["iss", "aud", "sub", "shp", "jti", "exp"] {
            let mut without = claims();
            without.as_object_mut().unwrap().remove(name);
            refused(&without);
        }
        for (name, value) in [
            ("iss", json!("other-site")),
            ("iss", json!(["demo"])),
            ("aud", json!("other")),
            ("shp", json!(ShopperId(Uuid::from_u128(8)))),
            ("shp", json!("not an id")),
            ("sub", json!("")),
            ("sub", json!("x".repeat(201))),
            ("sub", json!(17)),
            ("jti", json!("")),
            ("exp", json!("1795000300")),
            ("exp", json!(-1)),
            ("exp", json!(1e300)),
            ("nbf", json!(1_795_000_060)),
            ("nbf", json!("soon")),
            ("name", json!("x".repeat(81))),
            ("name", json!("a\0b")),
        ] {
            refused(&with(name, value));
        }
    }

    #[test]
    fn session2_what_a_library_adds_does_not_matter() {
        let claims = with("iat", json!(1_795_000_000));
        assert!(judge(&hs256(&claims), NOW).is_ok());
        assert!(judge(&hs256(&with("aud", json!(["tillside"]))), NOW).is_ok());
    }

    #[test]
    fn session2_the_public_key_is_no_secret() {
        let confused = EncodingKey::from_secret(&ED25519_PUBLIC);
        let token = encode(&Header::new(Algorithm::HS256), &claims(), &confused).unwrap();
        assert_eq!(judge(&token, NOW), Err(IdentityError::Refused));
    }

    #[test]
    fn session2_other_algorithms_and_keys_are_refused() {
        let hs512 = encode(
            &Header::new(Algorithm::HS512),
            &claims(),
            &EncodingKey::from_secret(SECRET),
        )
        .unwrap();
        let foreign = encode(&Header::default(), &claims(), &EncodingKey::from_secret(b"guess")).unwrap();
        let unsigned =
            URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#) + "." + &URL_SAFE_NO_PAD.encode(claims().to_string()) + ".";
        for token in [
            hs512,
            foreign,
            unsigned,
            String::new(),
            "a.b.c".to_owned(),
            "x".repeat(9_000),
        ] {
            assert_eq!(judge(&token, NOW), Err(IdentityError::Refused), "{token}");
        }
        let only_eddsa = [SiteKey::Ed25519(&ED25519_PUBLIC)];
        let to = Addressee {
            site_key: "demo",
            shopper: shopper(),
        };
        assert_eq!(
            verify(&hs256(&claims()), &only_eddsa, to, NOW),
            Err(IdentityError::Refused)
        );
    }
}
