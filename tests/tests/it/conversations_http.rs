//! Lists, search, transcripts, queues and agents over HTTP.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tillside_tests::{TestNode, body, cid, number, text};

/// Search follows the log within two seconds.
const INDEXED: Duration = Duration::from_secs(4);

fn convs(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().expect("a list");
    items.iter().map(|item| text(item, "conv")).collect()
}

#[tokio::test]
async fn a_list_is_newest_first_and_goes_on_page_by_page() {
    let node = TestNode::start().await;
    let sofia = node.agent("sofia").await;
    let (mut shoppers, mut opened) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let mut shopper = node.shopper().await;
        opened.push(shopper.open().await);
        shoppers.push(shopper);
    }
    opened.reverse();
    let (mut listed, mut next) = (Vec::new(), None::<String>);
    loop {
        let before = next.map(|before| format!("&before={before}")).unwrap_or_default();
        let page = node
            .get(&format!("/api/v1/conversations?limit=2{before}"))
            .bearer(&sofia.token)
            .send()
            .await
            .json();
        listed.extend(convs(&page));
        next = page["next"].as_str().map(str::to_owned);
        if next.is_none() {
            break;
        }
    }
    assert_eq!(listed, opened);
    for limit in ["0", "101", "x"] {
        let path = format!("/api/v1/conversations?limit={limit}");
        let refused = node.get(&path).bearer(&sofia.token).send().await;
        assert!([400, 422].contains(&refused.status), "{limit}: {refused:?}");
    }
}

#[tokio::test]
async fn a_list_can_be_narrowed() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (_ada, owned) = node.shopper_with(&mut ana).await;
    ana.says_availability("away").await;
    let mut bob = node.shopper().await;
    let open = json!({"t": "open", "cid": cid(), "queue": "checkout"});
    let waiting = text(&bob.ok(open).await, "conv");
    let list = async |query: &str| {
        let path = format!("/api/v1/conversations?{query}");
        convs(&node.get(&path).bearer(&ana.token).send().await.json())
    };
    let agent = format!("agent={}", ana.id);
    for (query, expected) in [
        ("state=owned", &owned),
        ("state=waiting", &waiting),
        ("queue=checkout", &waiting),
        (agent.as_str(), &owned),
    ] {
        assert_eq!(&list(query).await, std::slice::from_ref(expected), "{query}");
    }
    assert_eq!(list("").await, [waiting, owned]);
}

#[tokio::test]
async fn search_finds_all_words_within_two_seconds() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    ada.say(&conv, "¿Dónde está mi PEDIDO?").await;
    let search = async |words: &str| {
        let path = format!("/api/v1/conversations?q={words}");
        convs(&node.get(&path).bearer(&ana.token).send().await.json())
    };
    let begun = Instant::now();
    while search("donde%20pedido").await.is_empty() {
        assert!(begun.elapsed() < INDEXED, "not found within {INDEXED:?}");
    }
    assert_eq!(search("PEDIDO").await, [conv]);
    for nothing in ["pedido%20nada", "%22", "*", "NOT", "%20"] {
        assert!(search(nothing).await.is_empty(), "{nothing}");
    }
}

#[tokio::test]
async fn a_conversation_looks_as_the_protocol_says_to_each_side() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (ada, conv) = node.shopper_with(&mut ana).await;
    let path = format!("/api/v1/conversations/{conv}");
    let theirs = node.get(&path).bearer(&ana.token).send().await.json();
    for (name, value) in [
        ("conv", json!(conv)),
        ("state", json!("owned")),
        ("epoch", json!(1)),
        ("owner", json!({"agent": ana.id, "name": "Ana"})),
        ("read", json!({"shopper": 0, "agent": 0})),
        ("presence", json!("here")),
        ("locale", json!("en")),
    ] {
        assert_eq!(theirs[name], value, "{name} in {theirs}");
    }
    assert_eq!(theirs["shopper"]["id"], json!(ada.id));
    let own = node.get(&path).bearer(&ada.token).send().await.json();
    let allowed = [
        "conv",
        "state",
        "head",
        "queue",
        "owner",
        "locale",
        "subject",
        "opened_at",
        "closed_at",
        "read",
        "rated",
    ];
    for name in own.as_object().expect("an object").keys() {
        assert!(allowed.contains(&name.as_str()), "{name} is not for shoppers: {own}");
    }
    assert_eq!((&own["state"], &own["owner"]["name"]), (&json!("owned"), &json!("Ana")));
}

