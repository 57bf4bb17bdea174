//! The accept loop: our own, because a header deadline and caps belong here. `/ws` is upgraded, everything else is the
//! router's.

use std::{
    collections::HashMap,
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, body::Body, extract::Request, http::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tillside_auth::origin::ClientAddress;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::{Gateway, Inner, upgrade};

/// How long a client has for the header of a request.
const HEADER_WITHIN: Duration = Duration::from_secs(5);
/// How long a client has for a TLS handshake.
const TLS_WITHIN: Duration = Duration::from_secs(5);
/// The most bytes of a request's header.
const HEADER_BYTES_MAX: usize = 16_384;
/// After an accept that failed for want of descriptors.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// Connections at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub connections: usize,
    /// From one address, unless it is trusted. An office behind one address is many people.
    pub connections_per_address: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 18_000,
            connections_per_address: 1_000,
        }
    }
}

/// Networks whose members are believed, or spared.
#[derive(Clone)]
pub struct TrustedProxies(Arc<dyn Fn(IpAddr) -> bool + Send + Sync>);

impl TrustedProxies {
    pub fn new(holds: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(holds))
    }

    pub(crate) fn holds(&self, address: IpAddr) -> bool {
        (self.0)(address)
    }
}

/// How many there are.
#[derive(Default)]
struct Crowd(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    total: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A place in the crowd, given back when dropped. A WebSocket keeps the one of its HTTP connection.
pub(crate) struct Place {
    crowd: Arc<Crowd>,
    address: IpAddr,
}

impl Crowd {
    fn enter(self: &Arc<Self>, address: IpAddr, limits: Limits, spared: bool) -> Option<Place> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let here = counts.by_address.get(&address).copied().unwrap_or(0);
        if counts.total >= limits.connections || (!spared && here >= limits.connections_per_address) {
            return None;
        }
        counts.total += 1;
        *counts.by_address.entry(address).or_default() += 1;
        Some(Place {
            crowd: Arc::clone(self),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.total -= 1;
        if let Some(here) = counts.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                counts.by_address.remove(&self.address);
            }
        }
    }
}

impl Gateway {
    /// Accepts until cancelled. Requests under way are finished; sockets are drained by [`crate::Drain`].
    pub async fn serve(
        &self,
        listener: TcpListener,
        router: Router,
        tls: Option<TlsAcceptor>,
        stop: CancellationToken,
    ) {
        let crowd = Arc::new(Crowd::default());
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => return,
                accepted = listener.accept() => accepted,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "A connection was not accepted");
                    tokio::time::sleep(ACCEPT_AGAIN).await;
                    continue;
                }
            };
            let inner = &self.0;
            let address = peer.ip().to_canonical();
            let spared = inner.is_trusted_client(address) || inner.context.trusted_proxies.holds(address);
            let Some(place) = crowd.enter(address, inner.context.limits, spared) else {
                metrics::counter!("tillside_connections_refused_total").increment(1);
                continue;
            };
            let client = Client {
                inner: Arc::clone(inner),
                peer,
                place: Arc::new(place),
                router: router.clone(),
            };
            tokio::spawn(client.serve_stream(stream, tls.clone(), stop.clone()));
        }
    }
}

/// One connection's client.
#[derive(Clone)]
struct Client {
    inner: Arc<Inner>,
    peer: SocketAddr,
    place: Arc<Place>,
    router: Router,
}

impl Client {
    async fn serve_stream(self, stream: TcpStream, tls: Option<TlsAcceptor>, stop: CancellationToken) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "A socket keeps Nagle's algorithm");
        }
        match tls {
            None => self.serve_http(stream, stop).await,
            Some(acceptor) => match tokio::time::timeout(TLS_WITHIN, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => self.serve_http(stream, stop).await,
                Ok(Err(error)) => tracing::debug!(%error, "A TLS handshake failed"),
                Err(_late) => tracing::debug!("A TLS handshake took too long"),
            },
        }
    }

    async fn serve_http(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, stop: CancellationToken) {
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let client = self.clone();
            async move { Ok::<_, Infallible>(client.answer(request.map(Body::new)).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_WITHIN)
            .max_buf_size(HEADER_BYTES_MAX)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut connection = std::pin::pin!(connection);
        let mut leaving = false;
        loop {
            tokio::select! {
                served = connection.as_mut() => {
                    if let Err(error) = served {
                        tracing::debug!(%error, "An HTTP connection ended early");
                    }
                    return;
                }
                () = stop.cancelled(), if !leaving => {
                    leaving = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }

    async fn answer(self, mut request: Request) -> Response<Body> {
        if request.uri().path() == "/ws" {
            return upgrade::upgrade(&self.inner, request, self.place);
        }
        let address = client_address(&self.inner, self.peer.ip().to_canonical(), &request);
        request.extensions_mut().insert(ClientAddress(address));
        self.router
            .oneshot(request)
            .await
            .unwrap_or_else(|never| match never {})
    }
}

/// Behind trusted proxies, the last address of `X-Forwarded-For` that is not one of them.
fn client_address(inner: &Inner, peer: IpAddr, request: &Request) -> IpAddr {
    let proxies = &inner.context.trusted_proxies;
    if !proxies.holds(peer) {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for");
    let hops: Vec<IpAddr> = forwarded
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|hop| hop.trim().parse().ok())
        .collect();
    hops.into_iter().rev().find(|hop| !proxies.holds(*hop)).unwrap_or(peer)
}
