//! The `tillside` binary: parse, configure, log, run.

use anyhow::Context as _;
use clap::Parser as _;
use tillside_server::{cli::Cli, config::Config, telemetry};

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let config = Config::load(cli.config.as_deref(), std::env::vars_os(), &cli.flags())
        .context("the configuration is not right")?;
    telemetry::start_logging(&config.log)?;
    cli.command.run(config)
}
