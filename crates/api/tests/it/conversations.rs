use axum::http::header;
use serde_json::{Value, json};
use tillside_domain::{Rights, ids::ConversationId};
use uuid::Uuid;

use crate::node::{Node, Shopper, get};

fn of(conv: ConversationId, what: &str) -> String {
    format!("/api/v1/conversations/{conv}{what}")
}

/// A conversation that Ana took, with a message, and a note that is not for the shopper.
async fn noted(node: &Node) -> (Shopper, ConversationId, String) {
    let ana = node.agent("Ana", Rights::Agent).await;
    let shopper = node.shopper().await;
    let conv = shopper.opens(node).await;
    shopper.says(node, conv, "Is <b>this</b> in stock?").await;
    tillside_actions::take(&node.ctx, &ana, conv).await.unwrap();
    tillside_actions::note(&node.ctx, &ana, conv, Uuid::now_v7(), "wants a discount")
        .await
        .unwrap();
    let token = node.token_of(&ana).await;
    (shopper, conv, token)
}

#[tokio::test]
async fn note1_no_transcript_of_a_shopper_holds_a_note() {
    let node = Node::start().await;
    let (shopper, conv, ana) = noted(&node).await;
    for form in ["/events", "/transcript.json", "/transcript.txt", "/transcript.html"] {
        let to_agent = node.ask(get(of(conv, form)).bearer(&ana)).await;
        assert!(to_agent.text.contains("wants a discount"), "{form}");
        let to_shopper = node.ask(get(of(conv, form)).bearer(&shopper.token)).await;
        assert!(
            to_shopper.status.is_success() && to_shopper.text.contains("in stock?"),
            "{form}"
        );
        assert!(!to_shopper.text.contains("discount"), "{form}");
    }
}

