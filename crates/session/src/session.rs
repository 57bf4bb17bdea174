//! The state machine of one connection.

use std::sync::Arc;

use bytes::Bytes;
use tillside_domain::{
    Event, Timestamp,
    ephemeral::Ephemeral,
    ids::{AgentId, ConversationId},
};
use tillside_protocol::{
    AgentFrame, Answer, CloseCode, ErrorBody, Hello, ServerFrame, ShopperFrame, limits,
    server_frame::{AnyConversation, Limits, Me, RateLimit},
};

use crate::{
    DeskView, Heartbeat, LiveEvent, Rate, Resume, Standing, Viewer,
    frames::{self, Mark},
    live::Live,
};

/// Milliseconds of a clock that only goes forward.
pub type Millis = u64;

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
    /// The answer to [`Output::ReadDesk`].
    DeskRead(DeskRead),
    /// Time went by, or the socket has room.
    Tick,
    /// The node is about to close; come back after this long.
    Bye {
        after_ms: u64,
    },
}

/// What became of a reading of the desk.
#[derive(Debug)]
pub enum DeskRead {
    Desk(Box<DeskView>),
    /// The agent may no longer be here.
    Gone,
    /// It could not be read now.
    Later,
}

/// A command for the gateway to carry out.
#[derive(Clone, Debug)]
pub enum Command {
    Shopper(Box<ShopperFrame>),
    Agent(Box<AgentFrame>),
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
    Cast(Mark),
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
            State::Live(live) => Some(live.wake_at()),
            State::Greeting | State::Closed { .. } => None,
        }
    }

    /// Something that was heard of has not been written: a reader that takes nothing is too slow, not idle.
    pub fn is_behind(&self) -> bool {
        matches!(&self.state, State::Live(live) if live.is_behind())
    }

    /// What is followed, for whoever takes the connection out of the index; still there after the close.
    pub fn left_behind(&self) -> impl Iterator<Item = (ConversationId, Standing)> {
        let live = match &self.state {
            State::Live(live) | State::Closed { was: Some(live) } => Some(live),
            State::Fresh { .. } | State::Greeting | State::Closed { was: None } => None,
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
        let mut live = Box::new(Live::new(
            now,
            welcome.role,
            welcome.token_ends_at,
            heartbeat,
            rate,
            self.spread,
        ));
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
        live.go_on(now, self.room, out);
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
