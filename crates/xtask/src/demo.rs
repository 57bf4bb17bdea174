//! `cargo demo`: from a fresh clone to a shop and a console in two browser windows.
//!
//! It compiles the development profile, not the release one: a first start takes less than half the time (no link-time
//! optimisation, and dependencies shared with this crate), and what a person would feel, passwords and SQLite, is
//! optimised in that profile anyway (see the root `Cargo.toml`).

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::repository::Repository;
use crate::web;

/// Kept between two starts, so that a chat survives a restart here as it does in production.
const FOLDER: &str = ".demo";

pub(crate) fn run(repository: &Repository, flags: &[&str]) -> Result<()> {
    web::install(repository)?;
    web::build_if_stale(repository)?;
    repository.run_line("cargo build --locked --package tillside-server")?;

    let folder = repository.path(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
    println!("The demo keeps its database in {FOLDER}/; remove that folder to begin anew. Ctrl+C stops the server.");

    let mut serve = repository.command("target/debug/tillside", &["serve", "--demo"]);
    serve.args(flags);
    if std::env::var_os("TILLSIDE_DATABASE_URL").is_none() {
        serve.env(
            "TILLSIDE_DATABASE_URL",
            format!("sqlite://{}", folder.join("tillside.db").display()),
        );
    }
    become_process(serve)
}

/// The server takes this process over, so that Ctrl+C and SIGTERM reach it and nothing stands between.
#[cfg(unix)]
fn become_process(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("start target/debug/tillside")
}

#[cfg(not(unix))]
fn become_process(mut command: Command) -> Result<()> {
    let status = command.status().context("start target/debug/tillside")?;
    anyhow::ensure!(status.success(), "tillside serve ended: {status}");
    Ok(())
}
