//! Passes offer, agents answer: capacity, order, misses.

use tillside_domain::{
    Availability, Refusal, State,
    commands::{Answer, Command},
    ids::ConversationId,
};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{cases, shop::Shop};

cases![
    a_pass_offers_who_waits_to_who_is_free_in_their_order,
    capacity_is_never_exceeded,
    an_offer_reserves_its_slot_and_an_answer_frees_or_uses_it,
    offer1_one_of_many_takes_it,
    cmd3_accept_and_decline_again_are_ok_again,
    a_declined_shopper_goes_on_to_the_next_and_rests_from_the_one_who_declined,
    an_expired_offer_is_a_miss_and_two_in_a_row_are_enough,
    offers_that_expire_in_one_pass_are_one_miss,
    only_who_is_online_and_there_is_offered_anything,
    an_offer_of_another_agent_is_not_found,
];

async fn waiting(shop: &Shop, many: usize) -> Vec<ConversationId> {
    let mut convs = Vec::new();
    for _ in 0..many {
        convs.push(shop.visitor().await.conv);
        shop.after_ms(10).await;
    }
    convs
}

async fn a_pass_offers_who_waits_to_who_is_free_in_their_order(shop: Shop) {
    let convs = waiting(&shop, 6).await;
    assert_eq!(shop.pass().await.offers, 0, "nobody is there");
    let ana = shop.agent("Ana").await;
    let passed = shop.pass().await;
    assert_eq!((passed.offers, passed.more), (4, false));
    let mut offered: Vec<_> = shop.offers(ana.agent).await.iter().map(|offer| offer.conv).collect();
    offered.sort_unstable();
    assert_eq!(offered, convs[..4]);
    let places = shop.store.places(shop.sales.id).await.expect("read");
    let places: Vec<_> = places.into_iter().map(|place| (place.conv, place.position)).collect();
    let expected: Vec<_> = convs.iter().copied().zip(1..).collect();
    assert_eq!(places, expected, "who is offered still stands in the queue");
}

async fn capacity_is_never_exceeded(shop: Shop) {
    let agents = [shop.agent("Ana").await, shop.agent("Luis").await];
    waiting(&shop, 20).await;
    assert_eq!(shop.pass().await.offers, 8);
    assert_eq!(shop.pass().await.offers, 0);
    for agent in &agents {
        assert_eq!(shop.load(agent.agent).await, 4);
        for offer in shop.offers(agent.agent).await {
            shop.accept(agent, offer.id).await.expect("accepted");
        }
        assert_eq!(shop.load(agent.agent).await, 4);
    }
    assert_eq!(shop.pass().await.offers, 0, "everybody is full");
    let next = shop.store.places(shop.sales.id).await.expect("read")[0].conv;
    let take = Command::Take { by: agents[0].clone() };
    assert!(matches!(shop.decide(next, take).await, Err(Refusal::NoCapacity { .. })));
}

async fn an_offer_reserves_its_slot_and_an_answer_frees_or_uses_it(shop: Shop) {
    let ana = shop.agent("Ana").await;
    waiting(&shop, 2).await;
    shop.pass().await;
    assert_eq!(shop.load(ana.agent).await, 2);
    let offers = shop.offers(ana.agent).await;
    shop.accept(&ana, offers[0].id).await.expect("accepted");
    assert_eq!(shop.load(ana.agent).await, 2);
    shop.decline(&ana, offers[1].id).await.expect("declined");
    assert_eq!(shop.load(ana.agent).await, 1);
    shop.closes(&ana, offers[0].conv).await.expect("closed");
    assert_eq!(shop.load(ana.agent).await, 1, "the wrap-up uses it");
    shop.decide(offers[0].conv, Command::WrapupDone { by: ana.clone() })
        .await
        .expect("done");
    assert_eq!(shop.load(ana.agent).await, 0);
}

async fn offer1_one_of_many_takes_it(shop: Shop) {
    let mut agents = Vec::new();
    for n in 0..8 {
        agents.push(shop.agent(&format!("Agent {n}")).await);
    }
    let visitor = shop.visitor().await;
    let mut takes = JoinSet::new();
    for agent in agents {
        let shop = shop.clone();
        takes.spawn(async move { shop.decide(visitor.conv, Command::Take { by: agent }).await });
    }
    let answers = takes.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let owner = shop.conversation(visitor.conv).await.owner().cloned();
    let too_late = Err(Refusal::Taken { by: owner });
    assert_eq!(answers.iter().filter(|answer| **answer == too_late).count(), 7);
}

