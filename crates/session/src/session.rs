//! The state machine of one connection.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::Arc,
};

use bytes::Bytes;
use tillside_domain::{
    Event, Timestamp,
    ephemeral::Ephemeral,
    ids::{AgentId, ConversationId},
};
use tillside_protocol::{
    AgentFrame, Answer, CloseCode, ErrorBody, ErrorCode, Hello, ServerFrame, ShopperFrame, limits,
    server_frame::{AnyConversation, Limits, Me, RateLimit},
};

use crate::{
    DeskView, Heartbeat, LiveEvent, Rate, Resume, Standing, Viewer,
    desk::DeskState,
    follow::{Cursor, standing_after, takes_off_desk},
    frames::{self, Frame, NotAFrame},
    heartbeat::Beat,
    pending::{Pending, Then},
    rate::{Bucket, Minute},
    resume::Replay,
};

/// Milliseconds of a clock that only goes forward.
pub type Millis = u64;

/// Events of one read from the log.
const PAGE_EVENTS: u32 = 200;
/// Ephemera that wait for the socket; the oldest are dropped.
const EPHEMERA_MAX: usize = 64;
/// A conversation's cart is told at most this often.
const CONTEXT_EVERY_MS: Millis = 500;
/// Typing is passed on at most this often.
const TYPING_EVERY_MS: Millis = 3_000;

/// Who is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Shopper,
    Agent { id: AgentId, supervises: bool },
}

/// What every connection of a node has in common.
#[derive(Clone, Debug)]
pub struct Settings {
    pub node: String,
    pub log: String,
    pub shopper_rate: Rate,
    pub agent_rate: Rate,
}

/// What the gateway found out about a `hello`.
#[derive(Clone, Debug)]
pub struct Welcome {
    pub role: Role,
    pub me: Me,
    pub now: Timestamp,
    /// In milliseconds of the connection's clock.
    pub token_ends_at: Millis,
    /// What is followed from now on: the view, its head, why.
    pub conversations: Vec<(AnyConversation, ConversationId, u64, Standing)>,
    pub resume: Vec<Resume>,
    /// The client has a copy of this log, not of one before a restore.
    pub same_log: bool,
    pub desk: Option<Box<DeskView>>,
}

/// Everything that happens to a connection.
#[derive(Debug)]
pub enum Input {
    /// A text frame.
    Text(String),
    /// A binary frame.
    Binary,
    /// The answer to [`Output::Greet`].
    Greeted(Box<Result<Welcome, CloseCode>>),
    /// Somebody appended, or it is said again.
    Event(Arc<LiveEvent>),
    Ephemeral(ConversationId, Box<Ephemeral>),
    /// The desk's head.
    Desk(u64),
    /// The board, for those who asked for it.
    Board(Bytes),
    /// Hints were lost: everything followed may be behind.
    Missed,
    /// The head of a followed conversation, from the store.
    Head(ConversationId, u64),
    /// This shopper opened a conversation on another of their sockets: it is followed from its beginning.
    Joined(ConversationId),
    /// A refreshed token ends then, on the connection's clock.
    TokenEnds(Millis),
    /// The answer to the oldest command without one.
    Done(Result<Answer, ErrorBody>),
    /// The answer to [`Output::Read`]; `None` if it is not there (any longer), or could not be read now.
    Page(ConversationId, Option<(Vec<Event>, u64)>),
    /// The answer to [`Output::ReadDesk`]; `None`: the agent may no longer be here.
    DeskRead(Option<Box<DeskView>>),
    /// Time went by, or the socket has room.
    Tick,
    /// The node is about to close; come back after this long.
    Bye {
        after_ms: u64,
    },
}

/// A command for the gateway to carry out.
#[derive(Clone, Debug)]
pub enum Command {
    Shopper(ShopperFrame),
    Agent(AgentFrame),
}

