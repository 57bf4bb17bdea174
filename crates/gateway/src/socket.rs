//! A WebSocket and what waits to be written to it. Polled by its connection's task: writing, flushing and reading are one
//! arm of its loop, and none waits inside another's.

use std::{
    collections::VecDeque,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_util::{Sink as _, Stream as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tillside_protocol::{CloseCode, limits};
use tokio::time::Instant;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        error::CapacityError,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode as WireCode},
    },
};

/// tungstenite zero-fills its read buffer before each read: 2 KiB cost a twentieth of its default in memory and half in
/// CPU (`docs/performance.md`).
const READ_BUFFER_BYTES: usize = 2_048;
/// A frame goes to the kernel at once when the buffer has this much; less waits for the flush at the end of a turn.
const WRITE_BUFFER_BYTES: usize = 16_384;
/// The largest server frame and a little more, grown on demand.
const WRITE_BUFFER_BYTES_MAX: usize = 327_680;
/// With more than this waiting, events are left in the log until there is room.
const ROOM_BYTES: usize = 65_536;
/// A reader that takes no byte for this long, while something waits for it, is too slow.
const SLOW_AFTER: Duration = Duration::from_secs(15);

/// What comes off a socket.
pub(crate) enum Received {
    Text(String),
    Binary,
    /// There is room again.
    Room,
    /// The peer is gone, or the frame cannot be; close with this if it still listens.
    Gone(Option<CloseCode>),
}

/// The socket.
pub(crate) struct Socket {
    stream: WebSocketStream<TokioIo<Upgraded>>,
    waiting: VecDeque<Message>,
    waiting_bytes: usize,
    flushing: bool,
    full: bool,
    moved_at: Instant,
}

impl Socket {
    pub(crate) async fn new(upgraded: Upgraded) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .write_buffer_size(WRITE_BUFFER_BYTES)
            .max_write_buffer_size(WRITE_BUFFER_BYTES_MAX)
            .max_frame_size(Some(limits::CLIENT_FRAME_BYTES_MAX))
            .max_message_size(Some(limits::CLIENT_FRAME_BYTES_MAX));
        let stream = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
        Self {
            stream,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            flushing: false,
            full: false,
            moved_at: Instant::now(),
        }
    }

    pub(crate) fn has_room(&self) -> bool {
        self.waiting_bytes < ROOM_BYTES
    }

    pub(crate) fn send(&mut self, text: bytes::Bytes) {
        if self.waiting.is_empty() && !self.flushing {
            self.moved_at = Instant::now();
        }
        self.waiting_bytes += text.len();
        // Our own serialiser wrote it: it is UTF-8.
        let text = text.try_into().unwrap_or_default();
        self.waiting.push_back(Message::Text(text));
        self.full |= !self.has_room();
    }

    pub(crate) fn close(&mut self, code: CloseCode) {
        let frame = CloseFrame {
            code: WireCode::from(code.code()),
            reason: code.reason().into(),
        };
        self.waiting.push_back(Message::Close(Some(frame)));
    }

    /// When a reader that takes nothing becomes too slow; `None` while nothing waits.
    pub(crate) fn slow_at(&self) -> Option<Instant> {
        (self.flushing || !self.waiting.is_empty()).then(|| self.moved_at + SLOW_AFTER)
    }

    /// Writes what it can, then reads if asked. Ready with what was received; pending while there is nothing.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, reads: bool) -> Poll<Received> {
        if let Poll::Ready(Err(error)) = self.poll_write(cx) {
            tracing::debug!(%error, "A socket could not be written");
            return Poll::Ready(Received::Gone(None));
        }
        if self.full && self.has_room() {
            self.full = false;
            return Poll::Ready(Received::Room);
        }
        if reads { self.poll_read(cx) } else { Poll::Pending }
    }

    /// Ready when everything is with the kernel.
    pub(crate) fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut stream = std::pin::Pin::new(&mut self.stream);
        while !self.waiting.is_empty() {
            ready!(stream.as_mut().poll_ready(cx))?;
            let Some(message) = self.waiting.pop_front() else { break };
            self.waiting_bytes -= message_bytes(&message);
            stream.as_mut().start_send(message)?;
            self.flushing = true;
            self.moved_at = Instant::now();
        }
        if self.flushing {
            ready!(stream.as_mut().poll_flush(cx))?;
            self.flushing = false;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Received> {
        loop {
            let received = match ready!(std::pin::Pin::new(&mut self.stream).poll_next(cx)) {
                Some(Ok(Message::Text(text))) => Received::Text(text.as_str().to_owned()),
                Some(Ok(Message::Binary(_))) => Received::Binary,
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Ok(Message::Close(_))) | None => Received::Gone(None),
                Some(Err(Error::Capacity(CapacityError::MessageTooLong { .. }))) => {
                    Received::Gone(Some(CloseCode::TooBig))
                }
                Some(Err(Error::Utf8(_))) => Received::Gone(Some(CloseCode::InvalidUtf8)),
                Some(Err(Error::Protocol(_))) => Received::Gone(Some(CloseCode::ProtocolError)),
                Some(Err(_broken)) => Received::Gone(None),
            };
            return Poll::Ready(received);
        }
    }

    /// After our close frame: reads on until the peer has closed too, so that it gets the code.
    pub(crate) async fn linger(&mut self) {
        const LINGER: Duration = Duration::from_secs(2);
        let closing = std::future::poll_fn(|cx| {
            if let Poll::Ready(Err(_gone)) = self.poll_write(cx) {
                return Poll::Ready(());
            }
            loop {
                match ready!(std::pin::Pin::new(&mut self.stream).poll_next(cx)) {
                    Some(Ok(_late)) => {}
                    Some(Err(_)) | None => return Poll::Ready(()),
                }
            }
        });
        // A peer that does not close is left alone after two seconds.
        if tokio::time::timeout(LINGER, closing).await.is_err() {
            tracing::debug!("A peer did not close in time");
        }
    }
}

fn message_bytes(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len(),
        _ => 0,
    }
}
