//! Lists, search, the board, the audit.

use tillside_domain::{Conversation, State, commands::Command, ids::ConversationId};
use uuid::Uuid;

use super::{cases, shop::Shop};
use crate::{ConversationFilter, ListPage};

cases![
    lists_are_newest_first_and_page_to_the_end,
    lists_filter_by_state_queue_agent_and_shopper,
    what_one_may_not_see_is_skipped_and_not_counted,
    search_finds_all_words_once_they_are_indexed,
    search_ignores_accents_and_case_and_survives_any_query,
    the_board_counts_what_there_is,
    a_queues_minutes_are_kept_once,
    promises_and_handling_times_are_kept,
    the_audit_keeps_who_looked,
];

fn all() -> ConversationFilter {
    ConversationFilter {
        limit: 100,
        ..ConversationFilter::default()
    }
}

fn ids(page: &ListPage) -> Vec<ConversationId> {
    page.items.iter().map(|item| item.conversation.id).collect()
}

async fn list(shop: &Shop, filter: ConversationFilter) -> ListPage {
    let page = shop.store.conversations(shop.workspace, filter, |_anything| true).await;
    page.expect("read")
}

async fn index(shop: &Shop) {
    assert!(shop.store.has_new_entries().await.expect("read"));
    while shop.store.index_new().await.expect("written") {}
    assert!(!shop.store.has_new_entries().await.expect("read"));
}

