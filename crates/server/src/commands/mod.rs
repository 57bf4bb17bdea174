//! What each command does, one file a command.

mod agent_add;
mod backup;
mod migrate;
mod restored;
mod serve;
mod site_add;
mod workspace_add;

use std::{
    io::{Write as _, stdout},
    path::Path,
};

use anyhow::Context as _;
use tillside_domain::ids::WorkspaceId;
use tillside_store::Store;

use crate::{
    cli::{AgentCommand, Command, SiteCommand, WorkspaceCommand},
    clock,
    config::{Config, Database},
};

/// Where everything goes that names no workspace, in an empty database.
const FIRST_WORKSPACE: &str = "main";

impl Command {
    /// Runs the command to its end.
    pub fn run(self, config: Config) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .context("start the runtime")?;
        runtime.block_on(async {
            match self {
                Self::Serve(_) => serve::run(config).await,
                Self::Migrate => migrate::run(&config),
                Self::Agent(AgentCommand::Add(asked)) => agent_add::run(&config, asked).await,
                Self::Site(SiteCommand::Add(asked)) => site_add::run(&config, asked).await,
                Self::Workspace(WorkspaceCommand::Add(asked)) => workspace_add::run(&config, asked).await,
                Self::Backup(asked) => backup::run(&config, &asked),
                Self::Restored => restored::run(&config).await,
            }
        })
    }
}

fn database_path(config: &Config) -> &Path {
    let Database::Sqlite { path } = &config.database;
    path
}

fn open(config: &Config, migrate: bool) -> anyhow::Result<Store> {
    let path = database_path(config);
    Store::open(path, migrate, clock::system()).with_context(|| format!("open the database {}", path.display()))
}

/// Tells whoever typed the command.
fn say(line: impl std::fmt::Display) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .context("write to standard output")
}

/// The workspace that was named; without a name the only one there is, made now if there is none.
async fn workspace(store: &Store, key: Option<String>) -> anyhow::Result<WorkspaceId> {
    if let Some(key) = key {
        let found = store.workspace(key.clone()).await?;
        return found
            .with_context(|| format!("there is no workspace {key}: make it with `tillside workspace add {key}`"));
    }
    match store.workspaces().await?[..] {
        [] => Ok(store.add_workspace(FIRST_WORKSPACE.to_owned()).await?.0),
        [only] => Ok(only),
        [..] => anyhow::bail!("there are several workspaces: say which with --workspace"),
    }
}
