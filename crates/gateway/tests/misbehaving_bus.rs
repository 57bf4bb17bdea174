//! Two nodes, one database, and a bus between them that drops, repeats and reorders: nothing is lost, doubled or
//! reordered for anybody; it only takes longer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tillside_actions::{Context, Router, Wake, upkeep};
use tillside_auth::{
    fingerprint,
    keys::{Keyring, SigningKey},
    origin::OriginPolicy,
    refresh::FamilyId,
    token::{self, Claims},
};
use tillside_bus::{memory::Hub, unreliable::Unreliable};
use tillside_domain::{
    Rights, Timestamp,
    ids::{ShopperId, WorkspaceId},
    queue::QueueSettings,
    site::Site,
};
use tillside_gateway::{Gateway, GatewayContext, Limits, TrustedProxies};
use tillside_session::{Rate, Settings};
use tillside_store::{NewAgent, NewSite, RefreshFamily, Store};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const SHOPPERS: usize = 6;
const MESSAGES: usize = 25;
/// Anti-entropy looks every 3 s; this is many times that.
const SETTLES_WITHIN: Duration = Duration::from_secs(45);

struct World {
    store: Store,
    keys: Arc<Keyring>,
    workspace: WorkspaceId,
    site: Site,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

fn wall_clock() -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("tillside.db"), true, Arc::new(wall_clock)).unwrap();
        let keys = Keyring::new(vec![SigningKey::new([7; 32], Timestamp(0))]).unwrap();
        let (workspace, _new) = store.add_workspace("w".to_owned()).await.unwrap();
        store
            .add_queue(workspace, "sales".to_owned(), QueueSettings::default())
            .await
            .unwrap();
        let site = NewSite {
            workspace,
            key: "k".to_owned(),
            name: "Shop".to_owned(),
            origins: Vec::new(),
            secret: String::new(),
            locale: "en".to_owned(),
        };
        let site = store.add_site(site).await.unwrap().unwrap();
        let stop = CancellationToken::new();
        Self {
            store,
            keys: Arc::new(keys),
            workspace,
            site,
            stop,
            _folder: folder,
        }
    }

    /// A node on its own port, with its own end of the bus.
    async fn node(&self, name: &str, hub: &Hub, seed: u64) -> SocketAddr {
        let rate = Rate {
            burst: 1_000,
            per_s: 1_000,
        };
        let gateway = Gateway::new(GatewayContext {
            keys: Arc::clone(&self.keys),
            origins: OriginPolicy::public("http://nobody.test"),
            session: Arc::new(Settings {
                node: name.to_owned(),
                log: self.store.log_id(),
                shopper_rate: rate,
                agent_rate: rate,
            }),
            limits: Limits::default(),
            trusted_proxies: TrustedProxies::new(|_address| false),
            trusted_clients: TrustedProxies::new(|_address| true),
        });
        let keys = Arc::clone(&self.keys);
        let context = Context {
            store: self.store.clone(),
            bus: Arc::new(Unreliable::new(hub.join(gateway.sink()), seed)),
            wake: Wake::default(),
            fingerprint: Arc::new(move |body| fingerprint::of(&keys, body)),
            node: name.into(),
        };
        gateway.set_actions(context.clone());
        self.store.renew_lease(name.to_owned()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(Router::new(context.clone()).run(self.stop.clone()));
        tokio::spawn(upkeep(context, self.stop.clone()));
        let (looking, stop) = (gateway.clone(), self.stop.clone());
        tokio::spawn(async move { looking.look_after(stop).await });
        let stop = self.stop.clone();
        tokio::spawn(async move { gateway.serve(listener, axum::Router::new(), None, stop).await });
        address
    }

    fn shopper_token(&self) -> String {
        let shopper = ShopperId(Uuid::now_v7());
        token::mint(
            &self.keys,
            &Claims::shopper(shopper, self.workspace, self.site.id, self.store.now()),
        )
    }

    async fn agent_token(&self, capacity: u32) -> String {
        let new = NewAgent {
            workspace: self.workspace,
            email: "ana@shop.test".to_owned(),
            name: "Ana".to_owned(),
            password: String::new(),
            rights: Rights::Agent,
            capacity,
            queues: self.site.queues.clone(),
        };
        let agent = self.store.add_agent(new).await.unwrap().unwrap();
        let family = Uuid::now_v7();
        let now = self.store.now();
        let kept = RefreshFamily {
            id: family,
            agent,
            generation: 0,
            rotated_at: now,
            expires_at: now.plus_ms(3_600_000),
            revoked: false,
        };
        self.store.begin_family(kept).await.unwrap();
        token::mint(
            &self.keys,
            &Claims::agent(agent, self.workspace, Rights::Agent, FamilyId(family), now),
        )
    }
}

/// A client that answers pings, fetches nothing, and writes down the events of each conversation.
struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    logs: BTreeMap<String, Vec<u64>>,
    commands: usize,
    offers: Vec<String>,
    epochs: BTreeMap<String, u64>,
}

