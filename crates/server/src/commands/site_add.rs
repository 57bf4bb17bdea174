//! `tillside site add`: adds a shop's site, and prints its secret once.

use anyhow::Context as _;
use tillside_domain::queue::QueueSettings;
use tillside_store::NewSite;

use super::{open, say, workspace};
use crate::{cli::SiteAdd, config::Config, keys};

/// The queue of a workspace that has none when its first site is made.
const FIRST_QUEUE: &str = "support";

pub(super) async fn run(config: &Config, asked: SiteAdd) -> anyhow::Result<()> {
    let origins = asked
        .origin
        .iter()
        .map(|origin| as_browsers_write(origin))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let store = open(config, config.migrates)?;
    let workspace = workspace(&store, asked.workspace).await?;
    if store.queues(workspace).await?.is_empty() {
        let queue = store
            .add_queue(workspace, FIRST_QUEUE.to_owned(), QueueSettings::default())
            .await
            .context("add the first queue")?;
        say(format_args!("made the queue {}", queue.key))?;
    }
    let secret = keys::site_secret()?;
    let added = store
        .add_site(NewSite {
            workspace,
            key: asked.key.clone(),
            name: asked.key.clone(),
            origins,
            secret: secret.clone(),
            locale: "en".to_owned(),
        })
        .await
        .context("add the site")?;
    let site = added.with_context(|| format!("there is a site {} already", asked.key))?;
    say(format_args!("{} is {}", site.key, site.id))?;
    say("its secret, which is shown this once and signs what the shop's backend says:")?;
    say(secret)
}

/// Scheme, host and port: what a browser says in `Origin`. A path would never match.
fn as_browsers_write(text: &str) -> anyhow::Result<String> {
    let origin = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
    let host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    let is_origin =
        host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', ';', ',', '\'', '"']));
    anyhow::ensure!(
        is_origin,
        "{text:?} is no origin: write scheme, host and port, such as https://shop.example.com"
    );
    Ok(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        assert_eq!(
            as_browsers_write("https://Shop.example.com/").unwrap(),
            "https://shop.example.com"
        );
        assert_eq!(as_browsers_write("http://localhost:*").unwrap(), "http://localhost:*");
        for wrong in [
            "shop.example.com",
            "https://",
            "https://a.test/x",
            "https://a.test; b",
            "ftp://a.test",
        ] {
            assert!(as_browsers_write(wrong).is_err(), "{wrong}");
        }
    }
}
