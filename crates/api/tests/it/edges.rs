use axum::http::{StatusCode, header};
use serde_json::json;
use tillside_domain::Rights;

use crate::node::{Node, PASSWORD, PUBLIC_ORIGIN, SHOP_ORIGIN, get, post, post_bytes, session, sign_in};

const LOGIN: &str = "/api/v1/auth/login";

#[tokio::test]
async fn origin1_only_our_own_page_and_programs_may_post() {
    let node = Node::start().await;
    node.agent("Ana", Rights::Agent).await;
    for foreign in [SHOP_ORIGIN, "https://evil.test", "null", "http://chat.test"] {
        let asking = sign_in("ana", PASSWORD).header(header::ORIGIN, foreign);
        node.ask(asking).await.is(403, "site_refused");
    }
    let own = sign_in("ana", PASSWORD).header(header::ORIGIN, PUBLIC_ORIGIN);
    assert_eq!(node.ask(own).await.status, StatusCode::OK);
    assert_eq!(node.ask(sign_in("ana", PASSWORD)).await.status, StatusCode::OK);
    let read = get("/api/openapi.json").header(header::ORIGIN, "https://evil.test");
    let answer = node.ask(read).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}

#[tokio::test]
async fn bad1_a_body_of_another_shape_is_bad_frame() {
    let node = Node::start().await;
    for body in [
        "",
        "{",
        "[]",
        "\"text\"",
        "{}",
        r#"{"email":"a@b.test"}"#,
        r#"{"email":"a@b.test","password":1}"#,
        r#"{"email":"a@b.test","password":null}"#,
        r#"{"email":"a@b.test","password":"x","remember":true}"#,
    ] {
        node.ask(post_bytes(LOGIN, body)).await.is(400, "bad_frame");
    }
    node.ask(post_bytes(LOGIN, vec![0xff, 0xfe])).await.is(400, "bad_frame");
}

#[tokio::test]
async fn bad2_a_nul_is_invalid() {
    let node = Node::start().await;
    let body = json!({"email": "a\0@b.test", "password": "x"});
    node.ask(post(LOGIN, &body)).await.is(422, "invalid");
}

#[tokio::test]
async fn a_body_larger_than_a_frame_is_too_large() {
    let node = Node::start().await;
    let body = json!({"email": "a@b.test", "password": "x".repeat(65_536)});
    node.ask(post(LOGIN, &body)).await.is(413, "too_large");
    node.ask(session(SHOP_ORIGIN, &[("resume", &"x".repeat(60_000))]))
        .await
        .json();
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let node = Node::start().await;
    node.ask(get("/api/v1/nothing")).await.is(404, "not_found");
    node.ask(get(LOGIN)).await.is(404, "not_found");
}

#[tokio::test]
async fn a_problem_quotes_the_requests_id() {
    let node = Node::start().await;
    let answer = node.ask(get("/api/v1/agents")).await;
    let problem: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(problem["request_id"], answer.headers["x-request-id"].to_str().unwrap());
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
}
