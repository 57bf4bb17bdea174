//! Coming back: what a client that was away is told, and what it follows.

use serde_json::{Value, json};
use tillside_tests::{Agent, Shopper, TestNode, body, cid, number, text, words};

async fn say(shopper: &mut Shopper, conv: &str, many: usize) {
    for n in 0..many {
        // Slower than the rate's burst would allow at once is not needed: each waits for its answer.
        shopper.say(conv, &words(n)).await;
    }
}

#[tokio::test]
async fn resume1_what_was_missed_comes_in_order_then_synced_then_live() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    say(&mut ada, &conv, 10).await;
    let mut tab = ada
        .another_tab(&node, json!({"log": ada.welcome["log"], "resume": {conv.clone(): 5}}))
        .await;
    for seq in 6..=12 {
        let next = tab
            .expect("the next frame", |frame| {
                frame["t"] == "event" || frame["t"] == "synced"
            })
            .await;
        assert_eq!((&next["t"], &next["seq"]), (&json!("event"), &json!(seq)));
    }
    let synced = tab.expect("synced", |frame| frame["t"] == "synced").await;
    assert_eq!(
        synced,
        json!({"t": "synced", "conv": conv, "at": 12, "head": 12, "more": false})
    );
    let seq = ada.say(&conv, "live").await;
    assert_eq!(tab.event(&conv, seq).await["data"]["body"], body("live"));
}

#[tokio::test]
async fn resume1_one_who_is_up_to_date_is_told_so() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let mut tab = ada
        .another_tab(&node, json!({"log": ada.welcome["log"], "resume": {conv.clone(): 2}}))
        .await;
    let synced = tab.expect("synced", |frame| frame["t"] == "synced").await;
    assert_eq!(
        (&synced["at"], &synced["head"], &synced["more"]),
        (&json!(2), &json!(2), &json!(false))
    );
    assert!(tab.unexpected(|frame| frame["t"] == "event").is_empty());
}

#[tokio::test]
async fn resume1_fetch1_beyond_five_hundred_events_the_client_fetches() {
    let node = TestNode::start_with(&[("TILLSIDE_RATE_SHOPPER", "2000,2000")]).await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let mut ids = Vec::new();
    for n in 0..600 {
        let send = json!({"t": "send", "conv": conv, "cid": cid(), "body": body(&words(n))});
        ids.push(ada.command(send).await);
        if ids.len() == 30 {
            for id in ids.drain(..) {
                assert_eq!(ada.answer(&id).await["t"], "ok");
            }
        }
    }
    let mut tab = ada
        .another_tab(&node, json!({"log": ada.welcome["log"], "resume": {conv.clone(): 0}}))
        .await;
    let synced = tab.expect("synced", |frame| frame["t"] == "synced").await;
    assert_eq!((&synced["more"], &synced["head"]), (&json!(true), &json!(602)));
    let events = tab.unexpected(|frame| frame["t"] == "event");
    assert_eq!(events.len(), 500);
    assert_eq!(number(&synced, "at"), 500);
    // Nothing more comes of it until the client has fetched to the end.
    let live = ada.say(&conv, "live").await;
    let part = tab
        .ok(json!({"t": "fetch", "conv": conv, "after": 500, "limit": 50}))
        .await;
    assert_eq!(part["complete"], false);
    assert_eq!(tab.unexpected(|frame| frame["t"] == "event").len(), 500);
    let rest = tab
        .ok(json!({"t": "fetch", "conv": conv, "after": 550, "limit": 200}))
        .await;
    assert_eq!((number(&rest, "head"), &rest["complete"]), (live, &json!(true)));
    let seq = ada.say(&conv, "after the fetch").await;
    tab.event(&conv, seq).await;
}

#[tokio::test]
async fn resume2_a_seq_beyond_the_head_or_another_log_is_reset() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let log = ada.welcome["log"].clone();
    for hello in [
        json!({"log": log, "resume": {conv.clone(): 99}}),
        json!({"log": "another", "resume": {conv.clone(): 1}}),
    ] {
        let mut tab = ada.another_tab(&node, hello.clone()).await;
        let reset = tab.expect("reset", |frame| frame["t"] == "reset").await;
        assert_eq!(reset["conv"], json!(conv), "{hello}");
        let head = number(&reset, "head");
        let page = tab
            .ok(json!({"t": "fetch", "conv": conv, "after": 0, "limit": 200}))
            .await;
        assert_eq!((number(&page, "head"), &page["complete"]), (head, &json!(true)));
        let seq = ada.say(&conv, "live").await;
        tab.event(&conv, seq).await;
    }
}

#[tokio::test]
async fn resume3_what_one_may_not_read_or_does_not_exist_is_to_be_forgotten() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let theirs = ada.open().await;
    let nowhere = "conv_00000000000000000000000000".to_owned();
    let bob = node.shopper().await;
    let hello = json!({"log": bob.welcome["log"], "resume": {theirs.clone(): 1, nowhere.clone(): 1}});
    let mut bob = bob.another_tab(&node, hello).await;
    for conv in [&theirs, &nowhere] {
        let reset = bob
            .expect("reset", |frame| frame["t"] == "reset" && frame["conv"] == conv.as_str())
            .await;
        assert_eq!(reset, json!({"t": "reset", "conv": conv, "head": null}));
    }
    ada.say(&theirs, "private").await;
    bob.open().await;
    let heard = bob.unexpected(|frame| frame["conv"] == theirs.as_str() && frame["t"] == "event");
    assert!(heard.is_empty(), "{heard:?}");
}

