//! One request, one connection, one answer: as plain as a test wants it.

use std::net::SocketAddr;

use http_body_util::{BodyExt as _, Full};
use hyper::{HeaderMap, body::Bytes, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

pub struct Request {
    address: SocketAddr,
    builder: hyper::http::request::Builder,
    body: Vec<u8>,
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Request {
    pub fn new(address: SocketAddr, method: &str, path: &str) -> Self {
        let builder = hyper::Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, address.to_string());
        Self {
            address,
            builder,
            body: Vec::new(),
        }
    }

    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    #[must_use]
    pub fn origin(self, origin: &str) -> Self {
        self.header("origin", origin)
    }

    pub async fn send(self) -> Response {
        let stream = TcpStream::connect(self.address).await.expect("the node listens");
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("a handshake");
        // Its end is seen in the answer, or in the lack of one.
        let driving = tokio::spawn(connection);
        let request = self.builder.body(Full::new(Bytes::from(self.body))).expect("a request");
        let response = sender.send_request(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a whole answer").to_bytes();
        driving.abort();
        Response {
            status: head.status.as_u16(),
            headers: head.headers,
            body,
        }
    }
}

impl Response {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).expect("UTF-8")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("printable"))
    }

    /// Asserts that this is a problem document of that status and code, and returns it.
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        for name in ["type", "title", "detail", "request_id"] {
            assert!(problem[name].is_string(), "`{name}` in {problem}");
        }
        problem
    }

    /// The cookie that this answer sets, as a browser sends it back.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie").expect("a cookie is set");
        set.split(';').next().expect("a name and a value").to_owned()
    }
}
