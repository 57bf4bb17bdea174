//! Who owns it, and who believes so.

use tillside_domain::{
    Refusal, State,
    author::AgentRef,
    commands::{Answer, Command, TransferTo},
    ids::{AgentId, OfferId, TransferId},
};

use crate::case::{ANA, Case, LUIS, NOOR, SALES, SOFIA, STRANGER, who};

/// Every command of FENCE2, given by `by` at `epoch`.
fn fenced(case: &mut Case, by: AgentId, epoch: u64) -> [(&'static str, Result<Answer, Refusal>); 3] {
    let transfer = Command::Transfer {
        by: who(by),
        epoch,
        transfer: TransferId(case.new_id()),
        offer: OfferId(case.new_id()),
        to: TransferTo::Queue(SALES),
        consult: false,
        note: None,
    };
    let close = Command::Close {
        by: who(by),
        epoch,
        disposition: None,
    };
    [
        ("send", case.agent_says(by, epoch, "hello")),
        ("transfer", case.decide(transfer)),
        ("close", case.decide(close)),
    ]
}

fn stale(epoch: u64, owner: Option<AgentRef>) -> Result<Answer, Refusal> {
    Err(Refusal::StaleOwner { epoch, owner })
}

#[test]
fn fence1_a_stale_epoch_is_told_the_truth_and_appends_nothing() {
    let mut case = Case::owned_by(ANA);
    case.takeover(SOFIA).expect("a supervisor may");
    let head = case.conversation.head;
    for (what, answer) in fenced(&mut case, ANA, 1) {
        assert_eq!(answer, stale(2, Some(who(SOFIA))), "{what} by the former owner");
    }
    for (what, answer) in fenced(&mut case, SOFIA, 1) {
        assert_eq!(answer, stale(2, Some(who(SOFIA))), "{what} at an old epoch");
    }
    for (what, answer) in fenced(&mut case, SOFIA, 3) {
        assert_eq!(answer, stale(2, Some(who(SOFIA))), "{what} at an epoch that is not yet");
    }
    assert_eq!(case.conversation.head, head);
}

#[test]
fn fence1_who_may_not_read_learns_nothing() {
    let mut case = Case::owned_by(ANA);
    for by in [NOOR, STRANGER] {
        for (what, answer) in fenced(&mut case, by, 1) {
            assert_eq!(answer, Err(Refusal::NotFound), "{what}");
        }
    }
}

#[test]
fn fence1_each_owner_raises_the_epoch_by_exactly_one() {
    let mut case = Case::waiting();
    assert_eq!(case.epoch(), 0);
    case.offer(LUIS).expect("offered");
    assert_eq!(case.epoch(), 0, "an offer is not an owner");
    case.accept(LUIS).expect("accepted");
    assert_eq!(case.epoch(), 1, "the first assignment is 1");
    case.consult(LUIS, NOOR).expect("asked");
    case.accept(NOOR).expect("came");
    assert_eq!(case.epoch(), 1, "nor is a consult");
    case.transfer(LUIS, TransferTo::Agent(ANA)).expect("asked");
    assert_eq!(case.epoch(), 1, "make before break");
    case.accept(ANA).expect("accepted");
    assert_eq!(case.epoch(), 2);
    case.takeover(SOFIA).expect("taken over");
    assert_eq!(case.epoch(), 3);
    let assign = Command::Assign {
        by: who(SOFIA),
        epoch: 3,
        agent: NOOR,
    };
    case.decide(assign).expect("assigned");
    assert_eq!((case.epoch(), case.owner()), (4, Some(NOOR)));
}

#[test]
fn fence2_a_supervisor_compares_and_sets_too() {
    let mut case = Case::owned_by(ANA);
    let takeover = |epoch| Command::Takeover { by: who(SOFIA), epoch };
    let assign = |epoch| Command::Assign {
        by: who(SOFIA),
        epoch,
        agent: NOOR,
    };
    for epoch in [0, 2] {
        assert_eq!(case.decide(takeover(epoch)), stale(1, Some(who(ANA))));
        assert_eq!(case.decide(assign(epoch)), stale(1, Some(who(ANA))));
    }
    assert!(case.decide(takeover(1)).is_ok());
}

#[test]
fn authz1_takeover_and_assign_are_a_supervisors() {
    let mut case = Case::owned_by(ANA);
    for by in [NOOR, STRANGER, ANA] {
        assert_eq!(case.takeover(by), Err(Refusal::NotFound));
        let assign = Command::Assign {
            by: who(by),
            epoch: 1,
            agent: LUIS,
        };
        assert_eq!(case.decide(assign), Err(Refusal::NotFound));
    }
}

#[test]
fn a_takeover_goes_above_capacity_and_an_assignment_does_not() {
    let mut case = Case::owned_by(ANA);
    case.person(SOFIA).load = 4;
    case.person(NOOR).load = 4;
    let assign = Command::Assign {
        by: who(SOFIA),
        epoch: 1,
        agent: NOOR,
    };
    assert!(matches!(case.decide(assign.clone()), Err(Refusal::NoCapacity { .. })));
    case.person(NOOR).load = 0;
    case.person(NOOR).live = false;
    assert!(matches!(case.decide(assign), Err(Refusal::NoAgent { .. })));
    case.takeover(SOFIA).expect("above capacity if need be");
    assert_eq!(case.owner(), Some(SOFIA));
}

#[test]
fn a_supervisor_may_take_over_what_waits_and_its_offer_ends() {
    let mut case = Case::offered_to(ANA);
    let offer = case.open_offer();
    case.takeover(SOFIA).expect("taken over");
    assert_eq!(
        (case.owner(), case.epoch(), case.state()),
        (Some(SOFIA), 1, State::Owned)
    );
    let accept = Command::Accept { by: who(ANA), offer };
    assert_eq!(case.decide(accept), Err(Refusal::Taken { by: Some(who(SOFIA)) }));
}

#[test]
fn a_takeover_supersedes_a_pending_hand_off() {
    let mut case = Case::handing_over(ANA, LUIS);
    let (offer, transfer) = (case.open_offer(), case.pending());
    case.takeover(SOFIA).expect("taken over");
    let taken = Err(Refusal::Taken { by: Some(who(SOFIA)) });
    assert_eq!(case.decide(Command::Accept { by: who(LUIS), offer }), taken);
    assert_eq!(
        case.decide(Command::TransferAccept {
            by: who(LUIS),
            transfer
        }),
        taken
    );
    assert_eq!(case.epoch(), 2);
}
