//! A shopper asks for somebody.

use tillside_domain::{
    EventData, Refusal, State,
    commands::{Opening, open},
    event::ParkReason,
    ids::ConversationId,
    queue::QueueMode,
};
use uuid::Uuid;

use crate::case::{ANA, SALES, START, asks, nothing_known, queue};

fn situation() -> tillside_domain::commands::OpenSituation {
    nothing_known(queue(SALES, QueueMode::Offer))
}

fn other() -> ConversationId {
    ConversationId(Uuid::from_u128(7_777))
}

fn state_of(opening: Opening) -> State {
    match opening {
        Opening::New(turn) => turn.conversation.state(),
        Opening::Existing { conv: id, .. } => panic!("{id} was there before"),
    }
}

#[test]
fn open1_an_open_conversation_is_returned_not_doubled() {
    let mut known = situation();
    known.open = Some(other());
    assert!(matches!(open(&known, asks(1), START), Ok(Opening::Existing { conv: id, .. }) if id == other()));
}

#[test]
fn open2_a_cid_names_one_conversation_for_ever() {
    let mut known = situation();
    known.by_cid = Some(other());
    known.open = Some(ConversationId(Uuid::from_u128(8_888)));
    assert!(matches!(open(&known, asks(1), START), Ok(Opening::Existing { conv: id, .. }) if id == other()));
}

#[test]
fn open3_in_hours_it_waits_however_many_agents_there_are_up_to_the_limit() {
    let mut known = situation();
    known.anyone_online = false;
    assert_eq!(state_of(open(&known, asks(1), START).expect("opened")), State::Waiting);
    known.waiting = known.queue.settings.waiting_max - 1;
    assert_eq!(state_of(open(&known, asks(1), START).expect("opened")), State::Waiting);
    known.waiting += 1;
    assert!(matches!(open(&known, asks(1), START), Err(Refusal::QueueFull { .. })));
}

#[test]
fn open3_a_message_is_left_out_of_hours_or_with_an_address_and_nobody_online() {
    let mut closed = situation();
    closed.queue.settings.hours.week = std::array::from_fn(|_day| Vec::new());
    closed.waiting = closed.queue.settings.waiting_max;
    let Ok(Opening::New(turn)) = open(&closed, asks(1), START) else {
        panic!("out of hours it is parked, however many wait");
    };
    assert_eq!(turn.conversation.state(), State::Parked);
    assert!(matches!(
        turn.events.last().map(|event| &event.what),
        Some(EventData::Parked {
            reason: ParkReason::Message
        })
    ));

    let mut asks_by_mail = asks(1);
    asks_by_mail.email = Some("ada@shop.test".to_owned());
    let mut nobody = situation();
    nobody.anyone_online = false;
    assert_eq!(
        state_of(open(&nobody, asks_by_mail.clone(), START).expect("opened")),
        State::Parked
    );
    assert_eq!(
        state_of(open(&situation(), asks_by_mail, START).expect("opened")),
        State::Waiting
    );
}

#[test]
fn close2_within_half_an_hour_the_same_agent_is_preferred() {
    let mut known = situation();
    known.previous = Some((other(), Some(ANA), START.plus_ms(-1_800_000)));
    let Ok(Opening::New(turn)) = open(&known, asks(2), START) else {
        panic!("a new conversation");
    };
    assert_eq!(
        (turn.conversation.previous, turn.conversation.preferred),
        (Some(other()), Some(ANA))
    );
    known.previous = Some((other(), Some(ANA), START.plus_ms(-1_800_001)));
    let Ok(Opening::New(turn)) = open(&known, asks(3), START) else {
        panic!("a new conversation");
    };
    assert_eq!(turn.conversation.preferred, None);
}
