//! The node leaves: everybody is told when to come back, spread over seconds, and nobody's acked message is lost.

use std::time::Duration;

use crate::Gateway;

/// `bye`s are spread over this time.
pub(crate) const BYE_SPREAD_MS: u64 = 8_000;
/// Clients come back within this time after the close, so that the other nodes see no herd.
pub(crate) const COME_BACK_WITHIN_MS: u64 = 2_000;
/// Then the node goes, whoever is still there.
const DRAIN_WITHIN: Duration = Duration::from_secs(15);

/// How a drain went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drain {
    Clean,
    /// Some connections did not close in time.
    Cut,
}

impl Gateway {
    /// Says goodbye to every socket and waits until they are gone.
    pub async fn drain(&self) -> Drain {
        self.0.drain.cancel();
        self.0.connections.close();
        match tokio::time::timeout(DRAIN_WITHIN, self.0.connections.wait()).await {
            Ok(()) => Drain::Clean,
            Err(_late) => Drain::Cut,
        }
    }
}