/// Everything a connection wants.
#[derive(Debug)]
pub enum Output {
    /// Write this.
    Send(ServerFrame),
    /// Write this event, as its viewer sees it.
    Show(Arc<LiveEvent>, Viewer),
    /// Write these bytes: they were made for many.
    Bytes(Bytes),
    /// Find out who this is.
    Greet(Box<Hello>),
    /// Carry it out; answer with [`Input::Done`] in the order of these.
    Perform(Command),
    /// Answer with this, in the order of the commands.
    Settle(Result<Answer, ErrorBody>),
    /// Do it; there is no answer.
    Cast(Command),
    Follow(ConversationId, Standing),
    Unfollow(ConversationId),
    Read {
        conv: ConversationId,
        after: u64,
        limit: u32,
    },
    ReadDesk,
    Close(CloseCode),
}

enum State {
    /// Nothing was heard yet.
    Fresh {
        hello_by: Millis,
    },
    /// The gateway finds out who it is.
    Greeting,
    Live(Box<Live>),
    Closed {
        was: Option<Box<Live>>,
    },
}

struct Live {
    role: Role,
    beat: Beat,
    bucket: Bucket,
    bad_frames: Minute,
    rate_limited: Minute,
    token_ends_at: Millis,
    pending: VecDeque<Pending>,
    cursors: HashMap<ConversationId, Cursor>,
    /// The one read from the log that is under way.
    reading: Option<ConversationId>,
    replays: VecDeque<Replay>,
    replay_left: usize,
    replay_exhausted: bool,
    ephemera: VecDeque<(ConversationId, Ephemeral)>,
    context_told_at: HashMap<ConversationId, Millis>,
    context_held: HashMap<ConversationId, Ephemeral>,
    typing_told_at: HashMap<ConversationId, Millis>,
    desk: DeskState,
}

/// One connection.
pub struct Session {
    conn: String,
    settings: Arc<Settings>,
    spread: u64,
    state: State,
    room: bool,
}

impl Session {
    /// `spread` in 0..=999 places the first ping.
    pub fn new(conn: String, settings: Arc<Settings>, spread: u64, now: Millis) -> Self {
        let state = State::Fresh {
            hello_by: now + limits::HELLO_WITHIN_MS,
        };
        Self {
            conn,
            settings,
            spread,
            state,
            room: true,
        }
    }

    /// May the socket be read? Not while it is unknown who this is, nor while 32 commands have no answer.
    pub fn wants_frames(&self) -> bool {
        match &self.state {
            State::Fresh { .. } => true,
            State::Live(live) => live.pending.len() < limits::UNANSWERED_MAX,
            State::Greeting | State::Closed { .. } => false,
        }
    }

    /// When to give the next [`Input::Tick`] at the latest.
    pub fn wake_at(&self) -> Option<Millis> {
        match &self.state {
            State::Fresh { hello_by } => Some(*hello_by),
            State::Live(live) => {
                let mut at = live.beat.wake_at().min(live.token_grace_ends_at());
                at = live.desk.state_due_at().map_or(at, |due| at.min(due));
                let context = live
                    .context_held
                    .keys()
                    .filter_map(|conv| live.context_told_at.get(conv))
                    .min();
                Some(context.map_or(at, |told| at.min(told + CONTEXT_EVERY_MS)))
            }
            State::Greeting | State::Closed { .. } => None,
        }
    }

    /// Something that was heard of has not been written: a reader that takes nothing is too slow, not idle.
    pub fn is_behind(&self) -> bool {
        matches!(&self.state, State::Live(live) if live.cursors.values().any(|cursor| cursor.behind))
    }

    /// What is followed, for whoever takes the connection out of the index; still there after the close.
    pub fn left_behind(&self) -> impl Iterator<Item = (ConversationId, Standing)> {
        let live = match &self.state {
            State::Live(live) => Some(live),
            State::Fresh { .. } | State::Greeting | State::Closed { was: None } => None,
            State::Closed { was: Some(live) } => Some(live),
        };
        live.into_iter()
            .flat_map(|live| live.cursors.iter().map(|(conv, cursor)| (*conv, cursor.standing)))
    }

