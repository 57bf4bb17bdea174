//! Opening, leaving, rating, and opening again.

use std::time::Duration;

use serde_json::json;
use tillside_tests::{Deadline, TestNode, body, cid, number, text};

/// Places are told every 3 s at most; who was told just now waits for the turn after the next.
const NEXT_PLACE: Deadline = Deadline(Duration::from_secs(8));

#[tokio::test]
async fn open1_an_open_conversation_is_returned_from_every_tab() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let first = ada.ok(json!({"t": "open", "cid": cid()})).await;
    assert_eq!((number(&first, "seq"), &first["created"]), (1, &json!(true)));
    let again = ada.ok(json!({"t": "open", "cid": cid(), "subject": "another"})).await;
    assert_eq!(
        (&again["conv"], &again["seq"], &again["created"]),
        (&first["conv"], &json!(1), &json!(false))
    );
    let mut tab = ada.another_tab(&node, json!({})).await;
    let there = tab.ok(json!({"t": "open", "cid": cid()})).await;
    assert_eq!(there["conv"], first["conv"]);
}

#[tokio::test]
async fn open1_tabs_that_open_at_once_open_one() {
    let node = TestNode::start().await;
    let ada = node.shopper().await;
    let mut tabs = Vec::new();
    for _ in 0..6 {
        tabs.push(ada.another_tab(&node, json!({})).await);
    }
    let mut ids = Vec::new();
    for tab in &mut tabs {
        ids.push(tab.command(json!({"t": "open", "cid": cid()})).await);
    }
    let (mut convs, mut created) = (Vec::new(), 0);
    for (tab, id) in tabs.iter_mut().zip(&ids) {
        let answer = tab.answer(id).await;
        created += u32::from(answer["created"] == true);
        convs.push(text(&answer, "conv"));
    }
    convs.dedup();
    assert_eq!((convs.len(), created), (1, 1));
}

#[tokio::test]
async fn open2_a_cid_names_one_conversation_closed_or_not() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let key = cid();
    let first = ada.ok(json!({"t": "open", "cid": key})).await;
    ada.ok(json!({"t": "leave", "conv": first["conv"]})).await;
    let again = ada.ok(json!({"t": "open", "cid": key})).await;
    assert_eq!((&again["conv"], &again["created"]), (&first["conv"], &json!(false)));
    let next = ada.ok(json!({"t": "open", "cid": cid()})).await;
    assert_ne!(next["conv"], first["conv"]);
}

#[tokio::test]
async fn open3_without_a_queue_it_is_the_first_and_a_queue_goes_by_id_or_key() {
    let node = TestNode::start().await;
    let session = node.session().await;
    let queues = session["site"]["queues"].as_array().expect("a list").clone();
    let id_of = |key: &str| {
        let queue = queues.iter().find(|queue| queue["key"] == key);
        text(queue.expect("is there"), "id")
    };
    for (named, expected) in [
        (None, id_of("sales")),
        (Some("checkout".to_owned()), id_of("checkout")),
        (Some(id_of("checkout")), id_of("checkout")),
    ] {
        let mut ada = node.shopper().await;
        let mut open = json!({"t": "open", "cid": cid()});
        if let Some(queue) = named {
            open["queue"] = json!(queue);
        }
        let conv = text(&ada.ok(open).await, "conv");
        assert_eq!(ada.event_of(&conv, "opened").await["data"]["queue"], json!(expected));
    }
    let mut ada = node.shopper().await;
    ada.err(json!({"t": "open", "cid": cid(), "queue": "nowhere"}), "not_found")
        .await;
}

