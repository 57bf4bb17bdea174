//! `tillside serve`: wires a node together, and takes it apart in order.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use tillside_actions::{Context, Router, Wake, upkeep};
use tillside_api::{Api, CookieStyle, Logins, Operations, Readiness};
use tillside_auth::{fingerprint, keys::Keyring, origin::OriginPolicy};
use tillside_bus::memory::Hub;
use tillside_gateway::{Drain, Gateway, GatewayContext, Limits, TrustedProxies};
use tillside_session::{Rate, Settings};
use tillside_store::Store;
use tokio::net::{TcpListener, TcpSocket};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::{open, say};
use crate::{
    assets::{self, Assets},
    config::{self, Config, Network, PublicUrl},
    demo, keys,
    lifecycle::{Leaving, Lifecycle},
    telemetry::{self, Metrics},
    tls,
};

/// A SQLite file has one process, so its node keeps its name: the sessions of one that was killed end when the next starts.
const NODE: &str = "solo";
/// Handshakes that wait to be accepted, as many as Linux lets by default (`somaxconn`). With the usual 128 a storm of 2,000
/// lost 255, each for a second.
const BACKLOG: u32 = 4_096;
const FOLD_METRICS_EVERY: Duration = Duration::from_secs(5);

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let lifecycle = Lifecycle::begin()?;
    let metrics = telemetry::start_metrics()?;
    let store = open(&config, config.migrates)?;
    if config.demo {
        demo::seed(&store).await?;
    }
    let keyring = Arc::new(keys::unlock(&store, config.secret.as_ref()).await?);
    let tls = config.tls.as_ref().map(tls::server_config).transpose()?;
    let listener = bind(config.listen)?;
    let address = listener.local_addr().context("ask for the address listened on")?;

    let node = Node::build(&config, address, store, keyring);
    node.take_over().await?;
    node.spawn(&lifecycle, &metrics);
    let operations = tillside_api::operations(Operations {
        actions: node.actions.clone(),
        readiness: node.readiness.clone(),
        metrics: {
            let metrics = metrics.clone();
            Arc::new(move || metrics.render())
        },
    });
    let mut pages = node.pages(&config);
    match config.ops_listen {
        None => pages = pages.merge(operations),
        Some(ops_listen) => {
            let listener = bind(ops_listen)?;
            let serving = node.serve(listener, operations, None, lifecycle.stop());
            lifecycle.spawn("operations", serving);
        }
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    let serving = node.serve(listener, pages, tls.map(TlsAcceptor::from), lifecycle.stop());
    lifecycle.spawn("accept", serving);
    node.readiness.ready();
    say(format_args!("listening on {scheme}://{address}"))?;
    if config.demo {
        invite(scheme, address.port())?;
    }
    node.leave(lifecycle).await
}

fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let listen = || {
        let socket = if address.is_ipv4() {
            TcpSocket::new_v4()
        } else {
            TcpSocket::new_v6()
        }?;
        // As the standard library does: a restarted node takes its port back at once.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    listen().with_context(|| format!("listen on {address}"))
}

/// Where to go with a demo, and as whom.
fn invite(scheme: &str, port: u16) -> anyhow::Result<()> {
    say(format_args!("shop     {scheme}://localhost:{port}/demo/"))?;
    say(format_args!("console  {scheme}://127.0.0.1:{port}/console/"))?;
    for (email, name, _rights) in demo::AGENTS {
        say(format_args!("         {name}: {email}, password {}", demo::PASSWORD))?;
    }
    Ok(())
}

/// A node's parts.
struct Node {
    api: Api,
    actions: Context,
    gateway: Gateway,
    readiness: Readiness,
}

impl Node {
    fn build(config: &Config, address: SocketAddr, store: Store, keyring: Arc<Keyring>) -> Self {
        let origins = origins(config, address);
        let gateway = Gateway::new(GatewayContext {
            keys: Arc::clone(&keyring),
            origins: origins.clone(),
            session: Arc::new(Settings {
                node: NODE.to_owned(),
                log: store.log_id(),
                shopper_rate: rate(config.rate_shopper),
                agent_rate: rate(config.rate_agent),
            }),
            limits: Limits::default(),
            trusted_proxies: TrustedProxies::new(among(config.trusted_proxies.clone())),
            trusted_clients: TrustedProxies::new(among(config.trusted_clients.clone())),
        });
        let fingerprints = Arc::clone(&keyring);
        let actions = Context {
            store,
            bus: Arc::new(Hub::default().join(gateway.sink())),
            wake: Wake::default(),
            fingerprint: Arc::new(move |body: &[u8]| fingerprint::of(&fingerprints, body)),
            node: NODE.into(),
        };
        gateway.set_actions(actions.clone());
        let api = Api {
            actions: actions.clone(),
            keyring,
            origins: Arc::new(origins),
            cookies: cookies(config),
            logins: Logins::default(),
            trusts: Arc::new(among(config.trusted_clients.clone())),
        };
        Self {
            api,
            actions,
            gateway,
            readiness: Readiness::default(),
        }
    }