#[tokio::test]
async fn resume4_a_resume_is_authorised_like_a_fresh_connection() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = (node.agent_online("ana").await, node.agent("luis").await);
    luis.says_availability("transfer_only").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    ada.say(&conv, "hello").await;
    let hello = json!({"log": luis.welcome["log"], "resume": {conv.clone(): 1}});
    let mut stranger = Agent::connect(&node, &luis.token, hello.clone()).await;
    let reset = stranger.expect("reset", |frame| frame["t"] == "reset").await;
    assert_eq!(reset["head"], Value::Null, "it is Ana's");
    let transfer = ana.transfer(&conv, 1, json!({"agent": luis.id}), "consult").await;
    luis.ok(json!({"t": "transfer_accept", "transfer": transfer})).await;
    let mut consulted = Agent::connect(&node, &luis.token, hello).await;
    consulted.event(&conv, 2).await;
}

#[tokio::test]
async fn follow1_welcome_lists_what_is_followed_and_it_begins_after_the_head() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let mut tab = ada.another_tab(&node, json!({})).await;
    let listed = &tab.welcome["conversations"][0];
    assert_eq!((&listed["conv"], number(listed, "head")), (&json!(conv), 2));
    let seq = ada.say(&conv, "hello").await;
    tab.event(&conv, seq).await;
    assert!(
        tab.unexpected(|frame| frame["t"] == "event" && frame["seq"].as_u64() <= Some(2))
            .is_empty()
    );
}

#[tokio::test]
async fn follow1_other_tabs_follow_a_newly_opened_conversation_from_1() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let mut tab = ada.another_tab(&node, json!({})).await;
    let conv = ada.open().await;
    let seq = ada.say(&conv, "hello").await;
    for seq in 1..=seq {
        assert_eq!(tab.event(&conv, seq).await["seq"], seq);
    }
}

#[tokio::test]
async fn follow1_an_open_is_answered_before_its_first_event() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let id = ada.command(json!({"t": "open", "cid": cid()})).await;
    let first = ada
        .expect("the first frame", |frame| {
            frame["re"] == id.as_str() || frame["t"] == "event"
        })
        .await;
    assert_eq!(first["t"], "ok");
    let conv = text(&first, "conv");
    assert_eq!(ada.event(&conv, 1).await["kind"], "opened", "one's own events come too");
    ada.event(&conv, 2).await;
}

#[tokio::test]
async fn follow1_what_comes_onto_a_desk_is_followed_on_all_sockets_after_a_state() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut elsewhere = ana.another_socket(&node).await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let lists_it = |frame: &Value| {
        let convs = frame["conversations"].as_array();
        frame["t"] == "state" && convs.is_some_and(|convs| convs.iter().any(|listed| listed["conv"] == conv.as_str()))
    };
    let first = elsewhere
        .expect("a state or an event", |frame| lists_it(frame) || frame["t"] == "event")
        .await;
    assert_eq!(first["t"], "state");
    elsewhere.event_of(&conv, "assigned").await;
    let seq = ada.say(&conv, "hello").await;
    elsewhere.event(&conv, seq).await;
    ana.event(&conv, seq).await;
}

#[tokio::test]
async fn follow1_the_event_that_takes_it_off_the_desk_is_the_last() {
    let node = TestNode::start().await;
    let (mut ana, mut luis) = (node.agent_online("ana").await, node.agent_online("luis").await);
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let transfer = ana.transfer(&conv, 1, json!({"agent": luis.id}), "warm").await;
    let answer = luis.ok(json!({"t": "transfer_accept", "transfer": transfer})).await;
    let last = number(&answer, "seq");
    assert_eq!(ana.event(&conv, last).await["kind"], "transferred");
    let seq = ada.say(&conv, "hello Luis").await;
    luis.event(&conv, seq).await;
    ana.ok(json!({"t": "fetch", "conv": conv, "after": 0, "limit": 1}))
        .await;
    assert!(
        ana.unexpected(|frame| frame["t"] == "event" && frame["seq"] == seq)
            .is_empty()
    );
}

#[tokio::test]
async fn follow1_unfollow_takes_it_away_and_follow_brings_it_back() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let mut sofia = node.agent("sofia").await;
    let head = number(&sofia.ok(json!({"t": "follow", "conv": conv})).await, "head");
    let seq = ada.say(&conv, "one").await;
    assert_eq!(seq, head + 1);
    sofia.event(&conv, seq).await;
    sofia.ok(json!({"t": "unfollow", "conv": conv})).await;
    let unheard = ada.say(&conv, "two").await;
    let head = number(&sofia.ok(json!({"t": "follow", "conv": conv})).await, "head");
    assert_eq!(head, unheard);
    let seq = ada.say(&conv, "three").await;
    sofia.event(&conv, seq).await;
    assert!(sofia.unexpected(|frame| frame["seq"] == unheard).is_empty());
}
