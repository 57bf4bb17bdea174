//! A Tillside node, set up as an operator would for a load test: rates raised, this machine trusted, people added.

use std::{fmt::Write as _, fs, net::SocketAddr, path::Path, process::Stdio};

use anyhow::{Context as _, Result, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::http::Http;

/// The key of the workspace and of its site.
const SHOP: &str = "load";
const ORIGIN: &str = "http://localhost:3000";
const TABLE: &str = "agents.csv";
const PASSWORD: &str = "as good as any for a benchmark";
/// Requests under way at once.
const AT_ONCE: usize = 8;

/// Makes a shop in `folder`, with `agents` people who answer one conversation each.
pub(crate) async fn found(binary: &Path, folder: &Path, agents: usize) -> Result<()> {
    run(binary, folder, &["workspace", "add", SHOP]).await?;
    run(
        binary,
        folder,
        &["site", "add", "--key", SHOP, "--origin", ORIGIN, "--workspace", SHOP],
    )
    .await?;
    let mut table = "email,name,rights,queues,capacity,password\n".to_owned();
    for place in 0..agents {
        writeln!(table, "{},Agent {place},agent,,1,{PASSWORD}", email(place))?;
    }
    fs::write(folder.join(TABLE), table).context("write the agents' table")?;
    run(binary, folder, &["agent", "add", "--workspace", SHOP, "--from", TABLE]).await
}

async fn run(binary: &Path, folder: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new(binary);
    command.args(arguments).stdout(Stdio::null());
    set(&mut command, folder);
    let status = command.status().await.context("start the server's binary")?;
    ensure!(status.success(), "`tillside {}` ended: {status}", arguments.join(" "));
    Ok(())
}

pub(crate) fn serve(binary: &Path, folder: &Path) -> Command {
    let mut command = Command::new(binary);
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    set(&mut command, folder);
    command
}

/// Only what stands here: the settings of whoever measures are not the node's.
fn set(command: &mut Command, folder: &Path) {
    for (name, _value) in std::env::vars().filter(|(name, _value)| name.starts_with("TILLSIDE_")) {
        command.env_remove(name);
    }
    command
        .current_dir(folder)
        .env(
            "TILLSIDE_DATABASE_URL",
            format!("sqlite://{}", folder.join("tillside.db").display()),
        )
        .env("TILLSIDE_LOG", "warn")
        .env("TILLSIDE_RATE_SHOPPER", "10000,10000")
        .env("TILLSIDE_RATE_AGENT", "10000,10000")
        .env("TILLSIDE_TRUSTED_CLIENTS", "127.0.0.0/8");
}

/// Signs the first `n` agents in: their access tokens.
pub(crate) async fn agents(address: SocketAddr, n: usize) -> Result<Vec<String>> {
    each(
        address,
        n,
        "/api/v1/auth/login",
        "access_token",
        |place| json!({"email": email(place), "password": PASSWORD}),
    )
    .await
}

fn email(place: usize) -> String {
    format!("agent{place}@load.test")
}

/// The tokens of `n` new shoppers.
pub(crate) async fn shoppers(address: SocketAddr, n: usize) -> Result<Vec<String>> {
    each(
        address,
        n,
        "/api/v1/widget/session",
        "token",
        |_place| json!({"site_key": SHOP, "page_origin": ORIGIN}),
    )
    .await
}

/// Asks `n` times over a few connections for what is at `name` in the answer.
async fn each(
    address: SocketAddr,
    n: usize,
    path: &str,
    name: &str,
    body: impl Fn(usize) -> Value + Copy,
) -> Result<Vec<String>> {
    let shares = (0..AT_ONCE).map(|first| async move {
        let mut http = Http::connect(address).await?;
        let mut found = Vec::new();
        for place in (first..n).step_by(AT_ONCE) {
            let answer = http.post(path, &body(place)).await?;
            let text = answer[name].as_str().with_context(|| format!("`{name}` in {answer}"))?;
            found.push(text.to_owned());
        }
        anyhow::Ok(found)
    });
    let found: Vec<Vec<String>> = stream::iter(shares).buffer_unordered(AT_ONCE).try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}
