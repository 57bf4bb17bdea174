//! `cargo xtask tidy`: the rules that neither the compiler nor a linter can hold.

mod edges;
mod rooms;
mod rule_ids;

use anyhow::{Result, bail};

use crate::repository::Repository;

/// Runs every rule before it fails, so that one run shows all there is to mend.
pub(crate) fn run(repository: &Repository) -> Result<()> {
    let mut findings = edges::check(repository)?;
    findings.extend(rooms::check(repository)?);
    findings.extend(rule_ids::check(repository)?);
    if !findings.is_empty() {
        bail!("{} untidy:\n- {}", findings.len(), findings.join("\n- "));
    }
    println!("dependency table, rooms and rule IDs are in order");
    Ok(())
}
