//! `cargo xtask build`: the one file that is deployed.

use anyhow::Result;

use crate::repository::Repository;
use crate::web;

pub(crate) fn run(repository: &Repository) -> Result<()> {
    web::install(repository)?;
    // Always, not only when stale: a release must not depend on what file times say.
    web::build(repository)?;
    repository.run(
        "cargo",
        &["build", "--release", "--locked", "--package", "tillside-server"],
    )?;
    println!("target/release/tillside");
    Ok(())
}
