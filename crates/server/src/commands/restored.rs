//! `tillside restored`: a backup was put back, so clients must not trust what they hold of the old log.

use anyhow::Context as _;

use super::{open, say};
use crate::config::Config;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let store = open(config, config.migrates)?;
    let log = store.restored().await.context("give the log a new name")?;
    say(format_args!("the log is {log} from now on: clients start over"))
}
