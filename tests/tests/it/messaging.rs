//! Messages: acknowledged when durable, stored once, delivered to every follower in order.

use serde_json::{Value, json};
use tillside_tests::{Socket, TestNode, body, cid, number, text};

fn send(conv: &str, cid: &str, words: &str) -> Value {
    json!({"t": "send", "conv": conv, "cid": cid, "body": body(words)})
}

#[tokio::test]
async fn a_message_goes_from_the_shopper_to_the_agent_and_back() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let epoch = ana.accept(&conv).await;
    assert_eq!(epoch, 1);
    let seq = ada.say(&conv, "Is this in stock?").await;
    let seen = ana.event(&conv, seq).await;
    assert_eq!(seen["kind"], "message");
    assert_eq!(seen["data"]["body"], body("Is this in stock?"));
    assert_eq!(seen["by"], json!({"shopper": ada.id}));
    let seq = ana.say(&conv, epoch, "It is.").await;
    let seen = ada.event(&conv, seq).await;
    assert_eq!(seen["by"], json!({"agent": ana.id, "name": "Ana"}));
    assert_eq!(seen["epoch"], 1);
}

#[tokio::test]
async fn cmd1_cmd2_each_command_gets_one_answer_in_the_order_of_the_commands() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let mut ids = Vec::new();
    for n in 0..15 {
        let frame = match n % 5 {
            0 => send(&conv, &cid(), "hello"),
            1 => json!({"t": "fetch", "conv": conv, "after": 0, "limit": 50}),
            2 => send("conv_00000000000000000000000000", &cid(), "hello"),
            3 => json!({"t": "nonsense"}),
            _ => send(&conv, &cid(), ""),
        };
        // Three unknown frames are short of the ten that close.
        ids.push(ada.command(frame).await);
    }
    let mut answered = Vec::new();
    while answered.len() < ids.len() {
        let answer = ada.expect("an answer", |frame| frame["re"].is_string()).await;
        answered.push(text(&answer, "re"));
    }
    assert_eq!(answered, ids);
    ada.say(&conv, "and nothing more").await;
    assert!(
        ada.unexpected(|frame| frame["re"].is_string()).is_empty(),
        "one answer each"
    );
}

#[tokio::test]
async fn send2_the_same_cid_gets_the_same_seq_and_dup() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let key = cid();
    let first = ada.ok(send(&conv, &key, "once")).await;
    assert_eq!(first["dup"], false);
    let again = ada.ok(send(&conv, &key, "once")).await;
    assert_eq!(again["dup"], true);
    for name in ["conv", "seq", "at"] {
        assert_eq!(again[name], first[name]);
    }
    let mut tab = ada.another_tab(&node, json!({})).await;
    let there = tab.ok(send(&conv, &key, "once")).await;
    assert_eq!((&there["seq"], &there["dup"]), (&first["seq"], &json!(true)));
    let reused = ada.err(send(&conv, &key, "twice"), "cid_reused").await;
    assert_eq!(reused["retry"], false);
    let messages = ada
        .log(&conv)
        .await
        .into_iter()
        .filter(|event| event["kind"] == "message");
    assert_eq!(messages.count(), 1);
}

#[tokio::test]
async fn cmd3_a_note_again_is_the_same_note() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (_ada, conv) = node.shopper_with(&mut ana).await;
    let aside = json!({"t": "note", "conv": conv, "cid": cid(), "body": body("once")});
    let first = ana.ok(aside.clone()).await;
    let again = ana.ok(aside.clone()).await;
    assert_eq!((&again["seq"], &again["dup"]), (&first["seq"], &json!(true)));
    let mut other = aside;
    other["body"] = body("twice");
    ana.err(other, "cid_reused").await;
    let notes = ana.log(&conv).await.into_iter().filter(|event| event["kind"] == "note");
    assert_eq!(notes.count(), 1);
}

#[tokio::test]
async fn send3_every_follower_gets_every_event_once_in_order() {
    const EACH: usize = 25;
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let mut tab = ada.another_tab(&node, json!({})).await;
    let mut sofia = node.agent("sofia").await;
    let followed = sofia.ok(json!({"t": "follow", "conv": conv})).await;
    let head = number(&followed, "head");
    for n in 0..EACH {
        ada.command(send(&conv, &cid(), &format!("question {n}"))).await;
        let mut answer = send(&conv, &cid(), &format!("answer {n}"));
        answer["epoch"] = json!(1);
        ana.command(answer).await;
    }
    let last = head + 2 * u64::try_from(EACH).expect("small");
    let mut told = Vec::new();
    for follower in [&mut *ada, &mut *tab, &mut *ana, &mut *sofia] {
        told.push(hear(follower, &conv, head, last).await);
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "all heard the same");
}

