//! Hand-offs over the store: records outlive their answers, slots are reserved, the sender stays the owner.

use tillside_domain::{
    AgentRef, Availability, EventData, Refusal, State,
    commands::{Answer, Command, Target, TransferTo},
    event::{QueuedReason, TransferEndReason, TransferredHow},
    ids::{ConversationId, TransferId},
    turn::OfferKind,
};

use super::{cases, shop::Shop};

cases![
    a_hand_off_reserves_the_targets_slot_and_moves_the_owner_once,
    a_hand_off_to_a_person_expires_and_the_sender_keeps_the_shopper,
    a_target_who_vanishes_ends_it_after_twenty_seconds,
    a_sender_who_vanishes_in_mid_hand_off_is_recalled_when_it_ends,
    a_hand_off_to_a_queue_is_offered_to_everybody_but_its_sender,
    a_hand_off_to_a_queue_with_nobody_free_waits_ten_minutes,
    cmd3_a_hand_offs_answers_can_be_repeated,
    consult1_uses_no_slot_and_stands_on_two_desks,
    a_vanished_agents_shoppers_are_recalled_after_twenty_seconds,
    a_recalled_shopper_comes_before_all_who_wait,
    an_agent_who_comes_back_in_time_keeps_the_shopper,
    a_takeover_ends_the_offers_of_a_pending_hand_off,
];

fn accept(by: &AgentRef, transfer: TransferId) -> Command {
    Command::TransferAccept {
        by: by.clone(),
        transfer,
    }
}

fn decline(by: &AgentRef, transfer: TransferId) -> Command {
    Command::TransferDecline {
        by: by.clone(),
        transfer,
    }
}

async fn how_it_ended(shop: &Shop, conv: ConversationId) -> TransferEndReason {
    let log = shop.log(conv).await;
    let ended = log.iter().rev().find_map(|event| match event.what {
        EventData::TransferEnded { reason, .. } => Some(reason),
        _ => None,
    });
    ended.expect("a hand-off has ended")
}

async fn a_hand_off_reserves_the_targets_slot_and_moves_the_owner_once(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    let to = TransferTo::Agent(luis.agent);
    let transfer = shop.hands_over(&ana, conv, to, false).await.expect("asked");
    assert_eq!((shop.load(ana.agent).await, shop.load(luis.agent).await), (1, 1));
    assert_eq!(shop.only_offer(luis.agent).await.kind, OfferKind::Transfer);
    shop.answers(&ana, 1, conv, "one moment").await.expect("she owns it");
    let order = Target::Transfer(transfer);
    let answer = shop.order(order, accept(&luis, transfer)).await.expect("accepted");
    assert!(matches!(answer, Answer::Owner { epoch: 2, .. }));
    assert_eq!((shop.load(ana.agent).await, shop.load(luis.agent).await), (0, 1));
    assert!(matches!(
        shop.last(conv).await,
        EventData::Transferred {
            how: TransferredHow::Warm,
            ..
        }
    ));
}

async fn a_hand_off_to_a_person_expires_and_the_sender_keeps_the_shopper(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    let to = TransferTo::Agent(luis.agent);
    shop.hands_over(&ana, conv, to, false).await.expect("asked");
    shop.pass_after_ms(59_999).await;
    shop.only_offer(luis.agent).await;
    shop.pass_after_ms(1).await;
    assert!(shop.offers(luis.agent).await.is_empty());
    assert_eq!(shop.load(luis.agent).await, 0);
    assert_eq!(shop.owner(conv).await, Some(ana.agent));
    assert_eq!(how_it_ended(&shop, conv).await, TransferEndReason::Expired);
}

async fn a_target_who_vanishes_ends_it_after_twenty_seconds(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    let to = TransferTo::Agent(luis.agent);
    shop.hands_over(&ana, conv, to, false).await.expect("asked");
    shop.vanishes("Luis").await;
    shop.pass_after_ms(19_999).await;
    assert!(shop.conversation(conv).await.transfer.is_some());
    shop.pass_after_ms(1).await;
    assert_eq!(how_it_ended(&shop, conv).await, TransferEndReason::Gone);
    assert_eq!(shop.owner(conv).await, Some(ana.agent));
    assert_eq!(shop.availability(luis.agent).await, Availability::Offline);
}