    /// One step. `room`: the socket takes more.
    pub fn handle(&mut self, now: Millis, room: bool, input: Input, out: &mut Vec<Output>) {
        self.room = room;
        match (&mut self.state, input) {
            (State::Closed { .. }, _) => {}
            (_, Input::Binary) => self.close(CloseCode::ProtocolError, out),
            (State::Fresh { .. }, Input::Text(text)) => self.greet(&text, out),
            (State::Fresh { hello_by }, Input::Tick) => {
                if now >= *hello_by {
                    self.close(CloseCode::HelloTooLate, out);
                }
            }
            (State::Greeting, Input::Greeted(greeted)) => match *greeted {
                Ok(welcome) => self.welcome(now, welcome, out),
                Err(code) => self.close(code, out),
            },
            (_, Input::Bye { after_ms }) => {
                let code = CloseCode::NodeRestarts.code();
                out.push(Output::Send(ServerFrame::Bye { code, after_ms }));
                self.close(CloseCode::NodeRestarts, out);
            }
            (State::Live(live), input) => {
                if let Some(code) = live.handle(now, room, input, out) {
                    self.close(code, out);
                }
            }
            (State::Fresh { .. } | State::Greeting, _) => {}
        }
    }

    fn close(&mut self, code: CloseCode, out: &mut Vec<Output>) {
        let was = match std::mem::replace(&mut self.state, State::Greeting) {
            State::Live(live) => Some(live),
            State::Fresh { .. } | State::Greeting | State::Closed { .. } => None,
        };
        self.state = State::Closed { was };
        out.push(Output::Close(code));
    }

    fn greet(&mut self, text: &str, out: &mut Vec<Output>) {
        let hello = frames::read_hello(text);
        let fits = |hello: &Hello| {
            hello.v == 1
                && hello
                    .resume
                    .as_ref()
                    .is_none_or(|resume| resume.len() <= limits::RESUME_CONVERSATIONS_MAX)
        };
        match hello.filter(fits) {
            Some(hello) => {
                self.state = State::Greeting;
                out.push(Output::Greet(Box::new(hello)));
            }
            None => self.close(CloseCode::ProtocolError, out),
        }
    }

    fn welcome(&mut self, now: Millis, welcome: Welcome, out: &mut Vec<Output>) {
        let (heartbeat, rate) = match welcome.role {
            Role::Shopper => (Heartbeat::SHOPPER, self.settings.shopper_rate),
            Role::Agent { .. } => (Heartbeat::AGENT, self.settings.agent_rate),
        };
        let mut live = Box::new(Live {
            role: welcome.role,
            beat: Beat::new(heartbeat, now, self.spread),
            bucket: Bucket::new(rate, now),
            bad_frames: Minute::default(),
            rate_limited: Minute::default(),
            token_ends_at: welcome.token_ends_at,
            pending: VecDeque::new(),
            cursors: HashMap::new(),
            reading: None,
            replays: VecDeque::new(),
            replay_left: limits::RESUME_EVENTS_MAX,
            replay_exhausted: false,
            ephemera: VecDeque::new(),
            context_told_at: HashMap::new(),
            context_held: HashMap::new(),
            typing_told_at: HashMap::new(),
            desk: DeskState::default(),
        });
        let (views, followed): (Vec<_>, Vec<_>) = welcome
            .conversations
            .into_iter()
            .map(|(view, conv, head, standing)| (view, (conv, head, standing)))
            .unzip();
        out.push(Output::Send(ServerFrame::Welcome {
            conn: self.conn.clone(),
            node: self.settings.node.clone(),
            log: self.settings.log.clone(),
            now: welcome.now,
            ping_ms: heartbeat.ping_ms,
            dead_ms: heartbeat.dead_ms,
            features: vec!["consults".to_owned(), "idle".to_owned()],
            limits: wire_limits(rate),
            me: welcome.me,
            conversations: views,
        }));
        for (conv, head, standing) in followed {
            live.follow(conv, head, standing, out);
        }
        live.begin_resume(welcome.resume, welcome.same_log, out);
        if let Some(desk) = welcome.desk {
            live.desk.read = desk.rev;
            live.tell_offers(&desk, out);
        }
        live.go_on(self.room, out);
        self.state = State::Live(live);
    }
}

fn wire_limits(rate: Rate) -> Limits {
    let number = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
    Limits {
        frame: number(limits::CLIENT_FRAME_BYTES_MAX),
        server_frame: number(limits::SERVER_FRAME_BYTES_MAX),
        message: number(tillside_domain::text::MESSAGE_BYTES_MAX),
        rate: RateLimit {
            burst: rate.burst,
            per_s: rate.per_s,
        },
        unanswered: number(limits::UNANSWERED_MAX),
    }
}

