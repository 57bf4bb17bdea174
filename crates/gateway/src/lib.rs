//! Holds sockets: the accept loop, one task a connection, the registry of who follows what, fan-out, repairs, drain.
//!
//! A message's way through here: `connection` reads a frame, `tillside_session` judges it, `perform` carries it out;
//! what was committed comes back over the bus to `fan_out`, and from there to every follower's connection.

mod accept;
mod boards;
mod connection;
mod drain;
mod fan_out;
mod greet;
mod perform;
mod places;
mod registry;
mod repair;
mod socket;
mod upgrade;

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
};

pub use accept::{Limits, TrustedProxies};
pub use drain::Drain;
use tillside_auth::{keys::Keyring, origin::OriginPolicy};
use tillside_session::Settings;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use boards::Boards;
use places::Places;
use registry::Registry;

/// What the gateway needs of its node.
pub struct GatewayContext {
    pub keys: Arc<Keyring>,
    pub origins: OriginPolicy,
    pub session: Arc<Settings>,
    pub limits: Limits,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
    /// Who is free of limits per address.
    pub trusted_clients: TrustedProxies,
}

/// The gateway of a node. Cheap to clone.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) context: GatewayContext,
    /// Set once, when the bus that delivers to us is there.
    actions: OnceLock<tillside_actions::Context>,
    pub(crate) registry: Registry,
    pub(crate) places: Places,
    pub(crate) boards: Boards,
    pub(crate) connections: TaskTracker,
    pub(crate) drain: CancellationToken,
}

impl Gateway {
    pub fn new(context: GatewayContext) -> Self {
        Self(Arc::new(Inner {
            context,
            actions: OnceLock::new(),
            registry: Registry::default(),
            places: Places::default(),
            boards: Boards::default(),
            connections: TaskTracker::new(),
            drain: CancellationToken::new(),
        }))
    }

    /// Gives the gateway its actions; before that it accepts nobody.
    pub fn set_actions(&self, actions: tillside_actions::Context) {
        assert!(self.0.actions.set(actions).is_ok(), "a gateway has one set of actions");
    }

    /// Tells those who wait their places, boards their numbers, and everybody what was missed, until cancelled.
    pub async fn look_after(&self, stop: CancellationToken) {
        let inner = &self.0;
        let everything = async {
            tokio::join!(
                places::run(inner),
                boards::run(inner),
                repair::heads(inner),
                repair::presence(inner),
                repair::queues(inner)
            )
        };
        tokio::select! {
            () = stop.cancelled() => {}
            _never = everything => {}
        }
    }
}

impl Inner {
    pub(crate) fn actions(&self) -> &tillside_actions::Context {
        self.actions
            .get()
            .expect("the gateway is given its actions before it accepts")
    }

    pub(crate) fn is_trusted_client(&self, address: IpAddr) -> bool {
        self.context.trusted_clients.holds(address)
    }
}
