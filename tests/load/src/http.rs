//! One kept connection for the few requests that come before a socket.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Bytes, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

pub(crate) struct Http {
    host: String,
    requests: http1::SendRequest<Full<Bytes>>,
}

impl Http {
    pub(crate) async fn connect(to: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(to).await.context("connect")?;
        let (requests, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // How it ends is seen in the answers.
        tokio::spawn(connection);
        Ok(Self {
            host: to.to_string(),
            requests,
        })
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Result<Value> {
        let request = hyper::Request::post(path)
            .header(header::HOST, &self.host)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body.to_string())))?;
        self.requests.ready().await?;
        let response = self.requests.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        ensure!(
            status.is_success(),
            "{path} was answered {status}: {}",
            String::from_utf8_lossy(&body)
        );
        Ok(serde_json::from_slice(&body)?)
    }
}