    /// Ends what a process before this one left behind. Nobody listens yet, so nobody is told; the router looks itself.
    async fn take_over(&self) -> anyhow::Result<()> {
        let store = &self.actions.store;
        let _outcome = store
            .end_dead_sessions(NODE.to_owned())
            .await
            .context("end the sessions of an earlier process")?;
        store
            .renew_lease(NODE.to_owned())
            .await
            .context("take this node's lease")
    }

    fn spawn(&self, lifecycle: &Lifecycle, metrics: &Metrics) {
        let (actions, stop) = (&self.actions, lifecycle.stop());
        lifecycle.spawn("router", Router::new(actions.clone()).run(stop.clone()));
        lifecycle.spawn("upkeep", upkeep(actions.clone(), stop.clone()));
        lifecycle.spawn("metrics", fold(metrics.clone(), stop.clone()));
        let gateway = self.gateway.clone();
        lifecycle.spawn("gateway", async move { gateway.look_after(stop).await });
    }

    /// Everything but `/ws`, which the gateway answers itself.
    fn pages(&self, config: &Config) -> axum::Router {
        let public_origin = config.public_url.as_ref().map(PublicUrl::origin);
        tillside_api::router(self.api.clone()).merge(assets::router(Assets {
            store: self.actions.store.clone(),
            public_origin: public_origin.map(str::to_owned),
            demo: config.demo,
        }))
    }

    fn serve(
        &self,
        listener: TcpListener,
        router: axum::Router,
        tls: Option<TlsAcceptor>,
        stop: CancellationToken,
    ) -> impl Future<Output = ()> + Send + use<> {
        let gateway = self.gateway.clone();
        let router = tillside_api::stamped(router);
        async move { gateway.serve(listener, router, tls, stop).await }
    }

    /// Waits for the signal to leave; then: not ready, `bye` to every socket, background tasks, the last rows.
    async fn leave(self, mut lifecycle: Lifecycle) -> anyhow::Result<()> {
        let leaving = lifecycle.leaving().await;
        self.readiness.draining();
        tracing::info!("Leaving: sockets are told to come back");
        let drained = tokio::select! {
            drained = self.gateway.drain() => drained,
            () = lifecycle.asked_again() => Drain::Cut,
        };
        if drained == Drain::Cut {
            tracing::warn!("Left before every socket was closed");
        }
        lifecycle.finish().await;
        self.actions
            .store
            .end_dead_sessions(NODE.to_owned())
            .await
            .context("end this node's sessions")?;
        anyhow::ensure!(leaving == Leaving::Asked, "a background task ended; the log says which");
        Ok(())
    }
}

async fn fold(metrics: Metrics, stop: CancellationToken) {
    let mut every = tokio::time::interval(FOLD_METRICS_EVERY);
    while stop.run_until_cancelled(every.tick()).await.is_some() {
        metrics.fold();
    }
}

fn origins(config: &Config, address: SocketAddr) -> OriginPolicy {
    let policy = match &config.public_url {
        Some(url) => OriginPolicy::public(url.origin()),
        None => OriginPolicy::listening(address, config.tls.is_some()),
    };
    if config.demo {
        policy.with_any_loopback_port()
    } else {
        policy
    }
}

fn cookies(config: &Config) -> CookieStyle {
    let is_https = config
        .public_url
        .as_ref()
        .map_or(config.tls.is_some(), PublicUrl::is_https);
    if is_https {
        CookieStyle::Secure
    } else {
        CookieStyle::Plain
    }
}

fn rate(rate: config::Rate) -> Rate {
    Rate {
        burst: rate.burst,
        per_s: rate.per_s,
    }
}

fn among(networks: Vec<Network>) -> impl Fn(std::net::IpAddr) -> bool + Send + Sync + 'static {
    move |address| networks.iter().any(|network| network.contains(address))
}
