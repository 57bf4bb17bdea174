//! Commands that are under way, oldest first: answers come in their order (CMD2).

use tillside_domain::ids::{ConversationId, OfferId, TransferId};

/// What an `ok` will mean for what this connection follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Nothing,
    /// The conversation in the answer is followed from the `seq` in it.
    Follow,
    /// The conversation is followed from its head, because it was asked for.
    Peek(ConversationId),
    /// A page after `seq` was fetched: it may end a pause.
    Fetched {
        conv: ConversationId,
        after: u64,
    },
    /// An offer was answered here: no need to be told that it ended.
    Answered(OfferId),
    /// The same, named by its hand-off.
    AnsweredTransfer(TransferId),
}

/// A command that has no answer yet.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) re: String,
    pub(crate) then: Then,
}
