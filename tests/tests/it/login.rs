//! Signing in, staying signed in, signing out.

use serde_json::json;
use tillside_tests::{Agent, Response, TestNode, text};

async fn refresh(node: &TestNode, agent: &str, cookies: &str) -> Response {
    let whose = json!({"agent": agent});
    node.post("/api/v1/auth/refresh", &whose)
        .header("cookie", cookies)
        .send()
        .await
}

#[tokio::test]
async fn login1_a_rotated_token_gets_the_same_successor_for_ten_seconds() {
    let node = TestNode::start().await;
    let (login, first) = Agent::login(&node, "ana").await;
    let ana = text(&login["agent"], "id");
    let (one, other) = (refresh(&node, &ana, &first).await, refresh(&node, &ana, &first).await);
    for response in [&one, &other] {
        assert_eq!(response.status, 200, "{response:?}");
        assert_eq!(response.json()["agent"]["id"], json!(ana));
    }
    assert_ne!(one.cookie(), first, "it rotates");
    assert_eq!(one.cookie(), other.cookie(), "two tabs get one successor");
    let next = refresh(&node, &ana, &one.cookie()).await;
    assert_eq!(next.status, 200);
    Agent::connect(&node, &text(&next.json(), "access_token"), json!({})).await;
}

#[tokio::test]
async fn login1_logging_out_revokes_the_family() {
    let node = TestNode::start().await;
    let (login, cookie) = Agent::login(&node, "ana").await;
    let ana = text(&login["agent"], "id");
    let whose = json!({"agent": ana});
    let out = node
        .post("/api/v1/auth/logout", &whose)
        .header("cookie", &cookie)
        .send()
        .await;
    assert!((200..300).contains(&out.status), "{out:?}");
    refresh(&node, &ana, &cookie).await.problem(401, "auth_failed");
}

#[tokio::test]
async fn the_cookie_is_one_per_agent_and_kept_from_scripts() {
    let node = TestNode::start().await;
    let login = json!({"email": "ana@demo.test", "password": "tillside-demo"});
    let response = node.post("/api/v1/auth/login", &login).send().await;
    let set = response.header("set-cookie").expect("a cookie").to_owned();
    for attribute in ["HttpOnly", "SameSite=Strict", "Path="] {
        assert!(set.contains(attribute), "{set}");
    }
    let ana = text(&response.json()["agent"], "id");
    assert!(set.starts_with(&format!("tillside_refresh_{ana}=")), "{set}");
    let (luis, theirs) = Agent::login(&node, "luis").await;
    let both = format!("{}; {theirs}", response.cookie());
    for id in [ana, text(&luis["agent"], "id")] {
        let response = refresh(&node, &id, &both).await;
        assert_eq!(
            response.json()["agent"]["id"],
            json!(id),
            "two people in one browser stay two"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let node = TestNode::start().await;
    let mut problems = Vec::new();
    for (email, password) in [("ana@demo.test", "wrong"), ("nobody@demo.test", "tillside-demo")] {
        let login = json!({"email": email, "password": password});
        let response = node.post("/api/v1/auth/login", &login).send().await;
        assert!(response.header("set-cookie").is_none());
        let mut problem = response.problem(401, "auth_failed");
        problem.as_object_mut().expect("an object").remove("request_id");
        problems.push(problem);
    }
    assert_eq!(problems[0], problems[1]);
    for cookies in ["", "tillside_refresh_x=y"] {
        refresh(&node, "agt_00000000000000000000000000", cookies)
            .await
            .problem(401, "auth_failed");
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_and_trusted_clients_are_not() {
    let guess = json!({"email": "ana@demo.test", "password": "wrong"});
    let node = TestNode::start().await;
    let mut guesses = 0;
    let limited = loop {
        guesses += 1;
        let response = node.post("/api/v1/auth/login", &guess).send().await;
        if response.status != 401 {
            break response;
        }
        assert!(guesses < 30, "guessing goes on");
    };
    let problem = limited.problem(429, "rate_limited");
    assert!(problem["after_ms"].is_u64(), "{problem}");

    let office = TestNode::start_with(&[("TILLSIDE_TRUSTED_CLIENTS", "127.0.0.1")]).await;
    for _ in 0..=guesses {
        office
            .post("/api/v1/auth/login", &guess)
            .send()
            .await
            .problem(401, "auth_failed");
    }
    Agent::login(&office, "ana").await;
}

#[tokio::test]
async fn an_agent_who_is_added_can_sign_in() {
    let mut node = TestNode::start().await;
    node.kill().await;
    let add = [
        "agent",
        "add",
        "--email",
        "zoe@demo.test",
        "--name",
        "Zoe",
        "--queues",
        "sales",
        "--workspace",
        "demo",
    ];
    node.command(&add).await.expect("added");
    assert!(node.command(&add).await.is_err(), "an address has one account");
    node.restart().await;
    let zoe = node.agent("zoe").await;
    assert_eq!(zoe.name, "Zoe");
}
