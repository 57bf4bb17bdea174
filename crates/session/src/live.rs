//! A connection that has said hello and been welcomed.

mod at_desk;
mod commands;
mod ephemera;
mod following;
mod replaying;

use std::collections::{BTreeMap, HashMap, VecDeque};

use tillside_domain::{ephemeral::Ephemeral, ids::ConversationId};
use tillside_protocol::{CloseCode, ServerFrame, limits};

use ephemera::CONTEXT_EVERY_MS;

use crate::{
    Heartbeat, Input, Millis, Output, Rate, Role, Standing, Viewer,
    desk::DeskState,
    follow::Cursor,
    heartbeat::Beat,
    pending::Pending,
    rate::{Bucket, Minute},
    resume::Replay,
};

pub(crate) struct Live {
    pub(crate) role: Role,
    pub(crate) beat: Beat,
    pub(crate) bucket: Bucket,
    pub(crate) bad_frames: Minute,
    pub(crate) rate_limited: Minute,
    pub(crate) token_ends_at: Millis,
    pub(crate) pending: VecDeque<Pending>,
    pub(crate) cursors: HashMap<ConversationId, Cursor>,
    /// The one read from the log that is under way.
    pub(crate) reading: Option<ConversationId>,
    /// A read failed: the next is not before this.
    pub(crate) read_again_at: Option<Millis>,
    pub(crate) replays: VecDeque<Replay>,
    pub(crate) replay_left: usize,
    pub(crate) replay_exhausted: bool,
    pub(crate) ephemera: VecDeque<(ConversationId, Ephemeral)>,
    pub(crate) context_told_at: HashMap<ConversationId, Millis>,
    pub(crate) context_held: HashMap<ConversationId, Ephemeral>,
    pub(crate) typing_told_at: HashMap<ConversationId, Millis>,
    pub(crate) desk: DeskState,
}

impl Live {
    pub(crate) fn new(
        now: Millis,
        role: Role,
        token_ends_at: Millis,
        heartbeat: Heartbeat,
        rate: Rate,
        spread: u64,
    ) -> Self {
        Self {
            role,
            beat: Beat::new(heartbeat, now, spread),
            bucket: Bucket::new(rate, now),
            bad_frames: Minute::default(),
            rate_limited: Minute::default(),
            token_ends_at,
            pending: VecDeque::new(),
            cursors: HashMap::new(),
            reading: None,
            read_again_at: None,
            replays: VecDeque::new(),
            replay_left: limits::RESUME_EVENTS_MAX,
            replay_exhausted: false,
            ephemera: VecDeque::new(),
            context_told_at: HashMap::new(),
            context_held: HashMap::new(),
            typing_told_at: HashMap::new(),
            desk: DeskState::default(),
        }
    }

    /// When time alone changes something.
    pub(crate) fn wake_at(&self) -> Millis {
        let state = self.desk.state_due_at();
        let held = self
            .context_held
            .keys()
            .filter_map(|conv| self.context_told_at.get(conv));
        let context = held.map(|told| told + CONTEXT_EVERY_MS).min();
        let due = [
            Some(self.beat.wake_at()),
            Some(self.token_grace_ends_at()),
            state,
            context,
            self.read_again_at,
        ];
        due.into_iter().flatten().min().unwrap_or(Millis::MAX)
    }

    pub(crate) fn handle(&mut self, now: Millis, room: bool, input: Input, out: &mut Vec<Output>) -> Option<CloseCode> {
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
                self.page(now, conv, page, out);
                None
            }
            Input::DeskRead(read) => self.desk_read(now, read, out),
            Input::Tick => self.tick(now, out),
            Input::Binary | Input::Greeted(_) | Input::Bye { .. } => None,
        };
        self.tell_state(now, out);
        self.tell_ephemera(now, room, out);
        self.go_on(now, room, out);
        close
    }

    /// Something that was heard of has not been written.
    pub(crate) fn is_behind(&self) -> bool {
        self.cursors.values().any(|cursor| cursor.behind && !cursor.paused)
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

    fn is_agent(&self) -> bool {
        matches!(self.role, Role::Agent { .. })
    }
}
