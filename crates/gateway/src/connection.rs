//! One task a connection: the only place where a socket is touched.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use futures_util::{
    FutureExt as _, StreamExt as _,
    future::BoxFuture,
    stream::{FuturesOrdered, FuturesUnordered},
};
use hyper::upgrade::Upgraded;
use rand::Rng as _;
use tillside_auth::refresh::FamilyId;
use tillside_bus::Channel;
use tillside_domain::ids::{ConversationId, ShopperId, WorkspaceId};
use tillside_protocol::{AgentFrame, Answer, CloseCode, ErrorBody, ServerFrame, limits::SERVER_FRAME_BYTES_MAX};
use tillside_session::{Command, Input, Millis, Output, Session, Standing};
use tokio::{sync::mpsc, time::Instant};

use crate::{
    Inner, greet,
    greet::{Greeted, Who},
    perform::{self, Performed},
    registry::{Handle, Hint, INBOX_HINTS},
    socket::{Received, Socket},
};

/// What cannot be answered within this time is answered `unavailable`: its outcome is unknown.
const ANSWER_WITHIN: Duration = Duration::from_secs(8);
const UNAVAILABLE_AFTER_MS: u64 = 1_000;

/// What comes back from work that has no place in the order of answers.
enum Found {
    Greeted(Box<Result<Greeted, CloseCode>>),
    Input(Input),
    Nothing,
}

/// What one turn of the loop found.
enum Turn {
    Input(Input),
    Hint(Hint),
    Performed(Performed),
    Found(Found),
    Received(Received),
    Drain,
    Bye,
}

struct Connection {
    inner: Arc<Inner>,
    session: Session,
    socket: Socket,
    handle: Handle,
    began: Instant,
    who: Option<Arc<Who>>,
    /// Answers come in the order of the commands. At most 32 are under way: then the socket is not read.
    performing: FuturesOrdered<BoxFuture<'static, Performed>>,
    finding: FuturesUnordered<BoxFuture<'static, Found>>,
    outputs: Vec<Output>,
    closing: Option<CloseCode>,
    /// The node leaves; this connection says goodbye then, and serves until then.
    bye_at: Option<Instant>,
    watches_board: bool,
    /// An agent's sign-in.
    sign_in: Option<FamilyId>,
}

/// Serves one WebSocket until it is closed.
pub(crate) async fn serve(inner: Arc<Inner>, upgraded: Upgraded) {
    metrics::gauge!("tillside_sockets").increment(1.0);
    let socket = Socket::new(upgraded).await;
    let conn = uuid::Uuid::now_v7().simple().to_string();
    let (handle, hints, missed) = inner.registry.handle(&conn);
    let spread = rand::rng().random_range(0..1_000);
    let session = Session::new(conn, Arc::clone(&inner.context.session), spread, 0);
    let mut connection = Connection {
        inner,
        session,
        socket,
        handle,
        began: Instant::now(),
        who: None,
        performing: FuturesOrdered::new(),
        finding: FuturesUnordered::new(),
        outputs: Vec::new(),
        closing: None,
        bye_at: None,
        watches_board: false,
        sign_in: None,
    };
    connection.run(hints, &missed).await;
    connection.leave().await;
    metrics::gauge!("tillside_sockets").decrement(1.0);
}

impl Connection {
    /// Waits on what others hint, on answers, on what was read from the store, on the socket, on time and on the node's
    /// drain. Fair on purpose (no `biased`): a flooding client must not starve its own heartbeat. Every arm is cancel-safe.
    async fn run(&mut self, mut hints: mpsc::Receiver<Hint>, missed: &AtomicBool) {
        let drain = self.inner.drain.clone();
        while self.closing.is_none() {
            let reads = self.session.wants_frames();
            let wake_at = self.wake_at();
            let turn = tokio::select! {
                Some(hint) = hints.recv() => Turn::Hint(hint),
                Some(performed) = self.performing.next(), if !self.performing.is_empty() => Turn::Performed(performed),
                Some(found) = self.finding.next(), if !self.finding.is_empty() => Turn::Found(found),
                received = std::future::poll_fn(|cx| self.socket.poll(cx, reads)) => Turn::Received(received),
                () = tokio::time::sleep_until(wake_at) => Turn::Input(Input::Tick),
                () = drain.cancelled(), if self.bye_at.is_none() => Turn::Drain,
                () = sleep_until(self.bye_at), if self.bye_at.is_some() => Turn::Bye,
            };
            self.turn(turn).await;
            // What else is there already goes out with the same flush.
            for _more in 0..INBOX_HINTS {
                let Ok(hint) = hints.try_recv() else { break };
                self.turn(Turn::Hint(hint)).await;
            }
            while let Some(performed) = self.next_performed() {
                self.turn(Turn::Performed(performed)).await;
            }
            if missed.swap(false, Ordering::AcqRel) {
                self.input(Input::Missed);
            }
            self.judge_reader();
        }
    }

