//! A hand-off's life: make before break.

use tillside_domain::{
    Availability, EventData, Refusal, State,
    commands::{Answer, Command, TransferTo},
    event::{TransferEndReason, TransferKind, TransferredHow},
    ids::{AgentId, TransferId},
};

use crate::case::{ANA, CHECKOUT, Case, LUIS, NOOR, SHOPPER, SOFIA, STRANGER, who};

fn ended_because(case: &Case) -> TransferEndReason {
    let ended = case.log.iter().rev().find_map(|event| match event.what {
        EventData::TransferEnded { reason, .. } => Some(reason),
        _ => None,
    });
    ended.expect("a hand-off has ended")
}

fn cancel(by: AgentId, transfer: TransferId) -> Command {
    Command::TransferCancel { by: who(by), transfer }
}

fn decline(by: AgentId, transfer: TransferId) -> Command {
    Command::TransferDecline { by: who(by), transfer }
}

fn accept(by: AgentId, transfer: TransferId) -> Command {
    Command::TransferAccept { by: who(by), transfer }
}

#[test]
fn the_sender_owns_it_and_writes_on_until_the_accept() {
    let mut case = Case::handing_over(ANA, LUIS);
    case.agent_says(ANA, 1, "one moment").expect("the owner may write");
    assert_eq!(case.owner(), Some(ANA));
    let transfer = case.pending();
    let answer = case.decide(accept(LUIS, transfer)).expect("accepted");
    assert_eq!((case.owner(), case.epoch()), (Some(LUIS), 2));
    let EventData::Transferred { how, from, to, .. } = case.last() else {
        panic!("{:?}", case.last());
    };
    assert_eq!((*how, from.agent, to.agent), (TransferredHow::Warm, ANA, LUIS));
    assert!(
        case.agent_says(ANA, 1, "and then").is_err(),
        "from now on the sender does not"
    );
    assert_eq!(case.decide(accept(LUIS, transfer)), Ok(answer), "CMD3");
    assert_eq!(
        case.decide(accept(NOOR, transfer)),
        Err(Refusal::NotFound),
        "it was never offered to her"
    );
}

#[test]
fn the_log_holds_the_hash_of_what_the_target_saw() {
    let mut case = Case::owned_by(ANA);
    case.shopper_says("Which size fits?").expect("sent");
    case.transfer(ANA, TransferTo::Agent(LUIS)).expect("asked");
    let packet = case.offer_record(case.open_offer()).packet.clone();
    assert_eq!(packet.question.as_deref(), Some("Which size fits?"));
    assert_eq!(packet.note.as_deref(), Some("over to you"));
    let EventData::TransferOffered { hash, .. } = case.last() else {
        panic!("{:?}", case.last());
    };
    assert_eq!(*hash, packet.hash);
    case.accept(LUIS).expect("accepted");
    let EventData::Transferred { hash, sees, .. } = case.last() else {
        panic!("{:?}", case.last());
    };
    assert_eq!((hash.as_ref(), sees), (Some(&packet.hash), &packet.sees));
}

#[test]
fn every_end_but_the_accept_leaves_the_sender_as_owner() {
    type End = fn(&mut Case);
    let ends: [(TransferEndReason, End); 4] = [
        (TransferEndReason::Declined, |case| {
            case.decline(LUIS).expect("declined");
        }),
        (TransferEndReason::Cancelled, |case| {
            let transfer = case.pending();
            case.decide(cancel(ANA, transfer)).expect("cancelled");
        }),
        (TransferEndReason::Expired, |case| case.after_ms(60_000).tick()),
        (TransferEndReason::Gone, |case| {
            case.decide(Command::TargetGone { agent: LUIS }).expect("gone");
        }),
    ];
    for (reason, end) in ends {
        let mut case = Case::handing_over(ANA, LUIS);
        end(&mut case);
        assert_eq!((case.owner(), case.epoch(), case.state()), (Some(ANA), 1, State::Owned));
        assert_eq!(ended_because(&case), reason);
        case.agent_says(ANA, 1, "still here").expect("the owner goes on");
        case.transfer(ANA, TransferTo::Agent(NOOR)).expect("and may ask again");
    }
}

