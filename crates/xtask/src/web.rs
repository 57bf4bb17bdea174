//! The npm side: packages installed as the lockfile says, and the web assets that the server embeds.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::repository::Repository;

/// What the two web apps are made from; a change in any of these makes their `dist` stale.
const SOURCES: [&str; 3] = ["chat-client", "web-widget", "agent-console"];
const SOURCE_EXTENSIONS: [&str; 8] = ["ts", "tsx", "css", "html", "json", "svg", "mp3", "js"];
const BUILT: [&str; 2] = ["web-widget/dist", "agent-console/dist"];

/// `npm ci`, unless the installed packages are those of the lockfile already.
pub(crate) fn install(repository: &Repository) -> Result<()> {
    // npm writes this file at the end of every install.
    let installed = modified(&repository.path("node_modules/.package-lock.json"))?;
    let wanted = modified(&repository.path("package-lock.json"))?;
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    if repository.command("npm", &["--version"]).output().is_err() {
        bail!("npm is not on the PATH: install Node.js 20.19 or newer (https://nodejs.org)");
    }
    repository.run_line("npm ci")
}

pub(crate) fn build(repository: &Repository) -> Result<()> {
    repository.run_line("npm run build")
}

pub(crate) fn build_if_stale(repository: &Repository) -> Result<()> {
    if is_stale(repository)? {
        build(repository)
    } else {
        Ok(())
    }
}

fn is_stale(repository: &Repository) -> Result<bool> {
    let mut newest_source = SystemTime::UNIX_EPOCH;
    for folder in SOURCES {
        for file in repository.files(folder, &SOURCE_EXTENSIONS)? {
            newest_source = newest_source.max(modified(&file)?.unwrap_or(newest_source));
        }
    }
    for folder in BUILT {
        match modified(&repository.path(folder))? {
            Some(built) if built >= newest_source => {}
            _ => return Ok(true),
        }
    }
    Ok(false)
}

/// `None` when the path does not exist.
fn modified(path: &Path) -> Result<Option<SystemTime>> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata.modified()?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("look at {}", path.display())),
    }
}
