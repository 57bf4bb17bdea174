//! Access tokens: JWTs of ten minutes that say who speaks on a socket or an endpoint (SESSION1, HELLO5).
//!
//! One algorithm, and the key by its `kid` from our own ring: nothing in a token chooses how it is checked.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use tillside_domain::{
    Rights, Timestamp,
    ids::{AgentId, ShopperId, SiteId, WorkspaceId},
};
use uuid::Uuid;

use crate::{
    LEEWAY_MS,
    keys::{Keyring, Purpose},
    refresh::FamilyId,
};

pub const LIFETIME_MS: i64 = 600_000;
/// Ours have some 400 bytes; what is much longer is not looked at.
const TOKEN_BYTES_MAX: usize = 2_048;
const ALGORITHM: Algorithm = Algorithm::HS256;
/// Both who makes the tokens and whom they are for.
const TILLSIDE: &str = "tillside";

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claims {
    Shopper {
        shopper: ShopperId,
        workspace: WorkspaceId,
        site: SiteId,
        expires_at: Timestamp,
    },
    Agent {
        agent: AgentId,
        workspace: WorkspaceId,
        rights: Rights,
        /// Of the refresh tokens: when it is revoked, so is this.
        family: FamilyId,
        expires_at: Timestamp,
    },
}

impl Claims {
    /// A shopper of a site, from now for ten minutes.
    pub fn shopper(shopper: ShopperId, workspace: WorkspaceId, site: SiteId, now: Timestamp) -> Self {
        Self::Shopper {
            shopper,
            workspace,
            site,
            expires_at: expiry(now),
        }
    }

    /// An agent who has signed in, from now for ten minutes.
    pub fn agent(agent: AgentId, workspace: WorkspaceId, rights: Rights, family: FamilyId, now: Timestamp) -> Self {
        Self::Agent {
            agent,
            workspace,
            rights,
            family,
            expires_at: expiry(now),
        }
    }

    pub fn expires_at(&self) -> Timestamp {
        match self {
            Self::Shopper { expires_at, .. } | Self::Agent { expires_at, .. } => *expires_at,
        }
    }

    pub fn workspace(&self) -> WorkspaceId {
        match self {
            Self::Shopper { workspace, .. } | Self::Agent { workspace, .. } => *workspace,
        }
    }
}

/// Why a token is not believed. More than that its bearer need not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("the token has expired")]
    Expired,
    #[error("the token is not valid here")]
    Refused,
}

pub fn mint(keyring: &Keyring, claims: &Claims) -> String {
    let key = keyring.active();
    let header = Header {
        kid: Some(key.kid().to_owned()),
        ..Header::new(ALGORITHM)
    };
    let secret = EncodingKey::from_secret(key.derive(Purpose::AccessToken).bytes());
    encode(&header, &Payload::from(claims), &secret).expect("plain strings and numbers are JSON")
}

pub fn verify(keyring: &Keyring, token: &str, now: Timestamp) -> Result<Claims, TokenError> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err(TokenError::Refused);
    }
    let kid = decode_header(token)
        .ok()
        .and_then(|header| header.kid)
        .ok_or(TokenError::Refused)?;
    let key = keyring
        .verifying()
        .find(|key| key.kid() == kid)
        .ok_or(TokenError::Refused)?;
    let secret = DecodingKey::from_secret(key.derive(Purpose::AccessToken).bytes());
    let payload = decode::<Payload>(token, &secret, &validation())
        .map_err(|_why| TokenError::Refused)?
        .claims;
    let claims = Claims::try_from(payload)?;
    if now >= claims.expires_at().plus_ms(LEEWAY_MS) {
        return Err(TokenError::Expired);
    }
    Ok(claims)
}

fn validation() -> Validation {
    let mut validation = Validation::new(ALGORITHM);
    validation.set_issuer(&[TILLSIDE]);
    validation.set_audience(&[TILLSIDE]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // The library would read the wall clock; `verify` judges the time by its argument.
    validation.validate_exp = false;
    validation
}

/// `exp` counts whole seconds.
fn expiry(now: Timestamp) -> Timestamp {
    Timestamp(now.plus_ms(LIFETIME_MS).0.div_euclid(1_000) * 1_000)
}

/// The claims as they travel.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    iss: String,
    aud: String,
    typ: Kind,
    sub: String,
    wsp: WorkspaceId,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<SiteId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rights: Option<Rights>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fam: Option<Uuid>,
    iat: i64,
    exp: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Shopper,
    Agent,
}

