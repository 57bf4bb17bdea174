//! Messages: stored once, in one order, and refused without a trace.

use tillside_domain::{
    EventData, Refusal,
    commands::{Answer, Command, Speaker},
    ids::ConversationId,
};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{
    cases,
    shop::{Shop, Visitor, draft},
};

cases![
    seq_is_dense_however_many_write_at_once,
    a_callers_commands_keep_their_order,
    send2_the_same_cid_gets_the_same_seq,
    send2_a_retry_beside_the_first_is_stored_once,
    send2_another_body_under_a_used_cid_is_refused,
    send2_a_cid_is_its_senders_own,
    send4_a_retry_after_the_close_gets_its_seq,
    fence1_a_stale_owner_appends_nothing,
    a_refusal_fails_its_own_command_only,
    pan1_the_message_that_completes_a_number_is_masked,
    pages_go_both_ways,
    heads_are_told_by_key,
    authz1_another_workspace_finds_nothing,
];

fn seq_of(answer: &Answer) -> u64 {
    match answer {
        Answer::Sent { seq, .. } => *seq,
        answer => panic!("{answer:?} is not that of a send"),
    }
}

async fn seq_is_dense_however_many_write_at_once(shop: Shop) {
    const CONVERSATIONS: usize = 6;
    const MESSAGES: usize = 50;
    let mut sends = JoinSet::new();
    let mut visitors = Vec::new();
    for _ in 0..CONVERSATIONS {
        let visitor = shop.visitor().await;
        visitors.push(visitor);
        for _ in 0..MESSAGES {
            let shop = shop.clone();
            sends.spawn(async move {
                let answer = shop.says(visitor, Uuid::now_v7(), "hello").await.expect("stored");
                (visitor.conv, seq_of(&answer))
            });
        }
    }
    let mut acked: Vec<(ConversationId, u64)> = sends.join_all().await;
    acked.sort_unstable();
    let mut expected = Vec::new();
    for visitor in visitors {
        let messages = shop.log(visitor.conv).await.into_iter();
        let messages = messages.filter(|event| matches!(event.what, EventData::Message { .. }));
        expected.extend(messages.map(|event| (event.conv, event.seq)));
    }
    expected.sort_unstable();
    assert_eq!(acked, expected, "each answer names its own entry");
}

async fn a_callers_commands_keep_their_order(shop: Shop) {
    let visitor = shop.visitor().await;
    // A command is put before the writer when it is made, not when it is awaited.
    let words: Vec<String> = (0..40).map(|n| format!("message {n}")).collect();
    let made: Vec<_> = words
        .iter()
        .map(|text| {
            shop.store.command(tillside_domain::commands::Order {
                workspace: shop.workspace,
                target: tillside_domain::commands::Target::Conversation(visitor.conv),
                command: Command::Send {
                    by: Speaker::Shopper(visitor.shopper),
                    draft: draft(Uuid::now_v7(), text),
                },
            })
        })
        .collect();
    for command in made.into_iter().rev() {
        command.await.expect("stored");
    }
    assert_eq!(shop.texts(visitor.conv).await, words);
}

async fn send2_the_same_cid_gets_the_same_seq(shop: Shop) {
    let visitor = shop.visitor().await;
    let cid = Uuid::now_v7();
    let first = shop.says(visitor, cid, "once").await.expect("stored");
    let Answer::Sent { seq, at, dup: false } = first else {
        panic!("{first:?}");
    };
    shop.after_ms(5_000).await;
    shop.says(visitor, Uuid::now_v7(), "between").await.expect("stored");
    let again = shop.says(visitor, cid, "once").await;
    assert_eq!(again, Ok(Answer::Sent { seq, at, dup: true }));
    assert_eq!(shop.texts(visitor.conv).await, ["once", "between"]);
}

async fn send2_a_retry_beside_the_first_is_stored_once(shop: Shop) {
    let visitor = shop.visitor().await;
    let cid = Uuid::now_v7();
    let mut sends = JoinSet::new();
    for _ in 0..30 {
        let shop = shop.clone();
        sends.spawn(async move { shop.says(visitor, cid, "once").await.expect("stored") });
    }
    let answers = sends.join_all().await;
    let firsts = answers
        .iter()
        .filter(|answer| matches!(answer, Answer::Sent { dup: false, .. }));
    assert_eq!(firsts.count(), 1);
    assert!(answers.iter().all(|answer| seq_of(answer) == seq_of(&answers[0])));
    assert_eq!(shop.texts(visitor.conv).await, ["once"]);
}

async fn send2_another_body_under_a_used_cid_is_refused(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let visitor = shop.owned_by(&ana).await;
    let cid = Uuid::now_v7();
    shop.says(visitor, cid, "this").await.expect("stored");
    assert_eq!(shop.says(visitor, cid, "that").await, Err(Refusal::CidReused));
    let note = |cid, text| Command::Note {
        by: ana.clone(),
        draft: draft(cid, text),
    };
    let by = Speaker::Agent {
        who: ana.clone(),
        epoch: 1,
    };
    shop.decide(visitor.conv, note(cid, "noted"))
        .await
        .expect("another sender's");
    let as_message = Command::Send {
        by,
        draft: draft(cid, "noted"),
    };
    let answer = shop.decide(visitor.conv, as_message).await;
    assert_eq!(answer, Err(Refusal::CidReused), "a note's key does not name a message");
}

async fn send2_a_cid_is_its_senders_own(shop: Shop) {
    let (one, other) = (shop.visitor().await, shop.visitor().await);
    let cid = Uuid::now_v7();
    for visitor in [one, other] {
        let answer = shop.says(visitor, cid, "hello").await;
        assert!(matches!(answer, Ok(Answer::Sent { dup: false, .. })));
    }
}

