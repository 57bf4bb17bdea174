//! Hand-offs: make before break.

use serde_json::{Value, json};
use tillside_tests::{Agent, Socket, TestNode, body, cid, number, text};

fn send(conv: &str, epoch: u64, words: &str) -> Value {
    json!({"t": "send", "conv": conv, "cid": cid(), "epoch": epoch, "body": body(words)})
}

/// Every command that carries an epoch (FENCE2), at this one.
fn fenced(conv: &str, epoch: u64) -> Vec<Value> {
    let to = json!({"queue": "checkout"});
    vec![
        send(conv, epoch, "hello"),
        json!({"t": "transfer", "conv": conv, "epoch": epoch, "to": to, "kind": "warm"}),
        json!({"t": "close", "conv": conv, "epoch": epoch}),
    ]
}

async fn two_agents(node: &TestNode) -> (Agent, Agent) {
    (node.agent_online("ana").await, node.agent_online("luis").await)
}

async fn ended(socket: &mut Socket, conv: &str) -> Value {
    socket.event_of(conv, "transfer_ended").await["data"]["reason"].clone()
}

#[tokio::test]
async fn a_warm_hand_off_changes_the_owner_with_the_accept_and_not_before() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = two_agents(&node).await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    ada.say(&conv, "My coupon does not work").await;
    let to = json!({"agent": luis.id});
    let transfer = json!({"t": "transfer", "conv": conv, "epoch": 1, "to": to, "kind": "warm", "note": "coupon"});
    let answer = ana.ok(transfer).await;
    assert!(number(&answer, "expires_at") > 0);
    let offer = luis.offered(&conv).await;
    assert_eq!(
        (&offer["kind"], &offer["transfer"]),
        (&json!("transfer"), &answer["transfer"])
    );
    assert_eq!(offer["from"], json!({"agent": ana.id, "name": "Ana"}));
    assert_eq!(offer["packet"]["note"], "coupon");
    assert_eq!(offer["packet"]["question"], "My coupon does not work");
    ana.say(&conv, 1, "One moment").await;
    let accepted = luis
        .ok(json!({"t": "transfer_accept", "transfer": answer["transfer"]}))
        .await;
    assert_eq!(accepted["epoch"], 2);
    let seq = number(&accepted, "seq");
    let event = luis.event(&conv, seq).await;
    assert_eq!(event["data"]["how"], "warm");
    assert_eq!(
        event["data"]["hash"], offer["packet"]["hash"],
        "the log holds what the target saw"
    );
    let shown = ada.event(&conv, seq).await;
    assert_eq!(shown["data"]["from"]["name"], "Ana");
    assert_eq!(shown["data"]["to"]["name"], "Luis");
    assert_eq!(shown["data"]["sees"], offer["packet"]["sees"]);
    assert_eq!(shown["data"]["hash"], Value::Null);
    luis.say(&conv, 2, "I can see your basket").await;
}

#[tokio::test]
async fn fence1_fence2_a_stale_epoch_is_told_the_truth_and_appends_nothing() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = two_agents(&node).await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    ana.transfer(&conv, 1, json!({"agent": luis.id}), "warm").await;
    luis.accept(&conv).await;
    let head = luis.log(&conv).await.len();
    for frame in fenced(&conv, 1) {
        let stale = ana.err(frame, "stale_owner").await;
        assert_eq!(stale["epoch"], 2);
        assert_eq!(stale["owner"], json!({"agent": luis.id, "name": "Luis"}));
    }
    for epoch in [1, 3] {
        for frame in fenced(&conv, epoch) {
            luis.err(frame, "stale_owner").await;
        }
    }
    for mut frame in fenced(&conv, 2) {
        frame.as_object_mut().expect("an object").remove("epoch");
        luis.err(frame, "bad_frame").await;
    }
    assert_eq!(luis.log(&conv).await.len(), head);
}

