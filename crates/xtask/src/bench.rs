//! `cargo xtask bench`: what Tillside costs on this machine, beside a bare relay (`docs/performance.md`).

use anyhow::Result;

use crate::{repository::Repository, web};

pub(crate) fn run(repository: &Repository, flags: &[&str]) -> Result<()> {
    web::install(repository)?;
    web::build_if_stale(repository)?;
    repository.run_line("cargo build --release --locked --package tillside-server --package tillside-load")?;
    repository.run("target/release/tillside-load", &[&["run"], flags].concat())
}
