//! Development tasks, as `cargo xtask <task>`; `cargo demo` and `cargo verify` are aliases.
//!
//! One task, one file. To add one: write `src/<task>.rs` with a `run`, and name it in [`task`] and in [`USAGE`].
//! Nothing here is async and little is depended on, because `cargo demo` compiles this crate before anything else.
#![expect(
    clippy::print_stdout,
    reason = "a development task talks to the person who started it"
)]

mod bench;
mod build;
mod codegen;
mod demo;
mod machine;
mod repository;
mod tidy;
mod verify;
mod web;

use std::process::ExitCode;

use anyhow::{Result, bail};
use repository::Repository;

const USAGE: &str = "\
cargo demo [FLAGS OF tillside serve]   the demo shop and the console, on this machine
cargo verify                           every check, as the CI runs them
cargo xtask bench [FLAGS]              what a message and a socket cost here, beside a bare relay
cargo xtask build                      target/release/tillside, with all web assets inside
cargo xtask codegen [--check]          the wire's types, from Rust to TypeScript
cargo xtask tidy                       the rules between crates, and a test for every rule of the protocol";

fn main() -> ExitCode {
    match task() {
        Ok(()) => ExitCode::SUCCESS,
        // Not anyhow's own form: where in this crate it was noticed helps nobody, and a backtrace hides what does.
        Err(error) => {
            eprintln!("\nError: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

fn task() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let repository = Repository::of_this_crate()?;
    match args.as_slice() {
        ["demo", flags @ ..] => demo::run(&repository, flags),
        ["verify"] => verify::run(&repository),
        ["bench", flags @ ..] => bench::run(&repository, flags),
        ["build"] => build::run(&repository),
        ["codegen"] => codegen::write(&repository),
        ["codegen", "--check"] => codegen::check(&repository),
        ["tidy"] => tidy::run(&repository),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        unknown => bail!("no task is called `{}`\n\n{USAGE}", unknown.join(" ")),
    }
}
