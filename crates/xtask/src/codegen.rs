//! `cargo xtask codegen`: the wire's types, from Rust to TypeScript.
//!
//! The output is committed, so that a reader of the front ends sees it and a review shows what changed; `--check` is how
//! `cargo verify` knows that nobody changed one side only.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::repository::Repository;

const GENERATED: &str = "chat-client/src/generated";
const SCRATCH: &str = "target/codegen-check";

pub(crate) fn write(repository: &Repository) -> Result<()> {
    let files = export_into(&repository.path(GENERATED))?;
    println!("{GENERATED}: {} types", files.len());
    Ok(())
}

pub(crate) fn check(repository: &Repository) -> Result<()> {
    let wanted = export_into(&repository.path(SCRATCH))?;
    let committed = read(&repository.path(GENERATED))?;
    let mut stale: Vec<&str> = wanted
        .keys()
        .chain(committed.keys())
        .filter(|name| wanted.get(*name) != committed.get(*name))
        .map(String::as_str)
        .collect();
    stale.sort_unstable();
    stale.dedup();
    if !stale.is_empty() {
        bail!(
            "{GENERATED} is not what the Rust types say: {}.\nRun `cargo xtask codegen`.",
            stale.join(", ")
        );
    }
    println!("{} types are up to date", committed.len());
    Ok(())
}

/// Into an empty folder, so that a type that is gone leaves no file behind.
fn export_into(folder: &Path) -> Result<BTreeMap<String, String>> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
    tillside_protocol::export_typescript(folder).context("export the types")?;
    read(folder)
}

/// File name to content.
fn read(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let entry = entry?;
        files.insert(
            entry.file_name().to_string_lossy().into_owned(),
            fs::read_to_string(entry.path())?,
        );
    }
    Ok(files)
}