    /// An answer that is there already.
    fn next_performed(&mut self) -> Option<Performed> {
        self.performing.next().now_or_never().flatten()
    }

    fn now(&self) -> Millis {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(Millis::MAX)
    }

    fn wake_at(&self) -> Instant {
        /// Nothing is due: look again in an hour.
        const NOTHING_DUE: Duration = Duration::from_hours(1);
        let due = self.session.wake_at().map(|at| self.began + Duration::from_millis(at));
        let slow = self.socket.slow_at().filter(|_at| self.session.is_behind());
        [due, slow]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or_else(|| Instant::now() + NOTHING_DUE)
    }

    /// No byte taken for 15 s while something is behind.
    fn judge_reader(&mut self) {
        if self.session.is_behind() && self.socket.slow_at().is_some_and(|at| Instant::now() >= at) {
            self.closing = Some(CloseCode::ReaderTooSlow);
        }
    }

    async fn turn(&mut self, turn: Turn) {
        match turn {
            Turn::Input(input) | Turn::Found(Found::Input(input)) => self.input(input),
            Turn::Hint(Hint::Close(code)) => self.closing = Some(code),
            Turn::Hint(hint) => self.input(input_of(hint)),
            Turn::Performed((answer, claims)) => self.performed(answer, claims),
            Turn::Found(Found::Greeted(greeted)) => self.greeted(*greeted).await,
            Turn::Found(Found::Nothing) => {}
            Turn::Received(Received::Text(text)) => self.input(Input::Text(text)),
            Turn::Received(Received::Binary) => self.input(Input::Binary),
            Turn::Received(Received::Room) => self.input(Input::Tick),
            Turn::Received(Received::Gone(code)) => self.closing = Some(code.unwrap_or(CloseCode::Normal)),
            Turn::Drain => {
                let spread = rand::rng().random_range(0..crate::drain::BYE_SPREAD_MS);
                self.bye_at = Some(Instant::now() + Duration::from_millis(spread));
            }
            Turn::Bye => self.bye().await,
        }
    }

    fn performed(&mut self, answer: Result<Answer, ErrorBody>, claims: Option<tillside_auth::token::Claims>) {
        if let Some(claims) = claims {
            let at = greet::token_ends_at(&claims, self.inner.actions().store.now(), self.now());
            self.input(Input::TokenEnds(at));
        }
        if let (
            Ok(Answer::Opened {
                conv, created: true, ..
            }),
            Some(Who::Shopper(actor)),
        ) = (&answer, self.who.as_deref())
        {
            self.inner.registry.opened(actor.id, *conv, &self.handle);
        }
        self.input(Input::Done(answer));
    }

    /// What has been asked is answered, then `bye`, then the close: no acked message is lost.
    async fn bye(&mut self) {
        while let Some((answer, claims)) = self.performing.next().await {
            self.performed(answer, claims);
        }
        let after_ms = rand::rng().random_range(0..crate::drain::COME_BACK_WITHIN_MS);
        self.input(Input::Bye { after_ms });
    }

    fn input(&mut self, input: Input) {
        let now = self.now();
        let mut outputs = std::mem::take(&mut self.outputs);
        self.session.handle(now, self.socket.has_room(), input, &mut outputs);
        for output in outputs.drain(..) {
            self.output(output);
        }
        self.outputs = outputs;
    }

