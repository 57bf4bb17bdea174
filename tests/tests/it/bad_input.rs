//! What is no frame, or no good frame, gets its typed answer and harms nobody.

use serde_json::{Value, json};
use tillside_tests::{TestNode, body, cid};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

#[tokio::test]
async fn bad1_unknown_frames_and_fields_are_bad_frame_with_the_id() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let good = json!({"t": "send", "conv": conv, "cid": cid(), "body": body("hello")});
    let with = |name: &str, value: Value| {
        let mut frame = good.clone();
        frame[name] = value;
        frame
    };
    let without = |name: &str| {
        let mut frame = good.clone();
        frame.as_object_mut().expect("an object").remove(name);
        frame
    };
    for frame in [
        json!({"t": "dance"}),
        json!({"no": "t"}),
        with("extra", json!(1)),
        with("body", json!("hello")),
        with("body", json!({"kind": "image", "text": "x"})),
        with("body", json!({"kind": "text", "text": "x", "html": "x"})),
        with("conv", json!(7)),
        without("cid"),
        without("body"),
    ] {
        let answer = ada.err(frame.clone(), "bad_frame").await;
        assert_eq!(answer["retry"], false, "{frame}");
    }
}

#[tokio::test]
async fn bad1_without_an_id_the_answer_has_null() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    for frame in [
        json!({"t": "dance"}),
        json!({"t": "dance", "id": 7}),
        json!({"t": "typing"}),
        json!({}),
    ] {
        ada.send(frame.clone()).await;
        let answer = ada.expect("an answer", |frame| frame["t"] == "err").await;
        assert_eq!(
            (&answer["re"], &answer["code"]),
            (&Value::Null, &json!("bad_frame")),
            "{frame}"
        );
        assert!(answer.as_object().expect("an object").contains_key("re"));
    }
}

#[tokio::test]
async fn bad1_ten_bad_frames_in_a_minute_close_this_connection_and_no_other() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let mut tab = ada.another_tab(&node, json!({})).await;
    for _ in 0..9 {
        tab.err(json!({"t": "dance"}), "bad_frame").await;
    }
    tab.ok(json!({"t": "fetch", "conv": conv, "after": 0, "limit": 1}))
        .await;
    tab.command(json!({"t": "dance"})).await;
    assert_eq!(tab.closed().await, 4500);
    ada.say(&conv, "unharmed").await;
}

#[tokio::test]
async fn bad1_what_is_not_an_object_of_json_closes() {
    let node = TestNode::start().await;
    for text in [
        "",
        "hello",
        "{",
        "[]",
        "7",
        "null",
        "\"t\"",
        "{\"t\":\"send\"",
        "{\"t\":\"a\"}{\"t\":\"b\"}",
    ] {
        let mut ada = node.shopper().await;
        ada.send_text(text.to_owned()).await;
        assert_eq!(ada.closed().await, 4500, "{text}");
    }
    let mut ada = node.shopper().await;
    ada.send_message(Message::binary(&b"{\"t\":\"pong\",\"n\":1}"[..]))
        .await;
    assert_eq!(ada.closed().await, 4500, "binary");
}

#[tokio::test]
async fn bad1_invalid_utf8_is_1007_and_too_much_is_1009() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let broken = Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true);
    ada.send_message(Message::Frame(broken)).await;
    assert_eq!(ada.closed().await, 1007);

    let mut ada = node.shopper().await;
    ada.send_text("x".repeat(65_537)).await;
    assert_eq!(ada.closed().await, 1009);
}

#[tokio::test]
async fn a_frame_may_come_in_pieces_and_control_frames_between() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let text = json!({"t": "send", "id": "pieces", "conv": conv, "cid": cid(), "body": body("zusammengesetzt")});
    let text = text.to_string().into_bytes();
    let (head, tail) = text.split_at(text.len() / 2);
    let first = Frame::message(head.to_vec(), OpCode::Data(Data::Text), false);
    let last = Frame::message(tail.to_vec(), OpCode::Data(Data::Continue), true);
    for message in [
        Message::Frame(first),
        Message::Ping("between".into()),
        Message::Frame(last),
    ] {
        ada.send_message(message).await;
    }
    assert_eq!(ada.answer("pieces").await["t"], "ok");
}

