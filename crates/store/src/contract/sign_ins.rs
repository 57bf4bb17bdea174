//! Keys, accounts, refresh families: rows whose meaning is elsewhere, changed under the writer's lock.

use tillside_domain::ids::AgentId;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{cases, shop::Shop};
use crate::{NewAgent, RefreshFamily, SecretKey};

cases![
    login1_a_family_is_judged_by_one_at_a_time,
    login1_a_revoked_or_expired_family_is_dead,
    a_family_that_is_long_over_is_cleaned_up,
    two_nodes_that_start_at_once_agree_on_the_first_key,
    an_address_has_one_account_however_it_is_typed,
];

fn family(shop: &Shop) -> RefreshFamily {
    RefreshFamily {
        id: Uuid::now_v7(),
        agent: AgentId(Uuid::now_v7()),
        generation: 0,
        rotated_at: shop.now(),
        expires_at: shop.now().plus_ms(86_400_000),
        revoked: false,
    }
}

async fn login1_a_family_is_judged_by_one_at_a_time(shop: Shop) {
    let family = family(&shop);
    shop.store.begin_family(family.clone()).await.expect("written");
    let mut rotations = JoinSet::new();
    for _ in 0..20 {
        let (store, id) = (shop.store.clone(), family.id);
        rotations.spawn(async move {
            let judged = store.with_family(id, |family, _now| {
                family.generation += 1;
                family.generation
            });
            judged.await.expect("written").expect("is there").0
        });
    }
    let mut generations = rotations.join_all().await;
    generations.sort_unstable();
    assert_eq!(generations, (1..=20).collect::<Vec<u64>>());
    let nobody = shop.store.with_family(Uuid::now_v7(), |_family, _now| ()).await;
    assert!(nobody.expect("read").is_none());
}

async fn login1_a_revoked_or_expired_family_is_dead(shop: Shop) {
    let (kept, revoked) = (family(&shop), family(&shop));
    for family in [&kept, &revoked] {
        shop.store.begin_family(family.clone()).await.expect("written");
    }
    shop.store
        .with_family(revoked.id, |family, _now| family.revoked = true)
        .await
        .expect("written");
    let live = async |id| shop.store.family_is_live(id).await.expect("read");
    assert!(live(kept.id).await);
    assert!(!live(revoked.id).await);
    assert!(!live(Uuid::now_v7()).await);
    shop.after_ms(86_400_000).await;
    assert!(!live(kept.id).await);
}

async fn a_family_that_is_long_over_is_cleaned_up(shop: Shop) {
    let family = family(&shop);
    shop.store.begin_family(family.clone()).await.expect("written");
    let there = async || {
        let found = shop.store.with_family(family.id, |_family, _now| ()).await;
        found.expect("read").is_some()
    };
    shop.after_ms(30 * 86_400_000).await;
    while shop.store.clean_up().await.expect("written") {}
    assert!(there().await);
    shop.after_ms(2 * 86_400_000).await;
    while shop.store.clean_up().await.expect("written") {}
    assert!(!there().await);
}

async fn two_nodes_that_start_at_once_agree_on_the_first_key(shop: Shop) {
    let key = |kid: &str| SecretKey {
        kid: kid.to_owned(),
        purpose: "token".to_owned(),
        created_at: shop.now(),
        doc: "{}".to_owned(),
    };
    let (one, other) = tokio::join!(
        shop.store.keep_first_key(key("one")),
        shop.store.keep_first_key(key("other"))
    );
    let (one, other) = (one.expect("written"), other.expect("written"));
    assert_eq!(one, other);
    assert_eq!(one.len(), 1);
    assert_eq!(shop.store.secret_keys().await.expect("read"), one);
}

async fn an_address_has_one_account_however_it_is_typed(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let again = NewAgent {
        workspace: shop.workspace,
        email: "ANA@demo.test".to_owned(),
        name: "Another".to_owned(),
        password: String::new(),
        rights: tillside_domain::Rights::Agent,
        capacity: 1,
        queues: Vec::new(),
    };
    assert_eq!(shop.store.add_agent(again).await.expect("written"), None);
    let account = shop.store.account("aNa@Demo.Test".to_owned()).await.expect("read");
    assert_eq!(account.map(|account| account.id), Some(ana.agent));
    assert!(
        shop.store
            .account("nobody@demo.test".to_owned())
            .await
            .expect("read")
            .is_none()
    );
}
