//! Where the server's binary is. Cargo tells a test only of binaries of its own package, so it is looked for beside the
//! test's own, and built once if it is not there.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

pub(crate) fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let path = beside_this_test();
        if !path.exists() {
            build();
        }
        path
    })
}

/// This test is `target/<profile>/deps/it-<hash>`.
fn beside_this_test() -> PathBuf {
    let this = std::env::current_exe().expect("a process knows its file");
    let profile = this.ancestors().nth(2).expect("a test lies in its profile's folder");
    profile.join(format!("tillside{}", std::env::consts::EXE_SUFFIX))
}

fn build() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--package", "tillside-server"])
        .status();
    assert!(built.expect("cargo can be started").success(), "the server builds");
}
