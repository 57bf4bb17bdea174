//! What a committed change means for others.

use tillside_domain::{
    Conversation, Event,
    commands::{Answer, Open},
    context::Context,
    ids::{AgentId, ConversationId, QueueId, SiteId, WorkspaceId},
    turn::{ContextMove, Notice},
};

/// What to tell once it is committed.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Appended; or, for a duplicate, the event that was there already: telling it again repairs a lost hint.
    pub events: Vec<Event>,
    /// Desks that moved, with their new `rev`.
    pub desks: Vec<(AgentId, u64)>,
    pub notices: Vec<Notice>,
    /// What is known beside the log, if that changed.
    pub context: Option<(ConversationId, ContextMove)>,
}

impl Outcome {
    /// Joins what several commands of one transaction mean.
    pub fn absorb(&mut self, other: Self) {
        self.events.extend(other.events);
        self.desks.extend(other.desks);
        self.notices.extend(other.notices);
        self.context = other.context.or(self.context.take());
    }
}

/// A command that was carried out.
#[derive(Clone, Debug)]
pub struct Done {
    pub conversation: ConversationId,
    pub answer: Answer,
    /// Who let an offer expire.
    pub missed: Option<AgentId>,
    pub outcome: Outcome,
}

/// A shopper's `open`, addressed.
#[derive(Clone, Debug)]
pub struct OpenOrder {
    pub workspace: WorkspaceId,
    pub site: SiteId,
    /// A queue of the site, by id; without one, its first.
    pub queue: Option<QueueId>,
    pub open: Open,
}

/// The conversation that an `open` gave.
#[derive(Clone, Debug)]
pub struct Opened {
    pub conversation: ConversationId,
    pub created: bool,
    /// This `cid` named it before.
    pub dup: bool,
    pub outcome: Outcome,
}

/// What a routing pass did.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    pub outcome: Outcome,
    pub offers: usize,
    /// It stopped at its limit: there is more to do.
    pub more: bool,
}

/// Where and who a socket of an agent is.
#[derive(Clone, Debug)]
pub struct SessionPlace {
    pub conn: String,
    pub node: String,
    pub agent: AgentId,
}

/// A page of a log.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub events: Vec<Event>,
    pub head: u64,
}

/// A conversation with what is known beside its log.
#[derive(Clone, Debug)]
pub struct Followed {
    pub conversation: Conversation,
    pub context: Context,
}