#[test]
fn cmd3_the_same_hand_off_again_is_the_same_and_another_is_a_conflict() {
    let mut case = Case::owned_by(ANA);
    let first = case.transfer(ANA, TransferTo::Agent(LUIS)).expect("asked");
    assert_eq!(case.transfer(ANA, TransferTo::Agent(LUIS)), Ok(first));
    let conflict = Err(Refusal::Conflict {
        transfer: Some(case.pending()),
    });
    assert_eq!(case.transfer(ANA, TransferTo::Agent(NOOR)), conflict);
    assert_eq!(case.transfer(ANA, TransferTo::Queue(CHECKOUT)), conflict);
    assert_eq!(case.consult(ANA, LUIS), conflict);
}

#[test]
fn cmd3_what_oneself_has_ended_so_is_ok_again() {
    let mut case = Case::handing_over(ANA, LUIS);
    let transfer = case.pending();
    case.decide(decline(LUIS, transfer)).expect("declined");
    assert_eq!(case.decide(decline(LUIS, transfer)), Ok(Answer::Done));
    assert_eq!(
        case.decide(cancel(ANA, transfer)),
        Err(Refusal::Taken { by: Some(who(ANA)) }),
        "OFFER1"
    );

    let mut case = Case::handing_over(ANA, LUIS);
    let transfer = case.pending();
    case.decide(cancel(ANA, transfer)).expect("cancelled");
    assert_eq!(case.decide(cancel(ANA, transfer)), Ok(Answer::Done));
    assert_eq!(
        case.decide(accept(LUIS, transfer)),
        Err(Refusal::Taken { by: Some(who(ANA)) })
    );
}

#[test]
fn cmd3_a_decline_of_a_hand_off_to_a_queue_is_ok_again() {
    let mut case = Case::owned_by(ANA);
    case.transfer(ANA, TransferTo::Queue(CHECKOUT)).expect("asked");
    let transfer = case.pending();
    case.offer(LUIS).expect("offered");
    case.decide(decline(LUIS, transfer)).expect("declined");
    assert_eq!(case.decide(decline(LUIS, transfer)), Ok(Answer::Done));
    case.offer(NOOR).expect("offered on");
    case.accept(NOOR).expect("accepted");
    assert_eq!(
        case.decide(accept(LUIS, transfer)),
        Err(Refusal::Taken { by: Some(who(NOOR)) }),
        "OFFER1"
    );
}

#[test]
fn an_accepted_hand_off_can_no_longer_be_cancelled() {
    let mut case = Case::handing_over(ANA, LUIS);
    let transfer = case.pending();
    case.decide(accept(LUIS, transfer)).expect("accepted");
    assert_eq!(
        case.decide(cancel(ANA, transfer)),
        Err(Refusal::Taken { by: Some(who(LUIS)) })
    );
}

#[test]
fn a_target_must_be_there_and_have_a_slot() {
    let mut full = Case::owned_by(ANA);
    full.person(LUIS).load = 4;
    assert!(matches!(
        full.transfer(ANA, TransferTo::Agent(LUIS)),
        Err(Refusal::NoCapacity { .. })
    ));
    for (availability, takes) in [
        (Availability::Online, true),
        (Availability::TransferOnly, true),
        (Availability::Away, false),
        (Availability::Draining, false),
        (Availability::NotResponding, false),
        (Availability::Offline, false),
    ] {
        let mut case = Case::owned_by(ANA);
        case.person(LUIS).agent.availability = availability;
        assert_eq!(
            case.transfer(ANA, TransferTo::Agent(LUIS)).is_ok(),
            takes,
            "{availability:?}"
        );
    }
    let mut gone = Case::owned_by(ANA);
    gone.person(LUIS).live = false;
    assert!(matches!(
        gone.transfer(ANA, TransferTo::Agent(LUIS)),
        Err(Refusal::NoAgent { .. })
    ));
    assert!(
        Case::owned_by(ANA).transfer(ANA, TransferTo::Agent(ANA)).is_err(),
        "not to oneself"
    );
}

#[test]
fn a_payment_in_flight_holds_a_new_hand_off_back_but_not_the_accept_of_one() {
    let mut case = Case::owned_by(ANA);
    case.pays();
    let Err(Refusal::NotAllowedNow { after_ms, .. }) = case.transfer(ANA, TransferTo::Agent(LUIS)) else {
        panic!("a payment is in flight");
    };
    assert_eq!(after_ms, 120_000);
    case.takeover(SOFIA).expect("a takeover is never held back");
    case.after_ms(120_000)
        .transfer(SOFIA, TransferTo::Agent(LUIS))
        .expect("two minutes later");

    let mut offered = Case::handing_over(ANA, LUIS);
    offered.pays();
    offered.accept(LUIS).expect("an offer already made may be accepted");
}

