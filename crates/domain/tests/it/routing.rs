//! Properties of a routing plan, whatever a pass has read.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use tillside_domain::{
    Timestamp,
    conversation::{PASS_OVER_ALONE_MS, PASS_OVER_MS, PassedOver},
    ids::{AgentId, ConversationId, QueueId},
    routing::{FreeAgent, LINES_MAX, Line, Seeker, Snapshot, plan},
};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_000_000);

fn agent_id(n: u128) -> AgentId {
    AgentId(Uuid::from_u128(n))
}

fn queue_id(n: u128) -> QueueId {
    QueueId(Uuid::from_u128(100 + n))
}

fn conv_id(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(1_000 + n))
}

fn any_agent(n: u128) -> impl Strategy<Value = FreeAgent> {
    (
        prop::collection::hash_set(0_u128..3, 0..=3),
        0_u32..4,
        1_u32..5,
        0_i64..5,
    )
        .prop_map(move |(queues, load, capacity, last)| FreeAgent {
            id: agent_id(n),
            queues: queues.into_iter().map(queue_id).collect(),
            load: load.min(capacity - 1),
            capacity,
            last_assigned_at: Timestamp(last),
        })
}

fn any_seeker(n: u128) -> impl Strategy<Value = Seeker> {
    let somebody = || prop::option::weighted(0.3, 0_u128..6);
    let passed_over = prop::collection::vec((0_u128..6, 0_i64..40_000), 0..3);
    (0_u128..3, 0_i64..50, somebody(), somebody(), passed_over).prop_map(
        move |(queue, place, preferred, never, passed_over)| Seeker {
            conv: conv_id(n),
            queue: queue_id(queue),
            place: Timestamp(place),
            preferred: preferred.map(agent_id),
            never: never.map(agent_id),
            passed_over: passed_over
                .into_iter()
                .map(|(agent, ago_ms)| PassedOver {
                    agent: agent_id(agent),
                    at: NOW.plus_ms(-ago_ms),
                })
                .collect(),
        },
    )
}

fn any_snapshot() -> impl Strategy<Value = Snapshot> {
    let agents: Vec<_> = (0..6).map(any_agent).collect();
    let seekers = (0_u128..120).prop_flat_map(|n| (0..n).map(any_seeker).collect::<Vec<_>>());
    (agents, seekers).prop_map(|(agents, seekers)| Snapshot { agents, seekers })
}

/// What a plan leaves free.
fn slots_left(snapshot: &Snapshot, plan: &[Line]) -> HashMap<AgentId, u32> {
    let mut left: HashMap<AgentId, u32> = snapshot
        .agents
        .iter()
        .map(|agent| (agent.id, agent.capacity - agent.load))
        .collect();
    for line in plan {
        let slots = left.get_mut(&line.agent).expect("a line names an agent who is there");
        *slots = slots.checked_sub(1).expect("a line uses a slot that is free");
    }
    left
}

fn serves(agent: &FreeAgent, seeker: &Seeker) -> bool {
    agent.queues.contains(&seeker.queue) && seeker.never != Some(agent.id)
}

/// Milliseconds since this agent last let this shopper pass; a day if never.
fn rested_ms(seeker: &Seeker, agent: AgentId) -> i64 {
    let passed = seeker.passed_over.iter().filter(|passed| passed.agent == agent);
    passed.map(|passed| NOW.since(passed.at)).min().unwrap_or(86_400_000)
}

fn by_conv(snapshot: &Snapshot) -> HashMap<ConversationId, &Seeker> {
    snapshot.seekers.iter().map(|seeker| (seeker.conv, seeker)).collect()
}