impl From<&Claims> for Payload {
    fn from(claims: &Claims) -> Self {
        let (typ, sub, site, rights, fam) = match claims {
            Claims::Shopper { shopper, site, .. } => (Kind::Shopper, shopper.to_string(), Some(*site), None, None),
            Claims::Agent {
                agent, rights, family, ..
            } => (Kind::Agent, agent.to_string(), None, Some(*rights), Some(family.0)),
        };
        let exp = claims.expires_at().0.div_euclid(1_000);
        let iat = exp - LIFETIME_MS / 1_000;
        let (iss, aud) = (TILLSIDE.to_owned(), TILLSIDE.to_owned());
        Self {
            iss,
            aud,
            typ,
            sub,
            wsp: claims.workspace(),
            site,
            rights,
            fam,
            iat,
            exp,
        }
    }
}

impl TryFrom<Payload> for Claims {
    type Error = TokenError;

    fn try_from(payload: Payload) -> Result<Self, TokenError> {
        let expires_at = Timestamp(payload.exp.checked_mul(1_000).ok_or(TokenError::Refused)?);
        let (workspace, sub) = (payload.wsp, payload.sub);
        match (payload.typ, payload.site, payload.rights, payload.fam) {
            (Kind::Shopper, Some(site), None, None) => {
                let shopper = sub.parse().map_err(|_not_an_id| TokenError::Refused)?;
                Ok(Self::Shopper {
                    shopper,
                    workspace,
                    site,
                    expires_at,
                })
            }
            (Kind::Agent, None, Some(rights), Some(family)) => {
                let agent = sub.parse().map_err(|_not_an_id| TokenError::Refused)?;
                Ok(Self::Agent {
                    agent,
                    workspace,
                    rights,
                    family: FamilyId(family),
                    expires_at,
                })
            }
            _ => Err(TokenError::Refused),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::keys::SigningKey;

    const NOW: Timestamp = Timestamp(1_795_000_000_123);

    fn key(byte: u8) -> SigningKey {
        SigningKey::new([byte; 32], Timestamp(i64::from(byte)))
    }

    fn ring() -> Keyring {
        Keyring::new(vec![key(1)]).unwrap()
    }

    fn shopper() -> Claims {
        let id = Uuid::from_u128;
        Claims::shopper(ShopperId(id(1)), WorkspaceId(id(2)), SiteId(id(3)), NOW)
    }

    fn agent() -> Claims {
        let id = Uuid::from_u128;
        Claims::agent(
            AgentId(id(1)),
            WorkspaceId(id(2)),
            Rights::Supervisor,
            FamilyId(id(4)),
            NOW,
        )
    }

    /// Signs any claims with the right key.
    fn signed(payload: &Value) -> String {
        let header = Header {
            kid: Some(key(1).kid().to_owned()),
            ..Header::new(ALGORITHM)
        };
        encode(
            &header,
            payload,
            &EncodingKey::from_secret(key(1).derive(Purpose::AccessToken).bytes()),
        )
        .unwrap()
    }

    fn refused(token: &str) {
        assert_eq!(verify(&ring(), token, NOW), Err(TokenError::Refused), "{token}");
    }

    #[test]
    fn hello5_a_token_says_who_speaks() {
        for claims in [shopper(), agent()] {
            assert_eq!(verify(&ring(), &mint(&ring(), &claims), NOW), Ok(claims));
        }
    }

    #[test]
    fn a_token_lives_ten_minutes_and_the_leeway_to_the_millisecond() {
        let expires_at = shopper().expires_at();
        assert_eq!(expires_at, Timestamp(1_795_000_600_000));
        let token = mint(&ring(), &shopper());
        assert!(verify(&ring(), &token, expires_at.plus_ms(LEEWAY_MS - 1)).is_ok());
        assert_eq!(
            verify(&ring(), &token, expires_at.plus_ms(LEEWAY_MS)),
            Err(TokenError::Expired)
        );
    }

    #[test]
    fn a_rotated_key_still_verifies_and_a_retired_one_does_not() {
        let token = mint(&ring(), &agent());
        assert!(verify(&Keyring::new(vec![key(1), key(2)]).unwrap(), &token, NOW).is_ok());
        let retired = Keyring::new(vec![key(1).retired(), key(2)]).unwrap();
        assert_eq!(verify(&retired, &token, NOW), Err(TokenError::Refused));
    }

    #[test]
    fn no_header_chooses_how_a_token_is_checked() {
        let token = mint(&ring(), &agent());
        let (header, rest) = token.split_once('.').unwrap();
        let (payload, signature) = rest.split_once('.').unwrap();
        let kid = key(1).kid().to_owned();
        for forged in [
            json!({"alg": "none", "kid": kid}),
            json!({"alg": "HS512", "kid": kid}),
            json!({"alg": "RS256", "kid": kid}),
            json!({"alg": "EdDSA", "kid": kid}),
            json!({"alg": "HS256"}),
            json!({"alg": "HS256", "kid": "../keys"}),
            json!({"alg": "HS256", "kid": kid, "jku": "https://evil.test/keys"}),
        ] {
            let forged = URL_SAFE_NO_PAD.encode(forged.to_string());
            refused(&format!("{forged}.{payload}.{signature}"));
            refused(&format!("{forged}.{payload}."));
        }
        refused(&format!("{header}.{payload}."));
        refused(&format!("{header}.{payload}"));
        let other_algorithm = Header {
            kid: Some(kid),
            ..Header::new(Algorithm::HS384)
        };
        let secret = EncodingKey::from_secret(key(1).derive(Purpose::AccessToken).bytes());
        refused(&encode(&other_algorithm, &Payload::from(&agent()), &secret).unwrap());
    }

    #[test]
    fn a_key_for_another_purpose_signs_no_token() {
        let header = Header {
            kid: Some(key(1).kid().to_owned()),
            ..Header::new(ALGORITHM)
        };
        let resume = EncodingKey::from_secret(key(1).derive(Purpose::Resume).bytes());
        refused(&encode(&header, &Payload::from(&agent()), &resume).unwrap());
    }

    #[test]
    fn every_claim_must_be_there_and_right() {
        for claims in [shopper(), agent()] {
            let good = serde_json::to_value(Payload::from(&claims)).unwrap();
            assert_eq!(verify(&ring(), &signed(&good), NOW), Ok(claims));
            for name in good.as_object().unwrap().keys() {
                let mut without = good.clone();
                without.as_object_mut().unwrap().remove(name);
                refused(&signed(&without));
            }
        }
        let good = serde_json::to_value(Payload::from(&agent())).unwrap();
        for (name, value) in [
            ("iss", json!("demo")),
            ("aud", json!("shop")),
            ("aud", json!(["tillside"])),
            ("typ", json!("shopper")),
            ("typ", json!("admin")),
            ("sub", json!("shp_01h2xcejqtf2nbrexx3vqjhp41")),
            ("rights", json!("root")),
            ("exp", json!("1795000600")),
            ("exp", json!(i64::MAX)),
            ("exp", json!(1e300)),
            ("extra", json!(1)),
        ] {
            let mut wrong = good.clone();
            wrong[name] = value;
            refused(&signed(&wrong));
        }
    }

    #[test]
    fn a_giant_is_not_looked_at() {
        refused(&"a".repeat(1 << 20));
    }

    proptest! {
        #[test]
        fn a_changed_character_is_refused(at in any::<proptest::sample::Index>(), with in "[A-Za-z0-9_.-]") {
            let token = mint(&ring(), &agent());
            let at = at.index(token.len());
            let mut changed = token.clone();
            changed.replace_range(at..=at, &with);
            prop_assert_eq!(verify(&ring(), &changed, NOW).is_ok(), changed == token);
        }

        #[test]
        fn anything_else_is_refused(text in "\\PC{0,200}") {
            prop_assert_eq!(verify(&ring(), &text, NOW), Err(TokenError::Refused));
        }
    }
}
