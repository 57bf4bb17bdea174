//! `tillside backup FILE`: copies the database while it is in use.

use anyhow::Context as _;
use tillside_store::Store;

use super::{database_path, say};
use crate::{cli::Backup, config::Config};

pub(super) fn run(config: &Config, asked: &Backup) -> anyhow::Result<()> {
    let (from, to) = (database_path(config), &asked.file);
    anyhow::ensure!(from.exists(), "there is no database {}", from.display());
    anyhow::ensure!(
        !to.exists(),
        "{} is there already: name a file that is not",
        to.display()
    );
    Store::backup(from, to).with_context(|| format!("copy {} to {}", from.display(), to.display()))?;
    say(format_args!("{} holds a copy of {}", to.display(), from.display()))
}
