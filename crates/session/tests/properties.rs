//! Whatever the bus, the socket and the store do, and in whatever order: each event once, in `seq` order, without holes;
//! each command one answer, in the order of the commands; nothing after a close.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::{collections::VecDeque, sync::Arc};

use proptest::prelude::*;
use tillside_domain::{
    Author, Body, Event, EventData, State, Timestamp,
    context::ReadMarks,
    ids::{ConversationId, QueueId, ShopperId},
};
use tillside_protocol::{
    Answer, CloseCode, ErrorBody, ErrorCode, ServerFrame,
    server_frame::{AnyConversation, Me},
    view::{ShopperConversationView, ShopperMe},
};
use tillside_session::{
    Input, LiveEvent, Millis, Output, Rate, Resumable, Resume, Role, Session, Settings, Standing, Viewer, Welcome,
};
use uuid::Uuid;

const CONV: ConversationId = ConversationId(Uuid::from_u128(7));

/// What may happen to a connection.
#[derive(Clone, Debug)]
enum Step {
    /// An event is appended; its hint is heard this many times.
    Append {
        heard: usize,
    },
    /// An old event is said again.
    Echo(prop::sample::Index),
    /// The store answers the oldest read, or cannot.
    AnswerRead {
        fails: bool,
    },
    Room(bool),
    /// The client sends a command, or something that is none.
    Command,
    Garbage,
    /// The oldest command is carried out.
    AnswerCommand,
    /// Anti-entropy says the head.
    Head,
    Missed,
    Tick(Millis),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_usize..3).prop_map(|heard| Step::Append { heard }),
        1 => any::<prop::sample::Index>().prop_map(Step::Echo),
        4 => prop::bool::weighted(0.1).prop_map(|fails| Step::AnswerRead { fails }),
        1 => any::<bool>().prop_map(Step::Room),
        2 => Just(Step::Command),
        1 => Just(Step::Garbage),
        3 => Just(Step::AnswerCommand),
        1 => Just(Step::Head),
        1 => Just(Step::Missed),
        1 => (0_u64..5_000).prop_map(Step::Tick),
    ]
}

/// The rest of the world: a log, a store that answers late, a client that counts.
struct World {
    session: Session,
    now: Millis,
    room: bool,
    log: Vec<Event>,
    reads: VecDeque<(u64, u32)>,
    unanswered: VecDeque<String>,
    expected: VecDeque<String>,
    shown: Vec<u64>,
    synced: Option<bool>,
    closed: bool,
    commands: usize,
}

fn event(seq: u64) -> Event {
    Event {
        conv: CONV,
        seq,
        by: Author::ROUTING,
        at: Timestamp(0),
        epoch: 0,
        cid: None,
        what: EventData::Message {
            body: Body::Text { text: "x".to_owned() },
            masked: false,
        },
    }
}

fn view(head: u64) -> AnyConversation {
    AnyConversation::Shopper(Box::new(ShopperConversationView {
        conv: CONV,
        state: State::Waiting,
        head,
        queue: QueueId(Uuid::nil()),
        owner: None,
        locale: "en".to_owned(),
        subject: None,
        opened_at: Timestamp(0),
        closed_at: None,
        read: ReadMarks::default(),
        rated: Vec::new(),
    }))
}

