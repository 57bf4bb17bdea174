//! `cargo verify`: the one door. What passes here may be merged; the CI calls nothing else.
//!
//! The order is what fails fastest first; web assets come before the Rust tests, which serve them.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::machine::is_on_path;
use crate::repository::Repository;
use crate::{codegen, machine, tidy, web};

type Check = fn(&Repository) -> Result<()>;

const CHECKS: [(&str, Check); 12] = [
    ("machine", machine::prepare),
    ("npm packages", web::install),
    ("format", |repository| repository.run_line("cargo fmt --all --check")),
    ("tidy", tidy::run),
    ("generated types", codegen::check),
    ("web assets", web::build),
    ("clippy", |repository| {
        repository.run_line("cargo clippy --locked --workspace --all-targets -- -D warnings")
    }),
    // The black-box tests and the browser stories start the binary. The whole workspace, so that the features are those
    // of the tests and nothing is compiled twice.
    ("server", |repository| {
        repository.run_line("cargo build --locked --workspace --bins")
    }),
    ("Rust tests", rust_tests),
    ("Rust documentation tests", |repository| {
        repository.run_line("cargo test --locked --workspace --doc")
    }),
    ("front ends", |repository| repository.run_line("npm run check")),
    ("browser stories", |repository| {
        repository.run_line("npm run stories --workspace tests/browser")
    }),
];

pub(crate) fn run(repository: &Repository) -> Result<()> {
    let start = Instant::now();
    let mut passed: Vec<(&str, Duration)> = Vec::new();
    for (position, (name, check)) in CHECKS.into_iter().enumerate() {
        println!("\n━━ {}/{} {name}", position + 1, CHECKS.len());
        let started = Instant::now();
        check(repository).with_context(|| format!("✗ {name}, after {}", seconds(started.elapsed())))?;
        passed.push((name, started.elapsed()));
    }
    println!();
    for (name, took) in passed {
        println!("✓ {name:<26} {:>8}", seconds(took));
    }
    println!("\nEverything is green, in {}.", seconds(start.elapsed()));
    Ok(())
}

/// With cargo-nextest where it is installed: it runs the test binaries side by side. Installing it from source would
/// take longer than all tests do, so `cargo test` stands in; both run the same tests.
fn rust_tests(repository: &Repository) -> Result<()> {
    repository.run_line(if is_on_path("cargo-nextest") {
        "cargo nextest run --locked --workspace --no-fail-fast"
    } else {
        "cargo test --locked --workspace --all-targets --no-fail-fast"
    })
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