async fn a_sender_who_vanishes_in_mid_hand_off_is_recalled_when_it_ends(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    let to = TransferTo::Agent(luis.agent);
    let transfer = shop.hands_over(&ana, conv, to, false).await.expect("asked");
    shop.vanishes("Ana").await;
    shop.pass_after_ms(20_000).await;
    assert_eq!(
        shop.only_offer(luis.agent).await.kind,
        OfferKind::Transfer,
        "it goes on"
    );
    shop.order(Target::Transfer(transfer), decline(&luis, transfer))
        .await
        .expect("declined");
    shop.pass_after_ms(30_000).await;
    assert_eq!(shop.only_offer(luis.agent).await.kind, OfferKind::Recall);
    assert_eq!(shop.owner(conv).await, Some(ana.agent));
}

async fn a_hand_off_to_a_queue_is_offered_to_everybody_but_its_sender(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    let to = TransferTo::Queue(shop.checkout.id);
    shop.hands_over(&ana, conv, to, false).await.expect("asked");
    shop.pass().await;
    let offer = shop.only_offer(luis.agent).await;
    assert_eq!((offer.conv, offer.queue), (conv, shop.checkout.id));
    shop.decline(&luis, offer.id).await.expect("declined");
    shop.pass_after_ms(9_000).await;
    assert!(shop.offers(ana.agent).await.is_empty(), "never to its sender");
    shop.pass_after_ms(1_000).await;
    let offer = shop.only_offer(luis.agent).await.id;
    shop.accept(&luis, offer).await.expect("accepted");
    let conversation = shop.conversation(conv).await;
    assert_eq!((conversation.queue, conversation.epoch), (shop.checkout.id, 2));
}

async fn a_hand_off_to_a_queue_with_nobody_free_waits_ten_minutes(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let visitor = shop.owned_by(&ana).await;
    let to = TransferTo::Queue(shop.checkout.id);
    shop.hands_over(&ana, visitor.conv, to, false).await.expect("asked");
    shop.pass_after_ms(599_999).await;
    assert!(shop.conversation(visitor.conv).await.transfer.is_some());
    shop.pass_after_ms(1).await;
    assert_eq!(how_it_ended(&shop, visitor.conv).await, TransferEndReason::Expired);
    assert_eq!(shop.owner(visitor.conv).await, Some(ana.agent));
    assert!(shop.store.places(shop.checkout.id).await.expect("read").is_empty());
}

async fn cmd3_a_hand_offs_answers_can_be_repeated(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    let to = TransferTo::Agent(luis.agent);
    let transfer = shop.hands_over(&ana, conv, to, false).await.expect("asked");
    assert_eq!(shop.hands_over(&ana, conv, to, false).await, Ok(transfer));
    let order = Target::Transfer(transfer);
    for _ in 0..2 {
        assert_eq!(shop.order(order, decline(&luis, transfer)).await, Ok(Answer::Done));
    }
    let transfer = shop.hands_over(&ana, conv, to, false).await.expect("asked again");
    let order = Target::Transfer(transfer);
    let first = shop.order(order, accept(&luis, transfer)).await.expect("accepted");
    assert_eq!(shop.order(order, accept(&luis, transfer)).await, Ok(first));
    let cancel = Command::TransferCancel {
        by: ana.clone(),
        transfer,
    };
    assert_eq!(shop.order(order, cancel).await, Err(Refusal::Taken { by: Some(luis) }));
}

