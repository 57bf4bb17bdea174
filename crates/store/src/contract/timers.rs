//! Time alone, and who is there: timers live in the database and fire in passes.

use tillside_domain::{
    Availability, EventData, State,
    commands::Command,
    event::{ClosedBy, ParkReason},
    ids::ShopperId,
};
use uuid::Uuid;

use super::{
    cases,
    shop::{NODE, SOCKETS_MAX, Shop},
};

cases![
    an_absent_shopper_is_passed_over_then_parked_and_returns_to_the_place,
    a_silent_shopper_is_closed_after_half_an_hour,
    the_wrap_up_ends_by_itself,
    a_workspace_is_due_when_there_is_something_to_do,
    pres1_the_eleventh_socket_closes_the_oldest,
    pres1_an_agent_is_there_until_the_last_socket_goes,
    pres2_offline_with_chats_in_hand_is_draining_until_they_are_over,
    a_node_that_dies_takes_its_sessions_with_it,
    every_change_of_a_desk_moves_its_head,
];

async fn an_absent_shopper_is_passed_over_then_parked_and_returns_to_the_place(shop: Shop) {
    let ana = shop.person("Ana", tillside_domain::Rights::Agent, 1).await;
    shop.says_availability(ana.agent, Availability::Away).await;
    let first = shop.visitor().await;
    shop.after_ms(1_000).await;
    let second = shop.visitor().await;
    shop.after_ms(60_000).await;
    shop.store.seen(vec![second.conv]).await.expect("written");
    shop.says_availability(ana.agent, Availability::Online).await;
    shop.pass().await;
    let offer = shop.only_offer(ana.agent).await;
    assert_eq!(offer.conv, second.conv, "who is not seen for a minute is passed over");
    shop.decline(&ana, offer.id).await.expect("declined");
    shop.says_availability(ana.agent, Availability::Away).await;

    shop.pass_after_ms(239_000).await;
    let EventData::Parked { reason } = shop.last(first.conv).await else {
        panic!("parked after five minutes");
    };
    assert_eq!(reason, ParkReason::Away);
    shop.store.seen(vec![second.conv]).await.expect("written");
    let here = Command::Presence {
        shopper: first.shopper,
        here: true,
    };
    shop.decide(first.conv, here).await.expect("back");
    let places = shop.store.places(shop.sales.id).await.expect("read");
    let order: Vec<_> = places.iter().map(|place| place.conv).collect();
    assert_eq!(order, [first.conv, second.conv], "the old place");
    shop.says_availability(ana.agent, Availability::Online).await;
    shop.pass().await;
    assert_eq!(shop.only_offer(ana.agent).await.conv, first.conv);
}

async fn a_silent_shopper_is_closed_after_half_an_hour(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let visitor = shop.owned_by(&ana).await;
    shop.pass_after_ms(600_000).await;
    assert_eq!(shop.state(visitor.conv).await, State::Owned);
    shop.says(visitor, Uuid::now_v7(), "still here").await.expect("stored");
    shop.pass_after_ms(1_799_999).await;
    assert_eq!(
        shop.state(visitor.conv).await,
        State::Owned,
        "a message moves the moment"
    );
    shop.pass_after_ms(1).await;
    assert_eq!(shop.state(visitor.conv).await, State::Wrapup);
    let EventData::Closed { by, reason, .. } = shop.last(visitor.conv).await else {
        panic!("closed by time");
    };
    assert_eq!((by, reason.as_deref()), (ClosedBy::System, Some("idle")));
}

async fn the_wrap_up_ends_by_itself(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let conv = shop.owned_by(&ana).await.conv;
    shop.closes(&ana, conv).await.expect("closed");
    shop.pass_after_ms(29_999).await;
    assert_eq!((shop.state(conv).await, shop.load(ana.agent).await), (State::Wrapup, 1));
    shop.pass_after_ms(1).await;
    assert_eq!((shop.state(conv).await, shop.load(ana.agent).await), (State::Closed, 0));
}

async fn a_workspace_is_due_when_there_is_something_to_do(shop: Shop) {
    let due = async || !shop.store.workspaces_due().await.expect("read").is_empty();
    assert!(!due().await, "nobody waits");
    let ana = shop.agent("Ana").await;
    assert!(!due().await);
    shop.visitor().await;
    assert!(due().await, "somebody waits and somebody is free");
    shop.pass().await;
    assert!(!due().await, "offered");
    shop.after_ms(25_000).await;
    assert!(due().await, "an offer has expired");
    shop.pass().await;
    shop.says_availability(ana.agent, Availability::Away).await;
    assert!(!due().await);
    shop.vanishes("Ana").await;
    shop.after_ms(20_000).await;
    assert!(due().await, "an agent has gone");
    shop.pass().await;
    assert!(!due().await, "once");
}

