//! What it was measured on.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    cpu: String,
    cpus: usize,
    memory: String,
    kernel: String,
    pub(crate) tillside: String,
}

impl Machine {
    pub(crate) fn read(binary: &Path) -> Result<Self> {
        let version = std::process::Command::new(binary)
            .arg("--version")
            .output()
            .with_context(|| format!("start {}; `cargo xtask bench` builds it", binary.display()))?;
        Ok(Self {
            cpu: value("/proc/cpuinfo", "model name")?,
            cpus: std::thread::available_parallelism()?.get(),
            memory: value("/proc/meminfo", "MemTotal")?,
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")?.trim().to_owned(),
            tillside: String::from_utf8(version.stdout)?.trim().to_owned(),
        })
    }
}

/// The first value of that name in a file of `/proc`.
fn value(path: &str, name: &str) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("read {path}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let (_space, value) = line
        .and_then(|line| line.split_once(':'))
        .with_context(|| format!("{path} tells {name}"))?;
    Ok(value.trim().to_owned())
}

impl std::fmt::Display for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            cpu,
            cpus,
            memory,
            kernel,
            tillside,
        } = self;
        write!(f, "{tillside} on {cpus} × {cpu}, {memory}, Linux {kernel}")
    }
}
