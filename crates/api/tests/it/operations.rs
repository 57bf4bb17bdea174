use axum::http::StatusCode;

use crate::node::{Node, get};

#[tokio::test]
async fn a_node_is_ready_until_it_drains_and_healthy_all_the_time() {
    let node = Node::start().await;
    assert_eq!(node.ask(get("/readyz")).await.json()["status"], "ready");
    node.readiness.draining();
    assert_eq!(node.ask(get("/readyz")).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(node.ask(get("/healthz")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn metrics_are_a_page_of_text() {
    let node = Node::start().await;
    assert_eq!(node.ask(get("/metrics")).await.text, "tillside_up 1\n");
}
