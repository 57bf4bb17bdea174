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

/// Conversations at a time of whom nothing else is said, as the flags have it.
const CAPACITY: u32 = 4;

/// A person, as a file or the flags describe them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    email: String,
    name: String,
    rights: Option<Rights>,
    #[serde(default)]
    queues: String,
    capacity: Option<u32>,
    password: String,
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
        rights: Some(asked.rights),
        queues: asked.queues.join(","),
        capacity: Some(asked.capacity.get()),
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

/// A table with the columns email, name, rights, queues, capacity and password, of which rights, queues and capacity may
/// be left empty; queues stand in one cell, apart by commas or spaces.
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
        anyhow::ensure!(
            self.capacity != Some(0),
            "{} can answer nobody: capacity is 0",
            self.email
        );
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
            rights: person.rights.unwrap_or(Rights::Agent),
            capacity: person.capacity.unwrap_or(CAPACITY),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> anyhow::Result<Vec<Person>> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("agents.csv");
        std::fs::write(&file, text).unwrap();
        read(&file)
    }

    #[test]
    fn a_table_may_leave_cells_and_columns_out() {
        let people = table(
            "email,name,rights,queues,capacity,password\n\
             c@shop.test,Cid,supervisor,\"sales, returns\",3,long enough\n\
             d@shop.test,Dee,,,,long enough\n",
        )
        .unwrap();
        assert_eq!(
            (people[0].rights, people[0].capacity),
            (Some(Rights::Supervisor), Some(3))
        );
        assert_eq!(people[0].queues, "sales, returns");
        assert_eq!((people[1].rights, people[1].capacity), (None, None));
        assert!(people.iter().all(|person| person.check().is_ok()));
        assert_eq!(
            table("email,name,password\ne@shop.test,Eva,long enough\n")
                .unwrap()
                .len(),
            1
        );
    }

    #[test]
    fn a_table_that_is_wrong_adds_nobody() {
        for wrong in [
            "email,name\na@shop.test,Ana\n",
            "email,name,password,rights\na@shop.test,Ana,long enough,root\n",
            "email,name,password,phone\na@shop.test,Ana,long enough,1\n",
        ] {
            assert!(table(wrong).is_err(), "{wrong}");
        }
        for wrong in [
            "ana,Ana,long enough",
            "a@shop.test,,long enough",
            "a@shop.test,Ana,short",
        ] {
            let people = table(&format!("email,name,password\n{wrong}\n")).unwrap();
            assert!(people[0].check().is_err(), "{wrong}");
        }
    }
}