impl Live {
    fn handle(&mut self, now: Millis, room: bool, input: Input, out: &mut Vec<Output>) -> Option<CloseCode> {
        let close = match input {
            Input::Text(text) => {
                self.beat.heard(now);
                self.frame(now, &text, out)
            }
            Input::Event(event) => {
                self.event(&event, room, out);
                None
            }
            Input::Ephemeral(conv, what) => {
                self.ephemeral(now, conv, *what);
                None
            }
            Input::Desk(rev) => {
                self.desk.heard = self.desk.heard.max(rev);
                None
            }
            Input::Board(frame) => {
                if room {
                    out.push(Output::Bytes(frame));
                }
                None
            }
            Input::Missed => {
                for cursor in self.cursors.values_mut() {
                    cursor.behind = true;
                }
                self.desk.heard = self.desk.heard.max(self.desk.read + 1);
                None
            }
            Input::Head(conv, head) => {
                if let Some(cursor) = self.cursors.get_mut(&conv) {
                    cursor.head = cursor.head.max(head);
                    cursor.behind |= cursor.head > cursor.at;
                }
                None
            }
            Input::Joined(conv) => {
                if !self.cursors.contains_key(&conv) {
                    self.follow(conv, 0, Standing::Own, out);
                }
                None
            }
            Input::TokenEnds(at) => {
                self.token_ends_at = at;
                None
            }
            Input::Done(done) => {
                self.done(done, out);
                None
            }
            Input::Page(conv, page) => {
                self.page(conv, page, out);
                None
            }
            Input::DeskRead(view) => self.desk_read(view, out),
            Input::Tick => self.tick(now, out),
            Input::Binary | Input::Greeted(_) | Input::Bye { .. } => None,
        };
        self.tell_state(now, out);
        self.tell_ephemera(now, room, out);
        self.go_on(room, out);
        close
    }

    fn viewer(&self) -> Viewer {
        match self.role {
            Role::Shopper => Viewer::Shopper,
            Role::Agent { .. } => Viewer::Agent,
        }
    }

    fn token_grace_ends_at(&self) -> Millis {
        self.token_ends_at + u64::try_from(limits::TOKEN_GRACE_MS).unwrap_or(0)
    }

    fn tick(&mut self, now: Millis, out: &mut Vec<Output>) -> Option<CloseCode> {
        // While this socket is not read its client cannot be heard, and is not called dead.
        if self.pending.len() >= limits::UNANSWERED_MAX {
            self.beat.heard(now);
        }
        if self.beat.is_dead(now) {
            return Some(CloseCode::NoPong);
        }
        if now >= self.token_grace_ends_at() {
            return Some(CloseCode::TokenExpired);
        }
        if let Some(n) = self.beat.due(now) {
            let heads: BTreeMap<_, _> = self.cursors.iter().map(|(conv, cursor)| (*conv, cursor.head)).collect();
            out.push(Output::Send(ServerFrame::Ping { n, heads }));
        }
        None
    }

    fn frame(&mut self, now: Millis, text: &str, out: &mut Vec<Output>) -> Option<CloseCode> {
        let frame = match frames::read(text, &self.role) {
            Ok(frame) => frame,
            Err(NotAFrame::Broken | NotAFrame::Hello) => return Some(CloseCode::ProtocolError),
            Err(NotAFrame::Bad { re }) => {
                let error = ErrorBody::new(ErrorCode::BadFrame, "no frame that this connection knows");
                self.settle(re, error, out);
                let too_many = self.bad_frames.count(now) >= limits::BAD_FRAMES_A_MINUTE;
                return too_many.then_some(CloseCode::ProtocolError);
            }
            Err(NotAFrame::Invalid { re, field }) => {
                let error = ErrorBody::from(&tillside_domain::Refusal::Invalid { field });
                self.settle(re, error, out);
                return None;
            }
        };
        let Some(id) = frame.id().map(str::to_owned) else {
            self.cast(now, frame, out);
            return None;
        };
        if let Err(after_ms) = self.bucket.take(now) {
            let error = ErrorBody::new(ErrorCode::RateLimited, "too fast").after_ms(after_ms);
            self.settle(Some(id), error, out);
            let too_many = self.rate_limited.count(now) > limits::RATE_LIMITED_A_MINUTE;
            return too_many.then_some(CloseCode::RateExceeded);
        }
        self.command(id, frame, out);
        None
    }

