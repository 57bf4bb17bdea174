//! What is answered is there when the database is opened again.

use tillside_domain::{Availability, State, commands::Answer};
use uuid::Uuid;

use super::{cases, shop::Shop};

cases![
    send1_what_is_acknowledged_is_there_after_reopening,
    send2_and_open2_outlive_the_process,
    offers_loads_and_timers_outlive_the_process,
    the_logs_id_stays_until_a_backup_is_put_back,
    a_caller_that_goes_away_loses_its_answer_and_nothing_else,
];

async fn send1_what_is_acknowledged_is_there_after_reopening(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let visitor = shop.owned_by(&ana).await;
    for n in 0..5 {
        shop.says(visitor, Uuid::now_v7(), &n.to_string())
            .await
            .expect("stored");
    }
    let (log, row) = (shop.log(visitor.conv).await, shop.conversation(visitor.conv).await);
    let shop = shop.reopened().await;
    assert_eq!(shop.log(visitor.conv).await, log);
    assert_eq!(shop.conversation(visitor.conv).await, row);
}

async fn send2_and_open2_outlive_the_process(shop: Shop) {
    let visitor = shop.visitor().await;
    let (open, send) = (Uuid::now_v7(), Uuid::now_v7());
    let shopper = tillside_domain::ids::ShopperId(Uuid::now_v7());
    let conv = shop.opens(shopper, open).await.expect("opened").conversation;
    shop.says(visitor, send, "once").await.expect("stored");
    let shop = shop.reopened().await;
    let again = shop.says(visitor, send, "once").await;
    assert!(matches!(again, Ok(Answer::Sent { dup: true, .. })));
    let again = shop.opens(shopper, open).await.expect("named");
    assert_eq!((again.conversation, again.created), (conv, false));
}

async fn offers_loads_and_timers_outlive_the_process(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let conv = shop.visitor().await.conv;
    shop.pass().await;
    let offer = shop.only_offer(ana.agent).await.id;
    let shop = shop.reopened().await;
    assert_eq!(shop.load(ana.agent).await, 1);
    assert_eq!(shop.availability(ana.agent).await, Availability::Online);
    shop.accept(&ana, offer).await.expect("still open");
    shop.closes(&ana, conv).await.expect("closed");
    let shop = shop.reopened().await;
    shop.pass_after_ms(30_000).await;
    assert_eq!(shop.state(conv).await, State::Closed);
}

async fn the_logs_id_stays_until_a_backup_is_put_back(shop: Shop) {
    let log = shop.store.log_id();
    let shop = shop.reopened().await;
    assert_eq!(shop.store.log_id(), log);
    let anew = shop.store.restored().await.expect("written");
    assert_ne!(anew, log);
    assert_eq!(shop.store.log_id(), anew);
    assert_eq!(shop.reopened().await.store.log_id(), anew);
}

async fn a_caller_that_goes_away_loses_its_answer_and_nothing_else(shop: Shop) {
    let visitor = shop.visitor().await;
    let cid = Uuid::now_v7();
    let command = shop.store.command(tillside_domain::commands::Order {
        workspace: shop.workspace,
        target: tillside_domain::commands::Target::Conversation(visitor.conv),
        command: tillside_domain::commands::Command::Send {
            by: tillside_domain::commands::Speaker::Shopper(visitor.shopper),
            draft: super::shop::draft(cid, "hello"),
        },
    });
    drop(command);
    let again = shop.says(visitor, cid, "hello").await;
    assert!(matches!(again, Ok(Answer::Sent { dup: true, .. })));
}
