//! Only `store` contains SQL, only `bus` contains Redis keys. Where the drivers may live is held by the dependency
//! table; this looks for the words themselves, so that no statement or key is handed through as a string.
//!
//! Textual on purpose: statements are written in capitals, and a string literal begins where its quote does.

use std::fs;

use anyhow::{Context, Result};

use crate::repository::Repository;

struct Room {
    home: &'static str,
    what: &'static str,
    is_in: fn(&str) -> bool,
}

const ROOMS: [Room; 2] = [
    Room {
        home: "store",
        what: "SQL",
        is_in: has_sql,
    },
    Room {
        home: "bus",
        what: "a Redis key",
        is_in: has_redis_key,
    },
];

pub(super) fn check(repository: &Repository) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for file in repository.files("crates", &["rs"])? {
        let text = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
        let shown = repository.relative(&file).to_string();
        let mut parts = shown.split('/').skip(1);
        let (Some(owner), Some("src")) = (parts.next(), parts.next()) else {
            continue;
        };
        // These patterns are written here.
        if owner == "xtask" {
            continue;
        }
        for room in ROOMS.iter().filter(|room| room.home != owner) {
            for (index, _) in text
                .lines()
                .enumerate()
                .filter(|(_, line)| (room.is_in)(without_comment(line)))
            {
                findings.push(format!("{shown}:{}: {} outside `{}`", index + 1, room.what, room.home));
            }
        }
    }
    Ok(findings)
}

fn has_sql(line: &str) -> bool {
    [
        "INSERT INTO ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "CREATE INDEX ",
        "PRAGMA ",
        "\"SELECT ",
        "\"BEGIN",
    ]
    .iter()
    .any(|words| line.contains(words))
        || (line.contains("UPDATE ") && line.contains(" SET "))
        || (line.contains("SELECT ") && line.contains(" FROM "))
}

fn has_redis_key(line: &str) -> bool {
    // `tillside::` would be a path, as in a log filter.
    line.match_indices("\"tillside:")
        .any(|(at, key)| !line[at + key.len()..].starts_with(':'))
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line }
}

#[cfg(test)]
mod tests {
    use super::{has_redis_key, has_sql, without_comment};

    #[test]
    fn statements_are_seen_and_prose_is_not() {
        assert!(has_sql(r#"connection.execute("DELETE FROM events", [])"#));
        assert!(has_sql("  SELECT seq FROM events"));
        assert!(has_sql("UPDATE agents SET rev = rev + 1"));
        assert!(!has_sql(r#"reason: "Select a queue from the list","#));
        assert!(!has_sql(without_comment(
            "    // SELECT … FOR UPDATE is what the writer does"
        )));
    }

    #[test]
    fn keys_are_seen_and_paths_are_not() {
        assert!(has_redis_key(r#"format!("tillside:{workspace}:queue:{queue}")"#));
        assert!(!has_redis_key(r#"EnvFilter::new("tillside::gateway=debug")"#));
    }
}
