//! Who is offered to whom: a routing pass's plan, pure and deterministic.
//!
//! Shoppers are served in the order of their virtual arrival; an agent who knows the shopper comes first, then the least
//! loaded, then the one who has had nothing for longest. A plan never gives an agent more than their free slots, nor a
//! conversation to two.

use std::collections::HashMap;

use crate::{
    conversation::PassedOver,
    ids::{AgentId, ConversationId, QueueId},
    time::Timestamp,
};

/// Lines that one pass writes at most; the rest comes after the messages that wait.
pub const LINES_MAX: usize = 64;
/// Of each lane as many waiting are read as there are free slots, and this many more for those who are passed over.
pub const LANE_SPARE: usize = 32;

/// An agent with a free slot, and a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeAgent {
    pub id: AgentId,
    pub queues: Vec<QueueId>,
    pub load: u32,
    pub capacity: u32,
    pub last_assigned_at: Timestamp,
}

/// A conversation that seeks an agent: a shopper who waits, or a hand-off to a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeker {
    pub conv: ConversationId,
    pub queue: QueueId,
    /// The virtual arrival: the moment of arrival less any boost.
    pub place: Timestamp,
    pub preferred: Option<AgentId>,
    /// The sender of a hand-off: never offered their own.
    pub never: Option<AgentId>,
    pub passed_over: Vec<PassedOver>,
}

/// What a pass has read.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub agents: Vec<FreeAgent>,
    pub seekers: Vec<Seeker>,
}

/// One line of a plan: offer this conversation to this agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub conv: ConversationId,
    pub agent: AgentId,
}

/// Plans at most [`LINES_MAX`] offers.
pub fn plan(snapshot: &Snapshot, now: Timestamp) -> Vec<Line> {
    let mut seekers: Vec<&Seeker> = snapshot.seekers.iter().collect();
    seekers.sort_unstable_by_key(|seeker| (seeker.place, seeker.conv));
    let mut given: HashMap<AgentId, u32> = HashMap::new();
    let mut lines = Vec::new();
    for seeker in seekers {
        if lines.len() == LINES_MAX {
            break;
        }
        if let Some(agent) = choose(snapshot, seeker, &given, now) {
            *given.entry(agent).or_default() += 1;
            lines.push(Line {
                conv: seeker.conv,
                agent,
            });
        }
    }
    lines
}

fn choose(snapshot: &Snapshot, seeker: &Seeker, given: &HashMap<AgentId, u32>, now: Timestamp) -> Option<AgentId> {
    let load = |agent: &FreeAgent| agent.load + given.get(&agent.id).copied().unwrap_or(0);
    let able: Vec<&FreeAgent> = snapshot
        .agents
        .iter()
        .filter(|agent| agent.queues.contains(&seeker.queue))
        .filter(|agent| load(agent) < agent.capacity && seeker.never != Some(agent.id))
        .collect();
    able.iter()
        .filter(|agent| {
            let somebody_else = able.iter().any(|other| other.id != agent.id);
            !passed_over(seeker, agent.id, somebody_else, now)
        })
        .min_by_key(|agent| {
            (
                seeker.preferred != Some(agent.id),
                load(agent),
                agent.last_assigned_at,
                agent.id,
            )
        })
        .map(|agent| agent.id)
}

fn passed_over(seeker: &Seeker, agent: AgentId, somebody_else: bool, now: Timestamp) -> bool {
    let rest_ms = if somebody_else {
        crate::conversation::PASS_OVER_MS
    } else {
        crate::conversation::PASS_OVER_ALONE_MS
    };
    seeker
        .passed_over
        .iter()
        .any(|passed| passed.agent == agent && now.since(passed.at) < rest_ms)
}
