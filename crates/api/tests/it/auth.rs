use axum::http::{StatusCode, header};
use serde_json::json;
use tillside_domain::Rights;

use crate::node::{Asking, Node, PASSWORD, get, post, sign_in};

fn refresh(agent: &str) -> Asking {
    post("/api/v1/auth/refresh", &json!({ "agent": agent }))
}

fn logout(agent: &str) -> Asking {
    post("/api/v1/auth/logout", &json!({ "agent": agent }))
}

#[tokio::test]
async fn an_agent_signs_in_in_whatever_case_they_type_their_address() {
    let node = Node::start().await;
    let ana = node.agent("Ana", Rights::Supervisor).await;
    let answer = node.ask(sign_in("ana", PASSWORD)).await;
    assert_eq!(answer.json()["agent"]["id"], json!(ana.id()));
    assert_eq!(answer.json()["agent"]["rights"], "supervisor");
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.starts_with(&format!("__Host-tillside_refresh_{}=", ana.id())),
        "{cookie}"
    );
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn nobody_signs_in_with_another_password_or_without_an_account() {
    let node = Node::start().await;
    node.agent("Ana", Rights::Agent).await;
    let wrong = node.ask(sign_in("ana", "wrong")).await;
    let unknown = node.ask(sign_in("nobody", PASSWORD)).await;
    wrong.is(401, "auth_failed");
    unknown.is(401, "auth_failed");
}

#[tokio::test]
async fn guessing_is_slowed_down_and_trusted_clients_are_not() {
    let node = Node::start().await;
    node.agent("Ana", Rights::Agent).await;
    for _try in 0..5 {
        node.ask(sign_in("ana", "wrong")).await.is(401, "auth_failed");
    }
    let slowed = node.ask(sign_in("ana", PASSWORD)).await;
    slowed.is(429, "rate_limited");
    assert_eq!(slowed.headers[header::RETRY_AFTER], "30");
    let from_the_office = sign_in("ana", PASSWORD).from([10, 0, 0, 1]);
    assert_eq!(node.ask(from_the_office).await.status, StatusCode::OK);
    node.advance_ms(30_000);
    assert_eq!(node.ask(sign_in("ana", PASSWORD)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn login1_within_ten_seconds_the_old_token_gets_the_same_successor() {
    let node = Node::start().await;
    let ana = node.agent("Ana", Rights::Agent).await.id().to_string();
    let first = node.ask(sign_in("ana", PASSWORD)).await.cookie();
    let second = node.ask(refresh(&ana).cookie(&first)).await.cookie();
    assert_ne!(first, second);
    node.advance_ms(9_999);
    assert_eq!(node.ask(refresh(&ana).cookie(&first)).await.cookie(), second);
    assert_eq!(node.ask(refresh(&ana).cookie(&second)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn login1_later_reuse_revokes_the_family_and_its_access_tokens() {
    let node = Node::start().await;
    let ana = node.agent("Ana", Rights::Agent).await.id().to_string();
    let first = node.ask(sign_in("ana", PASSWORD)).await.cookie();
    let renewed = node.ask(refresh(&ana).cookie(&first)).await;
    let access = renewed.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        node.ask(get("/api/v1/agents").bearer(&access)).await.status,
        StatusCode::OK
    );
    node.advance_ms(10_000);
    node.ask(refresh(&ana).cookie(&first)).await.is(401, "auth_failed");
    node.ask(refresh(&ana).cookie(&renewed.cookie()))
        .await
        .is(401, "auth_failed");
    node.ask(get("/api/v1/agents").bearer(&access))
        .await
        .is(401, "auth_failed");
}

#[tokio::test]
async fn two_people_in_one_browser_stay_two() {
    let node = Node::start().await;
    let ana = node.agent("Ana", Rights::Agent).await.id().to_string();
    let luis = node.agent("Luis", Rights::Agent).await.id().to_string();
    let jar = [
        node.ask(sign_in("ana", PASSWORD)).await.cookie(),
        node.ask(sign_in("luis", PASSWORD)).await.cookie(),
    ]
    .join("; ");
    for (id, name) in [(&ana, "Ana"), (&luis, "Luis")] {
        let renewed = node.ask(refresh(id).cookie(&jar)).await.json();
        assert_eq!(renewed["agent"]["name"], name);
    }
    let anas = node.ask(sign_in("ana", PASSWORD)).await.cookie();
    let as_luis = anas.replace(&ana, &luis);
    node.ask(refresh(&luis).cookie(&as_luis)).await.is(401, "auth_failed");
}

#[tokio::test]
async fn signing_out_ends_the_sign_in_and_may_be_repeated() {
    let node = Node::start().await;
    let ana = node.agent("Ana", Rights::Agent).await.id().to_string();
    let signed_in = node.ask(sign_in("ana", PASSWORD)).await;
    let access = signed_in.json()["access_token"].as_str().unwrap().to_owned();
    for _time in 0..2 {
        let answer = node.ask(logout(&ana).cookie(&signed_in.cookie())).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert!(answer.cookie().ends_with('='));
    }
    node.ask(refresh(&ana).cookie(&signed_in.cookie()))
        .await
        .is(401, "auth_failed");
    node.ask(get("/api/v1/agents").bearer(&access))
        .await
        .is(401, "auth_failed");
    assert_eq!(node.ask(logout(&ana)).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_shoppers_token_is_none_on_an_agents_endpoint() {
    let node = Node::start().await;
    let shopper = node.shopper().await;
    for path in [
        "/api/v1/conversations",
        "/api/v1/queues",
        "/api/v1/queues/sales/history",
        "/api/v1/agents",
    ] {
        node.ask(get(path).bearer(&shopper.token)).await.is(401, "auth_failed");
        node.ask(get(path)).await.is(401, "auth_failed");
    }
}

#[tokio::test]
async fn a_token_that_has_expired_says_so() {
    let node = Node::start().await;
    let ana = node.agent("Ana", Rights::Agent).await;
    let token = node.token_of(&ana).await;
    node.advance_ms(600_000 + 5_000);
    node.ask(get("/api/v1/agents").bearer(&token))
        .await
        .is(401, "token_expired");
    node.ask(get("/api/v1/agents").bearer("guess"))
        .await
        .is(401, "auth_failed");
}
