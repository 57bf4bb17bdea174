//! The first frames of a connection.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tillside_tests::{Agent, Deadline, Socket, TestNode, cid, text};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Five seconds, and what a busy machine needs to say so.
const TOO_LATE: Deadline = Deadline(Duration::from_secs(8));

async fn hello(node: &TestNode) -> Value {
    let session = node.session().await;
    json!({"t": "hello", "v": 1, "token": session["token"], "device": cid()})
}

#[tokio::test]
async fn hello1_the_protocol_is_required_and_echoed() {
    let node = TestNode::start().await;
    for wrong in ["", "tillside.v2", "chat"] {
        let refused = Socket::upgrade(node.address(), &[("sec-websocket-protocol", wrong)]).await;
        assert_eq!(refused.err().map(|refused| refused.status), Some(400), "{wrong:?}");
    }
    // The client's own library refuses an answer that does not echo what it asked for.
    Socket::upgrade(node.address(), &[("sec-websocket-protocol", "chat, tillside.v1")])
        .await
        .expect("among others");
}

#[tokio::test]
async fn hello2_origin1_a_strange_origin_is_refused_and_none_is_a_program() {
    let node = TestNode::start().await;
    for strange in [
        "https://evil.test",
        "null",
        "http://127.0.0.1.evil.test",
        "https://127.0.0.1:1x",
    ] {
        let refused = Socket::upgrade(node.address(), &[("origin", strange)]).await;
        assert_eq!(refused.err().map(|refused| refused.status), Some(403), "{strange}");
    }
    for own in [
        node.origin(),
        "http://localhost:9999".to_owned(),
        "http://127.0.0.1:1".to_owned(),
    ] {
        Socket::upgrade(node.address(), &[("origin", &own)])
            .await
            .expect("the demo allows every loopback port");
    }
    node.socket().await;
}

#[tokio::test]
async fn hello3_no_token_travels_in_a_url() {
    let node = TestNode::start().await;
    for path in ["/ws?token=1", "/ws?", "/ws?x"] {
        let refused = Socket::upgrade_at(node.address(), path, &[]).await;
        assert_eq!(refused.err().map(|refused| refused.status), Some(400), "{path}");
    }
}

#[tokio::test]
async fn hello4_nothing_within_five_seconds_is_closed() {
    let node = TestNode::start().await;
    let mut silent = node.socket().await;
    let begun = Instant::now();
    let (code, ()) = tokio::join!(silent.closed_within(TOO_LATE), half_a_request(&node));
    assert_eq!(code, 4002);
    assert!(begun.elapsed().as_millis() > 4_000, "{:?}", begun.elapsed());
}

/// What never becomes a request does not keep a connection either.
async fn half_a_request(node: &TestNode) {
    let mut stream = TcpStream::connect(node.address()).await.expect("the node listens");
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        .await
        .expect("sent");
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(TOO_LATE.0, stream.read_to_end(&mut answer)).await;
    // An answer that says so, an orderly end or a reset: it is over.
    assert!(ended.is_ok(), "half a request keeps its connection");
}

#[tokio::test]
async fn hello4_another_frame_an_unknown_version_or_a_second_hello_is_closed() {
    let node = TestNode::start().await;
    let good = hello(&node).await;
    let mut newer = good.clone();
    newer["v"] = json!(2);
    for first in [
        json!({"t": "open", "id": "1", "cid": cid()}),
        json!({"t": "pong", "n": 1}),
        newer,
    ] {
        let mut socket = node.socket().await;
        socket.send(first.clone()).await;
        assert_eq!(socket.closed().await, 4500, "{first}");
    }
    let mut socket = node.socket().await;
    socket.send(good.clone()).await;
    socket.expect("welcome", |frame| frame["t"] == "welcome").await;
    socket.send(good).await;
    assert_eq!(socket.closed().await, 4500);
}

