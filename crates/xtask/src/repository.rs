//! Where the repository is, and how a program is run in it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

pub(crate) struct Repository {
    root: PathBuf,
}

impl Repository {
    /// Cargo compiles this crate where it stands, so its manifest knows the root whatever folder one calls from.
    pub(crate) fn of_this_crate() -> Result<Self> {
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = crate_folder
            .ancestors()
            .nth(2)
            .context("crates/xtask lies two folders below the root")?;
        ensure!(
            root.join("Cargo.lock").is_file(),
            "{} is not the repository any more: rebuild xtask",
            root.display()
        );
        Ok(Self { root: root.to_owned() })
    }

    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// Runs to the end with our own input and output; a program that fails is an error that says how to repeat it.
    pub(crate) fn run(&self, program: &str, args: &[&str]) -> Result<()> {
        let line = format!("{program} {}", args.join(" "));
        let status = self
            .command(program, args)
            .status()
            .with_context(|| format!("start `{line}`"))?;
        if !status.success() {
            bail!("`{line}` failed ({status})");
        }
        Ok(())
    }

    /// [`Self::run`] for a line whose words have no spaces of their own.
    pub(crate) fn run_line(&self, line: &str) -> Result<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (program, args) = words.split_first().context("a line names a program")?;
        self.run(program, args)
    }

    /// What a program prints on its standard output; its errors stay visible.
    pub(crate) fn output_of(&self, program: &str, args: &[&str]) -> Result<String> {
        let line = format!("{program} {}", args.join(" "));
        let output = self
            .command(program, args)
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("start `{line}`"))?;
        ensure!(output.status.success(), "`{line}` failed ({})", output.status);
        String::from_utf8(output.stdout).with_context(|| format!("`{line}` prints UTF-8"))
    }

    pub(crate) fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.root);
        command
    }

    /// Every file below `folder` with one of the `extensions`, sorted, without what tools put there.
    pub(crate) fn files(&self, folder: &str, extensions: &[&str]) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        collect(&self.path(folder), extensions, &mut found)?;
        found.sort();
        Ok(found)
    }

    pub(crate) fn relative<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

/// Folders that a tool fills: nothing in them is ours.
const MADE_BY_TOOLS: [&str; 4] = ["node_modules", "dist", "target", "screenshots"];

fn collect(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("read the folder {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            let made_by_a_tool = path
                .file_name()
                .and_then(OsStr::to_str)
                .is_some_and(|name| MADE_BY_TOOLS.contains(&name));
            if !made_by_a_tool {
                collect(&path, extensions, found)?;
            }
        } else if path
            .extension()
            .and_then(OsStr::to_str)
            .is_some_and(|extension| extensions.contains(&extension))
        {
            found.push(path);
        }
    }
    Ok(())
}
