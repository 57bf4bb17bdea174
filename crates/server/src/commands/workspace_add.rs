//! `tillside workspace add KEY`: adds a tenant.

use anyhow::Context as _;

use super::{open, say};
use crate::{cli::WorkspaceAdd, config::Config};

pub(super) async fn run(config: &Config, asked: WorkspaceAdd) -> anyhow::Result<()> {
    let store = open(config, config.migrates)?;
    let (id, is_new) = store
        .add_workspace(asked.key.clone())
        .await
        .context("add the workspace")?;
    anyhow::ensure!(is_new, "there is a workspace {} already: {id}", asked.key);
    say(format_args!("{} is {id}", asked.key))
}
