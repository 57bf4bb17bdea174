//! Everything that may be done to a conversation, one file each. [`decide`] is the only way to change one: a pure
//! function of the state, the command and the time.
//!
//! To add a command: a variant of [`Command`], its file with a `decide`, its lines in [`Command::needs`] and [`decide`].

mod answer_offer;
mod assign;
mod close;
mod consult;
mod context;
mod fence;
mod note;
mod offer;
mod open;
mod profile;
mod rate;
mod recall;
mod returned;
mod send;
mod take;
mod tick;
mod transfer;

pub use open::{Open, OpenSituation, Opening, open};
pub use transfer::TransferTo;

use crate::{
    agent::AgentNow,
    author::{AgentRef, Author},
    context::{Claim, Context},
    conversation::{Conversation, Phase},
    ids::{AgentId, Cid, ConversationId, OfferId, ShopperId, TransferId, WorkspaceId},
    packet::{Consent, Said},
    queue::Queue,
    refusal::Refusal,
    time::Timestamp,
    turn::{OfferRecord, TransferRecord, Turn},
};

/// A keyed hash of what was sent under a `cid`: enough to tell other content, not enough to read it.
pub type Fingerprint = [u8; 16];

/// Who speaks in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    Shopper(ShopperId),
    Agent { who: AgentRef, epoch: u64 },
}

impl Speaker {
    pub fn author(&self) -> Author {
        match self {
            Self::Shopper(shopper) => Author::Shopper { shopper: *shopper },
            Self::Agent { who, .. } => Author::Agent(who.clone()),
        }
    }
}

/// A text with its idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub cid: Cid,
    pub text: String,
    /// The text alone held a card number and has been masked already.
    pub masked: bool,
    pub fingerprint: Fingerprint,
}

/// What a person, a page, a timer or a routing pass wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Send {
        by: Speaker,
        draft: Draft,
    },
    Note {
        by: AgentRef,
        draft: Draft,
    },
    Leave {
        shopper: ShopperId,
    },
    Rate {
        shopper: ShopperId,
        epoch: Option<u64>,
        score: u8,
        comment: Option<String>,
    },
    Context {
        shopper: ShopperId,
        claim: Claim,
    },
    Profile {
        shopper: ShopperId,
        name: Option<String>,
        email: Option<String>,
        consent: Option<Consent>,
    },
    /// The shopper is back, or has gone, or is at the bank.
    Presence {
        shopper: ShopperId,
        here: bool,
    },
    /// A read mark; `None` is the shopper.
    Read {
        by: Speaker,
        seq: u64,
    },
    Accept {
        by: AgentRef,
        offer: OfferId,
    },
    Decline {
        by: AgentRef,
        offer: OfferId,
    },
    Take {
        by: AgentRef,
    },
    Transfer {
        by: AgentRef,
        epoch: u64,
        transfer: TransferId,
        offer: OfferId,
        to: TransferTo,
        consult: bool,
        note: Option<String>,
    },
    TransferAccept {
        by: AgentRef,
        transfer: TransferId,
    },
    TransferDecline {
        by: AgentRef,
        transfer: TransferId,
    },
    TransferCancel {
        by: AgentRef,
        transfer: TransferId,
    },
    Close {
        by: AgentRef,
        epoch: u64,
        disposition: Option<String>,
    },
    WrapupDone {
        by: AgentRef,
    },
    Takeover {
        by: AgentRef,
        epoch: u64,
    },
    Assign {
        by: AgentRef,
        epoch: u64,
        agent: AgentId,
    },
    /// A line of a routing plan.
    Offer {
        agent: AgentId,
        offer: OfferId,
    },
    /// The owner has no live session.
    Recall {
        transfer: TransferId,
    },
    /// The owner came back before anybody took the recalled conversation.
    RecallOver,
    /// The target of an open offer has no live session.
    TargetGone {
        agent: AgentId,
    },
    /// Whatever is due by now.
    Tick {
        transfer: TransferId,
    },
}