#[tokio::test]
async fn events_are_pages_of_the_log() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    for n in 0..4 {
        ada.say(&conv, &n.to_string()).await;
    }
    let log = ana.log(&conv).await;
    let page = async |after: usize, limit: usize| {
        let path = format!("/api/v1/conversations/{conv}/events?after={after}&limit={limit}");
        node.get(&path).bearer(&ana.token).send().await.json()
    };
    let first = page(0, 3).await;
    assert_eq!(
        (number(&first, "head"), &first["complete"]),
        (u64::try_from(log.len()).expect("small"), &json!(false))
    );
    assert_eq!(first["events"], json!(log[..3]));
    let rest = page(3, 100).await;
    assert_eq!((&rest["events"], &rest["complete"]), (&json!(log[3..]), &json!(true)));
}

#[tokio::test]
async fn a_transcript_holds_what_was_said_and_escapes_it() {
    let node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (mut ada, conv) = node.shopper_with(&mut ana).await;
    ada.say(&conv, "<script>alert(1)</script>").await;
    ana.say(&conv, 1, "No scripts, please").await;
    ana.ok(json!({"t": "note", "conv": conv, "cid": cid(), "body": body("tries scripts")}))
        .await;
    let transcript = async |kind: &str, token: &str| {
        let path = format!("/api/v1/conversations/{conv}/transcript.{kind}");
        node.get(&path).bearer(token).send().await
    };
    let json = transcript("json", &ana.token).await.json();
    assert_eq!(json["conversation"]["conv"], json!(conv));
    assert_eq!(json["events"], Value::from(ana.log(&conv).await));
    let text = transcript("txt", &ana.token).await;
    assert!(
        text.header("content-type")
            .is_some_and(|kind| kind.starts_with("text/plain"))
    );
    for words in [
        "<script>alert(1)</script>",
        "No scripts, please",
        "tries scripts",
        "Ana",
    ] {
        assert!(text.text().contains(words), "{words} in {}", text.text());
    }
    let html = transcript("html", &ana.token).await;
    assert!(
        html.header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"))
    );
    assert!(html.header("content-security-policy").is_some());
    assert!(!html.text().contains("<script>") && html.text().contains("&lt;script&gt;"));
    assert_eq!(transcript("pdf", &ana.token).await.status, 404);
    let own = transcript("json", &ada.token).await.json();
    let kinds: Vec<_> = own["events"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|event| event["kind"].clone())
        .collect();
    assert_eq!(kinds.last(), Some(&json!("hidden")), "a shopper's holds no notes");
}

#[tokio::test]
async fn queues_agents_and_history_are_listed() {
    let node = TestNode::start().await;
    let ana = node.agent_online("ana").await;
    let mut ada = node.shopper().await;
    ada.open().await;
    let queues = node.get("/api/v1/queues").bearer(&ana.token).send().await.json();
    let sales = queues["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|queue| queue["key"] == "sales")
        .cloned();
    let sales = sales.expect("is there");
    assert_eq!(
        sales["depth"],
        json!(number(&sales, "waiting") + number(&sales, "offered"))
    );
    assert_eq!(
        (&sales["mode"], &sales["open"], &sales["depth"]),
        (&json!("offer"), &json!(true), &json!(1))
    );
    assert_eq!(sales["agents_online"], 1);
    let agents = node.get("/api/v1/agents").bearer(&ana.token).send().await.json();
    let names: Vec<_> = agents["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|agent| text(agent, "name"))
        .collect();
    assert_eq!(names, ["Ana", "Luis", "Noor", "Sofia"]);
    assert_eq!(
        (&agents["items"][0]["live"], &agents["items"][1]["live"]),
        (&json!(true), &json!(false))
    );
    let id = text(&sales, "id");
    for queue in ["sales", &id] {
        let path = format!("/api/v1/queues/{queue}/history?from=0&to=4000000000000");
        let history = node.get(&path).bearer(&ana.token).send().await;
        assert_eq!(history.status, 200, "{history:?}");
    }
}