async fn consult1_uses_no_slot_and_stands_on_two_desks(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    let to = TransferTo::Agent(luis.agent);
    let transfer = shop.hands_over(&ana, conv, to, true).await.expect("asked");
    assert_eq!(shop.load(luis.agent).await, 0, "no slot is reserved");
    let order = Target::Transfer(transfer);
    shop.order(order, accept(&luis, transfer)).await.expect("came");
    assert_eq!(
        (shop.load(luis.agent).await, shop.owner(conv).await),
        (0, Some(ana.agent))
    );
    for agent in [&ana, &luis] {
        let desk = shop.store.desk(agent.agent).await.expect("read").expect("is there");
        let on_desk: Vec<_> = desk
            .conversations
            .iter()
            .map(|on| on.followed.conversation.id)
            .collect();
        assert_eq!(on_desk, [conv]);
    }
    shop.order(order, decline(&luis, transfer)).await.expect("left");
    let desk = shop.store.desk(luis.agent).await.expect("read").expect("is there");
    assert!(desk.conversations.is_empty());
}

async fn a_vanished_agents_shoppers_are_recalled_after_twenty_seconds(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    shop.vanishes("Ana").await;
    shop.pass_after_ms(19_999).await;
    assert!(shop.offers(luis.agent).await.is_empty());
    shop.pass_after_ms(1).await;
    let offer = shop.only_offer(luis.agent).await;
    assert_eq!(offer.kind, OfferKind::Recall);
    assert_eq!(shop.owner(conv).await, Some(ana.agent), "owner until somebody accepts");
    shop.accept(&luis, offer.id).await.expect("accepted");
    assert_eq!(shop.owner(conv).await, Some(luis.agent));
    shop.connects(ana.agent, "Ana").await;
    let stale = Refusal::StaleOwner {
        epoch: 2,
        owner: Some(luis),
    };
    assert_eq!(shop.answers(&ana, 1, conv, "I am back").await, Err(stale));
}

async fn a_recalled_shopper_comes_before_all_who_wait(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let waits = shop.visitor().await.conv;
    shop.after_ms(1_000).await;
    let recalled = shop.owned_by(&ana).await.conv;
    shop.vanishes("Ana").await;
    shop.pass_after_ms(20_000).await;
    let luis = shop.person("Luis", tillside_domain::Rights::Agent, 1).await;
    shop.pass().await;
    assert_eq!(shop.only_offer(luis.agent).await.conv, recalled);
    assert_eq!(shop.state(waits).await, State::Waiting);
}

async fn an_agent_who_comes_back_in_time_keeps_the_shopper(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let conv = shop.owned_by(&ana).await.conv;
    shop.vanishes("Ana").await;
    shop.pass_after_ms(20_000).await;
    let offer = shop.only_offer(luis.agent).await.id;
    shop.connects(ana.agent, "Ana").await;
    assert!(shop.offers(luis.agent).await.is_empty());
    let taken = Refusal::Taken { by: Some(ana.clone()) };
    assert_eq!(shop.accept(&luis, offer).await, Err(taken));
    shop.answers(&ana, 1, conv, "I am back")
        .await
        .expect("she never lost it");
    let recalls = shop.log(conv).await.into_iter().filter(|event| {
        matches!(
            event.what,
            EventData::Queued {
                reason: Some(QueuedReason::Recall),
                ..
            }
        )
    });
    assert_eq!(recalls.count(), 1);
    assert_eq!(
        shop.availability(ana.agent).await,
        Availability::Offline,
        "it never becomes online by itself"
    );
}

async fn a_takeover_ends_the_offers_of_a_pending_hand_off(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let sofia = shop.supervisor("Sofia").await;
    let conv = shop.owned_by(&ana).await.conv;
    let to = TransferTo::Agent(luis.agent);
    let transfer = shop.hands_over(&ana, conv, to, false).await.expect("asked");
    let takeover = Command::Takeover {
        by: sofia.clone(),
        epoch: 1,
    };
    shop.decide(conv, takeover).await.expect("taken over");
    let answer = shop.order(Target::Transfer(transfer), accept(&luis, transfer)).await;
    assert_eq!(answer, Err(Refusal::Taken { by: Some(sofia) }));
    assert_eq!(how_it_ended(&shop, conv).await, TransferEndReason::Superseded);
    assert_eq!((shop.load(ana.agent).await, shop.load(luis.agent).await), (0, 0));
}