    fn output(&mut self, output: Output) {
        match output {
            Output::Send(frame) => self.send(frame),
            Output::Show(event, viewer) => {
                metrics::counter!("tillside_deliveries_total").increment(1);
                self.socket.send(event.frame(viewer));
            }
            Output::Bytes(bytes) => self.socket.send(bytes),
            Output::Greet(hello) => {
                let (inner, conn, now) = (Arc::clone(&self.inner), Arc::clone(&self.handle.conn), self.now());
                let greeting = async move { Found::Greeted(Box::new(greet::greet(&inner, &conn, &hello, now).await)) };
                self.finding.push(greeting.boxed());
            }
            Output::Perform(command) => self.perform(command),
            Output::Settle(answer) => self.performing.push_back(std::future::ready((answer, None)).boxed()),
            Output::Cast(mark) => {
                if let Some(who) = self.who.clone() {
                    let inner = Arc::clone(&self.inner);
                    let casting = async move {
                        perform::cast(&inner, &who, mark).await;
                        Found::Nothing
                    };
                    self.finding.push(casting.boxed());
                }
            }
            Output::Follow(conv, standing) => self.follow(conv, standing),
            Output::Unfollow(conv) => self.unfollow(conv),
            Output::Read { conv, after, limit } => {
                let inner = Arc::clone(&self.inner);
                let reading = async move { Found::Input(Input::Page(conv, read(&inner, conv, after, limit).await)) };
                self.finding.push(reading.boxed());
            }
            Output::ReadDesk => {
                if let Some(who) = self.who.clone() {
                    let (inner, sign_in) = (Arc::clone(&self.inner), self.sign_in);
                    let reading =
                        async move { Found::Input(Input::DeskRead(greet::read_desk(&inner, &who, sign_in).await)) };
                    self.finding.push(reading.boxed());
                }
            }
            Output::Close(code) => self.closing = Some(code),
        }
    }

    fn send(&mut self, frame: ServerFrame) {
        let written = match serde_json::to_vec(&frame) {
            Ok(text) if text.len() > SERVER_FRAME_BYTES_MAX => serde_json::to_vec(&frame.slim()),
            written => written,
        };
        match written {
            Ok(text) => self.socket.send(Bytes::from(text)),
            Err(error) => tracing::error!(%error, "A frame could not be written as JSON"),
        }
    }

    fn perform(&mut self, command: Command) {
        let Some(who) = self.who.clone() else { return };
        if let Command::Agent(frame) = &command
            && let AgentFrame::Board { on, .. } = frame.as_ref()
        {
            self.watch_board(&who, *on);
        }
        let inner = Arc::clone(&self.inner);
        let performing = async move { perform::perform(&inner, &who, command).await };
        let mut performing = async move {
            let late = (Err(ErrorBody::unavailable(UNAVAILABLE_AFTER_MS)), None);
            tokio::time::timeout(ANSWER_WITHIN, performing).await.unwrap_or(late)
        }
        .boxed();
        // Begun at once: what is put before the writer is there before the next frame is read, so that a person's commands
        // never overtake each other.
        match (&mut performing).now_or_never() {
            Some(performed) => self.performing.push_back(std::future::ready(performed).boxed()),
            None => self.performing.push_back(performing),
        }
    }

    fn watch_board(&mut self, who: &Who, on: bool) {
        if let Who::Agent(actor) = who
            && actor.rights.supervises()
        {
            self.watches_board = on;
            if on {
                self.inner.boards.watch(actor.workspace, &self.handle);
            } else {
                self.inner.boards.leave(actor.workspace, &self.handle);
            }
        }
    }

    async fn greeted(&mut self, greeted: Result<Greeted, CloseCode>) {
        let (who, welcome, too_many) = match greeted {
            Ok(greeted) => {
                self.sign_in = greeted.sign_in;
                (greeted.who, greeted.welcome, greeted.too_many)
            }
            Err(code) => return self.input(Input::Greeted(Box::new(Err(code)))),
        };
        let inner = Arc::clone(&self.inner);
        match &who {
            Who::Shopper(actor) => {
                inner.registry.shopper_came(actor.id, &self.handle);
                let open: Vec<_> = welcome.conversations.iter().map(|(_view, conv, ..)| *conv).collect();
                if !open.is_empty() {
                    tillside_actions::shopper_came(inner.actions(), *actor, &open).await;
                    for conv in &open {
                        inner.places.tell_again(*conv);
                    }
                }
            }
            Who::Agent(actor) => {
                let channel = Channel::Desk(actor.workspace, actor.id());
                inner
                    .registry
                    .agent_came(actor.workspace, actor.id(), &self.handle, || {
                        inner.hear_channel(channel);
                    });
                inner.registry.close(actor.id(), &too_many, CloseCode::TooManySockets);
            }
        }
        self.who = Some(Arc::new(who));
        self.input(Input::Greeted(Box::new(Ok(welcome))));
        // The desk may have moved between its reading and our listening.
        self.input(Input::Missed);
    }

