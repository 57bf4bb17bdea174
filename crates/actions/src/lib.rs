//! Everything a person or a timer can do, one file each: check, write, tell. The only place where store and bus meet.
//!
//! To add an action: a file with a function that takes the [`Context`] and an actor, makes a domain command of what it is
//! given, and tells the outcome with [`Context::tell`].

mod access;
mod actor;
mod board;
mod browse;
mod close;
mod command;
mod error;
mod failpoint;
mod fetch;
mod gauges;
mod mark;
mod note;
mod offer;
mod open;
mod page;
mod places;
mod rate;
mod router;
mod screen;
mod send;
mod session;
mod sign_in;
mod status;
mod supervise;
mod sync;
mod tell;
mod transfer;
mod upkeep;

use std::sync::Arc;

pub use access::{Sight, conversation, readable};
pub use actor::{AgentActor, ShopperActor};
pub use board::{availability, board, queue_history};
pub use browse::{list, shopper_history};
pub use close::{close, leave, wrapup_done};
pub use error::{ActionError, is_full};
pub use fetch::{FetchFrom, fetch};
pub use mark::{read, typing};
pub use note::note;
pub use offer::{accept, decline, take};
pub use open::{OpenRequest, OpenedConversation, open};
pub use page::{page_context, profile};
pub use places::{Promised, places, record_promise};
pub use rate::rate;
pub use router::{Router, Wake};
pub use send::send;
pub use session::{agent_connected, agent_disconnected, shopper_came, shopper_went};
pub use sign_in::{is_signed_in, judge_sign_in};
pub use status::status;
pub use supervise::{assign, follow, takeover};
pub use sync::{desk, desk_revs, heads, page_after, queues_of_all, seen, shopper};
pub use transfer::{To, TransferRequest, transfer, transfer_accept, transfer_cancel, transfer_decline};
pub use upkeep::upkeep;

use tillside_bus::Bus;
pub use tillside_domain::board::{BoardSnapshot, QueueMinute, QueueNow};
use tillside_domain::commands::Fingerprint;
use tillside_store::Store;
pub use tillside_store::{
    ConversationFilter, Desk, DeskConversation, Followed, KnownShopper, ListPage, Page, RefreshFamily,
    ShopperConversations, StoreError,
};

/// A keyed hash of what was sent under a `cid`.
pub type Fingerprinter = Arc<dyn Fn(&[u8]) -> Fingerprint + Send + Sync>;

/// What every action works with. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    pub store: Store,
    pub bus: Arc<dyn Bus>,
    pub wake: Wake,
    pub fingerprint: Fingerprinter,
    /// This node's name, for sessions and leases.
    pub node: Arc<str>,
}