/// What a command is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Conversation(ConversationId),
    Offer(OfferId),
    Transfer(TransferId),
}

/// A command, addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub workspace: WorkspaceId,
    pub target: Target,
    pub command: Command,
}

/// What a command must know beside the conversation itself, so that messages load nothing that they do not need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    pub agents: Vec<AgentId>,
    pub context: bool,
    /// The last messages, for a packet.
    pub turns: bool,
    /// The sender's texts of the last 60 s.
    pub recent: bool,
}

/// What a command knows beside the conversation itself.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The conversation's queue.
    pub queue: Queue,
    /// Agents asked for in [`Needs::agents`] that exist.
    pub agents: Vec<AgentNow>,
    pub context: Context,
    pub turns: Vec<Said>,
    pub recent: Vec<String>,
    /// The offer that the command named, or that its agent was last made of the hand-off it answers.
    pub offer: Option<OfferRecord>,
    /// The hand-off that the command named.
    pub transfer: Option<TransferRecord>,
}

impl Situation {
    fn agent(&self, id: AgentId) -> Option<&AgentNow> {
        self.agents.iter().find(|known| known.agent.id == id)
    }
}

/// What the caller is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Sent {
        seq: u64,
        at: Timestamp,
        dup: bool,
    },
    Appended {
        seq: u64,
    },
    Owner {
        seq: u64,
        epoch: u64,
    },
    Transfer {
        transfer: TransferId,
        expires_at: Timestamp,
    },
    Done,
}

impl Command {
    /// The sender and key under which its event is stored, if it has one.
    pub fn cid(&self) -> Option<(Author, &Draft)> {
        match self {
            Self::Send { by, draft } => Some((by.author(), draft)),
            Self::Note { by, draft } => Some((Author::Agent(by.clone()), draft)),
            _ => None,
        }
    }

    /// Whose offer of a hand-off it answers, if it does.
    pub fn answers_as(&self) -> Option<AgentId> {
        match self {
            Self::TransferAccept { by, .. } | Self::TransferDecline { by, .. } => Some(by.agent),
            _ => None,
        }
    }

    pub fn needs(&self, conversation: &Conversation) -> Needs {
        let agents = |agents: &[AgentId]| Needs {
            agents: agents.to_vec(),
            ..Needs::default()
        };
        match self {
            Self::Send { by, draft } => {
                let stranger = match by {
                    Speaker::Agent { who, .. } if !conversation.is_owned_by(who.agent) => vec![who.agent],
                    _ => Vec::new(),
                };
                let recent = draft.text.contains(char::is_numeric);
                Needs {
                    agents: stranger,
                    recent,
                    ..Needs::default()
                }
            }
            Self::Note { by, draft } => {
                let recent = draft.text.contains(char::is_numeric);
                Needs {
                    agents: vec![by.agent],
                    recent,
                    ..Needs::default()
                }
            }
            Self::Context { .. } | Self::Presence { .. } | Self::Read { .. } => Needs {
                context: true,
                ..Needs::default()
            },
            Self::Transfer { by, to, .. } => {
                let target = match to {
                    TransferTo::Agent(agent) => Some(*agent),
                    TransferTo::Queue(_) => None,
                };
                let agents = [Some(by.agent), target].into_iter().flatten().collect();
                Needs {
                    agents,
                    context: true,
                    turns: true,
                    recent: false,
                }
            }
            Self::Offer { agent, .. } => Needs {
                agents: vec![*agent],
                context: true,
                turns: true,
                recent: false,
            },
            Self::Assign { by, agent, .. } => Needs {
                agents: vec![by.agent, *agent],
                context: true,
                turns: true,
                recent: false,
            },
            Self::Takeover { by, .. } => Needs {
                agents: vec![by.agent],
                context: true,
                turns: true,
                recent: false,
            },
            Self::Take { by }
            | Self::TransferCancel { by, .. }
            | Self::Close { by, .. }
            | Self::Accept { by, .. }
            | Self::Decline { by, .. }
            | Self::TransferAccept { by, .. }
            | Self::TransferDecline { by, .. } => agents(&[by.agent]),
            Self::Recall { .. } | Self::Tick { .. } => {
                let owner: Vec<_> = conversation.owner().map(|owner| owner.agent).into_iter().collect();
                Needs {
                    agents: owner,
                    context: true,
                    turns: true,
                    recent: false,
                }
            }
            Self::Leave { .. }
            | Self::Rate { .. }
            | Self::Profile { .. }
            | Self::RecallOver
            | Self::WrapupDone { .. }
            | Self::TargetGone { .. } => Needs::default(),
        }
    }
}

