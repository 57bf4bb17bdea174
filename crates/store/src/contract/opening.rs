//! Opening: one open conversation a shopper, one conversation a `cid`.

use tillside_domain::{EventData, Refusal, ids::ShopperId, queue::QueueSettings};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{cases, shop::Shop};
use crate::{CommandError, NewSite};

cases![
    open1_fifty_at_once_open_one,
    open2_a_cid_names_one_conversation_for_ever,
    open3_a_full_queue_is_unavailable,
    close2_a_new_conversation_names_the_old_one,
    nothing_is_stored_of_a_shopper_before_the_first_open,
];

fn new_shopper() -> ShopperId {
    ShopperId(Uuid::now_v7())
}

async fn open1_fifty_at_once_open_one(shop: Shop) {
    let shopper = new_shopper();
    let mut opens = JoinSet::new();
    for _ in 0..50 {
        let shop = shop.clone();
        opens.spawn(async move { shop.opens(shopper, Uuid::now_v7()).await.expect("opened") });
    }
    let opened = opens.join_all().await;
    assert_eq!(opened.iter().filter(|opened| opened.created).count(), 1);
    let conv = opened[0].conversation;
    assert!(opened.iter().all(|opened| opened.conversation == conv));
    assert_eq!(shop.log(conv).await.len(), 2, "opened and queued, once");
}

async fn open2_a_cid_names_one_conversation_for_ever(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let (shopper, cid) = (new_shopper(), Uuid::now_v7());
    let first = shop.opens(shopper, cid).await.expect("opened").conversation;
    let take = tillside_domain::commands::Command::Take { by: ana.clone() };
    shop.decide(first, take).await.expect("taken");
    shop.closes(&ana, first).await.expect("closed");
    let again = shop.opens(shopper, cid).await.expect("named");
    assert_eq!((again.conversation, again.created), (first, false), "closed or not");
    let next = shop.opens(shopper, Uuid::now_v7()).await.expect("opened");
    assert!(next.created);
    let again = shop.opens(shopper, cid).await.expect("named");
    assert_eq!(again.conversation, first, "also beside an open one");
}

async fn open3_a_full_queue_is_unavailable(shop: Shop) {
    let settings = QueueSettings {
        waiting_max: 2,
        ..QueueSettings::default()
    };
    let (workspace, _new) = shop.store.add_workspace("small".to_owned()).await.expect("made");
    let queue = shop.store.add_queue(workspace, "only".to_owned(), settings);
    queue.await.expect("made");
    let site = shop.store.add_site(NewSite {
        workspace,
        key: "small".to_owned(),
        name: "Small".to_owned(),
        origins: Vec::new(),
        secret: String::new(),
        locale: "en".to_owned(),
    });
    let site = site.await.expect("made").expect("the key is free").id;
    let small = shop.in_workspace(workspace, site);
    small.visitor().await;
    let second = small.visitor().await;
    let third = small.opens(new_shopper(), Uuid::now_v7()).await;
    assert!(matches!(third, Err(CommandError::Refused(Refusal::QueueFull { .. }))));
    let leave = tillside_domain::commands::Command::Leave {
        shopper: second.shopper,
    };
    small.decide(second.conv, leave).await.expect("left");
    small.visitor().await;
}

async fn close2_a_new_conversation_names_the_old_one(shop: Shop) {
    let (ana, luis) = (shop.agent("Ana").await, shop.agent("Luis").await);
    let old = shop.owned_by(&luis).await;
    shop.closes(&luis, old.conv).await.expect("closed");
    shop.after_ms(1_700_000).await;
    let new = shop
        .opens(old.shopper, Uuid::now_v7())
        .await
        .expect("opened")
        .conversation;
    let log = shop.log(new).await;
    let EventData::Opened { previous, .. } = &log[0].what else {
        panic!("{:?}", log[0]);
    };
    assert_eq!(*previous, Some(old.conv));
    shop.pass().await;
    assert_eq!(
        shop.only_offer(luis.agent).await.conv,
        new,
        "the agent who knows the shopper"
    );
    assert!(shop.offers(ana.agent).await.is_empty());
}

async fn nothing_is_stored_of_a_shopper_before_the_first_open(shop: Shop) {
    let shopper = new_shopper();
    shop.store.shopper_returns(shopper).await.expect("written");
    assert!(shop.store.shopper(shopper).await.expect("read").known.is_none());
    let opened = shop.opens(shopper, Uuid::now_v7()).await.expect("opened");
    let known = shop.store.shopper(shopper).await.expect("read");
    assert_eq!(known.known.map(|known| known.site), Some(shop.site));
    let followed: Vec<_> = known.conversations.iter().map(|known| known.conversation.id).collect();
    assert_eq!(followed, [opened.conversation]);
}