async fn cmd3_accept_and_decline_again_are_ok_again(shop: Shop) {
    let ana = shop.agent("Ana").await;
    waiting(&shop, 2).await;
    shop.pass().await;
    let offers = shop.offers(ana.agent).await;
    let first = shop.accept(&ana, offers[0].id).await.expect("accepted");
    assert_eq!(shop.accept(&ana, offers[0].id).await, Ok(first));
    for _ in 0..2 {
        assert_eq!(shop.decline(&ana, offers[1].id).await, Ok(Answer::Done));
    }
    assert_eq!(shop.accept(&ana, offers[1].id).await, Err(Refusal::Taken { by: None }));
}

async fn a_declined_shopper_goes_on_to_the_next_and_rests_from_the_one_who_declined(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let conv = shop.visitor().await.conv;
    shop.pass().await;
    let offer = shop.only_offer(ana.agent).await.id;
    shop.decline(&ana, offer).await.expect("declined");
    assert_eq!(
        shop.pass_after_ms(9_999).await.offers,
        0,
        "alone, she rests ten seconds"
    );
    assert_eq!(shop.pass_after_ms(1).await.offers, 1);
    let offer = shop.only_offer(ana.agent).await.id;
    shop.decline(&ana, offer).await.expect("declined");

    let luis = shop.agent("Luis").await;
    shop.pass().await;
    let offer = shop.only_offer(luis.agent).await;
    assert_eq!(offer.conv, conv);
    shop.decline(&luis, offer.id).await.expect("declined");
    assert_eq!(shop.pass_after_ms(29_999).await.offers, 0, "with a colleague, thirty");
    assert_eq!(shop.pass_after_ms(1).await.offers, 1);
}

async fn an_expired_offer_is_a_miss_and_two_in_a_row_are_enough(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let visitor = shop.visitor().await;
    shop.pass().await;
    let first = shop.only_offer(ana.agent).await.id;
    shop.pass_after_ms(25_000).await;
    assert_eq!(shop.state(visitor.conv).await, State::Waiting);
    assert_eq!(shop.accept(&ana, first).await, Err(Refusal::Taken { by: None }));
    shop.pass_after_ms(10_000).await;
    shop.only_offer(ana.agent).await;
    assert_eq!(shop.availability(ana.agent).await, Availability::Online);
    shop.store.seen(vec![visitor.conv]).await.expect("written");
    shop.pass_after_ms(25_000).await;
    assert_eq!(shop.availability(ana.agent).await, Availability::NotResponding);
    assert_eq!(shop.pass_after_ms(30_000).await.offers, 0, "until she clicks");
    shop.says_availability(ana.agent, Availability::Online).await;
    assert_eq!(shop.pass().await.offers, 1);
}

async fn offers_that_expire_in_one_pass_are_one_miss(shop: Shop) {
    let ana = shop.agent("Ana").await;
    waiting(&shop, 4).await;
    assert_eq!(shop.pass().await.offers, 4);
    shop.pass_after_ms(25_000).await;
    assert!(shop.offers(ana.agent).await.is_empty());
    assert_eq!(shop.availability(ana.agent).await, Availability::Online);
}

async fn only_who_is_online_and_there_is_offered_anything(shop: Shop) {
    let ana = shop.agent("Ana").await;
    shop.visitor().await;
    for said in [Availability::Away, Availability::TransferOnly, Availability::Offline] {
        shop.says_availability(ana.agent, said).await;
        assert_eq!(shop.pass().await.offers, 0, "{said:?}");
    }
    shop.says_availability(ana.agent, Availability::Online).await;
    shop.vanishes("Ana").await;
    assert_eq!(shop.pass().await.offers, 0, "no socket");
    shop.connects(ana.agent, "Ana").await;
    assert_eq!(shop.pass().await.offers, 1);
}

async fn an_offer_of_another_agent_is_not_found(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let conv = shop.visitor().await.conv;
    shop.pass().await;
    let luis = shop.agent("Luis").await;
    let offer = shop.only_offer(ana.agent).await.id;
    assert_eq!(shop.accept(&luis, offer).await, Err(Refusal::NotFound));
    let nowhere = tillside_domain::ids::OfferId(Uuid::now_v7());
    assert_eq!(shop.accept(&luis, nowhere).await, Err(Refusal::NotFound));
    assert_eq!(shop.state(conv).await, State::Offered);
}
