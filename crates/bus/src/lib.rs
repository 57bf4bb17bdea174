//! Carries to the other nodes, and to this one, what the store already holds.
//!
//! Every queue, every desk and every conversation that somebody follows is a channel. Publishing comes after the commit;
//! a bus may drop, repeat or reorder anything, and nothing is lost: receivers compare `seq` and `rev` with what they have
//! and read the rest from the store. [`contract`] is the suite that every bus passes.

mod channel;
#[cfg(feature = "contract")]
pub mod contract;
pub mod memory;
#[cfg(feature = "contract")]
pub mod unreliable;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub use channel::{Channel, Message};

/// What a node does with what it hears. Called on the publisher's task: it hands over and returns.
pub type Sink = Arc<dyn Fn(&Channel, &Arc<Message>) + Send + Sync>;

/// The bus could not confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bus does not answer; what was missed is read from the store")]
pub struct BusError;

/// A carrier.
pub trait Bus: Send + Sync {
    /// Hears a channel from now on; resolves when that is confirmed. Hearing it twice is hearing it.
    fn subscribe(&self, channel: Channel) -> BoxFuture<'static, Result<(), BusError>>;

    /// Hears it no longer.
    fn unsubscribe(&self, channel: &Channel);

    /// Tells everybody who hears the channel, this node first.
    fn publish(&self, channel: &Channel, message: Message);
}