#[tokio::test]
async fn bad1_before_hello_the_same_holds() {
    let node = TestNode::start().await;
    for (message, code) in [
        (Message::text("nonsense"), 4500),
        (Message::text("[]"), 4500),
        (Message::binary(&b"{}"[..]), 4500),
        (Message::text("x".repeat(65_537)), 1009),
    ] {
        let mut socket = node.socket().await;
        socket.send_message(message).await;
        assert_eq!(socket.closed().await, code);
    }
}

#[tokio::test]
async fn bad1_a_value_out_of_range_is_invalid() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let fetch = |more: Value| {
        let mut frame = json!({"t": "fetch", "conv": conv});
        frame
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        frame
    };
    for frame in [
        fetch(json!({"after": 0, "limit": 0})),
        fetch(json!({"after": 0, "limit": 201})),
        fetch(json!({"after": -1, "limit": 1})),
        fetch(json!({"after": 0, "before": 5, "limit": 1})),
        fetch(json!({"limit": 1})),
        json!({"t": "send", "conv": conv, "cid": "not a uuid", "body": body("x")}),
        json!({"t": "rate", "conv": conv, "score": 9}),
        json!({"t": "context", "cart": {"currency": "euro", "items": [], "total": 0}}),
        json!({"t": "context", "page": {"url": "javascript:alert(1)"}}),
    ] {
        let answer = ada.err(frame.clone(), "invalid").await;
        assert_eq!(answer["retry"], false, "{frame}");
    }
}

#[tokio::test]
async fn bad2_fields_of_later_versions_are_refused() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    for frame in [
        json!({"t": "context", "signed": "jwt"}),
        json!({"t": "proposal", "conv": conv, "proposal": "prop_x", "decision": "accept"}),
        json!({"t": "open", "cid": cid(), "priority": 1}),
    ] {
        ada.err(frame, "bad_frame").await;
    }
}

#[tokio::test]
async fn bad2_a_null_character_in_any_text_is_invalid() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    for frame in [
        json!({"t": "send", "conv": conv, "cid": cid(), "body": body("a\u{0}b")}),
        json!({"t": "profile", "name": "a\u{0}b"}),
        json!({"t": "rate", "conv": conv, "score": 5, "comment": "a\u{0}b"}),
        json!({"t": "context", "page": {"url": "https://shop.test/", "title": "a\u{0}b"}}),
        json!({"t": "open", "cid": cid(), "subject": "a\u{0}b"}),
    ] {
        ada.err(frame, "invalid").await;
    }
    for frame in [
        json!({"t": "note", "conv": conv, "cid": cid(), "body": body("a\u{0}b")}),
        json!({"t": "close", "conv": conv, "epoch": 1, "disposition": "a\u{0}b"}),
        json!({"t": "status", "availability": "away", "reason": "a\u{0}b"}),
        json!({"t": "transfer", "conv": conv, "epoch": 1, "to": {"queue": "sales"}, "kind": "warm", "note": "a\u{0}b"}),
    ] {
        ana.err(frame, "invalid").await;
    }
    ada.say(&conv, "unharmed").await;
}

#[tokio::test]
async fn authz1_a_frame_of_the_other_role_is_bad_frame() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    for frame in [
        json!({"t": "note", "conv": conv, "cid": cid(), "body": body("x")}),
        json!({"t": "status", "availability": "online"}),
        json!({"t": "take", "conv": conv}),
        json!({"t": "send", "conv": conv, "cid": cid(), "epoch": 1, "body": body("x")}),
        json!({"t": "board", "on": true}),
        json!({"t": "follow", "conv": conv}),
    ] {
        ada.err(frame, "bad_frame").await;
    }
    for frame in [
        json!({"t": "open", "cid": cid()}),
        json!({"t": "leave", "conv": conv}),
        json!({"t": "rate", "conv": conv, "score": 5}),
        json!({"t": "profile", "name": "Ana"}),
        json!({"t": "context"}),
    ] {
        ana.err(frame, "bad_frame").await;
    }
}