#[tokio::test]
async fn open3_with_an_address_and_nobody_online_it_is_parked_and_can_be_taken() {
    let node = TestNode::start().await;
    let mut ana = node.agent("ana").await;
    let mut ada = node.shopper().await;
    let open = json!({"t": "open", "cid": cid(), "email": "ada@shop.test"});
    let conv = text(&ada.ok(open).await, "conv");
    let parked = ada.event_of(&conv, "parked").await;
    assert_eq!(parked["data"], json!({"reason": "message"}));
    ada.say(&conv, "Call me back").await;
    let listed = node
        .get("/api/v1/conversations?state=parked")
        .bearer(&ana.token)
        .send()
        .await
        .json();
    assert_eq!(listed["items"][0]["conv"], json!(conv));
    assert_eq!(ana.take(&conv).await, 1);

    let mut waits = node.shopper().await;
    let conv = waits.open().await;
    let queued = waits.event_of(&conv, "queued").await;
    assert!(
        queued["data"]["queue"].is_string(),
        "without one it waits, however many agents there are"
    );
}

#[tokio::test]
async fn a_shopper_who_waits_is_told_the_place() {
    let node = TestNode::start().await;
    let (mut ada, mut bob) = (node.shopper().await, node.shopper().await);
    let first = ada.open().await;
    let place = ada.ephemeral(&first, "queue").await;
    assert_eq!(
        (number(&place["data"], "position"), &place["data"]["availability"]),
        (1, &json!("away"))
    );
    let second = bob.open().await;
    assert_eq!(number(&bob.ephemeral(&second, "queue").await["data"], "position"), 2);
    ada.ok(json!({"t": "leave", "conv": first})).await;
    let is_first = |frame: &serde_json::Value| frame["kind"] == "queue" && frame["data"]["position"] == 1;
    bob.expect_within(NEXT_PLACE, "the next place", is_first).await;
}

#[tokio::test]
async fn close1_leaving_is_left_and_closed_and_a_rating_may_follow() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let first = ada.ok(json!({"t": "leave", "conv": conv})).await;
    let seq = number(&first, "seq");
    assert_eq!(ada.event(&conv, seq - 1).await["kind"], "left");
    let closed = ada.event(&conv, seq).await;
    assert_eq!(
        (&closed["kind"], &closed["data"]["by"]),
        (&json!("closed"), &json!("shopper"))
    );
    let again = ada.ok(json!({"t": "leave", "conv": conv})).await;
    assert_eq!(number(&again, "seq"), seq, "CMD3");
    let rate = |score: u8| json!({"t": "rate", "conv": conv, "score": score, "comment": "kind"});
    let rated = number(&ada.ok(rate(4)).await, "seq");
    let event = ana.event(&conv, rated).await;
    assert_eq!(event["data"], json!({"score": 4, "comment": "kind", "epoch": 1}));
    assert!(number(&ada.ok(rate(5)).await, "seq") > rated, "again appends again");
    for score in [0, 6] {
        ada.err(rate(score), "invalid").await;
    }
    let send = json!({"t": "send", "conv": conv, "cid": cid(), "body": body("hello?")});
    ada.err(send, "conversation_closed").await;
}

#[tokio::test]
async fn close2_who_writes_on_opens_a_new_one_that_names_the_old_and_finds_the_same_agent() {
    let node = TestNode::start().await;
    let mut luis = node.agent_online("luis").await;
    let (mut ada, old) = node.shopper_with(&mut luis).await;
    let mut ana = node.agent_online("ana").await;
    luis.close_conversation(&old, 1).await;
    luis.ok(json!({"t": "wrapup_done", "conv": old})).await;
    let refused = json!({"t": "send", "conv": old, "cid": cid(), "body": body("one more thing")});
    ada.err(refused.clone(), "conversation_closed").await;
    let new = ada.open().await;
    let mut repeated = refused;
    repeated["conv"] = json!(new);
    assert_eq!(ada.ok(repeated).await["dup"], false);
    assert_eq!(ada.event_of(&new, "opened").await["data"]["previous"], json!(old));
    luis.accept(&new).await;
    let theirs = ana.unexpected(|frame| frame["t"] == "offer");
    assert!(theirs.is_empty(), "{theirs:?}");
    ana.ok(json!({"t": "status", "availability": "away"})).await;
}
