//! `--demo`: a shop to try, seeded once, with passwords that everybody knows.

use anyhow::Context as _;
use tillside_auth::password;
use tillside_domain::{Rights, queue::QueueSettings};
use tillside_store::{NewAgent, NewSite, Store};

use crate::keys;

const KEY: &str = "demo";
const SITE_SECRET: &str = "tillside-demo-secret";
pub(crate) const PASSWORD: &str = "tillside-demo";
/// Every page of this machine may be the shop.
const ORIGINS: [&str; 3] = ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"];
/// The first is where shoppers go.
const QUEUES: [&str; 2] = ["sales", "checkout"];
/// Short, so that whoever tries it is not kept waiting.
const WRAPUP_MS: i64 = 15_000;

pub(crate) const AGENTS: [(&str, &str, Rights); 4] = [
    ("ana@demo.test", "Ana", Rights::Agent),
    ("luis@demo.test", "Luis", Rights::Agent),
    ("noor@demo.test", "Noor", Rights::Agent),
    ("sofia@demo.test", "Sofia", Rights::Supervisor),
];

/// Makes what is not there yet, so that a second start changes nothing.
pub(crate) async fn seed(store: &Store) -> anyhow::Result<()> {
    let (workspace, _new) = store
        .add_workspace(KEY.to_owned())
        .await
        .context("make the demo's workspace")?;
    let mut queues = Vec::new();
    for key in QUEUES {
        let settings = QueueSettings {
            wrapup_ms: WRAPUP_MS,
            ..QueueSettings::default()
        };
        let queue = store
            .add_queue(workspace, key.to_owned(), settings)
            .await
            .context("make the demo's queues")?;
        queues.push(queue.id);
    }
    store
        .add_site(NewSite {
            workspace,
            key: KEY.to_owned(),
            name: "Marea".to_owned(),
            origins: ORIGINS.map(str::to_owned).to_vec(),
            secret: SITE_SECRET.to_owned(),
            locale: "en".to_owned(),
        })
        .await
        .context("make the demo's site")?;
    for (email, name, rights) in AGENTS {
        let known = store
            .account(email.to_owned())
            .await
            .context("look for the demo's agents")?;
        if known.is_none() {
            store
                .add_agent(NewAgent {
                    workspace,
                    email: email.to_owned(),
                    name: name.to_owned(),
                    password: password::hash(PASSWORD, keys::random()?),
                    rights,
                    capacity: 4,
                    queues: queues.clone(),
                })
                .await
                .context("make the demo's agents")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[tokio::test]
    async fn a_second_start_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("t.db"), true, clock::system()).unwrap();
        seed(&store).await.unwrap();
        let (site, secret) = store.site_by_key("demo".into()).await.unwrap().unwrap();
        let agents = store.agents(site.workspace).await.unwrap();
        seed(&store).await.unwrap();
        assert_eq!(secret, "tillside-demo-secret");
        assert_eq!(store.site_by_key("demo".into()).await.unwrap().unwrap().0, site);
        assert_eq!(store.agents(site.workspace).await.unwrap(), agents);
        let queues = store.queues(site.workspace).await.unwrap();
        let first = queues.iter().find(|queue| queue.id == site.queues[0]).unwrap();
        assert_eq!((first.key.as_str(), first.settings.wrapup_ms), ("sales", 15_000));
        assert!(site.allows("http://localhost:8080") && site.allows("http://127.0.0.1:1"));
        assert!(
            agents
                .iter()
                .all(|now| now.agent.queues.len() == 2 && now.agent.capacity == 4)
        );
        let ana = store.account("ana@demo.test".into()).await.unwrap().unwrap();
        assert!(password::verify("tillside-demo", Some(&ana.password)));
    }
}
