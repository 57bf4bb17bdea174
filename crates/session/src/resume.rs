//! What a client that comes back already has.

use tillside_domain::ids::ConversationId;

use crate::follow::Standing;

/// A conversation that the client named in `resume`, as far as it may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resumable {
    pub conv: ConversationId,
    pub head: u64,
    /// `None`: may be read, and is not followed.
    pub standing: Option<Standing>,
}

/// One entry of `resume`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resume {
    /// As the client wrote it.
    pub name: String,
    pub seq: u64,
    /// `None`: not there, or not theirs.
    pub found: Option<Resumable>,
}

/// A replay that is under way, or waits for its turn.
#[derive(Clone, Debug)]
pub(crate) struct Replay {
    pub(crate) conv: ConversationId,
    pub(crate) name: String,
    pub(crate) standing: Option<Standing>,
    pub(crate) at: u64,
}