/// Judges a command. On a refusal nothing has changed; otherwise `turn` holds what to save and to tell.
pub fn decide(turn: &mut Turn, command: Command, situation: &Situation) -> Result<Answer, Refusal> {
    match command {
        Command::Send { by, draft } => send::send(turn, situation, &by, &draft),
        Command::Note { by, draft } => note::note(turn, situation, by, &draft),
        Command::Leave { shopper } => close::leave(turn, situation, shopper),
        Command::Rate {
            shopper,
            epoch,
            score,
            comment,
        } => rate::rate(turn, shopper, epoch, score, comment),
        Command::Context { shopper, claim } => context::context(turn, situation, shopper, claim),
        Command::Profile {
            shopper,
            name,
            email,
            consent,
        } => profile::profile(turn, shopper, name, email, consent),
        Command::Presence { shopper, here } => returned::presence(turn, situation, shopper, here),
        Command::Read { by, seq } => context::read(turn, situation, &by, seq),
        Command::Accept { by, offer } => answer_offer::accept(turn, situation, &by, offer),
        Command::Decline { by, offer } => answer_offer::decline(turn, situation, &by, offer),
        Command::Take { by } => take::take(turn, situation, &by),
        Command::Transfer {
            by,
            epoch,
            transfer,
            offer,
            to,
            consult,
            note,
        } => transfer::transfer(
            turn,
            situation,
            &transfer::Request {
                by,
                epoch,
                transfer,
                offer,
                to,
                consult,
                note,
            },
        ),
        Command::TransferAccept { by, transfer } => transfer::accept(turn, situation, &by, transfer),
        Command::TransferDecline { by, transfer } => transfer::decline(turn, situation, &by, transfer),
        Command::TransferCancel { by, transfer } => transfer::cancel(turn, situation, &by, transfer),
        Command::Close { by, epoch, disposition } => close::close(turn, situation, &by, epoch, disposition),
        Command::WrapupDone { by } => close::wrapup_done(turn, &by),
        Command::Takeover { by, epoch } => assign::takeover(turn, situation, &by, epoch),
        Command::Assign { by, epoch, agent } => assign::assign(turn, situation, &by, epoch, agent),
        Command::Offer { agent, offer } => offer::offer(turn, situation, agent, offer),
        Command::Recall { transfer } => recall::recall(turn, situation, transfer),
        Command::RecallOver => recall::over(turn),
        Command::TargetGone { agent } => offer::target_gone(turn, agent),
        Command::Tick { transfer } => {
            tick::tick(turn, situation, transfer);
            Ok(Answer::Done)
        }
    }
    .inspect(|_answer| close_when_full(turn))
}

/// A log has an end: at its limit the conversation closes, so that growth is bounded.
fn close_when_full(turn: &mut Turn) {
    let full = turn.conversation.head >= crate::conversation::EVENTS_MAX;
    if full && !matches!(turn.conversation.phase, Phase::Wrapup { .. } | Phase::Closed { .. }) {
        close::end(
            turn,
            Author::ROUTING,
            crate::event::ClosedBy::System,
            Some("full".to_owned()),
            None,
            0,
        );
    }
}