impl World {
    /// A shopper comes back who has the log up to `has`, while it is at `head`.
    fn resume(has: u64, head: u64) -> Self {
        let rate = Rate {
            burst: 10_000,
            per_s: 1_000,
        };
        let settings = Settings {
            node: "n".to_owned(),
            log: "l".to_owned(),
            shopper_rate: rate,
            agent_rate: rate,
        };
        let mut world = Self {
            session: Session::new("c".to_owned(), Arc::new(settings), 500, 0),
            now: 0,
            room: true,
            log: (1..=head).map(event).collect(),
            reads: VecDeque::new(),
            unanswered: VecDeque::new(),
            expected: VecDeque::new(),
            shown: vec![has],
            synced: None,
            closed: false,
            commands: 0,
        };
        let hello = format!(r#"{{"t":"hello","v":1,"token":"t","device":"d","resume":{{"{CONV}":{has}}}}}"#);
        world.input(Input::Text(hello));
        let me = ShopperMe {
            id: ShopperId(Uuid::nil()),
            name: None,
            email: None,
            verified: false,
        };
        world.input(Input::Greeted(Box::new(Ok(Welcome {
            role: Role::Shopper,
            me: Me::Shopper(me),
            now: Timestamp(0),
            token_ends_at: 1_000_000,
            conversations: vec![(view(head), CONV, head, Standing::Own)],
            resume: vec![Resume {
                name: CONV.to_string(),
                seq: has,
                found: Some(Resumable {
                    conv: CONV,
                    head,
                    standing: Some(Standing::Own),
                }),
            }],
            same_log: true,
            desk: None,
        }))));
        world
    }

    fn input(&mut self, input: Input) {
        let mut out = Vec::new();
        self.session.handle(self.now, self.room, input, &mut out);
        for output in out {
            assert!(!self.closed, "nothing follows a close: {output:?}");
            self.output(output);
        }
    }

    fn output(&mut self, output: Output) {
        match output {
            Output::Show(live, viewer) => {
                assert_eq!(viewer, Viewer::Shopper);
                let last = self.shown.last().copied().unwrap_or(0);
                assert_eq!(live.event.seq, last + 1, "SEND3: each once, in order, without holes");
                self.shown.push(live.event.seq);
            }
            Output::Read { after, limit, .. } => self.reads.push_back((after, limit)),
            Output::Perform(_) | Output::Settle(_) => self.unanswered.push_back(String::new()),
            Output::Send(ServerFrame::Ok { re, .. } | ServerFrame::Err { re: Some(re), .. }) => {
                assert_eq!(
                    Some(re),
                    self.expected.pop_front(),
                    "CMD1, CMD2: one answer each, in order"
                );
            }
            Output::Send(ServerFrame::Synced { more, .. }) => self.synced = Some(more),
            Output::Close(_) => self.closed = true,
            _ => {}
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Append { heard } => {
                let next = event(u64::try_from(self.log.len()).unwrap() + 1);
                self.log.push(next.clone());
                for _ in 0..heard {
                    self.input(Input::Event(Arc::new(LiveEvent::new(next.clone()))));
                }
            }
            Step::Echo(ref index) if !self.log.is_empty() => {
                let old = index.get(&self.log).clone();
                self.input(Input::Event(Arc::new(LiveEvent::new(old))));
            }
            Step::AnswerRead { fails } => self.answer_read(fails && self.synced.is_some()),
            Step::Room(room) => {
                self.room = room;
                self.input(Input::Tick);
            }
            Step::Command if self.session.wants_frames() => {
                self.commands += 1;
                let id = self.commands.to_string();
                self.expected.push_back(id.clone());
                self.input(Input::Text(format!(r#"{{"t":"leave","id":"{id}","conv":"{CONV}"}}"#)));
            }
            Step::Garbage if self.session.wants_frames() && self.commands < 9 => {
                self.commands += 1;
                let id = self.commands.to_string();
                self.expected.push_back(id.clone());
                self.input(Input::Text(format!(r#"{{"t":"dance","id":"{id}"}}"#)));
            }
            Step::AnswerCommand => self.answer_command(),
            Step::Head => self.head(),
            Step::Missed => self.input(Input::Missed),
            Step::Tick(ms) => {
                self.now += ms;
                self.input(Input::Text(r#"{"t":"pong","n":1}"#.to_owned()));
                self.input(Input::Tick);
            }
            Step::Echo(_) | Step::Command | Step::Garbage => {}
        }
    }

    fn head(&mut self) {
        let head = u64::try_from(self.log.len()).unwrap();
        self.input(Input::Head(CONV, head));
    }

    fn answer_read(&mut self, fails: bool) {
        let Some((after, limit)) = self.reads.pop_front() else {
            return;
        };
        let head = u64::try_from(self.log.len()).unwrap();
        let from = usize::try_from(after).unwrap();
        let page = self
            .log
            .iter()
            .skip(from)
            .take(usize::try_from(limit).unwrap())
            .cloned()
            .collect();
        self.input(Input::Page(CONV, (!fails).then_some((page, head))));
    }

    fn answer_command(&mut self) {
        if self.unanswered.pop_front().is_some() {
            let done = if self.commands.is_multiple_of(3) {
                Err(ErrorBody::new(ErrorCode::NotFound, "no"))
            } else {
                Ok(Answer::Appended { seq: 1 })
            };
            self.input(Input::Done(done));
        }
    }

    /// Everything heals: the socket takes bytes, the store answers, the heads are compared.
    fn settle(&mut self) {
        self.room = true;
        self.step(&Step::Tick(2_000));
        self.head();
        while !self.unanswered.is_empty() || !self.reads.is_empty() {
            self.answer_command();
            self.answer_read(false);
        }
    }
}

proptest! {
    #[test]
    fn send3_every_follower_gets_every_event_once_in_order(
        has in 0_u64..40,
        more in 0_u64..60,
        steps in prop::collection::vec(step(), 0..200),
    ) {
        let mut world = World::resume(has, has + more);
        for step in steps {
            world.step(&step);
        }
        world.settle();
        prop_assert!(!world.closed);
        prop_assert_eq!(world.synced, Some(false));
        prop_assert_eq!(world.shown.last().copied(), Some(u64::try_from(world.log.len()).unwrap().max(has)));
        prop_assert!(world.expected.is_empty(), "CMD1: every command has its answer");
    }
}

#[test]
fn resume1_more_than_500_events_pause_the_conversation_until_it_is_fetched() {
    let mut world = World::resume(0, 501);
    world.settle();
    assert_eq!(world.shown.len(), 501, "the 500 after the start");
    assert_eq!(world.synced, Some(true));

    // FETCH1: nothing more comes, however much is appended, until a fetch was complete.
    world.step(&Step::Append { heard: 1 });
    world.settle();
    assert_eq!(world.shown.len(), 501);

    let fetch = format!(r#"{{"t":"fetch","id":"f","conv":"{CONV}","after":500,"limit":200}}"#);
    world.expected.push_back("f".to_owned());
    world.input(Input::Text(fetch));
    let rest: Vec<_> = world.log[500..]
        .iter()
        .map(tillside_protocol::ShownEvent::to_shoppers)
        .map(Into::into)
        .collect();
    world.unanswered.clear();
    world.shown.push(501);
    world.shown.push(502);
    world.input(Input::Done(Ok(Answer::Fetched {
        events: rest,
        head: 502,
        complete: true,
    })));
    world.step(&Step::Append { heard: 1 });
    world.settle();
    assert_eq!(world.shown.last(), Some(&503));
}

#[test]
fn hello4_who_says_nothing_is_closed_and_so_is_who_says_something_else() {
    let settings = || {
        let rate = Rate { burst: 1, per_s: 1 };
        Arc::new(Settings {
            node: String::new(),
            log: String::new(),
            shopper_rate: rate,
            agent_rate: rate,
        })
    };
    let closes = |input: Input, at: Millis| {
        let mut out = Vec::new();
        Session::new(String::new(), settings(), 0, 0).handle(at, true, input, &mut out);
        out.into_iter().find_map(|output| match output {
            Output::Close(code) => Some(code),
            _ => None,
        })
    };
    assert_eq!(closes(Input::Tick, 5_000), Some(CloseCode::HelloTooLate));
    assert_eq!(closes(Input::Tick, 4_999), None);
    let other = r#"{"t":"pong","n":1}"#;
    assert_eq!(closes(Input::Text(other.to_owned()), 1), Some(CloseCode::ProtocolError));
    let version = r#"{"t":"hello","v":2,"token":"t","device":"d"}"#;
    assert_eq!(
        closes(Input::Text(version.to_owned()), 1),
        Some(CloseCode::ProtocolError)
    );
    assert_eq!(closes(Input::Binary, 1), Some(CloseCode::ProtocolError));
}
