//! Offers: made to who is free, answered once, told when they are over.

use serde_json::{Value, json};
use tillside_tests::{TestNode, body, cid, number, text};

fn over(frame: &Value, offer: &str) -> bool {
    frame["t"] == "offer_ended" && frame["offer"] == offer
}

#[tokio::test]
async fn an_offer_tells_what_it_is_about() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    ana.says_availability("away").await;
    let mut ada = node.shopper().await;
    let cart = json!({"currency": "EUR", "items": [{"id": "1", "title": "Lamp", "quantity": 1, "price": 4_500}], "total": 4_500});
    let context = json!({"cart": cart, "checkout": {"step": "cart"}});
    let open = json!({"t": "open", "cid": cid(), "locale": "es", "context": context});
    let conv = text(&ada.ok(open).await, "conv");
    ada.say(&conv, "Does it dim?").await;
    ana.says_availability("online").await;
    let offer = ana.offered(&conv).await;
    assert_eq!(offer["kind"], "queue");
    assert!(offer["queue"].is_string() || offer["queue"].is_object(), "{offer}");
    let left = number(&offer, "expires_in_ms");
    assert!((20_000..=25_000).contains(&left), "{left} ms");
    assert!(number(&offer, "expires_at") > 0);
    let packet = &offer["packet"];
    assert_eq!(packet["cart"], cart);
    assert_eq!(packet["checkout"]["step"], "cart");
    assert_eq!(
        (&packet["question"], &packet["locale"]),
        (&json!("Does it dim?"), &json!("es"))
    );
    assert_eq!(packet["turns"][0]["text"], "Does it dim?");
    assert_eq!(packet["sees"], json!(["basket", "history"]));
    assert!(packet["hash"].is_string());
}

#[tokio::test]
async fn offer1_an_offer_that_is_over_is_taken_and_says_by_whom() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let offer = text(&ana.offered(&conv).await, "offer");
    let mut sofia = node.agent("sofia").await;
    sofia.take(&conv).await;
    let ended = ana.expect("its end", |frame| over(frame, &offer)).await;
    assert_eq!(ended["reason"], "taken");
    let taken = ana.err(json!({"t": "accept", "offer": offer}), "taken").await;
    assert_eq!(taken["by"], json!({"agent": sofia.id, "name": "Sofia"}));
    ana.err(json!({"t": "decline", "offer": offer}), "taken").await;
}

#[tokio::test]
async fn cmd3_accept_and_decline_answer_ok_again() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, mut bob) = (node.shopper().await, node.shopper().await);
    let (first, second) = (ada.open().await, bob.open().await);
    let accepted = text(&ana.offered(&first).await, "offer");
    let declined = text(&ana.offered(&second).await, "offer");
    let accept = json!({"t": "accept", "offer": accepted});
    let answer = ana.ok(accept.clone()).await;
    let again = ana.ok(accept).await;
    for name in ["conv", "seq", "epoch"] {
        assert_eq!(again[name], answer[name]);
    }
    for _ in 0..2 {
        ana.ok(json!({"t": "decline", "offer": declined})).await;
    }
    ana.err(json!({"t": "accept", "offer": declined}), "taken").await;
    ana.err(json!({"t": "decline", "offer": accepted}), "taken").await;
}

#[tokio::test]
async fn a_declined_shopper_is_offered_to_the_next() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let offer = text(&ana.offered(&conv).await, "offer");
    let mut luis = node.agent_online("luis").await;
    ana.ok(json!({"t": "decline", "offer": offer, "reason": "lunch"})).await;
    luis.accept(&conv).await;
    let kinds: Vec<_> = luis
        .log(&conv)
        .await
        .iter()
        .map(|event| event["kind"].clone())
        .collect();
    assert_eq!(kinds, ["opened", "queued", "offered", "queued", "offered", "assigned"]);
}

#[tokio::test]
async fn capacity_is_four_and_the_fifth_waits() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut shoppers = Vec::new();
    for _ in 0..5 {
        let mut shopper = node.shopper().await;
        let conv = shopper.open().await;
        shoppers.push((shopper, conv));
    }
    for (_shopper, conv) in &shoppers[..4] {
        ana.accept(conv).await;
    }
    let waits = json!({"t": "take", "conv": shoppers[4].1});
    ana.err(waits, "no_capacity").await;
    let full = ana
        .expect("a full desk", |frame| frame["t"] == "state" && frame["me"]["load"] == 4)
        .await;
    assert_eq!(full["conversations"].as_array().map(Vec::len), Some(4));
    let first = shoppers[0].1.clone();
    ana.close_conversation(&first, 1).await;
    ana.ok(json!({"t": "wrapup_done", "conv": first})).await;
    ana.accept(&shoppers[4].1.clone()).await;
}

#[tokio::test]
async fn shoppers_are_offered_in_the_order_of_their_arrival() {
    let node = TestNode::start().await;
    let mut shoppers = Vec::new();
    let mut convs = Vec::new();
    for _ in 0..4 {
        let mut shopper = node.shopper().await;
        convs.push(shopper.open().await);
        shoppers.push(shopper);
    }
    let mut noor = node.agent_online("noor").await;
    let mut offered = Vec::new();
    for _ in 0..4 {
        let offer = noor.expect("an offer", |frame| frame["t"] == "offer").await;
        let entry = noor.ok(json!({"t": "accept", "offer": offer["offer"]})).await;
        let conv = text(&entry, "conv");
        let log = noor.log(&conv).await;
        let at = log.iter().find(|event| event["kind"] == "offered").expect("it was")["at"].clone();
        offered.push((at.as_u64(), text(&offer, "offer"), conv));
    }
    let mut told: Vec<_> = offered.into_iter().map(|(_at, _offer, conv)| conv).collect();
    told.sort_by_key(|conv| convs.iter().position(|opened| opened == conv));
    assert_eq!(told, convs);
}

#[tokio::test]
async fn two_who_take_at_once_do_not_both_have_it() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = (node.agent("ana").await, node.agent("luis").await);
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let take = json!({"t": "take", "conv": conv});
    let (one, other) = (ana.command(take.clone()).await, luis.command(take).await);
    let (one, other) = (ana.answer(&one).await, luis.answer(&other).await);
    let mut outcomes = [one["t"].clone(), other["t"].clone()];
    outcomes.sort_by_key(ToString::to_string);
    assert_eq!(outcomes, ["err", "ok"]);
    let lost = if one["t"] == "err" { one } else { other };
    assert_eq!(lost["code"], "taken");
    assert!(lost["by"]["agent"].is_string());
}

#[tokio::test]
async fn wrap_up_uses_the_slot_until_it_is_done() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    let seq = ana.close_conversation(&conv, 1).await;
    assert_eq!(ana.close_conversation(&conv, 1).await, seq, "CMD3");
    let wraps = ana
        .expect("wrap-up", |frame| {
            frame["t"] == "state" && frame["conversations"][0]["state"] == "wrapup"
        })
        .await;
    assert_eq!(wraps["me"]["load"], 1);
    for _ in 0..2 {
        ana.ok(json!({"t": "wrapup_done", "conv": conv})).await;
    }
    ana.expect("a free desk", |frame| frame["t"] == "state" && frame["me"]["load"] == 0)
        .await;
    let send = json!({"t": "send", "conv": conv, "cid": cid(), "epoch": 1, "body": body("and")});
    ana.err(send, "conversation_closed").await;
}
