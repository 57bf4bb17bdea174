//! `tillside agent add`: adds people who answer, one or many.

use std::{
    io::{BufRead as _, stdin},
    path::Path,
};

use anyhow::Context as _;
use serde::Deserialize;
use tillside_auth::password;
use tillside_domain::{
    Rights,
    ids::{QueueId, WorkspaceId},
    queue::QueueSettings,
};
use tillside_store::{NewAgent, Store};

use super::{open, say, workspace};
use crate::{cli::AgentAdd, config::Config, keys};

const PASSWORD_VARIABLE: &str = "TILLSIDE_PASSWORD";
/// NIST SP 800-63B, §5.1.1.2.
const PASSWORD_CHARS_MIN: usize = 8;

/// A person, as a file or the flags describe them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    email: String,
    name: String,
    #[serde(default = "agent")]
    rights: Rights,
    #[serde(default)]
    queues: String,
    #[serde(default = "four")]
    capacity: u32,
    password: String,
}

fn agent() -> Rights {
    Rights::Agent
}

fn four() -> u32 {
    4
}

pub(super) async fn run(config: &Config, asked: AgentAdd) -> anyhow::Result<()> {
    let key = asked.workspace.clone();
    let people = match &asked.from {
        Some(file) => read(file)?,
        None => vec![typed(asked)?],
    };
    for person in &people {
        person.check()?;
    }
    let store = open(config, config.migrates)?;
    let workspace = workspace(&store, key).await?;
    for person in people {
        add(&store, workspace, person).await?;
    }
    Ok(())
}

fn typed(asked: AgentAdd) -> anyhow::Result<Person> {
    Ok(Person {
        email: asked.email.context("--email is missing")?,
        name: asked.name.context("--name is missing")?,
        rights: asked.rights,
        queues: asked.queues.join(","),
        capacity: asked.capacity.get(),
        password: password_given()?,
    })
}

fn password_given() -> anyhow::Result<String> {
    if let Ok(password) = std::env::var(PASSWORD_VARIABLE) {
        return Ok(password);
    }
    let mut line = String::new();
    stdin()
        .lock()
        .read_line(&mut line)
        .context("read the password from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A table with the columns email, name, rights, queues, capacity and password; queues stand in one cell, apart by
/// commas or spaces.
fn read(file: &Path) -> anyhow::Result<Vec<Person>> {
    let named = || format!("read {}", file.display());
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(file)
        .with_context(named)?;
    reader.deserialize().collect::<Result<_, _>>().with_context(named)
}

impl Person {
    fn check(&self) -> anyhow::Result<()> {
        let address = self.email.split_once('@');
        anyhow::ensure!(
            address.is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
            "{:?} is no e-mail address",
            self.email
        );
        anyhow::ensure!(!self.name.trim().is_empty(), "{} has no name", self.email);
        anyhow::ensure!(self.capacity > 0, "{} can answer nobody: capacity is 0", self.email);
        anyhow::ensure!(
            self.password.chars().count() >= PASSWORD_CHARS_MIN,
            "the password of {} is shorter than {PASSWORD_CHARS_MIN} characters; give it on standard input or as \
             {PASSWORD_VARIABLE}",
            self.email
        );
        Ok(())
    }
}

async fn add(store: &Store, workspace: WorkspaceId, person: Person) -> anyhow::Result<()> {
    let queues = queues(store, workspace, &person.queues).await?;
    let email = person.email.clone();
    let added = store
        .add_agent(NewAgent {
            workspace,
            email: person.email,
            name: person.name,
            password: password::hash(&person.password, keys::random()?),
            rights: person.rights,
            capacity: person.capacity,
            queues,
        })
        .await
        .with_context(|| format!("add {email}"))?;
    let id = added.with_context(|| format!("there is an agent {email} already"))?;
    say(format_args!("{email} is {id}"))
}

/// The queues by their keys, made now where they are new; without a key every queue there is.
async fn queues(store: &Store, workspace: WorkspaceId, keys: &str) -> anyhow::Result<Vec<QueueId>> {
    let known = store.queues(workspace).await.context("read the queues")?;
    let keys: Vec<_> = keys.split([',', ' ']).filter(|key| !key.is_empty()).collect();
    if keys.is_empty() {
        return Ok(known.into_iter().map(|queue| queue.id).collect());
    }
    let mut ids = Vec::new();
    for key in keys {
        let queue = store
            .add_queue(workspace, key.to_owned(), QueueSettings::default())
            .await
            .with_context(|| format!("make the queue {key}"))?;
        if known.iter().all(|known| known.id != queue.id) {
            say(format_args!("made the queue {key}"))?;
        }
        ids.push(queue.id);
    }
    Ok(ids)
}
