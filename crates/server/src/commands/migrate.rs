//! `tillside migrate`: brings the database up to date.

use super::{database_path, open, say};
use crate::config::Config;

pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    open(config, true)?;
    say(format_args!("{} is up to date", database_path(config).display()))
}
