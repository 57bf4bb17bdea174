//! What ends a conversation, and what may still be said then.

use tillside_domain::{
    EventData, Refusal, State, Timestamp,
    commands::{Answer, Command},
    event::ClosedBy,
    ids::ShopperId,
};
use uuid::Uuid;

use crate::case::{ANA, Case, LUIS, NOOR, SHOPPER, SOFIA, who};

const WEEK_MS: i64 = 7 * 86_400_000;

fn rate(epoch: Option<u64>, score: u8) -> Command {
    Command::Rate {
        shopper: SHOPPER,
        epoch,
        score,
        comment: None,
    }
}

fn leave() -> Command {
    Command::Leave { shopper: SHOPPER }
}

#[test]
fn close1_nothing_but_ratings_notes_and_the_wrap_up_follow_closed() {
    let mut case = Case::closed_by(ANA);
    let closed = Err(Refusal::ConversationClosed);
    assert_eq!(case.shopper_says("one more thing"), closed);
    assert_eq!(case.agent_says(ANA, 1, "one more thing"), closed);
    assert_eq!(case.takeover(SOFIA), closed);
    assert_eq!(case.decide(leave()), closed);
    assert_eq!(case.decide(Command::Take { by: who(NOOR) }), closed);
    assert!(case.offer(LUIS).is_err());
    assert!(case.decide(rate(None, 5)).is_ok());
    assert!(case.note(SOFIA, "well done").is_ok());
    assert!(case.decide(Command::WrapupDone { by: who(ANA) }).is_ok());
    assert_eq!(case.state(), State::Closed);
}

#[test]
fn close1_a_rating_may_come_for_seven_days() {
    let mut case = Case::closed_by(ANA);
    case.after_ms(WEEK_MS);
    assert!(case.decide(rate(None, 4)).is_ok());
    case.after_ms(1);
    assert_eq!(case.decide(rate(None, 4)), Err(Refusal::ConversationClosed));
}

#[test]
fn cmd3_a_close_and_a_leave_again_give_the_same_seq() {
    let mut case = Case::owned_by(ANA);
    let first = case.close(ANA).expect("closed");
    assert_eq!(case.close(ANA), Ok(first));
    assert_eq!(case.close(LUIS), Err(Refusal::NotFound));
    assert_eq!(case.close(SOFIA), Err(Refusal::ConversationClosed));

    let mut case = Case::owned_by(ANA);
    let first = case.decide(leave()).expect("left");
    assert_eq!(case.decide(leave()), Ok(first));
    assert_eq!(
        case.close(ANA),
        Err(Refusal::ConversationClosed),
        "she did not close it"
    );
}

#[test]
fn cmd3_a_wrap_up_done_again_is_ok() {
    let mut case = Case::closed_by(ANA);
    let done = || Command::WrapupDone { by: who(ANA) };
    assert_eq!(case.decide(done()), Ok(Answer::Done));
    let head = case.conversation.head;
    assert_eq!(case.decide(done()), Ok(Answer::Done));
    assert_eq!(case.conversation.head, head);
    assert!(Case::owned_by(ANA).decide(done()).is_err(), "it is not in wrap-up");
}

#[test]
fn the_slot_stays_used_for_the_wrap_up() {
    let mut case = Case::closed_by(ANA);
    assert_eq!(case.state(), State::Wrapup);
    assert_eq!(case.state().shown_to_shopper(), State::Closed);
    case.after_ms(29_999).tick();
    assert_eq!(case.owner(), Some(ANA));
    case.after_ms(1).tick();
    assert_eq!((case.state(), case.owner()), (State::Closed, None));
    assert!(matches!(case.last(), EventData::Wrapped { .. }));
}

#[test]
fn leaving_is_left_and_closed_in_one_commit() {
    for mut case in [Case::waiting(), Case::offered_to(ANA), Case::owned_by(ANA)] {
        case.decide(leave()).expect("left");
        let kinds: Vec<_> = case.log.iter().rev().take(2).map(|event| &event.what).collect();
        assert!(matches!(
            kinds[..],
            [
                EventData::Closed {
                    by: ClosedBy::Shopper,
                    ..
                },
                EventData::Left {}
            ]
        ));
        assert!(case.conversation.open_offer().is_none());
    }
}

#[test]
fn a_rating_is_of_a_handlers_segment_and_the_last_counts() {
    let mut case = Case::handing_over(ANA, LUIS);
    case.accept(LUIS).expect("accepted");
    case.decide(rate(Some(1), 2)).expect("Ana's");
    case.decide(rate(None, 4)).expect("the last handler's");
    case.decide(rate(None, 5)).expect("rated again");
    let scores: Vec<_> = case.conversation.segments.iter().map(|segment| segment.score).collect();
    assert_eq!(scores, [Some(2), Some(5)]);
    assert_eq!(case.decide(rate(Some(9), 5)), Err(Refusal::Invalid { field: "epoch" }));
}

#[test]
fn an_idle_shopper_is_marked_after_ten_minutes_and_closed_after_thirty() {
    let mut case = Case::owned_by(ANA);
    case.after_ms(600_000).tick();
    assert_eq!(case.state(), State::Owned);
    case.shopper_says("still here").expect("sent");
    case.after_ms(1_799_999).tick();
    assert_eq!(case.state(), State::Owned);
    case.after_ms(1).tick();
    assert_eq!(case.state(), State::Wrapup);
    let said_why = case.log.iter().any(|event| {
        matches!(&event.what, EventData::Closed { by: ClosedBy::System, reason: Some(reason), .. } if reason == "idle")
    });
    assert!(said_why);
}

#[test]
fn an_absent_shopper_is_parked_after_five_minutes_and_returns_to_the_place() {
    let mut case = Case::waiting();
    let place = case.conversation.place();
    case.after_ms(299_999).tick();
    assert_eq!(case.state(), State::Waiting);
    case.after_ms(1).tick();
    assert_eq!(case.state(), State::Parked);
    let here = Command::Presence {
        shopper: SHOPPER,
        here: true,
    };
    case.decide(here).expect("back");
    assert_eq!((case.state(), case.conversation.place()), (State::Waiting, place));

    case.after_ms(300_000).tick();
    case.shopper_says("hello?").expect("sent");
    assert_eq!((case.state(), case.conversation.place()), (State::Waiting, place));
}

#[test]
fn timers_say_when_they_are_due_and_not_later() {
    for mut case in [
        Case::waiting(),
        Case::offered_to(ANA),
        Case::owned_by(ANA),
        Case::handing_over(ANA, LUIS),
        Case::closed_by(ANA),
    ] {
        let queue = crate::case::queue(case.conversation.queue, case.mode);
        let Timestamp(due) = case.conversation.due_at(&queue).expect("a timer runs");
        let before = case.conversation.clone();
        case.now = Timestamp(due - 1);
        case.tick();
        assert_eq!(case.conversation, before, "nothing happens before {due}");
        case.now = Timestamp(due);
        case.tick();
        assert_ne!(case.conversation, before, "something happens at {due}");
    }
}

#[test]
fn authz1_another_shopper_finds_nothing() {
    let mut case = Case::owned_by(ANA);
    let shopper = ShopperId(Uuid::from_u128(99));
    let commands = [
        Command::Leave { shopper },
        Command::Rate {
            shopper,
            epoch: None,
            score: 5,
            comment: None,
        },
        Command::Presence { shopper, here: true },
        Command::Profile {
            shopper,
            name: None,
            email: None,
            consent: None,
        },
    ];
    for command in commands {
        assert_eq!(case.decide(command), Err(Refusal::NotFound));
    }
}