impl Client {
    async fn connect(address: SocketAddr, token: &str) -> Self {
        let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", "tillside.v1".parse().unwrap());
        let (socket, _response) = connect_async(request).await.unwrap();
        let mut client = Self {
            socket,
            logs: BTreeMap::new(),
            commands: 0,
            offers: Vec::new(),
            epochs: BTreeMap::new(),
        };
        client
            .send(&json!({"t": "hello", "v": 1, "token": token, "device": "d"}))
            .await;
        client
    }

    async fn send(&mut self, frame: &Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    async fn command(&mut self, mut frame: Value) -> Value {
        self.commands += 1;
        let id = self.commands.to_string();
        frame["id"] = json!(id);
        self.send(&frame).await;
        loop {
            let answer = self.receive().await;
            if answer["re"] == json!(id) {
                assert_eq!(answer["t"], "ok", "{frame} was answered {answer}");
                return answer;
            }
        }
    }

    async fn receive(&mut self) -> Value {
        let text = self.socket.next().await.expect("the socket is open").unwrap();
        let frame: Value = serde_json::from_str(text.to_text().unwrap()).unwrap();
        match frame["t"].as_str().unwrap() {
            "ping" => self.send(&json!({"t": "pong", "n": frame["n"]})).await,
            "event" => self.write_down(&frame),
            "offer" => self.offers.push(frame["offer"].as_str().unwrap().to_owned()),
            _ => {}
        }
        frame
    }

    fn write_down(&mut self, event: &Value) {
        let log = self.logs.entry(event["conv"].as_str().unwrap().to_owned()).or_default();
        let seq = event["seq"].as_u64().unwrap();
        if let Some(last) = log.last() {
            assert_eq!(seq, last + 1, "SEND3: once, in order, without holes");
        }
        log.push(seq);
    }

    async fn say(&mut self, conv: &str, text: &str) {
        let body = json!({"kind": "text", "text": text});
        let mut frame = json!({"t": "send", "conv": conv, "cid": Uuid::now_v7(), "body": body});
        if let Some(epoch) = self.epochs.get(conv) {
            frame["epoch"] = json!(epoch);
        }
        self.command(frame).await;
    }

    /// Listens until every log has reached its head.
    async fn catch_up(&mut self, heads: &BTreeMap<String, u64>) {
        let behind = |client: &Self| heads.iter().any(|(conv, head)| client.logs[conv].last() != Some(head));
        while behind(self) {
            self.receive().await;
        }
    }
}

async fn heads_of(world: &World, convs: &[String]) -> BTreeMap<String, u64> {
    let ids = convs.iter().map(|conv| conv.parse().unwrap()).collect();
    let heads = world.store.heads(ids).await.unwrap();
    heads.into_iter().map(|(conv, head)| (conv.to_string(), head)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn send3_every_follower_gets_every_event_once_in_order_whatever_the_bus_does() {
    // Seeds that have found something, and some that have not yet.
    for seed in [11, 12, 13] {
        chat_over(seed).await;
    }
}

async fn chat_over(seed: u64) {
    let world = World::new().await;
    let hub = Hub::default();
    let here = world.node("here", &hub, seed).await;
    let there = world.node("there", &hub, seed + 1_000).await;

    let mut ana = Client::connect(there, &world.agent_token(50).await).await;
    ana.command(json!({"t": "status", "availability": "online"})).await;
    let mut shoppers = Vec::new();
    for _ in 0..SHOPPERS {
        let mut shopper = Client::connect(here, &world.shopper_token()).await;
        let opened = shopper.command(json!({"t": "open", "cid": Uuid::now_v7()})).await;
        shoppers.push((shopper, opened["conv"].as_str().unwrap().to_owned()));
    }

    // The offers come, sooner or later, over the bus or by the look of a second.
    let answering = async {
        for _ in 0..SHOPPERS {
            while ana.offers.is_empty() {
                ana.receive().await;
            }
            let offer = ana.offers.remove(0);
            let accepted = ana.command(json!({"t": "accept", "offer": offer})).await;
            ana.epochs.insert(
                accepted["conv"].as_str().unwrap().to_owned(),
                accepted["epoch"].as_u64().unwrap(),
            );
        }
    };
    tokio::time::timeout(SETTLES_WITHIN, answering)
        .await
        .expect("every shopper is offered and accepted");

    for n in 0..MESSAGES {
        for (shopper, conv) in &mut shoppers {
            shopper.say(conv, &format!("question {n}")).await;
            ana.say(conv, &format!("answer {n}")).await;
        }
    }

    let convs: Vec<String> = shoppers.iter().map(|(_shopper, conv)| conv.clone()).collect();
    let heads = heads_of(&world, &convs).await;
    let catching_up = async {
        ana.catch_up(&heads).await;
        for (shopper, conv) in &mut shoppers {
            shopper.catch_up(&BTreeMap::from([(conv.clone(), heads[conv])])).await;
        }
    };
    tokio::time::timeout(SETTLES_WITHIN, catching_up)
        .await
        .expect("everybody has everything in the end");
    world.stop.cancel();
}
