//! A node: the real binary with a database of its own, stopped when the test ends.

use std::{net::SocketAddr, path::PathBuf, process::Stdio, time::Duration};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use crate::{Agent, Request, Shopper, Socket, binary};

/// A debug build on a busy machine starts within this.
const START: Duration = Duration::from_secs(20);
/// SIGTERM to the end: the drain's 8 s and what is in flight.
const STOP: Duration = Duration::from_secs(15);

/// The demo's password.
pub(crate) const PASSWORD: &str = "tillside-demo";

pub struct TestNode {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
    settings: Vec<(&'static str, String)>,
}

impl TestNode {
    /// A node with the demo's shop on an empty database.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same with settings of its own, `TILLSIDE_*` by their names.
    pub async fn start_with(settings: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder of one's own");
        let settings: Vec<_> = settings
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        let (child, address) = spawn(&folder, &settings, "127.0.0.1:0").await;
        Self {
            child,
            address,
            folder,
            settings,
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The origin of the node's own pages.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A file in the node's folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Ends as a crash does: nothing is flushed, nobody is told.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("it was running");
    }

    /// SIGTERM: asks it to leave in order. The test goes on while it does.
    pub fn ask_to_leave(&self) {
        let id = self.child.id().expect("it is running").to_string();
        let told = std::process::Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.expect("kill can be started").success());
    }

    /// Waits until it has left; `true` if it says that all went well.
    pub async fn has_left(&mut self) -> bool {
        let status = timeout(STOP, self.child.wait()).await;
        status
            .expect("it leaves in time")
            .expect("it can be waited for")
            .success()
    }

    /// Starts it again, after it has ended, on the same database and port.
    pub async fn restart(&mut self) {
        let address = self.address.to_string();
        let (child, address) = spawn(&self.folder, &self.settings, &address).await;
        (self.child, self.address) = (child, address);
    }

    /// Runs another command of the binary on this node's database; what it printed, or complained.
    pub async fn command(&self, arguments: &[&str]) -> Result<String, String> {
        let mut command = Command::new(binary::path());
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        set(&mut command, &self.folder, &self.settings);
        // The password of whoever is added is everybody's here.
        command.env("TILLSIDE_PASSWORD", PASSWORD);
        let output = command.output().await.expect("the binary can be started");
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() {
            Ok(words(&output.stdout))
        } else {
            Err(words(&output.stderr))
        }
    }

    pub fn get(&self, path: &str) -> Request {
        Request::new(self.address, "GET", path)
    }

    pub fn post(&self, path: &str, body: &Value) -> Request {
        Request::new(self.address, "POST", path).json(body)
    }

    /// A new shopper's session.
    pub async fn session(&self) -> Value {
        self.session_with(json!({})).await
    }

    /// A session whose request says more: `resume`, `identity`, `locale`.
    pub async fn session_with(&self, more: Value) -> Value {
        let mut request = json!({"site_key": "demo", "page_origin": "http://localhost:3000"});
        merge(&mut request, more);
        let response = self.post("/api/v1/widget/session", &request).send().await;
        assert_eq!(response.status, 200, "{response:?}");
        response.json()
    }

    /// A socket that has not said hello yet.
    pub async fn socket(&self) -> Socket {
        Socket::upgrade(self.address, &[]).await.expect("an ordinary upgrade")
    }

    /// A new shopper, connected.
    pub async fn shopper(&self) -> Shopper {
        Shopper::connect(self, self.session().await, json!({})).await
    }

    /// One of the demo's agents, signed in and connected, offline.
    pub async fn agent(&self, name: &str) -> Agent {
        Agent::sign_in(self, name).await
    }

    /// The same, online.
    pub async fn agent_online(&self, name: &str) -> Agent {
        let mut agent = self.agent(name).await;
        agent.says_availability("online").await;
        agent
    }

    /// A shopper in a conversation that `agent` owns.
    pub async fn shopper_with(&self, agent: &mut Agent) -> (Shopper, String) {
        let mut shopper = self.shopper().await;
        let conv = shopper.open().await;
        agent.take(&conv).await;
        (shopper, conv)
    }
}

async fn spawn(folder: &TempDir, settings: &[(&'static str, String)], listen: &str) -> (Child, SocketAddr) {
    let mut command = Command::new(binary::path());
    command
        .args(["serve", "--demo", "--listen", listen])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    set(&mut command, folder, settings);
    let mut child = command.spawn().expect("the binary can be started");
    let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut line = String::new();
    let read = timeout(START, stdout.read_line(&mut line)).await;
    read.expect("it starts in time").expect("it says where it listens");
    let address = line.trim().strip_prefix("listening on http://");
    let address = address.unwrap_or_else(|| panic!("`{line}` says where it listens"));
    let address = address.parse().expect("an address");
    // Whatever else it says is of no interest, but must not fill the pipe.
    tokio::spawn(async move { tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await });
    (child, address)
}

/// Only what the test says: the settings of whoever runs it are not the node's.
fn set(command: &mut Command, folder: &TempDir, settings: &[(&'static str, String)]) {
    for (name, _value) in std::env::vars().filter(|(name, _value)| name.starts_with("TILLSIDE_")) {
        command.env_remove(name);
    }
    let database = folder.path().join("tillside.db");
    command
        .env("TILLSIDE_DATABASE_URL", format!("sqlite://{}", database.display()))
        .env("TILLSIDE_LOG", "warn");
    command.envs(settings.iter().map(|(name, value)| (name, value)));
}

pub(crate) fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}
