//! A bus that misbehaves, by a seed: drops, repeats and reorders. Whatever runs on it must still lose nothing.

use std::sync::{Mutex, PoisonError};

use futures_util::future::BoxFuture;
use rand::{Rng as _, SeedableRng as _, rngs::SmallRng};

use crate::{Bus, BusError, Channel, Message};

/// Messages held back at once, to be said later.
const HELD_MAX: usize = 16;

/// The misbehaving bus around another.
pub struct Unreliable<B> {
    inner: B,
    state: Mutex<State>,
}

struct State {
    rng: SmallRng,
    held: Vec<(Channel, Message)>,
}

impl<B: Bus> Unreliable<B> {
    pub fn new(inner: B, seed: u64) -> Self {
        Self {
            inner,
            state: Mutex::new(State {
                rng: SmallRng::seed_from_u64(seed),
                held: Vec::new(),
            }),
        }
    }
}

impl<B: Bus> Bus for Unreliable<B> {
    fn subscribe(&self, channel: Channel) -> BoxFuture<'static, Result<(), BusError>> {
        self.inner.subscribe(channel)
    }

    fn unsubscribe(&self, channel: &Channel) {
        self.inner.unsubscribe(channel);
    }

    fn publish(&self, channel: &Channel, message: Message) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut say = Vec::new();
        match state.rng.random_range(0..10) {
            0 | 1 => {}
            2 => say.extend([(*channel, message.clone()), (*channel, message)]),
            3 | 4 if state.held.len() < HELD_MAX => state.held.push((*channel, message)),
            _ => say.push((*channel, message)),
        }
        if !state.held.is_empty() && state.rng.random_bool(0.3) {
            let held = state.held.len();
            let which = state.rng.random_range(0..held);
            say.push(state.held.swap_remove(which));
        }
        drop(state);
        for (channel, message) in say {
            self.inner.publish(&channel, message);
        }
    }
}