#[tokio::test]
async fn seq1_what_is_hidden_leaves_no_hole() {
    let node = Node::start().await;
    let (shopper, conv, _ana) = noted(&node).await;
    let page = node.ask(get(of(conv, "/events")).bearer(&shopper.token)).await.json();
    let events = page["events"].as_array().unwrap();
    let seqs: Vec<_> = events.iter().map(|event| event["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs, (1..=page["head"].as_u64().unwrap()).collect::<Vec<_>>());
    let hidden: Vec<_> = events.iter().filter(|event| event["kind"] == "hidden").collect();
    assert!(!hidden.is_empty());
    assert!(hidden.iter().all(|event| event.as_object().unwrap().len() == 4));
}

#[tokio::test]
async fn a_log_comes_in_pages() {
    let node = Node::start().await;
    let (_shopper, conv, ana) = noted(&node).await;
    let page = |after: u64| node.ask(get(of(conv, &format!("/events?after={after}&limit=2"))).bearer(&ana));
    let first = page(0).await.json();
    assert_eq!(
        (first["events"].as_array().unwrap().len(), &first["complete"]),
        (2, &json!(false))
    );
    let head = first["head"].as_u64().unwrap();
    assert_eq!(page(head - 1).await.json()["complete"], json!(true));
    for wrong in ["limit=0", "limit=201", "after=-1", "after=x"] {
        let asking = get(of(conv, &format!("/events?{wrong}"))).bearer(&ana);
        node.ask(asking).await.is(422, "invalid");
    }
    let unknown = get(of(conv, "/events?before=3")).bearer(&ana);
    node.ask(unknown).await.is(400, "bad_frame");
}

#[tokio::test]
async fn a_page_of_a_transcript_runs_nothing() {
    let node = Node::start().await;
    let (shopper, conv, _ana) = noted(&node).await;
    let answer = node.ask(get(of(conv, "/transcript.html")).bearer(&shopper.token)).await;
    assert!(answer.text.contains("Is &lt;b&gt;this&lt;/b&gt; in stock?"));
    assert!(answer.text.contains("A &lt;b&gt;lamp&lt;/b&gt;"));
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe") && !policy.contains("script"));
}

#[tokio::test]
async fn authz1_not_yours_looks_like_not_there() {
    let node = Node::start().await;
    let (_shopper, conv, _ana) = noted(&node).await;
    let stranger = node.shopper().await;
    let nowhere = ConversationId(Uuid::now_v7());
    let without_id = |text: &str| {
        let mut problem: Value = serde_json::from_str(text).unwrap();
        problem["request_id"].take();
        problem
    };
    for form in ["", "/events", "/transcript.json", "/transcript.txt", "/transcript.html"] {
        let theirs = node.ask(get(of(conv, form)).bearer(&stranger.token)).await;
        let absent = node.ask(get(of(nowhere, form)).bearer(&stranger.token)).await;
        theirs.is(404, "not_found");
        assert_eq!(without_id(&theirs.text), without_id(&absent.text), "{form}");
        let no_id = format!("/api/v1/conversations/conv_1{form}");
        node.ask(get(no_id).bearer(&stranger.token)).await.is(404, "not_found");
    }
}

#[tokio::test]
async fn a_shopper_sees_their_own_view_and_their_own_list() {
    let node = Node::start().await;
    let (shopper, conv, ana) = noted(&node).await;
    let own = node.ask(get(of(conv, "")).bearer(&shopper.token)).await.json();
    assert_eq!(own["owner"]["name"], "Ana");
    assert!(own.get("shopper").is_none() && own.get("epoch").is_none());
    let list = format!("/api/v1/shoppers/{}/conversations", shopper.actor.id);
    let items = node.ask(get(list.as_str()).bearer(&shopper.token)).await.json();
    assert_eq!(items["items"][0]["conv"], json!(conv));
    assert!(items["items"][0].get("epoch").is_none());
    let to_agent = node.ask(get(list.as_str()).bearer(&ana)).await.json();
    assert_eq!(to_agent["items"][0]["epoch"], json!(1));
    let stranger = node.shopper().await;
    node.ask(get(list).bearer(&stranger.token)).await.is(404, "not_found");
}

#[tokio::test]
async fn conversations_are_found_by_words_state_queue_and_agent() {
    let node = Node::start().await;
    let (_shopper, conv, ana) = noted(&node).await;
    while node.ctx.store.index_new().await.unwrap() {}
    let owner = node.ask(get(of(conv, "")).bearer(&ana)).await.json()["owner"]["agent"].clone();
    let owner = owner.as_str().unwrap();
    let found = |query: String| {
        let asking = get(format!("/api/v1/conversations?{query}")).bearer(&ana);
        let asked = node.ask(asking);
        async move { asked.await.json()["items"].as_array().unwrap().len() }
    };
    for query in ["", "q=STOCK+this", "q=d%C3%ADscount", "state=owned", "queue=sales"] {
        assert_eq!(found(query.to_owned()).await, 1, "{query}");
    }
    assert_eq!(found(format!("queue={}&agent={owner}", node.queue)).await, 1);
    for query in ["q=stock+missing", "q=%3F", "state=closed"] {
        assert_eq!(found(query.to_owned()).await, 0, "{query}");
    }
    for wrong in [
        "limit=101",
        "limit=0",
        "limit=x",
        "state=gone",
        "queue=none",
        "agent=ana",
        "before=x",
        "q=a%00",
    ] {
        let asking = get(format!("/api/v1/conversations?{wrong}")).bearer(&ana);
        node.ask(asking).await.is(422, "invalid");
    }
    let unknown = get("/api/v1/conversations?offset=3").bearer(&ana);
    node.ask(unknown).await.is(400, "bad_frame");
}

#[tokio::test]
async fn a_list_goes_on_where_its_last_page_ended() {
    let node = Node::start().await;
    let ana = node.agent("Ana", Rights::Agent).await;
    let token = node.token_of(&ana).await;
    let mut opened = Vec::new();
    for _shopper in 0..3 {
        opened.insert(0, json!(node.shopper().await.opens(&node).await));
    }
    let first = get("/api/v1/conversations?limit=2").bearer(&token);
    let first = node.ask(first).await.json();
    let next = first["next"].as_str().unwrap();
    let rest = get(format!("/api/v1/conversations?limit=2&before={next}")).bearer(&token);
    let rest = node.ask(rest).await.json();
    let items = first["items"]
        .as_array()
        .unwrap()
        .iter()
        .chain(rest["items"].as_array().unwrap());
    assert_eq!(items.map(|item| item["conv"].clone()).collect::<Vec<_>>(), opened);
    assert_eq!(rest["next"], Value::Null);
}

#[tokio::test]
async fn a_supervisors_look_at_anothers_conversation_is_audited() {
    let node = Node::start().await;
    let (_shopper, conv, _ana) = noted(&node).await;
    let sofia = node.agent("Sofia", Rights::Supervisor).await;
    let token = node.token_of(&sofia).await;
    node.ask(get(of(conv, "/transcript.txt")).bearer(&token)).await;
    let audited = node.ctx.store.audited(conv.to_string()).await.unwrap();
    assert_eq!(audited, [(sofia.id(), "read".to_owned())]);
}

#[tokio::test]
async fn queues_and_agents_are_shown_as_they_are() {
    let node = Node::start().await;
    let (_shopper, _conv, ana) = noted(&node).await;
    node.shopper().await.opens(&node).await;
    let queues = node.ask(get("/api/v1/queues").bearer(&ana)).await.json();
    assert_eq!(
        (&queues["items"][0]["depth"], &queues["items"][0]["active"]),
        (&json!(1), &json!(1))
    );
    let agents = node.ask(get("/api/v1/agents").bearer(&ana)).await.json();
    assert_eq!(
        (&agents["items"][0]["name"], &agents["items"][0]["load"]),
        (&json!("Ana"), &json!(1))
    );
    node.ctx.store.record_minute().await.unwrap();
    let history = node.ask(get("/api/v1/queues/sales/history").bearer(&ana)).await.json();
    assert_eq!(history["items"][0]["depth"], json!(1));
    node.ask(get("/api/v1/queues/nobody/history").bearer(&ana))
        .await
        .is(404, "not_found");
    node.ask(get("/api/v1/queues/sales/history?from=x").bearer(&ana))
        .await
        .is(422, "invalid");
}
