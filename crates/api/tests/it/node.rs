//! A node's API without its sockets: a real SQLite store in a folder of its own, a clock that stands still until told.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header, request},
};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tempfile::TempDir;
use tillside_actions::{AgentActor, Context, OpenRequest, ShopperActor, Wake};
use tillside_api::{Api, CookieStyle, Logins, Operations, Readiness};
use tillside_auth::{
    fingerprint,
    keys::{Keyring, SigningKey},
    origin::{ClientAddress, OriginPolicy},
    password,
};
use tillside_bus::memory::Hub;
use tillside_domain::{
    AgentRef, Rights, Timestamp,
    commands::Speaker,
    context::Claim,
    ids::{AgentId, ConversationId, QueueId, WorkspaceId},
    queue::QueueSettings,
    site::Site,
};
use tillside_store::{NewAgent, NewSite, Store};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::described;

pub(crate) const PUBLIC_ORIGIN: &str = "https://chat.test";
pub(crate) const SHOP_ORIGIN: &str = "https://shop.test";
pub(crate) const SITE_SECRET: &str = "secret of the site";
pub(crate) const PASSWORD: &str = "correct horse";

pub(crate) struct Node {
    pub(crate) ctx: Context,
    pub(crate) readiness: Readiness,
    pub(crate) workspace: WorkspaceId,
    pub(crate) queue: QueueId,
    pub(crate) site: Site,
    router: Router,
    clock: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Node {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(1_795_000_000_000));
        let now = Arc::clone(&clock);
        let store = Store::open(
            &folder.path().join("t.db"),
            true,
            Arc::new(move || Timestamp(now.load(Ordering::SeqCst))),
        )
        .unwrap();
        let (workspace, _new) = store.add_workspace("w".into()).await.unwrap();
        let queue = store
            .add_queue(workspace, "sales".into(), QueueSettings::default())
            .await
            .unwrap()
            .id;
        let site = NewSite {
            workspace,
            key: "demo".into(),
            name: "Shop".into(),
            origins: vec![SHOP_ORIGIN.into()],
            secret: SITE_SECRET.into(),
            locale: "en".into(),
        };
        let site = store.add_site(site).await.unwrap().unwrap();
        let keyring = Arc::new(Keyring::new(vec![SigningKey::new([7; 32], Timestamp(0))]).unwrap());
        let fingerprints = Arc::clone(&keyring);
        let ctx = Context {
            store,
            bus: Arc::new(Hub::default().join(Arc::new(|_channel, _message| {}))),
            wake: Wake::default(),
            fingerprint: Arc::new(move |body: &[u8]| fingerprint::of(&fingerprints, body)),
            node: "n".into(),
        };
        let readiness = Readiness::default();
        readiness.ready();
        let api = Api {
            actions: ctx.clone(),
            keyring,
            origins: Arc::new(OriginPolicy::public(PUBLIC_ORIGIN)),
            cookies: CookieStyle::Secure,
            logins: Logins::default(),
            trusts: Arc::new(|address| address == IpAddr::from([10, 0, 0, 1])),
        };
        let operations = Operations {
            actions: ctx.clone(),
            readiness: readiness.clone(),
            metrics: Arc::new(|| "tillside_up 1\n".to_owned()),
        };
        let router = tillside_api::router(api).merge(tillside_api::operations(operations));
        Self {
            ctx,
            readiness,
            workspace,
            queue,
            site,
            router: tillside_api::stamped(router),
            clock,
            _folder: folder,
        }
    }

    pub(crate) fn advance_ms(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    /// Asks; what is answered must be what `openapi.json` says.
    pub(crate) async fn ask(&self, asking: Asking) -> Answer {
        let path = asking.path.clone();
        let method = asking.method.clone();
        let response = self.router.clone().oneshot(asking.request()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        assert_eq!(parts.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert!(parts.headers.contains_key("x-request-id"), "{path}");
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        };
        described::check(&method, &path, &answer);
        answer
    }

    /// Adds an agent of the queue.
    pub(crate) async fn agent(&self, name: &str, rights: Rights) -> AgentActor {
        let id = self.account(name, rights, vec![self.queue]).await;
        AgentActor {
            who: AgentRef {
                agent: id,
                name: name.to_owned(),
            },
            workspace: self.workspace,
            rights,
        }
    }

    async fn account(&self, name: &str, rights: Rights, queues: Vec<QueueId>) -> AgentId {
        let agent = NewAgent {
            workspace: self.workspace,
            email: format!("{}@shop.test", name.to_lowercase()),
            name: name.to_owned(),
            password: password::hash(PASSWORD, [3; 16]),
            rights,
            capacity: 4,
            queues,
        };
        self.ctx.store.add_agent(agent).await.unwrap().unwrap()
    }

    /// Signs an agent in; their access token.
    pub(crate) async fn token_of(&self, agent: &AgentActor) -> String {
        let answer = self.ask(sign_in(&agent.who.name, PASSWORD)).await;
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// A shopper's session.
    pub(crate) async fn shopper(&self) -> Shopper {
        Shopper::of(self, &self.ask(session(SHOP_ORIGIN, &[])).await)
    }
}

pub(crate) struct Shopper {
    pub(crate) actor: ShopperActor,
    pub(crate) token: String,
    pub(crate) resume: String,
}

impl Shopper {
    pub(crate) fn of(node: &Node, answer: &Answer) -> Self {
        let json = answer.json();
        let text = |name: &str| json[name].as_str().unwrap().to_owned();
        Self {
            actor: ShopperActor {
                id: text("shopper").parse().unwrap(),
                workspace: node.workspace,
                site: node.site.id,
            },
            token: text("token"),
            resume: text("resume"),
        }
    }

    pub(crate) async fn opens(&self, node: &Node) -> ConversationId {
        let request = OpenRequest {
            cid: Uuid::now_v7(),
            queue: None,
            subject: Some("A <b>lamp</b>".into()),
            locale: None,
            name: None,
            email: None,
            claim: Claim::default(),
        };
        tillside_actions::open(&node.ctx, self.actor, request)
            .await
            .unwrap()
            .conv
    }

    pub(crate) async fn says(&self, node: &Node, conv: ConversationId, text: &str) {
        let by = Speaker::Shopper(self.actor.id);
        tillside_actions::send(&node.ctx, node.workspace, by, conv, Uuid::now_v7(), text)
            .await
            .unwrap();
    }
}

/// A request.
pub(crate) struct Asking {
    method: Method,
    path: String,
    body: Body,
    builder: request::Builder,
    from: IpAddr,
}

pub(crate) fn get(path: impl Into<String>) -> Asking {
    Asking::new(Method::GET, path.into(), Body::empty())
}

pub(crate) fn post(path: &str, body: &Value) -> Asking {
    Asking::new(Method::POST, path.to_owned(), Body::from(body.to_string()))
}

pub(crate) fn post_bytes(path: &str, body: impl Into<Body>) -> Asking {
    Asking::new(Method::POST, path.to_owned(), body.into())
}

pub(crate) fn session(origin: &str, more: &[(&str, &str)]) -> Asking {
    let mut body = serde_json::json!({"site_key": "demo", "page_origin": origin});
    for (name, value) in more {
        body[name] = (*value).into();
    }
    post("/api/v1/widget/session", &body)
}

pub(crate) fn sign_in(name: &str, password: &str) -> Asking {
    let email = format!("{}@shop.test", name.to_uppercase());
    post(
        "/api/v1/auth/login",
        &serde_json::json!({"email": email, "password": password}),
    )
}

impl Asking {
    fn new(method: Method, path: String, body: Body) -> Self {
        Self {
            method,
            path,
            body,
            builder: Request::builder(),
            from: Ipv4Addr::LOCALHOST.into(),
        }
    }

    pub(crate) fn header(mut self, name: header::HeaderName, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header(header::AUTHORIZATION, &format!("Bearer {token}"))
    }

    pub(crate) fn cookie(self, cookie: &str) -> Self {
        self.header(header::COOKIE, cookie)
    }

    pub(crate) fn from(mut self, address: [u8; 4]) -> Self {
        self.from = address.into();
        self
    }

    fn request(self) -> Request<Body> {
        self.builder
            .method(self.method)
            .uri(self.path)
            .extension(ClientAddress(self.from))
            .body(self.body)
            .unwrap()
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    /// The status and code of a problem.
    pub(crate) fn problem(&self) -> (u16, String) {
        let problem: Value = serde_json::from_str(&self.text).unwrap();
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(problem["status"], self.status.as_u16());
        (self.status.as_u16(), problem["code"].as_str().unwrap().to_owned())
    }

    /// The cookie that was set, as a browser sends it back.
    pub(crate) fn cookie(&self) -> String {
        let set = self.headers[header::SET_COOKIE].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }

    pub(crate) fn is(&self, status: u16, code: &str) {
        assert_eq!(self.problem(), (status, code.to_owned()), "{}", self.text);
    }
}
