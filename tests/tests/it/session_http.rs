//! A shopper's session, the origins that may ask for one, and what every answer carries.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use tillside_tests::{Shopper, TestNode, number, text};
use uuid::Uuid;

const TEN_MINUTES_S: u64 = 600;

fn claims_of(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("a JWT has three parts");
    let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).expect("base64");
    serde_json::from_slice(&payload).expect("JSON")
}

fn now_s() -> u64 {
    jsonwebtoken::get_current_timestamp()
}

/// The shop's word on who this shopper is.
fn identity(shopper: &str) -> Value {
    json!({"iss": "demo", "aud": "tillside", "sub": "customer-7", "shp": shopper, "jti": Uuid::new_v4().to_string(),
        "exp": now_s() + 300})
}

fn signed(claims: &Value, secret: &str) -> String {
    encode(&Header::default(), claims, &EncodingKey::from_secret(secret.as_bytes())).expect("signed")
}

#[tokio::test]
async fn session1_a_page_of_the_site_gets_a_session_and_no_other() {
    let node = TestNode::start().await;
    let ask = async |site: &str, origin: &str| {
        let request = json!({"site_key": site, "page_origin": origin});
        node.post("/api/v1/widget/session", &request).send().await
    };
    for origin in ["http://localhost:3000", "http://127.0.0.1:1", "http://localhost"] {
        assert_eq!(ask("demo", origin).await.status, 200, "{origin}");
    }
    for origin in ["https://evil.test", "null", "", "http://localhost.evil.test", "file://"] {
        ask("demo", origin).await.problem(403, "site_refused");
    }
    ask("nowhere", "http://localhost:3000")
        .await
        .problem(403, "site_refused");
}

#[tokio::test]
async fn session1_it_says_what_a_widget_needs() {
    let node = TestNode::start().await;
    let session = node.session().await;
    let site = &session["site"];
    for name in ["name", "locale"] {
        text(site, name);
    }
    assert!(site["theme"].is_object() && site["hours"]["zone"].is_string() && site["hours"]["week"].is_array());
    assert_eq!(site["availability"], "away");
    let keys: Vec<_> = site["queues"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|queue| text(queue, "key"))
        .collect();
    assert_eq!(keys, ["sales", "checkout"], "the first is where shoppers go");
    assert_eq!(session["conversation"], Value::Null);
    let claims = claims_of(&text(&session, "token"));
    assert_eq!(claims["sub"], session["shopper"]);
    let lives_s = number(&claims, "exp") - now_s();
    assert!((TEN_MINUTES_S - 10..=TEN_MINUTES_S).contains(&lives_s), "{lives_s} s");
    assert_eq!(number(&session, "expires_at") / 1_000, number(&claims, "exp"));
    let _ana = node.agent_online("ana").await;
    assert_eq!(node.session().await["site"]["availability"], "online");
}

#[tokio::test]
async fn session1_resume_brings_the_same_shopper_back_and_does_not_rotate() {
    let node = TestNode::start().await;
    let first = node.session().await;
    let again = node.session_with(json!({"resume": first["resume"]})).await;
    assert_eq!(
        (&again["shopper"], &again["resume"]),
        (&first["shopper"], &first["resume"])
    );
    let unknown = node.session_with(json!({"resume": "nonsense"})).await;
    assert_ne!(
        unknown["shopper"], first["shopper"],
        "an unknown one gives a new shopper"
    );
    let mut ada = Shopper::connect(&node, first.clone(), json!({})).await;
    let conv = ada.open().await;
    let back = node.session_with(json!({"resume": first["resume"]})).await;
    assert_eq!(back["conversation"]["conv"], json!(conv));
    assert_eq!(back["conversation"]["state"], "waiting");
}

#[tokio::test]
async fn session1_resume_outlives_the_process() {
    let mut node = TestNode::start().await;
    let first = node.session().await;
    node.kill().await;
    node.restart().await;
    let again = node.session_with(json!({"resume": first["resume"]})).await;
    assert_eq!(again["shopper"], first["shopper"]);
    Shopper::connect(&node, first, json!({})).await;
}

#[tokio::test]
async fn session2_the_shops_word_makes_a_shopper_verified() {
    let node = TestNode::start().await;
    let first = node.session().await;
    let word = signed(&identity(&text(&first, "shopper")), "tillside-demo-secret");
    let known = node
        .session_with(json!({"resume": first["resume"], "identity": word}))
        .await;
    assert_eq!(known["shopper"], first["shopper"]);
    let ada = Shopper::connect(&node, known, json!({})).await;
    assert_eq!(ada.welcome["me"]["verified"], true);
}