#[tokio::test]
async fn hello4_a_hello_with_wrong_fields_is_closed_at_once() {
    let node = TestNode::start().await;
    let good = hello(&node).await;
    for (name, value) in [
        ("v", json!("1")),
        ("token", Value::Null),
        ("device", json!(7)),
        ("resume", json!([])),
        ("resume", json!({"conv": "1"})),
        ("log", Value::Null),
        ("extra", json!(true)),
    ] {
        let mut wrong = good.clone();
        wrong[name] = value;
        let mut socket = node.socket().await;
        socket.send(wrong.clone()).await;
        assert_eq!(socket.closed().await, 4500, "{wrong}");
    }
    let mut short = good;
    short.as_object_mut().expect("an object").remove("device");
    let mut socket = node.socket().await;
    socket.send(short).await;
    assert_eq!(socket.closed().await, 4500);
}

#[tokio::test]
async fn hello5_the_token_decides_the_role() {
    let node = TestNode::start().await;
    let ada = node.shopper().await;
    assert_eq!(ada.welcome["me"]["id"], json!(ada.id));
    assert_eq!(ada.welcome["me"]["rights"], Value::Null);
    let ana = node.agent("ana").await;
    assert_eq!(
        (&ana.welcome["me"]["name"], &ana.welcome["me"]["rights"]),
        (&json!("Ana"), &json!("agent"))
    );
    assert_eq!(ana.welcome["me"]["capacity"], 4);
    let keys: Vec<_> = ana.welcome["me"]["queues"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|queue| text(queue, "key"))
        .collect();
    assert_eq!(keys, ["checkout", "sales"]);
    let sofia = node.agent("sofia").await;
    assert_eq!(sofia.welcome["me"]["rights"], "supervisor");
}

#[tokio::test]
async fn hello5_a_refused_token_is_closed() {
    let node = TestNode::start().await;
    let token = text(&hello(&node).await, "token");
    let (head, rest) = token.split_at(token.len() / 2);
    let flipped = if rest.starts_with('A') { "B" } else { "A" };
    let forged = format!("{head}{flipped}{}", &rest[1..]);
    let unsigned = format!("{}.", token.rsplit_once('.').expect("a JWT").0);
    let resume = text(&node.session().await, "resume");
    for token in ["", "nonsense", &forged, &unsigned, &resume] {
        let mut socket = node.socket().await;
        socket
            .send(json!({"t": "hello", "v": 1, "token": token, "device": cid()}))
            .await;
        assert_eq!(socket.closed().await, 4501, "{token}");
    }
}

#[tokio::test]
async fn hello5_another_nodes_token_is_refused() {
    let (node, other) = (TestNode::start().await, TestNode::start().await);
    let mut socket = node.socket().await;
    socket.send(hello(&other).await).await;
    assert_eq!(socket.closed().await, 4501);
}

#[tokio::test]
async fn welcome_says_the_connections_numbers() {
    let node = TestNode::start().await;
    let welcome = node.shopper().await.welcome.clone();
    let limits = json!({"frame": 65_536, "server_frame": 262_144, "message": 8_192,
        "rate": {"burst": 60, "per_s": 10}, "unanswered": 32});
    assert_eq!(welcome["limits"], limits);
    assert!(welcome["features"].is_array());
    for name in ["conn", "node", "log"] {
        text(&welcome, name);
    }
    let ana = node.agent("ana").await;
    assert_eq!(ana.welcome["limits"]["rate"], json!({"burst": 200, "per_s": 50}));
}

#[tokio::test]
async fn session1_a_socket_is_renewed_by_a_new_token_of_the_same_person() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let renewed = node.session_with(json!({"resume": ada.resume})).await;
    let answer = ada.ok(json!({"t": "refresh", "token": renewed["token"]})).await;
    assert_eq!(answer["expires_at"], renewed["expires_at"]);
    let (other, ana) = (node.session().await, node.agent("ana").await);
    for token in [&other["token"], &json!(ana.token), &json!("nonsense")] {
        ada.err(json!({"t": "refresh", "token": token}), "auth_failed").await;
    }
    let (login, _cookie) = Agent::login(&node, "ana").await;
    let mut ana = ana;
    ana.ok(json!({"t": "refresh", "token": login["access_token"]})).await;
}