    fn workspace(&self) -> Option<WorkspaceId> {
        self.who.as_deref().map(|who| match who {
            Who::Shopper(actor) => actor.workspace,
            Who::Agent(actor) => actor.workspace,
        })
    }

    fn follow(&mut self, conv: ConversationId, standing: Standing) {
        let Some(workspace) = self.workspace() else { return };
        let inner = &self.inner;
        let channel = Channel::Conversation(workspace, conv);
        inner
            .registry
            .follow(workspace, conv, &self.handle, standing, || inner.hear_channel(channel));
        if standing == Standing::Own {
            inner.places.tell_again(conv);
        }
    }

    fn unfollow(&mut self, conv: ConversationId) {
        let inner = &self.inner;
        inner.registry.unfollow(conv, &self.handle, |workspace| {
            inner.actions().bus.unsubscribe(&Channel::Conversation(workspace, conv));
        });
    }

    /// Closes, and takes this connection out of every index.
    async fn leave(&mut self) {
        if let Some(code) = self.closing {
            self.socket.close(code);
            self.socket.linger().await;
        }
        let followed: Vec<(ConversationId, Standing)> = self.session.left_behind().collect();
        for (conv, _standing) in &followed {
            self.unfollow(*conv);
        }
        let Some(who) = self.who.take() else { return };
        match who.as_ref() {
            Who::Shopper(actor) => {
                let own: Vec<_> = followed.iter().map(|(conv, _standing)| *conv).collect();
                if self.shopper_left(actor.id) && !own.is_empty() {
                    tillside_actions::shopper_went(self.inner.actions(), *actor, &own).await;
                }
            }
            Who::Agent(actor) => {
                if self.watches_board {
                    self.inner.boards.leave(actor.workspace, &self.handle);
                }
                let inner = &self.inner;
                inner.registry.agent_went(actor.id(), &self.handle, |workspace| {
                    inner.actions().bus.unsubscribe(&Channel::Desk(workspace, actor.id()));
                });
                let conn = self.handle.conn.to_string();
                tillside_actions::agent_disconnected(inner.actions(), actor.workspace, conn).await;
            }
        }
    }

    fn shopper_left(&self, shopper: ShopperId) -> bool {
        self.inner.registry.shopper_went(shopper, &self.handle)
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

fn input_of(hint: Hint) -> Input {
    match hint {
        Hint::Event(event) => Input::Event(event),
        Hint::Ephemeral(conv, what) => Input::Ephemeral(conv, Box::new(what.as_ref().clone())),
        Hint::Desk(rev) => Input::Desk(rev),
        Hint::Head(conv, head) => Input::Head(conv, head),
        Hint::Joined(conv) => Input::Joined(conv),
        Hint::Board(frame) => Input::Board(frame),
        // Handled before it comes here; a second look at the time does no harm.
        Hint::Close(_code) => Input::Tick,
    }
}

async fn read(
    inner: &Inner,
    conv: ConversationId,
    after: u64,
    limit: u32,
) -> Option<(Vec<tillside_domain::Event>, u64)> {
    match tillside_actions::page_after(inner.actions(), conv, after, limit).await {
        Ok(page) => page.map(|page| (page.events, page.head)),
        Err(error) => {
            tracing::warn!(%error, conversation.id = %conv, "A log could not be read");
            None
        }
    }
}

impl Inner {
    /// Hears a channel from now on. What was said before is read from the store: following begins with a read.
    pub(crate) fn hear_channel(&self, channel: Channel) {
        let confirmed = self.actions().bus.subscribe(channel);
        tokio::spawn(async move {
            if let Err(error) = confirmed.await {
                tracing::debug!(%error, ?channel, "A subscription was not confirmed");
            }
        });
    }
}