#[tokio::test]
async fn session2_any_other_word_is_refused() {
    let node = TestNode::start().await;
    let first = node.session().await;
    let good = identity(&text(&first, "shopper"));
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        signed(&claims, "tillside-demo-secret")
    };
    let unsigned = {
        let head = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        format!("{head}.{}.", BASE64_URL_SAFE_NO_PAD.encode(good.to_string()))
    };
    let mut words = vec![
        signed(&good, "another secret"),
        unsigned,
        "nonsense".to_owned(),
        with("iss", json!("another")),
        with("aud", json!("another")),
        with("shp", json!("shp_00000000000000000000000000")),
        with("exp", json!(now_s() + 3_600)),
        with("exp", json!(now_s() - 120)),
    ];
    for name in ["iss", "aud", "sub", "shp", "jti", "exp"] {
        let mut claims = good.clone();
        claims.as_object_mut().expect("an object").remove(name);
        words.push(signed(&claims, "tillside-demo-secret"));
    }
    for word in words {
        let request = json!({"site_key": "demo", "page_origin": "http://localhost:3000", "resume": first["resume"],
            "identity": word});
        let response = node.post("/api/v1/widget/session", &request).send().await;
        assert_eq!(response.status, 401, "{word}: {response:?}");
    }
}

#[tokio::test]
async fn origin1_a_strange_origin_may_not_post() {
    let node = TestNode::start().await;
    let request = json!({"site_key": "demo", "page_origin": "http://localhost:3000"});
    let post = async |origin: &str| {
        let posted = node
            .post("/api/v1/widget/session", &request)
            .origin(origin)
            .send()
            .await;
        posted.status
    };
    for strange in [
        "https://evil.test",
        "null",
        "http://127.0.0.1.evil.test",
        "http://example.com",
    ] {
        assert_eq!(post(strange).await, 403, "{strange}");
    }
    for own in [node.origin(), "http://localhost:8080".to_owned()] {
        assert_eq!(post(&own).await, 200, "{own}");
    }
    let login = json!({"email": "ana@demo.test", "password": "tillside-demo"});
    let response = node
        .post("/api/v1/auth/login", &login)
        .origin("https://evil.test")
        .send()
        .await;
    assert_eq!(response.status, 403);
    assert!(response.header("set-cookie").is_none());
}

#[tokio::test]
async fn origin1_with_a_public_url_it_is_the_only_origin() {
    let node = TestNode::start_with(&[("TILLSIDE_PUBLIC_URL", "http://localhost:9000")]).await;
    let request = json!({"site_key": "demo", "page_origin": "http://localhost:3000"});
    let own = node
        .post("/api/v1/widget/session", &request)
        .origin("http://localhost:9000")
        .send()
        .await;
    assert_eq!(own.status, 200);
    let strange = node
        .post("/api/v1/widget/session", &request)
        .origin("https://evil.test")
        .send()
        .await;
    assert_eq!(strange.status, 403);
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_bad_frame() {
    let node = TestNode::start().await;
    for body in ["", "{", "[]", "{}", r#"{"site_key":7,"page_origin":"x"}"#] {
        let request = tillside_tests::Request::new(node.address(), "POST", "/api/v1/widget/session");
        let response = request
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await;
        response.problem(400, "bad_frame");
    }
    node.get("/api/v1/nowhere").send().await.problem(404, "not_found");
}

#[tokio::test]
async fn every_answer_is_nosniff_and_pages_have_a_policy() {
    let node = TestNode::start().await;
    for path in [
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/openapi.json",
        "/api/v1/nowhere",
        "/console/",
        "/frame/demo",
        "/v1/loader.js",
        "/demo/",
        "/nowhere",
    ] {
        let response = node.get(path).send().await;
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
        if path.starts_with("/api") {
            assert!(response.header("access-control-allow-origin").is_none(), "{path}");
        }
    }
    for path in ["/console/", "/frame/demo"] {
        let policy = node.get(path).send().await;
        let policy = policy.header("content-security-policy").expect("a policy");
        assert!(
            policy.contains("frame-ancestors") && !policy.contains("unsafe-"),
            "{path}: {policy}"
        );
    }
    let frame = node.get("/frame/demo").send().await;
    assert_eq!(frame.header("origin-agent-cluster"), Some("?1"));
    assert_eq!(node.get("/frame/nowhere").send().await.status, 404);
}

#[tokio::test]
async fn operators_see_health_readiness_and_numbers() {
    let node = TestNode::start().await;
    assert_eq!(node.get("/healthz").send().await.status, 200);
    let ready = node.get("/readyz").send().await;
    assert_eq!((ready.status, ready.json()), (200, json!({"status": "ready"})));
    let metrics = node.get("/metrics").send().await;
    assert_eq!(metrics.status, 200);
    assert!(metrics.text().contains("tillside_"), "{}", metrics.text());
    let described = node.get("/api/openapi.json").send().await.json();
    assert!(described["openapi"].is_string());
    let paths = described["paths"].as_object().expect("paths");
    for path in ["/widget/session", "/auth/login", "/conversations", "/queues", "/agents"] {
        assert!(paths.keys().any(|known| known.ends_with(path)), "{path} is described");
    }
}
