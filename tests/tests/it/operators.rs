//! What operators do with the other commands of the binary, and what people see of it.

use serde_json::{Value, json};
use tillside_tests::{Agent, TestNode, body, cid, number, text};

#[tokio::test]
async fn resume2_after_a_backup_is_put_back_clients_start_over() {
    let mut node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    ada.say(&conv, "kept").await;
    node.command(&["backup", "copy.db"])
        .await
        .expect("copied while the node runs");
    let lost = ada.say(&conv, "lost with the disk").await;
    node.kill().await;
    for file in ["tillside.db", "tillside.db-wal", "tillside.db-shm"] {
        // Which of the two others there are is SQLite's affair.
        drop(std::fs::remove_file(node.file(file)));
    }
    std::fs::rename(node.file("copy.db"), node.file("tillside.db")).expect("put back");
    node.command(&["restored"]).await.expect("said so");
    node.restart().await;
    let hello = json!({"log": ada.welcome["log"], "resume": {conv.clone(): lost}});
    let mut back = ada.another_tab(&node, hello).await;
    assert_ne!(back.welcome["log"], ada.welcome["log"]);
    let reset = back.expect("reset", |frame| frame["t"] == "reset").await;
    assert_eq!(number(&reset, "head"), lost - 1);
    let log = back.log(&conv).await;
    assert_eq!(log.last().expect("kept")["data"]["body"], body("kept"));
    assert_eq!(back.say(&conv, "again").await, lost);
    back.event(&conv, lost).await;
}

#[tokio::test]
async fn authz1_a_workspace_sees_nothing_of_another() {
    let mut node = TestNode::start().await;
    node.kill().await;
    let zoe = [
        "agent",
        "add",
        "--email",
        "zoe@demo.test",
        "--name",
        "Zoe",
        "--rights",
        "admin",
        "--queues",
        "sales",
    ];
    let site = [
        "site",
        "add",
        "--key",
        "elsewhere",
        "--origin",
        "https://elsewhere.test",
        "--workspace",
        "other",
    ];
    node.command(&["workspace", "add", "other"]).await.expect("added");
    node.command(&[&zoe[..], &["--workspace", "other"]].concat())
        .await
        .expect("added");
    let said = node.command(&site).await.expect("added");
    assert!(
        said.lines().last().is_some_and(|secret| secret.len() >= 16),
        "its secret is shown: {said}"
    );
    node.restart().await;

    let mut ana = node.agent_online("ana").await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    let mut zoe = Agent::sign_in(&node, "zoe").await;
    zoe.says_availability("online").await;
    assert_eq!(zoe.welcome["me"]["rights"], "admin");
    for frame in [
        json!({"t": "fetch", "conv": conv, "after": 0, "limit": 10}),
        json!({"t": "follow", "conv": conv}),
        json!({"t": "take", "conv": conv}),
        json!({"t": "takeover", "conv": conv, "epoch": 1}),
        json!({"t": "assign", "conv": conv, "epoch": 1, "agent": zoe.id}),
        json!({"t": "note", "conv": conv, "cid": cid(), "body": body("hello")}),
        json!({"t": "send", "conv": conv, "cid": cid(), "epoch": 1, "body": body("hello")}),
    ] {
        zoe.err(frame, "not_found").await;
    }
    let to_zoe = json!({"t": "transfer", "conv": conv, "epoch": 1, "to": {"agent": zoe.id}, "kind": "warm"});
    ana.err(to_zoe, "no_agent").await;
    let list = async |path: &str| node.get(path).bearer(&zoe.token).send().await.json()["items"].clone();
    assert_eq!(list("/api/v1/conversations").await, json!([]));
    let names = |list: Value| -> Vec<String> {
        let items = list.as_array().expect("a list").clone();
        items.iter().map(|item| text(item, "name")).collect()
    };
    assert_eq!(names(list("/api/v1/agents").await), ["Zoe"]);
    assert_eq!(names(list("/api/v1/queues").await), ["Sales"]);
    let path = format!("/api/v1/conversations/{conv}");
    node.get(&path)
        .bearer(&zoe.token)
        .send()
        .await
        .problem(404, "not_found");

    let request = json!({"site_key": "elsewhere", "page_origin": "https://elsewhere.test"});
    let session = node.post("/api/v1/widget/session", &request).send().await.json();
    let mut bob = tillside_tests::Shopper::connect(&node, session, json!({})).await;
    let theirs = bob.open().await;
    zoe.accept(&theirs).await;
    let ours = ana.unexpected(|frame| frame["conv"] == theirs.as_str());
    assert!(ours.is_empty(), "{ours:?}");
    let demo = json!({"site_key": "elsewhere", "page_origin": "http://localhost:3000"});
    node.post("/api/v1/widget/session", &demo)
        .send()
        .await
        .problem(403, "site_refused");
}

#[tokio::test]
async fn a_setting_that_is_wrong_is_named_with_what_is_allowed() {
    let node = TestNode::start().await;
    let words = node
        .command(&["serve", "--listen", "nowhere"])
        .await
        .expect_err("it cannot listen there");
    assert!(words.contains("listen") && words.contains("nowhere"), "{words}");
    let words = node
        .command(&["serve", "--demo", "--listen", "0.0.0.0:0"])
        .await
        .expect_err("not for everybody");
    assert!(words.contains("demo"), "{words}");
}