#[tokio::test]
async fn a_declined_or_cancelled_hand_off_leaves_the_sender_as_owner() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = two_agents(&node).await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    let transfer = ana.transfer(&conv, 1, json!({"agent": luis.id}), "warm").await;
    for _ in 0..2 {
        luis.ok(json!({"t": "transfer_decline", "transfer": transfer, "reason": "busy"}))
            .await;
    }
    assert_eq!(ended(&mut ana, &conv).await, "declined");
    ana.say(&conv, 1, "I stay with you").await;

    let transfer = ana.transfer(&conv, 1, json!({"agent": luis.id}), "warm").await;
    let offer = luis
        .expect("a new offer", |frame| {
            frame["t"] == "offer" && frame["transfer"] == transfer.as_str()
        })
        .await;
    for _ in 0..2 {
        ana.ok(json!({"t": "transfer_cancel", "transfer": transfer})).await;
    }
    assert_eq!(ended(&mut ana, &conv).await, "cancelled");
    let is_its_end = |frame: &Value| frame["t"] == "offer_ended" && frame["offer"] == offer["offer"];
    assert_eq!(luis.expect("its end", is_its_end).await["reason"], "cancelled");
    let taken = luis
        .err(json!({"t": "transfer_accept", "transfer": transfer}), "taken")
        .await;
    assert_eq!(taken["by"], json!({"agent": ana.id, "name": "Ana"}), "OFFER1");
    ana.say(&conv, 1, "Still here").await;
}

#[tokio::test]
async fn cmd3_a_hand_off_can_be_repeated_and_another_is_a_conflict() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = two_agents(&node).await;
    let noor = node.agent_online("noor").await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    let to = |agent: &str| json!({"agent": agent});
    let transfer = ana.transfer(&conv, 1, to(&luis.id), "warm").await;
    assert_eq!(ana.transfer(&conv, 1, to(&luis.id), "warm").await, transfer);
    for (to, kind) in [
        (to(&noor.id), "warm"),
        (to(&luis.id), "consult"),
        (json!({"queue": "checkout"}), "warm"),
    ] {
        let another = json!({"t": "transfer", "conv": conv, "epoch": 1, "to": to, "kind": kind});
        let conflict = ana.err(another, "conflict").await;
        assert_eq!(conflict["transfer"], json!(transfer));
    }
    let accept = json!({"t": "transfer_accept", "transfer": transfer});
    let (first, again) = (luis.ok(accept.clone()).await, luis.ok(accept).await);
    assert_eq!((&first["seq"], &first["epoch"]), (&again["seq"], &again["epoch"]));
    ana.err(json!({"t": "transfer_cancel", "transfer": transfer}), "taken")
        .await;
}

#[tokio::test]
async fn a_hand_off_to_a_queue_waits_with_its_sender_as_owner_and_is_never_offered_to_them() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    ana.transfer(&conv, 1, json!({"queue": "checkout"}), "warm").await;
    ana.say(&conv, 1, "A colleague will join").await;
    let mut luis = node.agent_online("luis").await;
    let offer = luis.offered(&conv).await;
    assert_eq!(offer["kind"], "transfer");
    luis.ok(json!({"t": "accept", "offer": offer["offer"]})).await;
    let event = ada.event_of(&conv, "transferred").await;
    assert_eq!((&event["data"]["how"], &event["epoch"]), (&json!("queue"), &json!(2)));
    assert!(
        ana.unexpected(|frame| frame["t"] == "offer" && frame["kind"] == "transfer")
            .is_empty()
    );
}

#[tokio::test]
async fn a_target_who_is_not_there_or_full_is_refused() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut luis = node.agent("luis").await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    let transfer = json!({"t": "transfer", "conv": conv, "epoch": 1, "to": {"agent": luis.id}, "kind": "warm"});
    for availability in ["offline", "away", "draining"] {
        luis.says_availability(availability).await;
        ana.err(transfer.clone(), "no_agent").await;
    }
    let nobody = json!({"t": "transfer", "conv": conv, "epoch": 1, "to": {"agent": "agt_00000000000000000000000000"}, "kind": "warm"});
    ana.err(nobody, "no_agent").await;
    luis.says_availability("transfer_only").await;
    let mut kept = Vec::new();
    for _ in 0..4 {
        kept.push(node.shopper_with(&mut luis).await);
    }
    ana.err(transfer.clone(), "no_capacity").await;
    let mut consult = transfer.clone();
    consult["kind"] = json!("consult");
    ana.ok(consult).await;
}

