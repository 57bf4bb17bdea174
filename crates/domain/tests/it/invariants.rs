//! Any sequence of commands, by anybody, at any time: [`Case`] checks after each that `seq` has no holes, `at` never
//! decreases, each new owner is one new epoch, and the open records are those of the row. Here is the rest.

use proptest::prelude::*;
use tillside_domain::{
    EventData, Refusal, State,
    commands::{Command, TransferTo},
    ids::{AgentId, OfferId, TransferId},
};

use crate::case::{ANA, CHECKOUT, Case, PEOPLE, SHOPPER, who};

#[derive(Clone, Debug)]
enum Act {
    ShopperSays,
    AgentSays,
    Note,
    Leave,
    Come,
    Go,
    Pay,
    Rate,
    Offer,
    Accept,
    Decline,
    Take,
    TransferToAgent(AgentId),
    TransferToQueue,
    Consult(AgentId),
    TransferAccept,
    TransferDecline,
    TransferCancel,
    Close,
    WrapupDone,
    Takeover,
    Assign(AgentId),
    Vanish,
    Return,
    Recall,
    TargetGone,
    Tick,
}

#[derive(Clone, Debug)]
struct Step {
    after_ms: i64,
    by: AgentId,
    /// Added to the present epoch, or taken away.
    belief: i64,
    /// Which of the offers or hand-offs so far.
    pick: prop::sample::Index,
    act: Act,
}

fn anybody() -> impl Strategy<Value = AgentId> {
    prop::sample::select(&PEOPLE[..])
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => Just(Act::Offer),
        4 => Just(Act::Accept),
        2 => Just(Act::AgentSays),
        2 => anybody().prop_map(Act::TransferToAgent),
        2 => Just(Act::TransferToQueue),
        2 => anybody().prop_map(Act::Consult),
        2 => Just(Act::TransferAccept),
        2 => Just(Act::Tick),
        1 => prop_oneof![
            Just(Act::ShopperSays),
            Just(Act::Note),
            Just(Act::Come),
            Just(Act::Go),
            Just(Act::Pay),
            Just(Act::Rate),
            Just(Act::Decline),
            Just(Act::Take),
            Just(Act::TransferDecline),
            Just(Act::TransferCancel),
            Just(Act::WrapupDone),
            Just(Act::Takeover),
            anybody().prop_map(Act::Assign),
            Just(Act::Vanish),
            Just(Act::Return),
            Just(Act::Recall),
            Just(Act::TargetGone),
        ],
        // Seldom, or every story is short.
        1 => prop::sample::select(vec![Act::Tick, Act::Tick, Act::Tick, Act::Leave, Act::Close]),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let pauses = prop_oneof![4 => 0_i64..100, 3 => 1_000_i64..30_000, 1 => 60_000_i64..700_000];
    let beliefs = prop_oneof![6 => Just(0_i64), 1 => Just(-1), 1 => Just(1)];
    (pauses, anybody(), beliefs, any::<prop::sample::Index>(), any_act()).prop_map(
        |(after_ms, by, belief, pick, act)| Step {
            after_ms,
            by,
            belief,
            pick,
            act,
        },
    )
}

