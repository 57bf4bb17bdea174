//! A node leaves in order: nobody loses a message, everybody knows when to come back.

use std::time::Duration;

use serde_json::json;
use tillside_tests::{Deadline, Shopper, TestNode, body, cid, number, words};

/// The goodbyes are spread over 8 s.
const GOODBYE: Deadline = Deadline(Duration::from_secs(12));

#[tokio::test]
async fn a_node_that_leaves_says_bye_closes_4001_and_is_back_with_everything() {
    let mut node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let seq = ada.say(&conv, "before").await;
    node.ask_to_leave();
    let bye = ada.expect_within(GOODBYE, "bye", |frame| frame["t"] == "bye").await;
    assert_eq!(bye["code"], 4001);
    assert!(number(&bye, "after_ms") <= 30_000, "{bye}");
    assert_eq!(ada.closed_within(GOODBYE).await, 4001);
    assert_eq!(ana.closed_within(GOODBYE).await, 4001);
    assert!(node.has_left().await, "it leaves without complaint");
    node.restart().await;
    let session = node.session_with(json!({"resume": ada.resume})).await;
    let hello = json!({"log": ada.welcome["log"], "resume": {conv.clone(): seq - 1}});
    let mut back = Shopper::connect(&node, session, hello).await;
    back.event(&conv, seq).await;
    back.say(&conv, "after").await;
}

#[tokio::test]
async fn what_is_acknowledged_while_a_node_leaves_is_there_when_it_is_back() {
    let mut node = TestNode::start_with(&[("TILLSIDE_RATE_SHOPPER", "5000,5000")]).await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    ada.say(&conv, "first").await;
    node.ask_to_leave();
    let mut acked = Vec::new();
    // Says on and on, until the node has gone.
    for n in 0..100_000 {
        let words = words(n);
        let send = json!({"t": "send", "conv": conv, "cid": cid(), "body": body(&words)});
        let Some(id) = ada.try_command(send).await else { break };
        match ada.answer_or_end(&id).await {
            Some(answer) if answer["t"] == "ok" => acked.push(words),
            Some(_refused) => {}
            None => break,
        }
    }
    assert!(!acked.is_empty());
    assert!(node.has_left().await);
    node.restart().await;
    let mut back = ada.another_tab(&node, json!({})).await;
    let log = back.log(&conv).await;
    let stored: Vec<_> = log
        .iter()
        .filter_map(|event| event["data"]["body"]["text"].as_str())
        .collect();
    acked.retain(|words| !stored.contains(&words.as_str()));
    assert!(acked.is_empty(), "acknowledged, and lost: {acked:?}");
}
