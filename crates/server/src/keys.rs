//! The keys that sign: made at the first start, kept in the database, opened with `TILLSIDE_SECRET`.

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRngCore as _, rngs::OsRng};
use serde::{Deserialize, Serialize};
use tillside_auth::keys::{Keyring, SigningKey, StoredKey};
use tillside_store::{SecretKey, Store};

use crate::config::Secret;

/// What these keys are for, among others that a database may keep one day.
const PURPOSE: &str = "signing";

/// A key's document in the database.
#[derive(Serialize, Deserialize)]
struct Doc {
    bytes: String,
    sealed: bool,
    retired: bool,
}

/// The database's keys; makes the first if there is none.
pub(crate) async fn unlock(store: &Store, secret: Option<&Secret>) -> anyhow::Result<Keyring> {
    let secret = secret.map(Secret::reveal);
    let mut rows = store.secret_keys().await.context("read the signing keys")?;
    if rows.is_empty() {
        let made = SigningKey::new(random()?, store.now()).store(secret, random()?);
        rows = store
            .keep_first_key(row_of(&made)?)
            .await
            .context("keep the first signing key")?;
    }
    let keys = rows.iter().map(key_of).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(Keyring::unlock(&keys, secret)?)
}

/// A site's secret, as its shop's backend will use it.
pub(crate) fn site_secret() -> anyhow::Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// From the operating system's generator.
pub(crate) fn random<const LENGTH: usize>() -> anyhow::Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    OsRng
        .try_fill_bytes(&mut bytes)
        .context("ask the operating system for random bytes")?;
    Ok(bytes)
}

fn row_of(key: &StoredKey) -> anyhow::Result<SecretKey> {
    let doc = Doc {
        bytes: URL_SAFE_NO_PAD.encode(&key.bytes),
        sealed: key.sealed,
        retired: key.retired,
    };
    Ok(SecretKey {
        kid: key.kid.clone(),
        purpose: PURPOSE.to_owned(),
        created_at: key.created_at,
        doc: serde_json::to_string(&doc)?,
    })
}

fn key_of(row: &SecretKey) -> anyhow::Result<StoredKey> {
    let damaged = || format!("read the signing key {} of the database", row.kid);
    let doc: Doc = serde_json::from_str(&row.doc).with_context(damaged)?;
    Ok(StoredKey {
        kid: row.kid.clone(),
        bytes: URL_SAFE_NO_PAD.decode(&doc.bytes).with_context(damaged)?,
        sealed: doc.sealed,
        created_at: row.created_at,
        retired: doc.retired,
    })
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, path::Path};

    use super::*;
    use crate::{
        clock,
        config::{Config, Flags},
    };

    fn sealed_with(secret: &str) -> Config {
        let variable = (OsString::from("TILLSIDE_SECRET"), OsString::from(secret));
        Config::load(None, [variable], &Flags::default()).unwrap()
    }

    async fn kid(path: &Path, secret: Option<&str>) -> anyhow::Result<String> {
        let store = Store::open(path, true, clock::system())?;
        let config = secret.map(sealed_with);
        let keyring = unlock(&store, config.as_ref().and_then(|config| config.secret.as_ref())).await?;
        Ok(keyring.active().kid().to_owned())
    }

    #[tokio::test]
    async fn the_first_key_is_made_once_and_opens_with_its_secret_only() {
        for secret in [None, Some("operator's secret")] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("t.db");
            let first = kid(&path, secret).await.unwrap();
            assert_eq!(kid(&path, secret).await.unwrap(), first);
            assert_eq!(kid(&path, Some("another")).await.is_err(), secret.is_some());
        }
    }
}
