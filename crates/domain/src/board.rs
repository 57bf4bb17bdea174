//! Queues and agents at a moment: what supervisors watch and shoppers are promised by.

use crate::{agent::AgentNow, queue::Queue, time::Timestamp};

/// The service level counts first answers within this time.
pub const SERVICE_LEVEL_WITHIN_MS: i64 = 30_000;

/// A queue at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueNow {
    pub queue: Queue,
    pub waiting: u32,
    pub offered: u32,
    /// Owned, in wrap-up.
    pub active: u32,
    pub longest_wait_ms: Option<i64>,
    pub agents_online: u32,
    pub slots_free: u32,
    /// Of `.1` who were answered lately, `.0` were within the time.
    pub service_level: Option<(u64, u64)>,
}

/// Queues and agents of a workspace.
#[derive(Clone, Debug, Default)]
pub struct BoardSnapshot {
    pub at: Timestamp,
    pub queues: Vec<QueueNow>,
    pub agents: Vec<AgentNow>,
}

/// A queue in one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueMinute {
    pub at: Timestamp,
    pub depth: u32,
    pub longest_wait_ms: Option<i64>,
    pub agents_online: u32,
    pub slots_free: u32,
}
