//! A node leaves in order: nobody loses a message, everybody knows when to come back.

use std::time::Duration;

use serde_json::json;
use tillside_tests::{Deadline, Shopper, TestNode, body, cid, number, words};

/// The goodbyes are spread over 8 s.
const GOODBYE: Deadline = Deadline(Duration::from_secs(12));
const FAST: (&str, &str) = ("TILLSIDE_RATE_SHOPPER", "5000,5000");

#[tokio::test]
async fn a_node_that_leaves_says_bye_closes_4001_and_is_back_with_everything() {
    let mut node = TestNode::start_with(&[FAST]).await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let seq = ada.say(&conv, "before").await;
    let mut bob = node.shopper().await;
    let talk = bob.open().await;
    node.ask_to_leave();
    let ada_hears = async {
        let bye = ada.expect_within(GOODBYE, "bye", |frame| frame["t"] == "bye").await;
        assert_eq!(bye["code"], 4001);
        assert!(number(&bye, "after_ms") <= 30_000, "{bye}");
        assert_eq!(ada.closed_within(GOODBYE).await, 4001);
    };
    let (acked, (), code) = tokio::join!(talk_on(&mut bob, &talk), ada_hears, ana.closed_within(GOODBYE));
    assert_eq!(code, 4001);
    assert!(node.has_left().await, "it leaves without complaint");

    node.restart().await;
    let session = node.session_with(json!({"resume": ada.resume})).await;
    let hello = json!({"log": ada.welcome["log"], "resume": {conv.clone(): seq - 1}});
    let mut back = Shopper::connect(&node, session, hello).await;
    back.event(&conv, seq).await;
    back.say(&conv, "after").await;
    let log = bob.another_tab(&node, json!({})).await.log(&talk).await;
    let stored: Vec<_> = log
        .iter()
        .filter_map(|event| event["data"]["body"]["text"].as_str())
        .collect();
    let lost: Vec<_> = acked.iter().filter(|words| !stored.contains(&words.as_str())).collect();
    assert!(lost.is_empty(), "acknowledged, and lost: {lost:?}");
}

/// Says on and on until the connection ends; what was acknowledged.
async fn talk_on(shopper: &mut Shopper, conv: &str) -> Vec<String> {
    let mut acked = Vec::new();
    for n in 0.. {
        let words = words(n);
        let send = json!({"t": "send", "conv": conv, "cid": cid(), "body": body(&words)});
        let Some(id) = shopper.try_command(send).await else {
            break;
        };
        match shopper.answer_or_end(&id).await {
            Some(answer) if answer["t"] == "ok" => acked.push(words),
            Some(_refused) => {}
            None => break,
        }
    }
    acked
}