/// Everything between `after` and `last`, in the order in which it came.
async fn hear(follower: &mut Socket, conv: &str, after: u64, last: u64) -> Vec<Value> {
    let mut told = Vec::new();
    for seq in after + 1..=last {
        let is_next =
            |frame: &Value| frame["t"] == "event" && frame["conv"] == conv && frame["seq"].as_u64() > Some(after);
        let event = follower.expect("the next event", is_next).await;
        assert_eq!(event["seq"], seq, "in order, without holes\n{}", follower.story());
        told.push(event["data"]["body"]["text"].clone());
    }
    told
}

#[tokio::test]
async fn send4_a_retry_of_a_message_from_before_the_close_is_answered() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let key = cid();
    let first = ada.ok(send(&conv, &key, "before")).await;
    ana.close_conversation(&conv, 1).await;
    let again = ada.ok(send(&conv, &key, "before")).await;
    assert_eq!((&again["seq"], &again["dup"]), (&first["seq"], &json!(true)));
    ada.err(send(&conv, &cid(), "after"), "conversation_closed").await;
}

#[tokio::test]
async fn a_text_comes_back_exactly_as_it_was_sent() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    for words in [
        "  leading and trailing  ",
        "two\nlines\r\n\tand a tab",
        "<b>not bold</b> & \"quoted\" \\ /",
        "👩‍👩‍👧‍👦 e\u{301} ﷽ \u{202e}rtl\u{202c}",
        "{\"t\":\"send\"}",
    ] {
        let seq = ada.say(&conv, words).await;
        let event = ada.event(&conv, seq).await;
        assert_eq!(event["data"], json!({"body": body(words)}));
    }
}

#[tokio::test]
async fn seq1_note1_what_a_shopper_may_not_see_is_hidden_on_every_path() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let aside = json!({"t": "note", "conv": conv, "cid": cid(), "body": body("a secret among us")});
    let seq = number(&ana.ok(aside).await, "seq");
    let shown = ana.event(&conv, seq).await;
    assert_eq!(shown["data"]["body"], body("a secret among us"));
    let hidden = json!({"t": "event", "conv": conv, "seq": seq, "kind": "hidden"});

    let live = ada.event(&conv, seq).await;
    assert_eq!(live, hidden, "live");
    let place = usize::try_from(seq - 1).expect("small");
    let mut fetched = ada.log(&conv).await[place].clone();
    fetched["t"] = json!("event");
    assert_eq!(fetched, hidden, "fetch");
    let mut tab = ada
        .another_tab(
            &node,
            json!({"log": ada.welcome["log"], "resume": {conv.clone(): seq - 1}}),
        )
        .await;
    assert_eq!(tab.event(&conv, seq).await, hidden, "resume");
    let path = format!("/api/v1/conversations/{conv}/events?after={}&limit=1", seq - 1);
    let mut over_http = node.get(&path).bearer(&ada.token).send().await.json()["events"][0].clone();
    over_http["t"] = json!("event");
    assert_eq!(over_http, hidden, "/events");
    for kind in ["json", "txt", "html"] {
        let path = format!("/api/v1/conversations/{conv}/transcript.{kind}");
        let transcript = node.get(&path).bearer(&ada.token).send().await;
        assert_eq!(transcript.status, 200, "{transcript:?}");
        assert!(!transcript.text().contains("secret"), "transcript.{kind}");
    }
}

#[tokio::test]
async fn seq1_a_shopper_is_not_shown_how_agents_work() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let epoch = ana.accept(&conv).await;
    let close = json!({"t": "close", "conv": conv, "epoch": epoch, "disposition": "sold"});
    ana.ok(close).await;
    let kinds: Vec<_> = ada.log(&conv).await.iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, ["opened", "queued", "hidden", "assigned", "closed"]);
    let log = ada.log(&conv).await;
    assert_eq!(
        log[1]["data"].as_object().map(serde_json::Map::len),
        Some(1),
        "{}",
        log[1]
    );
    assert_eq!(log[3]["data"], json!({"to": {"agent": ana.id, "name": "Ana"}}));
    assert_eq!(log[4]["data"]["disposition"], Value::Null);
    assert_eq!(ana.log(&conv).await[4]["data"]["disposition"], "sold");
}

#[tokio::test]
async fn pan1_a_card_number_is_masked_in_every_text_of_every_role() {
    const CARD: &str = "4111 1111 1111 1111";
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let mut ada = node.shopper().await;
    let open = json!({"t": "open", "cid": cid(), "subject": format!("card {CARD}"), "name": CARD});
    let conv = text(&ada.ok(open).await, "conv");
    ana.take(&conv).await;
    let key = cid();
    let answer = ada.ok(send(&conv, &key, &format!("it is {CARD}, cvv 123"))).await;
    let event = ana.event(&conv, number(&answer, "seq")).await;
    assert_eq!(event["data"]["masked"], true);
    let words = text(&event["data"]["body"], "text");
    assert!(words.contains("1111") && !words.contains("4111"), "{words}");
    assert!(!words.contains("123"), "the CVV is removed: {words}");
    let again = ada.ok(send(&conv, &key, &format!("it is {CARD}, cvv 123"))).await;
    assert_eq!(again["dup"], true, "a retry says what was typed");
    ana.say(&conv, 1, &format!("you said {CARD}")).await;
    ana.ok(json!({"t": "note", "conv": conv, "cid": cid(), "body": body(CARD)}))
        .await;
    ada.ok(json!({"t": "rate", "conv": conv, "score": 3, "comment": CARD}))
        .await;
    let close = json!({"t": "close", "conv": conv, "epoch": 1, "disposition": CARD});
    ana.ok(close).await;
    let log = Value::from(ana.log(&conv).await).to_string();
    let shown = node
        .get(&format!("/api/v1/conversations/{conv}"))
        .bearer(&ana.token)
        .send()
        .await
        .text();
    for told in [log, shown, ana.story(), ada.story()] {
        let told: Vec<&str> = told.lines().filter(|line| !line.starts_with('→')).collect();
        assert!(!told.concat().contains(CARD), "{told:#?}");
    }
}