#[tokio::test]
async fn a_payment_in_flight_holds_a_new_hand_off_back_but_no_takeover() {
    let node = TestNode::start().await;
    let (mut ana, luis) = two_agents(&node).await;
    let mut sofia = node.agent("sofia").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let paying = json!({"t": "context", "checkout": {"step": "payment", "payment": "submitted"}});
    ada.ok(paying).await;
    let transfer = json!({"t": "transfer", "conv": conv, "epoch": 1, "to": {"agent": luis.id}, "kind": "warm"});
    let refused = ana.err(transfer.clone(), "not_allowed_now").await;
    let after = number(&refused, "after_ms");
    assert!((100_000..=120_000).contains(&after), "{after} ms");
    assert!(refused["reason"].is_string());
    ada.ok(json!({"t": "context", "checkout": {"step": "payment", "payment": "failed"}}))
        .await;
    ana.ok(transfer).await;
    let taken = sofia.ok(json!({"t": "takeover", "conv": conv, "epoch": 1})).await;
    assert_eq!(taken["epoch"], 2);
    assert_eq!(ended(&mut ana, &conv).await, "superseded");
}

#[tokio::test]
async fn consult1_reads_and_notes_without_a_slot_and_ends_in_each_way() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = two_agents(&node).await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    ada.say(&conv, "Is it waterproof?").await;
    let consult = json!({"t": "transfer", "conv": conv, "epoch": 1, "to": {"agent": luis.id}, "kind": "consult"});
    let transfer = text(&ana.ok(consult.clone()).await, "transfer");
    assert_eq!(luis.offered(&conv).await["kind"], "consult");
    let accept = json!({"t": "transfer_accept", "transfer": transfer});
    let answer = luis.ok(accept).await;
    assert_eq!(answer["epoch"], 1);
    let seq = number(&answer, "seq");
    assert_eq!(luis.event(&conv, seq).await["kind"], "consulting");
    assert_eq!(ada.event(&conv, seq).await["kind"], "hidden");
    let desk = luis
        .expect("a desk", |frame| {
            frame["t"] == "state" && frame["conversations"][0]["conv"] == conv.as_str()
        })
        .await;
    assert_eq!(desk["me"]["load"], 0);
    luis.ok(json!({"t": "note", "conv": conv, "cid": cid(), "body": body("it is")}))
        .await;
    luis.err(send(&conv, 1, "It is"), "stale_owner").await;
    luis.log(&conv).await;
    luis.ok(json!({"t": "transfer_decline", "transfer": transfer})).await;
    assert_eq!(ended(&mut ana, &conv).await, "ended");
    let aside = json!({"t": "note", "conv": conv, "cid": cid(), "body": body("and")});
    luis.err(aside, "not_found").await;

    let transfer = text(&ana.ok(consult.clone()).await, "transfer");
    luis.ok(json!({"t": "transfer_accept", "transfer": transfer})).await;
    ana.ok(json!({"t": "transfer_cancel", "transfer": transfer})).await;
    assert_eq!(ended(&mut ana, &conv).await, "ended");

    let transfer = text(&ana.ok(consult.clone()).await, "transfer");
    luis.ok(json!({"t": "transfer_accept", "transfer": transfer})).await;
    ana.close_conversation(&conv, 1).await;
    assert!(ended(&mut ana, &conv).await.is_string());
}

#[tokio::test]
async fn a_shopper_who_leaves_ends_what_is_pending() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = two_agents(&node).await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    ana.transfer(&conv, 1, json!({"agent": luis.id}), "warm").await;
    let offer = luis.offered(&conv).await;
    ada.ok(json!({"t": "leave", "conv": conv})).await;
    let over = luis
        .expect("its end", |frame| {
            frame["t"] == "offer_ended" && frame["offer"] == offer["offer"]
        })
        .await;
    assert_eq!(over["reason"], "left");
    assert_eq!(ended(&mut ana, &conv).await, "left");
}