    /// An answer that needs nobody, in its turn.
    fn settle(&mut self, re: Option<String>, error: ErrorBody, out: &mut Vec<Output>) {
        match re {
            Some(re) => {
                self.pending.push_back(Pending {
                    re,
                    then: Then::Nothing,
                });
                out.push(Output::Settle(Err(error)));
            }
            None => out.push(Output::Send(ServerFrame::Err { re: None, error })),
        }
    }

    fn command(&mut self, id: String, frame: Frame, out: &mut Vec<Output>) {
        if let Frame::Agent(AgentFrame::Unfollow { conv, .. }) = &frame {
            let unfollowed = conv.id().ok().and_then(|conv| self.unfollow_asked(conv, out));
            let error = || ErrorBody::from(&tillside_domain::Refusal::NotFound);
            self.pending.push_back(Pending {
                re: id,
                then: Then::Nothing,
            });
            out.push(Output::Settle(
                unfollowed.map(|head| Answer::Followed { head }).ok_or_else(error),
            ));
            return;
        }
        let then = self.then(&frame);
        self.pending.push_back(Pending { re: id, then });
        out.push(Output::Perform(match frame {
            Frame::Shopper(frame) => Command::Shopper(frame),
            Frame::Agent(frame) => Command::Agent(frame),
        }));
    }

    fn then(&self, frame: &Frame) -> Then {
        let fetched = |conv: &tillside_protocol::Given<ConversationId>, after: Option<i64>| match (
            conv.id(),
            after.and_then(|after| u64::try_from(after).ok()),
        ) {
            (Ok(conv), Some(after)) => Then::Fetched { conv, after },
            _ => Then::Nothing,
        };
        match frame {
            Frame::Shopper(ShopperFrame::Open { .. }) => Then::Follow,
            Frame::Shopper(ShopperFrame::Fetch { conv, after, .. })
            | Frame::Agent(AgentFrame::Fetch { conv, after, .. }) => fetched(conv, *after),
            Frame::Agent(AgentFrame::Take { .. } | AgentFrame::Takeover { .. }) => Then::Follow,
            Frame::Agent(AgentFrame::Follow { conv, .. }) => conv.id().map_or(Then::Nothing, Then::Peek),
            Frame::Agent(AgentFrame::Accept { offer, .. } | AgentFrame::Decline { offer, .. }) => {
                offer.id().map_or(Then::Nothing, Then::Answered)
            }
            Frame::Agent(
                AgentFrame::TransferAccept { transfer, .. } | AgentFrame::TransferDecline { transfer, .. },
            ) => transfer.id().map_or(Then::Nothing, Then::AnsweredTransfer),
            Frame::Shopper(_) | Frame::Agent(_) => Then::Nothing,
        }
    }

    /// Frames without an answer: what may not be said, or too often, is not passed on.
    fn cast(&mut self, now: Millis, frame: Frame, out: &mut Vec<Output>) {
        let conv = match &frame {
            Frame::Shopper(ShopperFrame::Typing { conv, on }) | Frame::Agent(AgentFrame::Typing { conv, on }) => {
                conv.id().ok().filter(|conv| self.may_type(now, *conv, *on))
            }
            Frame::Shopper(ShopperFrame::Read { conv, .. }) | Frame::Agent(AgentFrame::Read { conv, .. }) => {
                conv.id().ok().filter(|_conv| self.bucket.take(now).is_ok())
            }
            Frame::Shopper(_) | Frame::Agent(_) => None,
        };
        let speaks = |conv| self.cursors.get(&conv).is_some_and(|cursor| cursor.standing.speaks());
        if conv.is_some_and(speaks) {
            out.push(Output::Cast(match frame {
                Frame::Shopper(frame) => Command::Shopper(frame),
                Frame::Agent(frame) => Command::Agent(frame),
            }));
        }
    }

