//! The durable log. A [`Store`] loads, locks and saves conversations and knows nothing of what may happen to them: every
//! change is a command that `tillside_domain::commands::decide` judges inside the writer's transaction.
//!
//! **One way to write, in groups.** Each change is put before the writer without awaiting anything, so a connection's
//! commands keep their order; the writer takes what has arrived while the last commit was in flight, executes it in one
//! transaction, commits (fsync), and only then answers. An answer means durable. A refusal fails its own command only.
//!
//! SQLite is the one backend today; [`contract`] is the suite that PostgreSQL joins unchanged.

#[cfg(feature = "contract")]
pub mod contract;
mod error;
mod outcome;
mod sqlite;

pub use error::{CommandError, StoreError};
pub use outcome::{Done, Followed, OpenOrder, Opened, Outcome, Page, Passed, SessionPlace};
pub use sqlite::{
    Clock, Store,
    board::Attention,
    desk::{Desk, DeskConversation},
    list::{ConversationFilter, ListPage, Listed},
    people::{Account, NewAgent},
    places::Place,
    secrets::{RefreshFamily, SecretKey},
    settings::NewSite,
    shoppers::{KnownShopper, ShopperConversations},
};