/// What this step means now; `None` if there is nothing of that kind yet.
fn command(case: &mut Case, step: &Step) -> Option<Command> {
    let by = || who(step.by);
    let epoch = case.epoch().saturating_add_signed(step.belief);
    let shopper = SHOPPER;
    let hand_over = |case: &mut Case, to, consult| Command::Transfer {
        by: by(),
        epoch,
        transfer: TransferId(case.new_id()),
        offer: OfferId(case.new_id()),
        to,
        consult,
        note: None,
    };
    let offer = |case: &Case| {
        let known = case.offer_ids();
        (!known.is_empty()).then(|| *step.pick.get(&known))
    };
    let transfer = |case: &Case| {
        let known = case.transfer_ids();
        (!known.is_empty()).then(|| *step.pick.get(&known))
    };
    Some(match step.act {
        Act::Leave => Command::Leave { shopper },
        Act::Come => Command::Presence { shopper, here: true },
        Act::Go => Command::Presence { shopper, here: false },
        Act::Rate => Command::Rate {
            shopper,
            epoch: None,
            score: 5,
            comment: None,
        },
        Act::Offer => Command::Offer {
            agent: step.by,
            offer: OfferId(case.new_id()),
        },
        Act::Accept => Command::Accept {
            by: by(),
            offer: offer(case)?,
        },
        Act::Decline => Command::Decline {
            by: by(),
            offer: offer(case)?,
        },
        Act::Take => Command::Take { by: by() },
        Act::TransferToAgent(agent) => hand_over(case, TransferTo::Agent(agent), false),
        Act::TransferToQueue => hand_over(case, TransferTo::Queue(CHECKOUT), false),
        Act::Consult(agent) => hand_over(case, TransferTo::Agent(agent), true),
        Act::TransferAccept => Command::TransferAccept {
            by: by(),
            transfer: transfer(case)?,
        },
        Act::TransferDecline => Command::TransferDecline {
            by: by(),
            transfer: transfer(case)?,
        },
        Act::TransferCancel => Command::TransferCancel {
            by: by(),
            transfer: transfer(case)?,
        },
        Act::Close => Command::Close {
            by: by(),
            epoch,
            disposition: None,
        },
        Act::WrapupDone => Command::WrapupDone { by: by() },
        Act::Takeover => Command::Takeover { by: by(), epoch },
        Act::Assign(agent) => Command::Assign { by: by(), epoch, agent },
        Act::Recall => Command::Recall {
            transfer: TransferId(case.new_id()),
        },
        Act::TargetGone => Command::TargetGone { agent: step.by },
        Act::Tick => Command::Tick {
            transfer: TransferId(case.new_id()),
        },
        Act::ShopperSays | Act::AgentSays | Act::Note | Act::Pay | Act::Vanish | Act::Return => return None,
    })
}

fn take(case: &mut Case, step: &Step) -> Result<(), Refusal> {
    case.after_ms(step.after_ms);
    let epoch = case.epoch().saturating_add_signed(step.belief);
    match step.act {
        Act::ShopperSays => case.shopper_says("hello").map(drop),
        Act::AgentSays => case.agent_says(step.by, epoch, "hello").map(drop),
        Act::Note => case.note(step.by, "between us").map(drop),
        Act::Pay => {
            case.pays();
            Ok(())
        }
        Act::Vanish => {
            case.is_gone_for_ms(step.by, 20_000);
            Ok(())
        }
        Act::Return => {
            let person = case.person(step.by);
            person.live = true;
            person.agent.gone_at = None;
            Ok(())
        }
        _ => command(case, step).map_or(Ok(()), |command| case.decide(command).map(drop)),
    }
}

proptest! {
    #[test]
    fn once_owned_there_is_always_exactly_one_owner_until_closed(steps in prop::collection::vec(any_step(), 1..60)) {
        let mut case = Case::owned_by(ANA);
        for step in &steps {
            let (owner, epoch) = (case.owner(), case.epoch());
            // A refusal is as good as any answer: what it must leave alone is checked where commands are judged.
            let answered = take(&mut case, step);
            prop_assert!(answered.is_ok() || (case.owner(), case.epoch()) == (owner, epoch));
            match case.state() {
                State::Owned | State::Wrapup => prop_assert!(case.owner().is_some()),
                State::Closed => {}
                state => prop_assert!(false, "{state:?} after an owner"),
            }
            prop_assert!(case.owner() == owner || case.epoch() > epoch || case.state() == State::Closed);
            if matches!(case.state(), State::Wrapup | State::Closed) {
                prop_assert!(case.conversation.transfer.is_none() && case.conversation.consults.is_empty());
            }
        }
    }

    #[test]
    fn close1_holds_whatever_is_tried(steps in prop::collection::vec(any_step(), 1..60)) {
        let mut case = Case::waiting();
        for step in &steps {
            let answered = take(&mut case, step);
            prop_assert!(answered.is_ok() || answered.is_err());
        }
        let closed = case.log.iter().position(|event| matches!(event.what, EventData::Closed { .. }));
        if let Some(closed) = closed {
            for event in &case.log[closed + 1..] {
                let may_follow = matches!(
                    event.what,
                    EventData::Rated { .. } | EventData::Note { .. } | EventData::Wrapped { .. }
                );
                prop_assert!(may_follow, "{event:?} after closed");
            }
        }
    }
}
