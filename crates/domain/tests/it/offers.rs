//! Offers: made, accepted, declined, expired, taken.

use tillside_domain::{
    Availability, EventData, Refusal, State,
    commands::{Answer, Command},
    event::{AssignedHow, QueuedReason},
    queue::QueueMode,
    turn::OfferEndReason,
};

use crate::case::{ANA, Case, LUIS, NOOR, SOFIA, STRANGER, who};

#[test]
fn an_accepted_offer_makes_the_first_owner() {
    let mut case = Case::offered_to(ANA);
    assert_eq!(case.state(), State::Offered);
    let answer = case.accept(ANA).expect("accepted");
    assert_eq!(answer, Answer::Owner { seq: 4, epoch: 1 });
    assert!(matches!(
        case.last(),
        EventData::Assigned {
            how: Some(AssignedHow::Accepted),
            ..
        }
    ));
}

#[test]
fn cmd3_an_accept_again_gives_the_same_answer() {
    let mut case = Case::offered_to(ANA);
    let offer = case.open_offer();
    let accept = || Command::Accept { by: who(ANA), offer };
    let first = case.decide(accept()).expect("accepted");
    case.shopper_says("hello").expect("sent");
    assert_eq!(case.decide(accept()), Ok(first));
    case.close(ANA).expect("closed");
    assert_eq!(case.decide(accept()), Ok(first), "even when it is over");
}

#[test]
fn offer1_what_is_over_is_taken_for_whoever_did_not_end_it_so() {
    let mut case = Case::offered_to(ANA);
    let offer = case.open_offer();
    case.decline(ANA).expect("declined");
    let accept = || Command::Accept { by: who(ANA), offer };
    assert_eq!(case.decide(accept()), Err(Refusal::Taken { by: None }), "nobody has it");
    case.offer(LUIS).expect("offered on");
    case.accept(LUIS).expect("accepted");
    assert_eq!(case.decide(accept()), Err(Refusal::Taken { by: Some(who(LUIS)) }));
}

#[test]
fn offer1_an_expired_offer_cannot_be_accepted_and_its_open_clock_alone_does_not_end_it() {
    let mut case = Case::offered_to(ANA);
    case.after_ms(26_000);
    case.accept(ANA).expect("a pass ends an offer, not its clock");

    let mut case = Case::offered_to(ANA);
    let offer = case.open_offer();
    case.after_ms(25_000).tick();
    assert_eq!(case.missed, [ANA]);
    assert_eq!(case.state(), State::Waiting);
    assert_eq!(
        case.decide(Command::Accept { by: who(ANA), offer }),
        Err(Refusal::Taken { by: None })
    );
}

#[test]
fn cmd3_a_decline_again_is_ok_and_a_decline_of_what_was_accepted_is_not() {
    let mut case = Case::offered_to(ANA);
    let offer = case.open_offer();
    let decline = || Command::Decline { by: who(ANA), offer };
    assert_eq!(case.decide(decline()), Ok(Answer::Done));
    assert_eq!(case.decide(decline()), Ok(Answer::Done));

    let mut case = Case::owned_by(ANA);
    let offer = case.offer_ids()[0];
    let decline = Command::Decline { by: who(ANA), offer };
    assert_eq!(case.decide(decline), Err(Refusal::Taken { by: Some(who(ANA)) }));
}

#[test]
fn authz1_another_agents_offer_looks_like_none() {
    let mut case = Case::offered_to(ANA);
    for by in [LUIS, SOFIA, STRANGER] {
        assert_eq!(case.accept(by), Err(Refusal::NotFound));
        assert_eq!(case.decline(by), Err(Refusal::NotFound));
    }
}

#[test]
fn a_declined_shopper_keeps_the_place() {
    let mut case = Case::offered_to(ANA);
    let place = case.conversation.place();
    case.after_ms(5_000).decline(ANA).expect("declined");
    assert_eq!(case.conversation.place(), place);
    assert!(matches!(
        case.last(),
        EventData::Queued {
            reason: Some(QueuedReason::Returned),
            ..
        }
    ));
    let passed: Vec<_> = case
        .conversation
        .passed_over
        .iter()
        .map(|passed| passed.agent)
        .collect();
    assert_eq!(passed, [ANA]);
}

