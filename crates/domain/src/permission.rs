//! Who may do what: the table of `protocol.md` §3.5, in one place. Every frame and endpoint asks it; a test walks it.

use crate::{
    agent::Agent,
    conversation::{Conversation, Phase},
    ids::AgentId,
};

/// How an agent stands to a conversation; several may hold at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    pub owner: bool,
    /// Target of an open offer.
    pub target: bool,
    pub consulted: bool,
    pub former_owner: bool,
    /// An agent of its queue.
    pub in_queue: bool,
    /// Supervisor or admin.
    pub supervisor: bool,
}

/// What may be asked of a conversation by an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// `send`, `read`, `typing`.
    Speak,
    Note,
    /// The hand-off packet.
    Packet,
    /// `fetch`, events, conversation, transcript, a search hit.
    Read,
    /// Followed from the desk, without asking.
    OnDesk,
    /// `follow`, `takeover`, `assign`.
    Supervise,
    /// `transfer`, `propose`, `promise`, `close`.
    Handle,
    CancelTransfer,
    Take,
}

impl Relation {
    pub fn of(conversation: &Conversation, agent: &Agent) -> Self {
        let offered = conversation.open_offer();
        Self {
            owner: conversation.is_owned_by(agent.id),
            target: offered.is_some_and(|offer| offer.agent.agent == agent.id),
            consulted: conversation
                .consults
                .iter()
                .any(|consult| consult.agent.agent == agent.id),
            former_owner: has_handled(conversation, agent.id),
            in_queue: agent.serves(conversation.queue),
            supervisor: agent.rights.supervises(),
        }
    }

    /// The table. `phase` matters only for what agents of the queue may see and take.
    pub fn may(self, right: Right, phase: &Phase) -> bool {
        let unowned = matches!(
            phase,
            Phase::Waiting { .. } | Phase::Offered { .. } | Phase::Parked { .. }
        );
        let closed = matches!(phase, Phase::Closed { .. });
        match right {
            Right::Speak | Right::Handle => self.owner,
            Right::Note => self.owner || self.consulted || self.supervisor,
            Right::Packet => self.owner || self.target || self.consulted || self.supervisor,
            Right::Read => {
                self.owner
                    || self.consulted
                    || self.former_owner
                    || self.supervisor
                    || (self.in_queue && (unowned || closed))
            }
            Right::OnDesk => self.owner || self.consulted,
            Right::Supervise => self.supervisor,
            Right::CancelTransfer => self.owner || self.supervisor,
            Right::Take => unowned && (self.in_queue || self.supervisor),
        }
    }
}

fn has_handled(conversation: &Conversation, agent: AgentId) -> bool {
    conversation.segments.iter().any(|segment| segment.agent == agent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{event::ParkReason, time::Timestamp};

    /// The rows of `protocol.md` §3.5: owner, target, consulted, former owner, agent of its queue, supervisor.
    #[test]
    fn authz1_the_table_is_the_protocols() {
        let relations = [
            Relation {
                owner: true,
                ..Relation::default()
            },
            Relation {
                target: true,
                ..Relation::default()
            },
            Relation {
                consulted: true,
                ..Relation::default()
            },
            Relation {
                former_owner: true,
                ..Relation::default()
            },
            Relation {
                in_queue: true,
                ..Relation::default()
            },
            Relation {
                supervisor: true,
                ..Relation::default()
            },
        ];
        let owned = Phase::Owned {
            owner: crate::author::AgentRef {
                agent: AgentId(uuid::Uuid::nil()),
                name: String::new(),
            },
            joined: 1,
            idle: false,
        };
        let parked = Phase::Parked {
            reason: ParkReason::Message,
        };
        let waiting = Phase::Waiting { since: Timestamp(0) };
        let rows: [(Right, &Phase, &str); 12] = [
            (Right::Speak, &owned, "x....."),
            (Right::Note, &owned, "x.x..x"),
            (Right::Packet, &owned, "xxx..x"),
            (Right::Read, &owned, "x.xx.x"),
            (Right::Read, &parked, "x.xxxx"),
            (Right::Read, &waiting, "x.xxxx"),
            (Right::OnDesk, &owned, "x.x..."),
            (Right::Handle, &owned, "x....."),
            (Right::CancelTransfer, &owned, "x....x"),
            (Right::Take, &waiting, "....xx"),
            (Right::Take, &owned, "......"),
            (Right::Supervise, &owned, ".....x"),
        ];
        for (right, phase, ticks) in rows {
            let got: String = relations
                .iter()
                .map(|relation| if relation.may(right, phase) { 'x' } else { '.' })
                .collect();
            assert_eq!(got, ticks, "{right:?} in {phase:?}");
        }
    }
}