async fn pres1_the_eleventh_socket_closes_the_oldest(shop: Shop) {
    let ana = shop.agent("Ana").await;
    for n in 2..=SOCKETS_MAX {
        shop.after_ms(1).await;
        assert!(shop.connects(ana.agent, &format!("Ana {n}")).await.is_empty());
    }
    shop.after_ms(1).await;
    assert_eq!(shop.connects(ana.agent, "Ana 11").await, ["Ana"]);
}

async fn pres1_an_agent_is_there_until_the_last_socket_goes(shop: Shop) {
    let ana = shop.agent("Ana").await;
    shop.connects(ana.agent, "another tab").await;
    let visitor = shop.owned_by(&ana).await;
    shop.vanishes("Ana").await;
    shop.pass_after_ms(20_000).await;
    assert_eq!(shop.availability(ana.agent).await, Availability::Online);
    shop.vanishes("another tab").await;
    shop.pass_after_ms(20_000).await;
    assert_eq!(shop.availability(ana.agent).await, Availability::Offline);
    assert!(shop.conversation(visitor.conv).await.transfer.is_some(), "recalled");
}

async fn pres2_offline_with_chats_in_hand_is_draining_until_they_are_over(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let conv = shop.owned_by(&ana).await.conv;
    shop.says_availability(ana.agent, Availability::Offline).await;
    assert_eq!(shop.availability(ana.agent).await, Availability::Draining);
    shop.closes(&ana, conv).await.expect("closed");
    shop.pass_after_ms(29_999).await;
    assert_eq!(shop.availability(ana.agent).await, Availability::Draining, "in wrap-up");
    shop.pass_after_ms(1).await;
    assert_eq!(shop.availability(ana.agent).await, Availability::Offline);
    shop.says_availability(ana.agent, Availability::Online).await;
    shop.says_availability(ana.agent, Availability::Offline).await;
    assert_eq!(
        shop.availability(ana.agent).await,
        Availability::Offline,
        "with nothing in hand, at once"
    );
}

async fn a_node_that_dies_takes_its_sessions_with_it(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    let place = crate::SessionPlace {
        conn: "Luis elsewhere".to_owned(),
        node: "another".to_owned(),
        agent: luis.agent,
    };
    shop.store.renew_lease("another".to_owned()).await.expect("renewed");
    shop.store.begin_session(place, SOCKETS_MAX).await.expect("written");
    // This node died and starts again: whoever was here is gone, who is elsewhere is not.
    shop.store.end_dead_sessions(NODE.to_owned()).await.expect("written");
    shop.store.renew_lease(NODE.to_owned()).await.expect("renewed");
    shop.after_ms(9_000).await;
    shop.store.renew_lease("another".to_owned()).await.expect("renewed");
    shop.after_ms(9_000).await;
    shop.store.renew_lease("another".to_owned()).await.expect("renewed");
    shop.pass_after_ms(2_000).await;
    assert_eq!(shop.availability(ana.agent).await, Availability::Offline);
    assert_eq!(shop.only_offer(luis.agent).await.conv, conv, "recalled to who is there");
}

async fn every_change_of_a_desk_moves_its_head(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let rev = async || shop.store.desk_revs(vec![ana.agent]).await.expect("read")[0].1;
    let visitor = shop.visitor().await;
    let mut last = rev().await;
    let mut moved = async |what: &str| {
        let now = rev().await;
        assert!(now > last, "{what} moves the desk's head");
        last = now;
    };
    shop.pass().await;
    moved("an offer").await;
    let offer = shop.only_offer(ana.agent).await.id;
    shop.accept(&ana, offer).await.expect("accepted");
    moved("an accept").await;
    let profile = Command::Profile {
        shopper: visitor.shopper,
        name: Some("Ada".to_owned()),
        email: None,
        consent: None,
    };
    shop.decide(visitor.conv, profile).await.expect("known");
    moved("the shopper's name").await;
    shop.closes(&ana, visitor.conv).await.expect("closed");
    moved("a close").await;
    shop.pass_after_ms(30_000).await;
    moved("the wrap-up's end").await;
    shop.connects(ana.agent, "another tab").await;
    moved("a session").await;
    let stranger = ShopperId(Uuid::now_v7());
    let refused = Command::Leave { shopper: stranger };
    assert!(shop.decide(visitor.conv, refused).await.is_err());
    assert_eq!(rev().await, last, "a refusal moves nothing");
}