    fn may_type(&mut self, now: Millis, conv: ConversationId, on: bool) -> bool {
        if !on {
            return self.typing_told_at.remove(&conv).is_some();
        }
        let rested = self
            .typing_told_at
            .get(&conv)
            .is_none_or(|at| now >= at + TYPING_EVERY_MS);
        if rested {
            self.typing_told_at.insert(conv, now);
        }
        rested
    }

    fn done(&mut self, done: Result<Answer, ErrorBody>, out: &mut Vec<Output>) {
        let Some(Pending { re, then }) = self.pending.pop_front() else {
            return;
        };
        let answer = match done {
            Ok(answer) => answer,
            Err(error) => {
                out.push(Output::Send(ServerFrame::Err { re: Some(re), error }));
                return;
            }
        };
        match (then, &answer) {
            (Then::Answered(offer), _) => self.desk.answered(offer),
            (Then::AnsweredTransfer(transfer), _) => self.desk.answered_transfer(transfer),
            _ => {}
        }
        // The `ok` comes before the first event.
        out.push(Output::Send(ServerFrame::Ok {
            re,
            answer: answer.clone(),
        }));
        match (then, answer) {
            (Then::Follow, Answer::Opened { conv, seq, .. }) => self.follow(conv, seq - 1, Standing::Own, out),
            (Then::Follow | Then::Answered(_) | Then::AnsweredTransfer(_), Answer::Owner { conv, seq, .. }) => {
                self.follow(conv, seq.saturating_sub(1), Standing::Owner, out)
            }
            (Then::Peek(conv), Answer::Followed { head }) => self.follow(conv, head, Standing::Asked, out),
            (
                Then::Fetched { conv, after },
                Answer::Fetched {
                    events, complete: true, ..
                },
            ) => {
                let last = events.last().map_or(after, tillside_protocol::ShownEvent::seq);
                if let Some(cursor) = self.cursors.get_mut(&conv).filter(|cursor| cursor.paused) {
                    cursor.paused = false;
                    cursor.at = last;
                    cursor.behind = true;
                }
            }
            _ => {}
        }
    }

    fn follow(&mut self, conv: ConversationId, at: u64, standing: Standing, out: &mut Vec<Output>) {
        match self.cursors.get_mut(&conv) {
            Some(cursor) => {
                // An accepted consult answers like an accepted chat; the entry itself says which it was.
                if !(cursor.standing.on_desk() && standing == Standing::Owner) {
                    cursor.standing = standing;
                }
                cursor.leaving = false;
                cursor.behind = true;
            }
            None => {
                self.cursors.insert(conv, Cursor::at(at, standing));
                out.push(Output::Follow(conv, standing));
            }
        }
    }

    fn unfollow(&mut self, conv: ConversationId, out: &mut Vec<Output>) {
        self.cursors.remove(&conv);
        self.context_told_at.remove(&conv);
        self.context_held.remove(&conv);
        self.typing_told_at.remove(&conv);
        out.push(Output::Unfollow(conv));
    }

    /// Only what was asked for is taken away on request; a desk is emptied by hand-offs and wrap-ups.
    fn unfollow_asked(&mut self, conv: ConversationId, out: &mut Vec<Output>) -> Option<u64> {
        let head = self
            .cursors
            .get(&conv)
            .filter(|cursor| cursor.standing == Standing::Asked)?
            .head;
        self.unfollow(conv, out);
        Some(head)
    }

    fn begin_resume(&mut self, resume: Vec<Resume>, same_log: bool, out: &mut Vec<Output>) {
        for Resume { name, seq, found } in resume {
            let Some(found) = found else {
                out.push(Output::Send(ServerFrame::Reset { conv: name, head: None }));
                continue;
            };
            if !same_log || seq > found.head {
                out.push(Output::Send(ServerFrame::Reset {
                    conv: name,
                    head: Some(found.head),
                }));
                if let Some(standing) = found.standing {
                    self.follow(found.conv, found.head, standing, out);
                    self.pause(found.conv, 0);
                }
                continue;
            }
            if let Some(standing) = found.standing {
                self.follow(found.conv, seq, standing, out);
                self.pause(found.conv, seq);
            }
            self.replays.push_back(Replay {
                conv: found.conv,
                name,
                standing: found.standing,
                at: seq,
            });
        }
    }

