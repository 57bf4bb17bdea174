//! Supervisors: watch, follow, take over, assign.

use serde_json::{Value, json};
use tillside_tests::{TestNode, body, cid, number};

#[tokio::test]
async fn a_takeover_is_at_once_and_compares_the_epoch() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut sofia = node.agent("sofia").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let takeover = |epoch: u64| json!({"t": "takeover", "conv": conv, "epoch": epoch});
    for epoch in [0, 2] {
        let stale = sofia.err(takeover(epoch), "stale_owner").await;
        assert_eq!((&stale["epoch"], &stale["owner"]["name"]), (&json!(1), &json!("Ana")));
    }
    let answer = sofia.ok(takeover(1)).await;
    assert_eq!(answer["epoch"], 2);
    let seen = ada.event(&conv, number(&answer, "seq")).await;
    assert_eq!(
        (&seen["kind"], &seen["data"]["how"]),
        (&json!("transferred"), &json!("takeover"))
    );
    sofia.say(&conv, 2, "Hello, this is Sofia").await;
    let send = json!({"t": "send", "conv": conv, "cid": cid(), "epoch": 1, "body": body("but")});
    ana.err(send, "stale_owner").await;
}

#[tokio::test]
async fn fence2_of_two_takeovers_at_once_one_is_stale() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    let mut sofia = node.agent("sofia").await;
    let mut tab = sofia.another_socket(&node).await;
    let takeover = json!({"t": "takeover", "conv": conv, "epoch": 1});
    let (one, other) = (sofia.command(takeover.clone()).await, tab.command(takeover).await);
    let (one, other) = (sofia.answer(&one).await, tab.answer(&other).await);
    assert!((one["t"] == "ok") != (other["t"] == "ok"), "{one} {other}");
}

#[tokio::test]
async fn an_assignment_needs_an_agent_who_is_there_and_has_a_slot() {
    let node = TestNode::start().await;
    let mut sofia = node.agent("sofia").await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let mut luis = node.agent("luis").await;
    let luis_id = luis.id.clone();
    let assign = |epoch: u64, agent: &str| json!({"t": "assign", "conv": conv, "epoch": epoch, "agent": agent});
    sofia.err(assign(0, "agt_00000000000000000000000000"), "no_agent").await;
    let answer = sofia.ok(assign(0, &luis_id)).await;
    assert_eq!(answer["epoch"], 1);
    let assigned = luis.event(&conv, number(&answer, "seq")).await;
    assert_eq!(assigned["data"]["how"], "assigned");
    let (_bob, theirs) = node.shopper_with(&mut sofia).await;
    let mut kept = Vec::new();
    for _ in 0..3 {
        kept.push(node.shopper_with(&mut luis).await);
    }
    let full = json!({"t": "assign", "conv": theirs, "epoch": 1, "agent": luis_id});
    sofia.err(full, "no_capacity").await;
}

#[tokio::test]
async fn a_supervisors_whisper_is_a_note() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut sofia = node.agent("sofia").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let aside = json!({"t": "note", "conv": conv, "cid": cid(), "body": body("offer ten percent")});
    let seq = number(&sofia.ok(aside).await, "seq");
    assert_eq!(ana.event(&conv, seq).await["by"]["name"], "Sofia");
    assert_eq!(ada.event(&conv, seq).await["kind"], "hidden");
}

#[tokio::test]
async fn the_board_shows_queues_and_agents_while_it_is_on() {
    let node = TestNode::start().await;
    let mut sofia = node.agent("sofia").await;
    sofia.ok(json!({"t": "board", "on": true})).await;
    let board = sofia.expect("a board", |frame| frame["t"] == "board").await;
    assert!(board["rev"].is_u64() && board["at"].is_u64());
    let names: Vec<_> = board["agents"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|agent| agent["name"].clone())
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let sales = |frame: &Value| -> Option<Value> {
        let queues = frame["queues"].as_array()?;
        queues.iter().find(|queue| queue["key"] == "sales").cloned()
    };
    let waits = move |frame: &Value| frame["t"] == "board" && sales(frame).is_some_and(|sales| sales["waiting"] == 1);
    let board = sofia.expect("a shopper who waits", waits).await;
    let sales = sales(&board).expect("is there");
    assert_eq!(
        (&sales["depth"], &sales["offered"], &sales["active"]),
        (&json!(1), &json!(0), &json!(0))
    );
    assert!(sales["longest_wait_ms"].is_u64());
    sofia.ok(json!({"t": "board", "on": false})).await;
    ada.ok(json!({"t": "leave", "conv": conv})).await;
}
