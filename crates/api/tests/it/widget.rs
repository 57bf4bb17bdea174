use serde_json::json;

use crate::node::{Node, SHOP_ORIGIN, SITE_SECRET, Shopper, post, session};

const DAY_MS: i64 = 86_400_000;

#[tokio::test]
async fn session1_an_origin_that_the_site_does_not_name_is_refused() {
    let node = Node::start().await;
    for origin in [
        "https://evil.test",
        "https://shop.test.evil",
        "http://shop.test",
        "null",
        "",
    ] {
        node.ask(session(origin, &[])).await.is(403, "site_refused");
    }
    let unknown = json!({"site_key": "nobody", "page_origin": SHOP_ORIGIN});
    node.ask(post("/api/v1/widget/session", &unknown))
        .await
        .is(403, "site_refused");
}

#[tokio::test]
async fn session1_a_session_says_what_the_site_says_of_itself() {
    let node = Node::start().await;
    let answer = node.ask(session(SHOP_ORIGIN, &[("locale", "es")])).await.json();
    assert_eq!(answer["site"]["availability"], "away");
    assert_eq!(answer["site"]["queues"][0]["key"], "sales");
    assert_eq!(answer["site"]["hours"]["zone"], "UTC");
    assert!(answer.get("conversation").is_none());
}

#[tokio::test]
async fn session1_resume_brings_the_same_shopper_back_and_does_not_rotate() {
    let node = Node::start().await;
    let first = node.shopper().await;
    let again = node
        .ask(session(SHOP_ORIGIN, &[("resume", &first.resume)]))
        .await
        .json();
    assert_eq!(again["shopper"], json!(first.actor.id));
    assert_eq!(again["resume"], json!(first.resume));
    for unknown in ["", "guess", &"x".repeat(43)] {
        let other = node.ask(session(SHOP_ORIGIN, &[("resume", unknown)])).await.json();
        assert_ne!(other["shopper"], json!(first.actor.id));
    }
}

#[tokio::test]
async fn session1_nothing_is_stored_before_the_first_open() {
    let node = Node::start().await;
    let shopper = node.shopper().await;
    let found = node.ctx.store.shopper(shopper.actor.id).await.unwrap();
    assert_eq!(found.known, None);
}

#[tokio::test]
async fn session1_resume_lives_ninety_days_from_its_last_use() {
    let node = Node::start().await;
    let shopper = node.shopper().await;
    let conv = shopper.opens(&node).await;
    let comes_back = || node.ask(session(SHOP_ORIGIN, &[("resume", &shopper.resume)]));
    for _use in 0..2 {
        node.advance_ms(89 * DAY_MS);
        let answer = comes_back().await;
        assert_eq!(Shopper::of(&node, &answer).actor.id, shopper.actor.id);
        assert_eq!(answer.json()["conversation"]["conv"], json!(conv));
    }
    node.advance_ms(90 * DAY_MS);
    assert_ne!(Shopper::of(&node, &comes_back().await).actor.id, shopper.actor.id);
}

#[tokio::test]
async fn session2_the_shops_word_must_be_right() {
    let node = Node::start().await;
    let shopper = node.shopper().await;
    let now_s = node.ctx.store.now().0 / 1_000;
    let signed = |secret: &str, exp: i64| {
        let claims = json!({
            "iss": "demo", "aud": "tillside", "sub": "customer-17", "shp": shopper.actor.id, "jti": "once", "exp": exp,
        });
        let key = jsonwebtoken::EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, &key).unwrap()
    };
    let vouched = |identity: String| {
        let resume = shopper.resume.clone();
        let asking = session(SHOP_ORIGIN, &[("resume", &resume), ("identity", &identity)]);
        node.ask(asking)
    };
    assert!(vouched(signed(SITE_SECRET, now_s + 60)).await.status.is_success());
    vouched(signed("another", now_s + 60)).await.is(401, "auth_failed");
    vouched(signed(SITE_SECRET, now_s - 60)).await.is(401, "token_expired");
}
