//! A limit on everything, and what is said at it.

use serde_json::{Value, json};
use tillside_tests::{TestNode, body, cid, number, text, words};

#[tokio::test]
async fn rate1_over_the_rate_a_command_is_answered_in_its_turn_when_to_come_again() {
    let node = TestNode::start_with(&[("TILLSIDE_RATE_SHOPPER", "10,1")]).await;
    let mut ada = node.shopper().await;
    assert_eq!(ada.welcome["limits"]["rate"], json!({"burst": 10, "per_s": 1}));
    let conv = ada.open().await;
    let mut ids = Vec::new();
    for n in 0..20 {
        let send = json!({"t": "send", "conv": conv, "cid": cid(), "body": body(&words(n))});
        ids.push(ada.command(send).await);
    }
    let mut answers = Vec::new();
    for _ in &ids {
        answers.push(ada.expect("an answer", |frame| frame["re"].is_string()).await);
    }
    let order: Vec<_> = answers.iter().map(|answer| text(answer, "re")).collect();
    assert_eq!(order, ids, "each in its turn");
    let (passed, limited): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer["t"] == "ok");
    assert!((8..=12).contains(&passed.len()), "{} passed", passed.len());
    for answer in limited {
        assert_eq!(
            (&answer["code"], &answer["retry"]),
            (&json!("rate_limited"), &json!(true))
        );
        assert!((1..=2_000).contains(&number(&answer, "after_ms")), "{answer}");
    }
}

#[tokio::test]
async fn rate1_who_does_not_stop_is_closed_and_others_go_on() {
    let node = TestNode::start_with(&[("TILLSIDE_RATE_SHOPPER", "5,1")]).await;
    let mut ada = node.shopper().await;
    let mut bob = node.shopper().await;
    let conv = bob.open().await;
    let flood = async {
        // 600 answers `rate_limited` in a minute, in pieces that leave fewer than 32 unanswered.
        for _ in 0..40 {
            let mut ids = Vec::new();
            for _ in 0..20 {
                ids.push(ada.command(json!({"t": "profile", "name": "Ada"})).await);
            }
            for id in ids {
                if ada.answer_or_end(&id).await.is_none() {
                    return;
                }
            }
        }
    };
    flood.await;
    assert_eq!(ada.closed().await, 4429);
    bob.say(&conv, "unharmed").await;
}

#[tokio::test]
async fn more_commands_than_may_be_unanswered_are_all_answered_in_the_end() {
    let node = TestNode::start_with(&[("TILLSIDE_RATE_SHOPPER", "1000,1000")]).await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let mut ids = Vec::new();
    for n in 0..200 {
        let send = json!({"t": "send", "conv": conv, "cid": cid(), "body": body(&words(n))});
        ids.push(ada.command(send).await);
    }
    for id in ids {
        assert_eq!(ada.answer(&id).await["t"], "ok");
    }
}

#[tokio::test]
async fn texts_have_their_sizes() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    let send = |words: &str| json!({"t": "send", "conv": conv, "cid": cid(), "body": body(words)});
    ada.ok(send(&"x".repeat(4_000))).await;
    ada.ok(send(&"é".repeat(4_000))).await;
    ada.err(send(&"x".repeat(4_001)), "too_large").await;
    ada.err(send(&"𝔸".repeat(2_049)), "too_large").await;
    for empty in ["", " ", "\n\t\u{2003}"] {
        ada.err(send(empty), "invalid").await;
    }
    let rate = |comment: usize| json!({"t": "rate", "conv": conv, "score": 5, "comment": "x".repeat(comment)});
    ada.ok(rate(1_000)).await;
    ada.err(rate(1_001), "too_large").await;
    let profile = |name: usize| json!({"t": "profile", "name": "x".repeat(name)});
    ada.ok(profile(80)).await;
    ada.err(profile(81), "too_large").await;
    let open = |subject: usize| json!({"t": "open", "cid": cid(), "subject": "x".repeat(subject)});
    ada.err(open(201), "too_large").await;
    let email = format!("{}@shop.test", "x".repeat(250));
    ada.err(json!({"t": "profile", "email": email}), "too_large").await;
    let aside = |words: usize| json!({"t": "note", "conv": conv, "cid": cid(), "body": body(&"x".repeat(words))});
    ana.ok(aside(4_000)).await;
    ana.err(aside(4_001), "too_large").await;
    ana.err(aside(0), "invalid").await;
    let status = |reason: usize| json!({"t": "status", "availability": "away", "reason": "x".repeat(reason)});
    ana.ok(status(200)).await;
    ana.err(status(201), "too_large").await;
    let close = json!({"t": "close", "conv": conv, "epoch": 1, "disposition": "x".repeat(201)});
    ana.err(close, "too_large").await;
}

#[tokio::test]
async fn a_cart_has_a_hundred_lines_at_most_and_a_frame_its_64_kib() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let items = |many: usize| -> Vec<Value> {
        let item = json!({"id": "1", "title": "Lamp", "quantity": 1, "price": 100});
        vec![item; many]
    };
    let context = |many: usize| json!({"t": "context", "cart": {"currency": "EUR", "items": items(many), "total": 1}});
    ada.open().await;
    ada.ok(context(100)).await;
    ada.err(context(101), "too_large").await;
    ada.command(context(2_000)).await;
    assert_eq!(ada.closed().await, 1009);
}

#[tokio::test]
async fn an_id_of_a_command_is_64_characters_at_most() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let mut ask = async |id: String| {
        ada.send(json!({"t": "profile", "id": id, "name": "Ada"})).await;
        ada.expect("an answer", |frame| frame["t"] == "ok" || frame["t"] == "err")
            .await
    };
    assert_eq!(ask("é".repeat(64)).await["t"], "ok");
    let long = ask("x".repeat(65)).await;
    assert_eq!(long["t"], "err", "{long}");
}