    /// Live events wait: for a replay, or for the client's `fetch`.
    fn pause(&mut self, conv: ConversationId, at: u64) {
        if let Some(cursor) = self.cursors.get_mut(&conv) {
            cursor.at = at;
            cursor.paused = true;
        }
    }

    fn event(&mut self, live: &Arc<LiveEvent>, room: bool, out: &mut Vec<Output>) {
        let event = &live.event;
        let Some(cursor) = self.cursors.get_mut(&event.conv) else {
            return;
        };
        cursor.head = cursor.head.max(event.seq);
        if cursor.paused || event.seq <= cursor.at {
            return;
        }
        if event.seq > cursor.at + 1 || !room || cursor.behind {
            cursor.behind = true;
            return;
        }
        self.show(live, out);
    }

    /// Writes the next event of a conversation and moves its cursor.
    fn show(&mut self, live: &Arc<LiveEvent>, out: &mut Vec<Output>) {
        let viewer = self.viewer();
        let Some(cursor) = self.cursors.get_mut(&live.event.conv) else {
            return;
        };
        cursor.at = live.event.seq;
        cursor.head = cursor.head.max(cursor.at);
        out.push(Output::Show(Arc::clone(live), viewer));
        if let Role::Agent { id, .. } = self.role {
            if takes_off_desk(&live.event, id, cursor.standing) {
                self.unfollow(live.event.conv, out);
                return;
            }
            cursor.standing = standing_after(&live.event, id, cursor.standing);
        }
    }

    fn ephemeral(&mut self, now: Millis, conv: ConversationId, what: Ephemeral) {
        let Some(cursor) = self.cursors.get(&conv) else { return };
        let for_agents = matches!(what, Ephemeral::Context { .. } | Ephemeral::Presence { .. });
        let for_shoppers = matches!(what, Ephemeral::Queue { .. });
        let shown = match self.role {
            Role::Shopper => !for_agents,
            Role::Agent { .. } => !for_shoppers,
        };
        if !shown || cursor.paused {
            return;
        }
        if matches!(what, Ephemeral::Context { .. }) {
            let told = self.context_told_at.get(&conv);
            if told.is_some_and(|at| now < at + CONTEXT_EVERY_MS) {
                self.context_held.insert(conv, what);
                return;
            }
            self.context_told_at.insert(conv, now);
        }
        if self.ephemera.len() == EPHEMERA_MAX {
            self.ephemera.pop_front();
        }
        self.ephemera.push_back((conv, what));
    }

    fn tell_ephemera(&mut self, now: Millis, room: bool, out: &mut Vec<Output>) {
        if !room {
            return;
        }
        let rested = |conv: &ConversationId| {
            self.context_told_at
                .get(conv)
                .is_none_or(|at| now >= at + CONTEXT_EVERY_MS)
        };
        let due: Vec<ConversationId> = self.context_held.keys().filter(|conv| rested(conv)).copied().collect();
        for conv in due {
            if let Some(what) = self.context_held.remove(&conv) {
                self.context_told_at.insert(conv, now);
                self.ephemera.push_back((conv, what));
            }
        }
        for (conv, what) in self.ephemera.drain(..) {
            out.push(Output::Send(ServerFrame::Ephemeral { conv, what }));
        }
    }

    /// A page of the log: a replay's, or of what is behind.
    fn page(&mut self, conv: ConversationId, page: Option<(Vec<Event>, u64)>, out: &mut Vec<Output>) {
        self.reading = None;
        if self.replays.front().is_some_and(|replay| replay.conv == conv) {
            self.replay_page(page, out);
            return;
        }
        let Some((events, head)) = page else {
            // It could not be read now; the next hint, or the next look at the heads, marks it behind again.
            if let Some(cursor) = self.cursors.get_mut(&conv) {
                cursor.behind = false;
            }
            return;
        };
        for event in events {
            let next = self
                .cursors
                .get(&conv)
                .is_some_and(|cursor| !cursor.paused && event.seq == cursor.at + 1);
            if next {
                self.show(&Arc::new(LiveEvent::new(event)), out);
            }
        }
        let Some(cursor) = self.cursors.get_mut(&conv) else {
            return;
        };
        cursor.head = cursor.head.max(head);
        cursor.behind = cursor.at < cursor.head;
        if cursor.leaving && !cursor.behind {
            self.unfollow(conv, out);
        }
    }