#[test]
fn an_offer_to_a_person_lives_a_minute_and_15_seconds_at_payment() {
    let mut case = Case::handing_over(ANA, LUIS);
    case.after_ms(59_999).tick();
    assert!(case.conversation.transfer.is_some());
    case.after_ms(1).tick();
    assert!(case.conversation.transfer.is_none());

    let mut case = Case::owned_by(ANA);
    case.stands_at_payment();
    case.transfer(ANA, TransferTo::Agent(LUIS))
        .expect("no payment is in flight yet");
    case.after_ms(15_000).tick();
    assert!(case.conversation.transfer.is_none());
}

#[test]
fn a_hand_off_to_a_queue_goes_from_agent_to_agent_at_the_shoppers_first_place() {
    let mut case = Case::owned_by(ANA);
    let place = case.conversation.place();
    case.after_ms(60_000)
        .transfer(ANA, TransferTo::Queue(CHECKOUT))
        .expect("asked");
    assert_eq!(case.conversation.place(), place);
    assert_eq!(case.conversation.seeks_agent_in(), Some(CHECKOUT));
    case.offer(LUIS).expect("offered");
    case.decline(LUIS).expect("declined");
    assert_eq!(case.owner(), Some(ANA), "and still in the queue");
    assert_eq!(case.conversation.seeks_agent_in(), Some(CHECKOUT));
    case.offer(NOOR).expect("offered on");
    case.accept(NOOR).expect("accepted");
    assert_eq!((case.owner(), case.conversation.queue), (Some(NOOR), CHECKOUT));
    assert!(matches!(
        case.last(),
        EventData::Transferred {
            how: TransferredHow::Queue,
            ..
        }
    ));
}

#[test]
fn a_hand_off_to_a_queue_lasts_ten_minutes() {
    let mut case = Case::owned_by(ANA);
    case.transfer(ANA, TransferTo::Queue(CHECKOUT)).expect("asked");
    case.after_ms(590_000).offer(LUIS).expect("offered late");
    case.after_ms(10_000).tick();
    assert_eq!((case.owner(), case.state()), (Some(ANA), State::Owned));
    assert!(case.conversation.open_offer().is_none());
    assert_eq!(ended_because(&case), TransferEndReason::Expired);
}

#[test]
fn a_close_and_a_leave_end_what_is_pending() {
    let mut case = Case::handing_over(ANA, LUIS);
    case.close(ANA).expect("closed");
    assert_eq!(ended_because(&case), TransferEndReason::Closed);

    let mut case = Case::handing_over(ANA, LUIS);
    case.decide(Command::Leave { shopper: SHOPPER }).expect("left");
    assert_eq!(ended_because(&case), TransferEndReason::Left);
}

#[test]
fn consult1_reads_and_notes_with_the_epoch_unchanged_and_no_slot() {
    let mut case = Case::owned_by(ANA);
    case.person(LUIS).load = 4;
    case.consult(ANA, LUIS).expect("no slot is used");
    let answer = case.accept(LUIS).expect("came");
    let seq = case.conversation.head;
    assert_eq!(answer, Answer::Owner { seq, epoch: 1 });
    assert!(matches!(case.last(), EventData::Consulting { .. }));
    case.note(LUIS, "offer the voucher").expect("notes");
    assert!(case.agent_says(LUIS, 1, "hello").is_err(), "and does not speak");
    assert_eq!(case.owner(), Some(ANA));
}