proptest! {
    #[test]
    fn capacity_is_never_exceeded_and_nobody_is_offered_twice(snapshot in any_snapshot()) {
        let lines = plan(&snapshot, NOW);
        slots_left(&snapshot, &lines);
        let offered: HashSet<_> = lines.iter().map(|line| line.conv).collect();
        prop_assert_eq!(offered.len(), lines.len());
        prop_assert!(lines.len() <= LINES_MAX);
    }

    #[test]
    fn an_offer_goes_to_an_agent_of_the_queue_and_never_to_its_sender(snapshot in any_snapshot()) {
        let seekers = by_conv(&snapshot);
        for line in plan(&snapshot, NOW) {
            let agent = snapshot.agents.iter().find(|agent| agent.id == line.agent).expect("is there");
            prop_assert!(serves(agent, seekers[&line.conv]));
        }
    }

    #[test]
    fn who_let_a_shopper_pass_rests_thirty_seconds_or_ten_if_alone(snapshot in any_snapshot()) {
        let seekers = by_conv(&snapshot);
        for line in plan(&snapshot, NOW) {
            let seeker = seekers[&line.conv];
            let rested = rested_ms(seeker, line.agent);
            prop_assert!(rested >= PASS_OVER_ALONE_MS);
            let free_colleague = slots_left(&snapshot, &plan(&snapshot, NOW))
                .into_iter()
                .filter(|(id, left)| *id != line.agent && *left > 0)
                .any(|(id, _)| snapshot.agents.iter().any(|agent| agent.id == id && serves(agent, seeker)));
            prop_assert!(!free_colleague || rested >= PASS_OVER_MS, "a colleague could have taken them");
        }
    }

    #[test]
    fn nobody_is_skipped_for_a_later_arrival_whom_the_same_agent_could_serve(snapshot in any_snapshot()) {
        let seekers = by_conv(&snapshot);
        let lines = plan(&snapshot, NOW);
        let offered: HashSet<_> = lines.iter().map(|line| line.conv).collect();
        for skipped in snapshot.seekers.iter().filter(|seeker| !offered.contains(&seeker.conv)) {
            for line in &lines {
                let later = seekers[&line.conv];
                if (skipped.place, skipped.conv) < (later.place, later.conv) {
                    let agent = snapshot.agents.iter().find(|agent| agent.id == line.agent).expect("is there");
                    let could_not = !serves(agent, skipped) || rested_ms(skipped, agent.id) < PASS_OVER_MS;
                    prop_assert!(could_not, "{skipped:?} stood before {later:?}, and {agent:?} could serve both");
                }
            }
        }
    }

    #[test]
    fn nobody_is_forgotten_while_somebody_who_could_serve_them_has_a_slot(snapshot in any_snapshot()) {
        let lines = plan(&snapshot, NOW);
        prop_assume!(lines.len() < LINES_MAX);
        let left = slots_left(&snapshot, &lines);
        let offered: HashSet<_> = lines.iter().map(|line| line.conv).collect();
        for waiting in snapshot.seekers.iter().filter(|seeker| !offered.contains(&seeker.conv)) {
            let able: Vec<_> = snapshot.agents.iter().filter(|agent| serves(agent, waiting)).collect();
            for agent in able.iter().filter(|agent| left[&agent.id] > 0) {
                let rest_ms = if able.len() == 1 { PASS_OVER_ALONE_MS } else { PASS_OVER_MS };
                prop_assert!(rested_ms(waiting, agent.id) < rest_ms, "{waiting:?} was forgotten by {agent:?}");
            }
        }
    }

    #[test]
    fn a_plan_depends_on_what_was_read_and_not_on_its_order(snapshot in any_snapshot(), turn in 0_usize..100) {
        let mut shuffled = snapshot.clone();
        shuffled.agents.reverse();
        let seekers = shuffled.seekers.len();
        if seekers > 0 {
            shuffled.seekers.rotate_left(turn % seekers);
        }
        prop_assert_eq!(plan(&snapshot, NOW), plan(&shuffled, NOW));
    }
}

fn free(n: u128, load: u32) -> FreeAgent {
    FreeAgent {
        id: agent_id(n),
        queues: vec![queue_id(0)],
        load,
        capacity: 4,
        last_assigned_at: Timestamp(0),
    }
}

fn seeking(n: u128, place: i64) -> Seeker {
    Seeker {
        conv: conv_id(n),
        queue: queue_id(0),
        place: Timestamp(place),
        preferred: None,
        never: None,
        passed_over: Vec::new(),
    }
}

fn only_line(agents: Vec<FreeAgent>, seeker: Seeker) -> Option<AgentId> {
    let snapshot = Snapshot {
        agents,
        seekers: vec![seeker],
    };
    plan(&snapshot, NOW).first().map(|line| line.agent)
}

#[test]
fn the_agent_who_knows_the_shopper_comes_first_then_the_least_loaded_then_the_longest_idle() {
    let busy_friend = Seeker {
        preferred: Some(agent_id(2)),
        ..seeking(1, 0)
    };
    assert_eq!(only_line(vec![free(1, 0), free(2, 3)], busy_friend), Some(agent_id(2)));
    assert_eq!(
        only_line(vec![free(1, 2), free(2, 1)], seeking(1, 0)),
        Some(agent_id(2))
    );
    let lately = FreeAgent {
        last_assigned_at: Timestamp(5),
        ..free(1, 1)
    };
    assert_eq!(only_line(vec![lately, free(2, 1)], seeking(1, 0)), Some(agent_id(2)));
}

#[test]
fn a_pass_writes_its_limit_and_leaves_the_rest_in_order() {
    let everybody = LINES_MAX * 2;
    let agents = (0..40)
        .map(|n| FreeAgent {
            capacity: 10,
            ..free(n, 0)
        })
        .collect();
    let seekers = (0..)
        .zip(0..)
        .take(everybody)
        .map(|(n, place)| seeking(n, place))
        .collect();
    let lines = plan(&Snapshot { agents, seekers }, NOW);
    let offered: Vec<_> = lines.iter().map(|line| line.conv).collect();
    let first: Vec<_> = (0..).map(conv_id).take(LINES_MAX).collect();
    assert_eq!(offered, first);
}
