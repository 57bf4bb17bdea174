//! Heartbeats, driven by the server: hidden tabs throttle timers, not what they are sent.

use crate::Millis;

/// How often, and when a silent client counts as dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    pub ping_ms: Millis,
    pub dead_ms: Millis,
}

impl Heartbeat {
    pub const SHOPPER: Self = Self {
        ping_ms: 25_000,
        dead_ms: 35_000,
    };
    pub const AGENT: Self = Self {
        ping_ms: 10_000,
        dead_ms: 15_000,
    };
}

/// The beat of one connection.
#[derive(Debug)]
pub(crate) struct Beat {
    every: Heartbeat,
    next_ping_at: Millis,
    heard_at: Millis,
    n: u64,
}

impl Beat {
    /// `spread` in 0..=999: the first ping comes after that part of a period, so that a reconnecting crowd does not beat
    /// as one.
    pub(crate) fn new(every: Heartbeat, now: Millis, spread: u64) -> Self {
        Self {
            every,
            next_ping_at: now + every.ping_ms * spread.min(999) / 1_000,
            heard_at: now,
            n: 0,
        }
    }

    pub(crate) fn heard(&mut self, now: Millis) {
        self.heard_at = now;
    }

    pub(crate) fn is_dead(&self, now: Millis) -> bool {
        now.saturating_sub(self.heard_at) >= self.every.dead_ms
    }

    /// The number of the ping that is due.
    pub(crate) fn due(&mut self, now: Millis) -> Option<u64> {
        (now >= self.next_ping_at).then(|| {
            self.n += 1;
            self.next_ping_at = now + self.every.ping_ms;
            self.n
        })
    }

    pub(crate) fn wake_at(&self) -> Millis {
        self.next_ping_at.min(self.heard_at + self.every.dead_ms)
    }
}