#[tokio::test]
async fn pan1_the_message_that_completes_a_number_is_masked() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let first = ada.say(&conv, "4111 1111").await;
    let second = ada.say(&conv, "1111 1111").await;
    assert_eq!(ada.event(&conv, first).await["data"]["masked"], Value::Null);
    assert_eq!(ada.event(&conv, second).await["data"]["masked"], true);
}

#[tokio::test]
async fn typing_and_read_marks_reach_the_other_side() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    ada.send(json!({"t": "typing", "conv": conv, "on": true})).await;
    let typing = ana.ephemeral(&conv, "typing").await;
    assert_eq!(typing["data"], json!({"by": {"shopper": ada.id}, "on": true}));
    let seq = ana.say(&conv, 1, "hello").await;
    ada.event(&conv, seq).await;
    ada.send(json!({"t": "read", "conv": conv, "seq": seq + 10})).await;
    ada.send(json!({"t": "read", "conv": conv, "seq": seq})).await;
    let read = ana.ephemeral(&conv, "read").await;
    assert_eq!(
        read["data"],
        json!({"by": {"shopper": ada.id}, "seq": seq}),
        "a mark beyond the head is ignored"
    );
    ana.send(json!({"t": "read", "conv": conv, "seq": seq})).await;
    let by_ana = |frame: &Value| frame["kind"] == "read" && frame["data"]["by"]["agent"] == ana.id.as_str();
    assert_eq!(ada.expect("Ana's mark", by_ana).await["data"]["seq"], seq);
}

#[tokio::test]
async fn ctx1_cart_and_step_reach_the_agent_as_claimed() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let cart = json!({"currency": "EUR", "items": [{"id": "1", "title": "Lamp", "quantity": 2, "price": 4_500}], "total": 9_000});
    let checkout = json!({"step": "shipping"});
    let page = json!({"url": "http://localhost:3000/checkout/shipping?token=1", "title": "Shipping"});
    ada.ok(json!({"t": "context", "cart": cart, "checkout": checkout, "page": page}))
        .await;
    let told = ana.ephemeral(&conv, "context").await;
    assert_eq!(told["data"]["cart"], cart);
    assert_eq!(told["data"]["checkout"]["step"], "shipping");
    assert_eq!(
        told["data"]["page"]["url"], "http://localhost:3000/checkout/shipping",
        "origin and path"
    );
    assert_eq!(told["data"]["verified"], false);
    let entry = ana.event_of(&conv, "context").await;
    assert_eq!(entry["data"]["checkout"]["step"], "shipping");
    assert_eq!(ada.event(&conv, number(&entry, "seq")).await["kind"], "hidden");
    ada.ok(json!({"t": "context", "checkout": checkout})).await;
    let again: Vec<_> = ana
        .log(&conv)
        .await
        .into_iter()
        .filter(|event| event["kind"] == "context")
        .collect();
    assert_eq!(again.len(), 1, "the same step is no news");
}

#[tokio::test]
async fn a_page_of_history_goes_either_way_and_says_when_it_ends() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    for n in 0..8 {
        ada.say(&conv, &n.to_string()).await;
    }
    let seqs = |page: &Value| -> Vec<u64> {
        let events = page["events"].as_array().expect("a list");
        events.iter().map(|event| number(event, "seq")).collect()
    };
    let fetch = |way: &str, seq: u64, limit: u64| json!({"t": "fetch", "conv": conv, way: seq, "limit": limit});
    for (frame, expected, complete) in [
        (fetch("after", 0, 4), vec![1, 2, 3, 4], false),
        (fetch("after", 6, 4), vec![7, 8, 9, 10], true),
        (fetch("after", 10, 4), vec![], true),
        (fetch("before", 4, 2), vec![2, 3], false),
        (fetch("before", 3, 2), vec![1, 2], true),
    ] {
        let page = ada.ok(frame.clone()).await;
        assert_eq!(seqs(&page), expected, "{frame}");
        assert_eq!(
            (number(&page, "head"), &page["complete"]),
            (10, &json!(complete)),
            "{frame}"
        );
    }
}