    fn replay_page(&mut self, page: Option<(Vec<Event>, u64)>, out: &mut Vec<Output>) {
        let viewer = self.viewer();
        let Some(mut replay) = self.replays.pop_front() else {
            return;
        };
        let Some((events, head)) = page else {
            out.push(Output::Send(ServerFrame::Reset {
                conv: replay.name,
                head: None,
            }));
            return;
        };
        for event in events {
            replay.at = event.seq;
            self.replay_left = self.replay_left.saturating_sub(1);
            out.push(Output::Show(Arc::new(LiveEvent::new(event)), viewer));
        }
        let complete = replay.at >= head;
        if !complete && self.replay_left > 0 {
            self.replays.push_front(replay);
            return;
        }
        self.replay_exhausted |= !complete;
        let more = self.replay_exhausted;
        if let (Some(cursor), Some(_standing)) = (self.cursors.get_mut(&replay.conv), replay.standing) {
            cursor.at = replay.at;
            cursor.head = cursor.head.max(head);
            cursor.paused = more;
            cursor.behind = true;
        }
        out.push(Output::Send(ServerFrame::Synced {
            conv: replay.name,
            at: replay.at,
            head,
            more,
        }));
    }

    /// Asks for what comes next, one read at a time.
    fn go_on(&mut self, room: bool, out: &mut Vec<Output>) {
        if self.desk.heard > self.desk.read && !self.desk.reading && self.is_agent() {
            self.desk.reading = true;
            out.push(Output::ReadDesk);
        }
        if !room || self.reading.is_some() {
            return;
        }
        if let Some(replay) = self.replays.front() {
            self.reading = Some(replay.conv);
            let left = u32::try_from(self.replay_left).unwrap_or(PAGE_EVENTS);
            out.push(Output::Read {
                conv: replay.conv,
                after: replay.at,
                limit: left.min(PAGE_EVENTS),
            });
            return;
        }
        let behind = self
            .cursors
            .iter()
            .find(|(_conv, cursor)| cursor.behind && !cursor.paused);
        if let Some((conv, cursor)) = behind {
            self.reading = Some(*conv);
            out.push(Output::Read {
                conv: *conv,
                after: cursor.at,
                limit: PAGE_EVENTS,
            });
        }
    }

    fn is_agent(&self) -> bool {
        matches!(self.role, Role::Agent { .. })
    }

    fn desk_read(&mut self, view: Option<Box<DeskView>>, out: &mut Vec<Output>) -> Option<CloseCode> {
        self.desk.reading = false;
        let Some(view) = view else {
            return Some(CloseCode::TokenRefused);
        };
        self.desk.read = self.desk.read.max(view.rev);
        self.tell_offers(&view, out);
        self.desk.waiting = Some(view);
        None
    }

    fn tell_offers(&mut self, view: &DeskView, out: &mut Vec<Output>) {
        let mut frames = Vec::new();
        self.desk.tell_offers(view, &mut frames);
        out.extend(frames.into_iter().map(Output::Send));
    }

    /// A `state` that lists it comes before the events that brought a conversation to the desk.
    fn tell_state(&mut self, now: Millis, out: &mut Vec<Output>) {
        let Some(view) = self.desk.take_due(now) else { return };
        let gone: Vec<ConversationId> = self
            .cursors
            .iter()
            .filter(|(conv, cursor)| cursor.standing.on_desk() && !view.holds(**conv))
            .map(|(conv, _cursor)| *conv)
            .collect();
        let arrived: Vec<_> = view
            .conversations
            .iter()
            .map(|item| (item.view.conv, item.joined, item.standing))
            .collect();
        out.push(Output::Send(view.into_frame()));
        for (conv, joined, standing) in arrived {
            if !self.cursors.contains_key(&conv) {
                self.follow(conv, joined.saturating_sub(1), standing, out);
            }
        }
        for conv in gone {
            if let Some(cursor) = self.cursors.get_mut(&conv) {
                cursor.leaving = true;
                cursor.behind = true;
            }
        }
    }
}
