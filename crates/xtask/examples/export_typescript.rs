//! What `cargo xtask codegen` runs. Not part of xtask itself, so that `cargo demo` need not wait for the wire's types to
//! compile before it can say what it is doing.

use std::path::Path;

use anyhow::Context as _;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).context("name the folder to write into")?;
    tillside_protocol::export_typescript(Path::new(&folder)).context("export the types")
}
