//! Who is there: sockets, availability, heartbeats.

use std::time::Duration;

use serde_json::{Value, json};
use tillside_tests::{Deadline, TestNode, cid, number, text};

const AGENTS_DEAD: Deadline = Deadline(Duration::from_secs(20));

#[tokio::test]
async fn pres1_all_sockets_of_a_person_show_the_same_desk_and_each_may_act() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut elsewhere = ana.another_socket(&node).await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let offer = text(&ana.offered(&conv).await, "offer");
    assert_eq!(text(&elsewhere.offered(&conv).await, "offer"), offer);
    elsewhere.ok(json!({"t": "accept", "offer": offer})).await;
    let ended = ana
        .expect("its end", |frame| {
            frame["t"] == "offer_ended" && frame["offer"] == offer.as_str()
        })
        .await;
    assert_eq!(ended["reason"], "answered", "PRES2");
    ana.say(&conv, 1, "hello from here").await;
    elsewhere.say(&conv, 1, "and from there").await;
    let agents = node.get("/api/v1/agents").bearer(&ana.token).send().await.json();
    let me = agents["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|agent| agent["id"] == ana.id.as_str());
    assert_eq!(me.expect("is listed")["load"], 1, "counted per person");
}

#[tokio::test]
async fn pres1_the_eleventh_socket_closes_the_oldest() {
    let node = TestNode::start().await;
    let mut oldest = node.agent("ana").await;
    let mut others = Vec::new();
    for _ in 0..10 {
        others.push(oldest.another_socket(&node).await);
    }
    assert_eq!(oldest.closed().await, 4509);
    for socket in &mut others {
        socket.ok(json!({"t": "status", "availability": "online"})).await;
    }
}

#[tokio::test]
async fn pres2_a_new_agent_is_offline_and_offline_with_chats_in_hand_is_draining() {
    let node = TestNode::start().await;
    let mut ana = node.agent("ana").await;
    assert_eq!(ana.welcome["me"]["availability"], "offline");
    ana.says_availability("online").await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    ana.says_availability("offline").await;
    let is = |availability: &'static str| {
        move |frame: &Value| frame["t"] == "state" && frame["me"]["availability"] == availability
    };
    ana.expect("draining", is("draining")).await;
    ana.close_conversation(&conv, 1).await;
    ana.ok(json!({"t": "wrapup_done", "conv": conv})).await;
    ana.expect("offline", is("offline")).await;
    ana.ok(json!({"t": "status", "availability": "away", "reason": "lunch"}))
        .await;
    let away = ana.expect("away", is("away")).await;
    assert_eq!(away["me"]["reason"], "lunch");
}

#[tokio::test]
async fn pres2_offers_that_are_open_are_sent_again_after_welcome() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let offer = ana.offered(&conv).await;
    let mut elsewhere = ana.another_socket(&node).await;
    let again = elsewhere.offered(&conv).await;
    assert_eq!(again["offer"], offer["offer"]);
    assert_eq!(again["expires_at"], offer["expires_at"]);
}

#[tokio::test]
async fn ping1_a_ping_tells_the_heads_and_who_says_nothing_is_closed() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let (ping_ms, dead_ms) = (number(&ana.welcome, "ping_ms"), number(&ana.welcome, "dead_ms"));
    assert_eq!((ping_ms, dead_ms), (10_000, 15_000));
    assert_eq!(
        (number(&ada.welcome, "ping_ms"), number(&ada.welcome, "dead_ms")),
        (25_000, 35_000)
    );
    ana.say(&conv, 1, "hello").await;
    let mut silent = node.agent("luis").await;
    silent.falls_silent();
    let hears_a_ping = async {
        let ping = ana
            .expect_within(AGENTS_DEAD, "a ping", |frame| frame["t"] == "ping")
            .await;
        assert!(ping["n"].is_u64());
        assert!(ping["heads"][&conv].is_u64(), "{ping}");
    };
    let ((), code) = tokio::join!(hears_a_ping, silent.closed_within(AGENTS_DEAD));
    assert_eq!(code, 4410);
    ana.say(&conv, 1, "who answers stays").await;
    ada.ok(json!({"t": "profile", "name": "Ada"})).await;
}

#[tokio::test]
async fn a_shopper_who_goes_is_away_and_comes_back() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (ada, conv) = node.shopper_with(&mut ana).await;
    let session = node.session_with(json!({"resume": ada.resume})).await;
    drop(ada);
    assert_eq!(ana.ephemeral(&conv, "presence").await["data"]["shopper"], "away");
    let mut ada = tillside_tests::Shopper::connect(&node, session, json!({})).await;
    assert_eq!(ana.ephemeral(&conv, "presence").await["data"]["shopper"], "here");
    let paying = json!({"t": "context", "checkout": {"step": "payment", "payment": "redirected"}});
    ada.ok(paying).await;
    drop(ada);
    assert_eq!(ana.ephemeral(&conv, "presence").await["data"]["shopper"], "bank");
}

#[tokio::test]
async fn a_profile_reaches_the_desk() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, _conv) = node.shopper_with(&mut ana).await;
    let consent = json!({"text": "I agree", "version": "1"});
    ada.ok(json!({"t": "profile", "name": "Ada", "email": "ada@shop.test", "consent": consent}))
        .await;
    let knows = |frame: &Value| frame["t"] == "state" && frame["conversations"][0]["shopper"]["name"] == "Ada";
    let state = ana.expect("the name", knows).await;
    let shopper = &state["conversations"][0]["shopper"];
    assert_eq!(
        (&shopper["id"], &shopper["email"]),
        (&json!(ada.id), &json!("ada@shop.test"))
    );
    assert_eq!(shopper["verified"], false);
    let tab = ada.another_tab(&node, json!({})).await;
    assert_eq!(tab.welcome["me"]["name"], "Ada");
    ada.err(json!({"t": "profile", "email": "not an address"}), "invalid")
        .await;
    ada.err(json!({"t": "open", "cid": cid(), "email": "not an address"}), "invalid")
        .await;
}
