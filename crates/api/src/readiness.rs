//! Whether this node wants traffic.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Not ready while the node starts, and again once it drains. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// The node serves.
    pub fn ready(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// The node is about to leave.
    pub fn draining(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
