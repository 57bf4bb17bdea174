//! Which crate may know which. A boundary is a dependency that is not in `Cargo.toml`, so this table *is* the
//! architecture; a change of it belongs in the same commit as a change of `ARCHITECTURE.md`.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::repository::Repository;

/// A crate, and what it may know beside `domain`, which all may.
const MAY_KNOW: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("protocol", &[]),
    ("session", &["protocol"]),
    ("auth", &[]),
    ("store", &[]),
    ("bus", &[]),
    ("actions", &["store", "bus"]),
    // Of the bus only the subscribing half: what is published has been committed, and that is done in actions.
    ("gateway", &["session", "actions", "auth", "protocol", "bus"]),
    ("api", &["actions", "auth", "protocol"]),
    (
        "server",
        &[
            "protocol", "session", "auth", "store", "bus", "actions", "gateway", "api",
        ],
    ),
    ("xtask", &["protocol"]),
];

/// A driver, and the one crate in which it lives.
const DRIVERS: [(&str, &str); 6] = [
    ("rusqlite", "store"),
    ("libsqlite3-sys", "store"),
    ("tokio-postgres", "store"),
    ("sqlx", "store"),
    ("redis", "bus"),
    ("tokio-tungstenite", "gateway"),
];

const PREFIX: &str = "tillside-";

pub(super) fn check(repository: &Repository) -> Result<Vec<String>> {
    let metadata = repository.output_of("cargo", &["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&metadata).context("read `cargo metadata`")?;
    let crates_folder = repository.path("crates");
    let mut findings = Vec::new();
    for package in metadata["packages"]
        .as_array()
        .context("`cargo metadata` lists packages")?
    {
        let manifest = package["manifest_path"].as_str().context("a package has a manifest")?;
        if !std::path::Path::new(manifest).starts_with(&crates_folder) {
            continue;
        }
        let name = short(package["name"].as_str().context("a package has a name")?);
        let dependencies = package["dependencies"]
            .as_array()
            .context("a package lists its dependencies")?;
        for dependency in dependencies.iter().filter(|dependency| is_shipped(dependency)) {
            let target = dependency["name"].as_str().context("a dependency has a name")?;
            findings.extend(objection(name, target));
        }
    }
    Ok(findings)
}

/// What only tests use cannot leak into the product, and an edge's tests need a real store behind it.
fn is_shipped(dependency: &Value) -> bool {
    dependency["kind"].as_str() != Some("dev")
}

fn objection(from: &str, to: &str) -> Option<String> {
    let Some((_, may_know)) = MAY_KNOW.iter().find(|(name, _)| *name == from) else {
        return Some(format!(
            "the crate `{from}` is not in the dependency table (crates/xtask/src/tidy/edges.rs)"
        ));
    };
    if let Some((_, home)) = DRIVERS.iter().find(|(driver, home)| *driver == to && *home != from) {
        return Some(format!("`{from}` depends on `{to}`, which lives in `{home}` alone"));
    }
    let known = to.strip_prefix(PREFIX)?;
    let allowed = known == "domain" || may_know.contains(&known);
    (!allowed).then(|| format!("`{from}` may not know `{known}` (the table in crates/xtask/src/tidy/edges.rs)"))
}

fn short(package: &str) -> &str {
    package.strip_prefix(PREFIX).unwrap_or(package)
}

#[cfg(test)]
mod tests {
    use super::objection;

    #[test]
    fn the_table_is_held() {
        assert_eq!(objection("actions", "tillside-store"), None);
        assert_eq!(objection("session", "tillside-domain"), None);
        assert_eq!(objection("api", "serde"), None);
        assert!(objection("api", "tillside-store").is_some());
        assert!(objection("domain", "tillside-protocol").is_some());
        assert!(objection("attic", "serde").is_some());
    }

    #[test]
    fn a_driver_stays_at_home() {
        assert_eq!(objection("store", "rusqlite"), None);
        assert!(objection("actions", "rusqlite").is_some());
    }
}