async fn lists_are_newest_first_and_page_to_the_end(shop: Shop) {
    let mut made = Vec::new();
    for _ in 0..7 {
        made.push(shop.visitor().await.conv);
    }
    made.reverse();
    let mut listed = Vec::new();
    let mut before = None;
    loop {
        let page = list(
            &shop,
            ConversationFilter {
                before,
                limit: 3,
                ..all()
            },
        )
        .await;
        assert!(page.items.len() <= 3);
        listed.extend(ids(&page));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(listed, made);
}

async fn lists_filter_by_state_queue_agent_and_shopper(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let waits = shop.visitor().await;
    let owned = shop.owned_by(&ana).await;
    let closed = shop.owned_by(&ana).await;
    shop.closes(&ana, closed.conv).await.expect("closed");
    let wrapped = Command::WrapupDone { by: ana.clone() };
    shop.decide(closed.conv, wrapped).await.expect("done");
    let cases = [
        (
            ConversationFilter {
                state: Some(State::Waiting),
                ..all()
            },
            vec![waits.conv],
        ),
        (
            ConversationFilter {
                state: Some(State::Closed),
                ..all()
            },
            vec![closed.conv],
        ),
        (
            ConversationFilter {
                agent: Some(ana.agent),
                ..all()
            },
            vec![closed.conv, owned.conv],
        ),
        (
            ConversationFilter {
                shopper: Some(owned.shopper),
                ..all()
            },
            vec![owned.conv],
        ),
        (
            ConversationFilter {
                queue: Some(shop.checkout.id),
                ..all()
            },
            vec![],
        ),
        (
            ConversationFilter {
                queue: Some(shop.sales.id),
                ..all()
            },
            vec![closed.conv, owned.conv, waits.conv],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(ids(&list(&shop, filter.clone()).await), expected, "{filter:?}");
    }
}

async fn what_one_may_not_see_is_skipped_and_not_counted(shop: Shop) {
    let mut mine = Vec::new();
    for n in 0..10 {
        let visitor = shop.visitor().await;
        if n % 2 == 0 {
            mine.push(visitor.conv);
        }
    }
    mine.reverse();
    let visible = mine.clone();
    let may_see = move |conversation: &Conversation| visible.contains(&conversation.id);
    let filter = ConversationFilter { limit: 5, ..all() };
    let page = shop
        .store
        .conversations(shop.workspace, filter, may_see)
        .await
        .expect("read");
    assert_eq!(ids(&page), mine);
}

async fn search_finds_all_words_once_they_are_indexed(shop: Shop) {
    let (shoes, hat) = (shop.visitor().await, shop.visitor().await);
    shop.says(shoes, Uuid::now_v7(), "Do you have red shoes in 42?")
        .await
        .expect("stored");
    shop.says(hat, Uuid::now_v7(), "A red hat, please")
        .await
        .expect("stored");
    let words = |words: &str| ConversationFilter {
        words: Some(words.to_owned()),
        ..all()
    };
    assert!(list(&shop, words("shoes")).await.items.is_empty(), "not indexed yet");
    index(&shop).await;
    assert_eq!(ids(&list(&shop, words("red")).await), [hat.conv, shoes.conv]);
    assert_eq!(ids(&list(&shop, words("shoes red")).await), [shoes.conv]);
    assert!(list(&shop, words("red scarf")).await.items.is_empty());
    shop.says(hat, Uuid::now_v7(), "or shoes").await.expect("stored");
    index(&shop).await;
    assert_eq!(ids(&list(&shop, words("or shoes")).await), [hat.conv]);
}

async fn search_ignores_accents_and_case_and_survives_any_query(shop: Shop) {
    let visitor = shop.visitor().await;
    shop.says(visitor, Uuid::now_v7(), "¿Dónde está mi PEDIDO? Größe 42, naïve")
        .await
        .expect("stored");
    index(&shop).await;
    let words = |words: &str| ConversationFilter {
        words: Some(words.to_owned()),
        ..all()
    };
    for found in [
        "donde",
        "PEDIDO",
        "esta pedido",
        "naive",
        "42",
        "\"pedido\"",
        "pedido*",
        "(pedido)",
    ] {
        assert_eq!(ids(&list(&shop, words(found)).await), [visitor.conv], "{found}");
    }
    for nothing in [
        "",
        "  ",
        "\"",
        "NOT",
        "a OR b",
        "*",
        "NEAR(",
        "'; DROP TABLE event; --",
        "-",
    ] {
        assert!(list(&shop, words(nothing)).await.items.is_empty(), "{nothing}");
    }
}

async fn the_board_counts_what_there_is(shop: Shop) {
    let ana = shop.agent("Ana").await;
    shop.visitor().await;
    shop.pass().await;
    let waits = shop.visitor().await;
    shop.owned_by(&ana).await;
    shop.after_ms(7_000).await;
    let board = shop.store.board(shop.workspace).await.expect("read");
    let sales = board
        .queues
        .iter()
        .find(|now| now.queue.id == shop.sales.id)
        .expect("is there");
    assert_eq!((sales.waiting, sales.offered, sales.active), (1, 1, 1));
    assert_eq!(sales.longest_wait_ms, Some(7_000));
    assert_eq!((sales.agents_online, sales.slots_free), (1, 2));
    let loads: Vec<_> = board.agents.iter().map(|agent| (agent.agent.id, agent.load)).collect();
    assert_eq!(loads, [(ana.agent, 2)]);
    shop.decide(waits.conv, Command::Leave { shopper: waits.shopper })
        .await
        .expect("left");
    let board = shop.store.board(shop.workspace).await.expect("read");
    let sales = board
        .queues
        .iter()
        .find(|now| now.queue.id == shop.sales.id)
        .expect("is there");
    assert_eq!(sales.waiting, 0);
}

async fn a_queues_minutes_are_kept_once(shop: Shop) {
    shop.visitor().await;
    let begun = shop.now();
    for _ in 0..3 {
        shop.store.record_minute().await.expect("written");
        shop.store.record_minute().await.expect("again, as another node would");
        shop.after_ms(60_000).await;
    }
    let minutes = shop
        .store
        .queue_history(shop.sales.id, begun.plus_ms(-60_000), shop.now())
        .await;
    let depths: Vec<_> = minutes.expect("read").iter().map(|minute| minute.depth).collect();
    assert_eq!(depths, [1, 1, 1]);
}

async fn promises_and_handling_times_are_kept(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let visitor = shop.visitor().await;
    shop.store.record_promise(visitor.conv, 60_000).await.expect("written");
    shop.after_ms(5_000).await;
    shop.decide(visitor.conv, Command::Take { by: ana.clone() })
        .await
        .expect("taken");
    shop.after_ms(90_000).await;
    shop.closes(&ana, visitor.conv).await.expect("closed");
    shop.pass_after_ms(30_000).await;
    let handled = shop.store.recent_handling(shop.sales.id).await.expect("read");
    assert_eq!(handled.len(), 1);
    assert!((90_000..=120_000).contains(&handled[0]), "{handled:?}");
}

async fn the_audit_keeps_who_looked(shop: Shop) {
    let sofia = shop.supervisor("Sofia").await;
    let subject = shop.visitor().await.conv.to_string();
    for action in ["read", "follow"] {
        let kept = shop.store.audit(shop.workspace, sofia.agent, action, subject.clone());
        kept.await.expect("written");
    }
    let audited = shop.store.audited(subject).await.expect("read");
    let expected = [(sofia.agent, "read".to_owned()), (sofia.agent, "follow".to_owned())];
    assert_eq!(audited, expected);
}
