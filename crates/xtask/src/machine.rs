//! What the checks need from the machine beside Rust and Node, and how it gets there.

use std::env;

use anyhow::{Result, bail};

use crate::repository::Repository;

/// A program that a check starts, and the Debian package it comes in.
struct Need {
    program: &'static str,
    package: &'static str,
}

const NEEDS: [Need; 1] = [Need {
    program: "chromium",
    package: "chromium",
}];

/// Installs what is missing where that can be done without asking anybody; otherwise says what to type.
pub(crate) fn prepare(repository: &Repository) -> Result<()> {
    let missing: Vec<&str> = NEEDS
        .iter()
        .filter(|need| !is_on_path(need.program))
        .map(|need| need.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!(
        "sudo apt-get update && sudo apt-get install --yes {}",
        missing.join(" ")
    );
    let Some(prefix) = apt_get(repository)? else {
        bail!(
            "the browser stories need {}. Install it and start again:\n\n    {by_hand}",
            missing.join(" and ")
        );
    };
    let (program, args) = (prefix[0], &prefix[1..]);
    repository.run(program, &[args, &["update"]].concat())?;
    repository.run(program, &[args, &["install", "--yes"], &missing].concat())
}

/// How apt-get can be called without a question: as root, or by a `sudo` that wants no password.
fn apt_get(repository: &Repository) -> Result<Option<&'static [&'static str]>> {
    if !is_on_path("apt-get") {
        return Ok(None);
    }
    if repository.output_of("id", &["-u"])?.trim() == "0" {
        return Ok(Some(&["apt-get"]));
    }
    let silent_sudo = is_on_path("sudo") && repository.command("sudo", &["-n", "true"]).output()?.status.success();
    Ok(silent_sudo.then_some(&["sudo", "-n", "apt-get"]))
}

pub(crate) fn is_on_path(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}