#[test]
fn an_offer_lives_25_seconds_and_15_at_payment() {
    let mut case = Case::offered_to(ANA);
    case.after_ms(24_999).tick();
    assert_eq!(case.state(), State::Offered);
    case.after_ms(1).tick();
    assert_eq!(case.state(), State::Waiting);

    let mut case = Case::waiting();
    case.pays();
    case.offer(ANA).expect("offered");
    case.after_ms(15_000).tick();
    assert_eq!(case.state(), State::Waiting);
}

#[test]
fn a_line_of_a_plan_is_dropped_when_its_guard_fails() {
    let mut full = Case::waiting();
    full.person(ANA).load = 4;
    assert!(matches!(full.offer(ANA), Err(Refusal::NoCapacity { .. })));
    for availability in [
        Availability::Offline,
        Availability::Away,
        Availability::TransferOnly,
        Availability::Draining,
        Availability::NotResponding,
    ] {
        let mut case = Case::waiting();
        case.person(ANA).agent.availability = availability;
        assert!(case.offer(ANA).is_err(), "{availability:?}");
    }
    let mut gone = Case::waiting();
    gone.person(ANA).live = false;
    assert!(gone.offer(ANA).is_err());
    assert!(
        Case::offered_to(ANA).offer(LUIS).is_err(),
        "it no longer seeks an agent"
    );
    assert!(Case::owned_by(ANA).offer(LUIS).is_err());
}

#[test]
fn a_queue_that_works_by_auto_asks_nobody() {
    let mut case = Case::waiting();
    case.mode = QueueMode::Auto;
    assert_eq!(case.offer(ANA), Ok(Answer::Owner { seq: 3, epoch: 1 }));
    assert!(matches!(
        case.last(),
        EventData::Assigned {
            how: Some(AssignedHow::Auto),
            ..
        }
    ));
}

#[test]
fn a_target_who_vanishes_gives_the_shopper_back() {
    let mut case = Case::offered_to(ANA);
    case.decide(Command::TargetGone { agent: ANA }).expect("gone");
    assert_eq!(case.state(), State::Waiting);
    assert!(case.decide(Command::TargetGone { agent: ANA }).is_err(), "once");
}

#[test]
fn take_pulls_what_waits_or_is_offered_or_parked_whatever_ones_availability() {
    for (mut case, by) in [
        (Case::waiting(), ANA),
        (Case::offered_to(LUIS), ANA),
        (Case::offered_to(ANA), ANA),
        (Case::waiting(), SOFIA),
    ] {
        case.person(by).agent.availability = Availability::Away;
        let answer = case.decide(Command::Take { by: who(by) }).expect("taken");
        assert_eq!((case.owner(), case.epoch()), (Some(by), 1));
        assert_eq!(case.decide(Command::Take { by: who(by) }), Ok(answer), "and again");
    }
    let mut parked = Case::waiting();
    parked.after_ms(300_000).tick();
    assert_eq!(parked.state(), State::Parked);
    assert!(parked.decide(Command::Take { by: who(ANA) }).is_ok());
}

#[test]
fn take_is_refused_without_a_slot_to_others_and_for_what_somebody_has() {
    let mut full = Case::waiting();
    full.person(ANA).load = 4;
    assert!(matches!(
        full.decide(Command::Take { by: who(ANA) }),
        Err(Refusal::NoCapacity { .. })
    ));
    let mut reserved = Case::offered_to(ANA);
    reserved.person(ANA).load = 4;
    assert!(
        reserved.decide(Command::Take { by: who(ANA) }).is_ok(),
        "the slot is reserved already"
    );
    assert_eq!(
        Case::waiting().decide(Command::Take { by: who(STRANGER) }),
        Err(Refusal::NotFound)
    );
    assert_eq!(
        Case::owned_by(ANA).decide(Command::Take { by: who(NOOR) }),
        Err(Refusal::Taken { by: Some(who(ANA)) })
    );
}

#[test]
fn a_take_ends_the_offer_that_was_open() {
    let mut case = Case::offered_to(LUIS);
    let offer = case.open_offer();
    case.decide(Command::Take { by: who(ANA) }).expect("taken");
    let end = case.offer_record(offer).end.clone().expect("over");
    assert_eq!(end.reason, OfferEndReason::Taken);
}