async fn send4_a_retry_after_the_close_gets_its_seq(shop: Shop) {
    let ana = shop.agent("Ana").await;
    let visitor = shop.owned_by(&ana).await;
    let cid = Uuid::now_v7();
    let first = shop.says(visitor, cid, "before").await.expect("stored");
    shop.closes(&ana, visitor.conv).await.expect("closed");
    let again = shop.says(visitor, cid, "before").await.expect("stored before");
    assert_eq!(seq_of(&again), seq_of(&first));
    let late = shop.says(visitor, Uuid::now_v7(), "after").await;
    assert_eq!(late, Err(Refusal::ConversationClosed));
}

async fn fence1_a_stale_owner_appends_nothing(shop: Shop) {
    let (ana, sofia) = (shop.agent("Ana").await, shop.supervisor("Sofia").await);
    let visitor = shop.owned_by(&ana).await;
    let takeover = |epoch| Command::Takeover {
        by: sofia.clone(),
        epoch,
    };
    // Two tabs of a supervisor at once: one of them compares and sets.
    let (one, other) = tokio::join!(
        shop.decide(visitor.conv, takeover(1)),
        shop.decide(visitor.conv, takeover(1))
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let head = shop.conversation(visitor.conv).await.head;
    let stale = Refusal::StaleOwner {
        epoch: 2,
        owner: Some(sofia.clone()),
    };
    assert_eq!(shop.answers(&ana, 1, visitor.conv, "late").await, Err(stale));
    assert_eq!(shop.conversation(visitor.conv).await.head, head);
    shop.answers(&sofia, 2, visitor.conv, "hello")
        .await
        .expect("the owner's");
}

async fn a_refusal_fails_its_own_command_only(shop: Shop) {
    let (mine, other) = (shop.visitor().await, shop.visitor().await);
    let mut sends = JoinSet::new();
    for n in 0..60 {
        let shop = shop.clone();
        sends.spawn(async move {
            let shopper = if n % 3 == 0 { other.shopper } else { mine.shopper };
            let visitor = Visitor { shopper, ..mine };
            shop.says(visitor, Uuid::now_v7(), "hello").await
        });
    }
    let answers = sends.join_all().await;
    let refused = answers.iter().filter(|answer| **answer == Err(Refusal::NotFound));
    assert_eq!(refused.count(), 20);
    assert_eq!(shop.texts(mine.conv).await.len(), 40);
}

async fn pan1_the_message_that_completes_a_number_is_masked(shop: Shop) {
    let visitor = shop.visitor().await;
    shop.says(visitor, Uuid::now_v7(), "my card is 4111 1111")
        .await
        .expect("stored");
    let cid = Uuid::now_v7();
    shop.says(visitor, cid, "1111 1111").await.expect("stored");
    let again = shop.says(visitor, cid, "1111 1111").await;
    assert!(
        matches!(again, Ok(Answer::Sent { dup: true, .. })),
        "known by what was typed"
    );
    let EventData::Message { body, masked } = shop.last(visitor.conv).await else {
        panic!("a message is the last");
    };
    assert!(masked);
    assert!(!body.text().contains("1111 1111"), "{body:?}");

    shop.after_ms(61_000).await;
    shop.says(visitor, Uuid::now_v7(), "1111 1111").await.expect("stored");
    let EventData::Message { masked, .. } = shop.last(visitor.conv).await else {
        panic!("a message is the last");
    };
    assert!(!masked, "after a minute it completes nothing");
}

async fn pages_go_both_ways(shop: Shop) {
    let visitor = shop.visitor().await;
    for n in 0..10 {
        let text = n.to_string();
        shop.says(visitor, Uuid::now_v7(), &text).await.expect("stored");
    }
    let seqs = |page: Option<crate::Page>| {
        let page = page.expect("is there");
        (page.events.iter().map(|event| event.seq).collect::<Vec<_>>(), page.head)
    };
    let after = shop.store.events_after(visitor.conv, 3, 4).await.expect("read");
    assert_eq!(seqs(after), (vec![4, 5, 6, 7], 12));
    let before = shop.store.events_before(visitor.conv, 6, 3).await.expect("read");
    assert_eq!(seqs(before), (vec![3, 4, 5], 12));
    let beyond = shop.store.events_after(visitor.conv, 12, 4).await.expect("read");
    assert_eq!(seqs(beyond), (vec![], 12));
    let nowhere = ConversationId(Uuid::now_v7());
    assert!(shop.store.events_after(nowhere, 0, 4).await.expect("read").is_none());
}

async fn heads_are_told_by_key(shop: Shop) {
    let (one, other) = (shop.visitor().await, shop.visitor().await);
    shop.says(one, Uuid::now_v7(), "hello").await.expect("stored");
    let nowhere = ConversationId(Uuid::now_v7());
    let heads = shop
        .store
        .heads(vec![one.conv, nowhere, other.conv])
        .await
        .expect("read");
    assert_eq!(heads, [(one.conv, 3), (other.conv, 2)]);
}

async fn authz1_another_workspace_finds_nothing(shop: Shop) {
    let visitor = shop.visitor().await;
    let (elsewhere, _new) = shop.store.add_workspace("other".to_owned()).await.expect("made");
    let there = shop.in_workspace(elsewhere, shop.site);
    let answer = there.says(visitor, Uuid::now_v7(), "hello").await;
    assert_eq!(answer, Err(Refusal::NotFound));
    assert!(there.pass().await.outcome.events.is_empty());
}