#[test]
fn consult1_ends_in_each_of_four_ways() {
    type End = fn(&mut Case, TransferId);
    let ends: [End; 4] = [
        |case, transfer| {
            case.decide(cancel(ANA, transfer)).expect("the owner's cancel");
            assert_eq!(case.decide(cancel(ANA, transfer)), Ok(Answer::Done), "CMD3");
        },
        |case, transfer| {
            case.decide(decline(LUIS, transfer)).expect("one's own decline");
            assert_eq!(case.decide(decline(LUIS, transfer)), Ok(Answer::Done), "CMD3");
        },
        |case, _transfer| {
            case.takeover(SOFIA).expect("a change of owner");
        },
        |case, _transfer| {
            case.close(ANA).expect("a close");
        },
    ];
    for end in ends {
        let mut case = Case::owned_by(ANA);
        case.consult(ANA, LUIS).expect("asked");
        let transfer = case.pending();
        case.accept(LUIS).expect("came");
        end(&mut case, transfer);
        assert!(case.conversation.consults.is_empty());
        let end = case.transfer_record(transfer).end.clone().expect("over");
        assert!(end.reason.is_some());
        assert_eq!(case.note(LUIS, "and"), Err(Refusal::NotFound), "no more notes");
    }
}

#[test]
fn consult1_the_consulted_may_be_given_the_chat_by_a_second_hand_off() {
    let mut case = Case::owned_by(ANA);
    case.consult(ANA, LUIS).expect("asked");
    case.accept(LUIS).expect("came");
    case.transfer(ANA, TransferTo::Agent(LUIS)).expect("given");
    case.accept(LUIS).expect("accepted");
    assert_eq!((case.owner(), case.epoch()), (Some(LUIS), 2));
    assert!(case.conversation.consults.is_empty());
}

#[test]
fn a_consult_of_a_queue_is_invalid() {
    let mut case = Case::owned_by(ANA);
    let (transfer, offer) = (TransferId(case.new_id()), tillside_domain::ids::OfferId(case.new_id()));
    let command = Command::Transfer {
        by: who(ANA),
        epoch: 1,
        transfer,
        offer,
        to: TransferTo::Queue(CHECKOUT),
        consult: true,
        note: None,
    };
    assert_eq!(case.decide(command), Err(Refusal::Invalid { field: "to" }));
}

#[test]
fn a_vanished_owner_is_recalled_and_keeps_the_shopper_on_coming_back() {
    let mut case = Case::owned_by(ANA);
    assert!(case.recall().is_err(), "she is there");
    case.is_gone_for_ms(ANA, 19_999);
    assert!(case.recall().is_err(), "not for long enough");
    case.is_gone_for_ms(ANA, 20_000);
    case.recall().expect("recalled");
    assert_eq!((case.owner(), case.epoch()), (Some(ANA), 1), "never without an owner");
    let kind = case.conversation.transfer.as_ref().map(|transfer| transfer.kind);
    assert_eq!(kind, Some(TransferKind::Recall));
    assert!(
        case.conversation.place() < case.conversation.arrived_at,
        "before all who wait"
    );
    case.decide(Command::RecallOver).expect("back");
    assert!(case.conversation.transfer.is_none());
    assert_eq!((case.owner(), case.epoch()), (Some(ANA), 1));
}

#[test]
fn a_recalled_shopper_goes_to_whoever_accepts() {
    let mut case = Case::owned_by(ANA);
    case.is_gone_for_ms(ANA, 20_000);
    case.recall().expect("recalled");
    case.offer(LUIS).expect("offered");
    case.accept(LUIS).expect("accepted");
    assert_eq!((case.owner(), case.epoch()), (Some(LUIS), 2));
    assert!(matches!(
        case.last(),
        EventData::Transferred {
            how: TransferredHow::Recall,
            ..
        }
    ));
    assert!(case.decide(Command::RecallOver).is_err());
}

#[test]
fn a_recall_that_nobody_took_stands_in_the_queue_again() {
    let mut case = Case::owned_by(ANA);
    case.is_gone_for_ms(ANA, 20_000);
    case.recall().expect("recalled");
    let first = case.pending();
    case.after_ms(600_000).tick();
    assert_ne!(case.pending(), first);
    assert_eq!(case.owner(), Some(ANA));
}

#[test]
fn authz1_a_hand_off_is_the_owners_and_its_cancel_the_owners_and_supervisors() {
    let mut case = Case::handing_over(ANA, LUIS);
    let transfer = case.pending();
    for by in [LUIS, NOOR, STRANGER] {
        assert_eq!(case.decide(cancel(by, transfer)), Err(Refusal::NotFound));
    }
    assert_eq!(case.decide(decline(NOOR, transfer)), Err(Refusal::NotFound));
    assert_eq!(case.decide(cancel(SOFIA, transfer)), Ok(Answer::Done));
}
