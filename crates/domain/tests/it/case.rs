//! A conversation under test: its row, its log, the records of its offers and hand-offs, and a clock that the test
//! moves. What the store does around `decide` is done here in memory, and what must always hold is checked after every
//! command.

use std::collections::HashMap;

use tillside_domain::{
    Agent, AgentNow, Availability, Conversation, Event, EventData, Queue, Refusal, Rights, State, Timestamp,
    author::AgentRef,
    commands::{Answer, Command, Draft, Open, OpenSituation, Opening, Situation, Speaker, TransferTo, decide, open},
    context::{Claim, Context},
    conversation::Phase,
    hours::Hours,
    ids::{AgentId, ConversationId, OfferId, QueueId, ShopperId, SiteId, TransferId, WorkspaceId},
    packet::Said,
    queue::{QueueMode, QueueSettings},
    site::{Site, Theme},
    turn::{OfferRecord, RecordChange, TransferRecord, Turn},
};
use uuid::Uuid;

pub(crate) const START: Timestamp = Timestamp(1_800_000_000_000);
pub(crate) const SALES: QueueId = QueueId(Uuid::from_u128(10));
pub(crate) const CHECKOUT: QueueId = QueueId(Uuid::from_u128(11));
pub(crate) const SHOPPER: ShopperId = ShopperId(Uuid::from_u128(20));
const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(1));
const SITE: SiteId = SiteId(Uuid::from_u128(2));

/// Who is there: three agents, a supervisor, and an agent who serves neither queue.
pub(crate) const ANA: AgentId = AgentId(Uuid::from_u128(30));
pub(crate) const LUIS: AgentId = AgentId(Uuid::from_u128(31));
pub(crate) const NOOR: AgentId = AgentId(Uuid::from_u128(32));
pub(crate) const SOFIA: AgentId = AgentId(Uuid::from_u128(33));
pub(crate) const STRANGER: AgentId = AgentId(Uuid::from_u128(34));
pub(crate) const PEOPLE: [AgentId; 5] = [ANA, LUIS, NOOR, SOFIA, STRANGER];

pub(crate) fn who(agent: AgentId) -> AgentRef {
    let names = ["Ana", "Luis", "Noor", "Sofia", "Stranger"];
    let place = PEOPLE
        .iter()
        .position(|known| *known == agent)
        .expect("one of the people");
    AgentRef {
        agent,
        name: names[place].to_owned(),
    }
}

fn person(id: AgentId) -> AgentNow {
    let queues = if id == STRANGER {
        Vec::new()
    } else {
        vec![SALES, CHECKOUT]
    };
    let rights = if id == SOFIA { Rights::Supervisor } else { Rights::Agent };
    AgentNow {
        agent: Agent {
            id,
            workspace: WORKSPACE,
            name: who(id).name,
            email: String::new(),
            rights,
            capacity: 4,
            queues,
            availability: Availability::Online,
            reason: None,
            since: START,
            misses: 0,
            last_assigned_at: START,
            rev: 1,
            gone_at: None,
            disabled: false,
        },
        load: 0,
        live: true,
    }
}

pub(crate) fn queue(id: QueueId, mode: QueueMode) -> Queue {
    Queue {
        id,
        workspace: WORKSPACE,
        key: "sales".to_owned(),
        name: "Sales".to_owned(),
        settings: QueueSettings {
            mode,
            hours: Hours::always(),
            ..QueueSettings::default()
        },
    }
}

/// A site's first `open`, before anything is known.
pub(crate) fn nothing_known(queue: Queue) -> OpenSituation {
    OpenSituation {
        site: Site {
            id: SITE,
            workspace: WORKSPACE,
            key: "demo".to_owned(),
            name: "Demo".to_owned(),
            origins: Vec::new(),
            queues: vec![SALES, CHECKOUT],
            locale: "en".to_owned(),
            theme: Theme::default(),
        },
        queue,
        by_cid: None,
        open: None,
        waiting: 0,
        anyone_online: true,
        previous: None,
        verified: false,
    }
}

pub(crate) fn asks(n: u128) -> Open {
    Open {
        id: ConversationId(Uuid::from_u128(1_000 + n)),
        shopper: SHOPPER,
        cid: Uuid::from_u128(n),
        subject: None,
        locale: "en".to_owned(),
        name: None,
        email: None,
        consent: None,
        claim: Claim::default(),
    }
}

/// The conversation and all that a store would hold of it.
pub(crate) struct Case {
    pub(crate) now: Timestamp,
    pub(crate) conversation: Conversation,
    pub(crate) log: Vec<Event>,
    pub(crate) context: Context,
    pub(crate) mode: QueueMode,
    pub(crate) people: Vec<AgentNow>,
    pub(crate) missed: Vec<AgentId>,
    offers: HashMap<OfferId, OfferRecord>,
    transfers: HashMap<TransferId, TransferRecord>,
    ids: u128,
}

impl Case {
    pub(crate) fn waiting() -> Self {
        let situation = nothing_known(queue(SALES, QueueMode::Offer));
        let Ok(Opening::New(turn)) = open(&situation, asks(1), START) else {
            panic!("a first open makes a conversation");
        };
        let mut case = Self {
            now: START,
            conversation: turn.conversation.clone(),
            log: Vec::new(),
            context: Context::default(),
            mode: QueueMode::Offer,
            people: PEOPLE.into_iter().map(person).collect(),
            missed: Vec::new(),
            offers: HashMap::new(),
            transfers: HashMap::new(),
            ids: 10_000,
        };
        case.keep(0, *turn);
        case
    }

    pub(crate) fn offered_to(agent: AgentId) -> Self {
        let mut case = Self::waiting();
        case.offer(agent)
            .expect("a free agent can be offered a waiting shopper");
        case
    }

    pub(crate) fn owned_by(agent: AgentId) -> Self {
        let mut case = Self::offered_to(agent);
        case.accept(agent).expect("an offer can be accepted");
        case
    }

    pub(crate) fn handing_over(from: AgentId, to: AgentId) -> Self {
        let mut case = Self::owned_by(from);
        case.transfer(from, TransferTo::Agent(to))
            .expect("a hand-off can be asked for");
        case
    }

    pub(crate) fn closed_by(agent: AgentId) -> Self {
        let mut case = Self::owned_by(agent);
        case.close(agent).expect("an owner can close");
        case
    }

    pub(crate) fn after_ms(&mut self, ms: i64) -> &mut Self {
        self.now = self.now.plus_ms(ms);
        self
    }

    pub(crate) fn person(&mut self, id: AgentId) -> &mut AgentNow {
        self.people
            .iter_mut()
            .find(|known| known.agent.id == id)
            .expect("one of the people")
    }

    /// The socket of this agent has gone, this long ago.
    pub(crate) fn is_gone_for_ms(&mut self, id: AgentId, ms: i64) {
        let gone_at = self.now.plus_ms(-ms);
        let person = self.person(id);
        person.live = false;
        person.agent.gone_at = Some(gone_at);
    }

    pub(crate) fn new_id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.conversation.epoch
    }

    pub(crate) fn owner(&self) -> Option<AgentId> {
        self.conversation.owner().map(|owner| owner.agent)
    }

    pub(crate) fn state(&self) -> State {
        self.conversation.state()
    }

    pub(crate) fn open_offer(&self) -> OfferId {
        self.conversation.open_offer().expect("an offer is open").id
    }

    pub(crate) fn pending(&self) -> TransferId {
        self.conversation.transfer.as_ref().expect("a hand-off is pending").id
    }

    pub(crate) fn last(&self) -> &EventData {
        &self.log.last().expect("a log is never empty").what
    }

    pub(crate) fn offer_ids(&self) -> Vec<OfferId> {
        let mut ids: Vec<_> = self.offers.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    pub(crate) fn transfer_ids(&self) -> Vec<TransferId> {
        let mut ids: Vec<_> = self.transfers.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    pub(crate) fn offer_record(&self, id: OfferId) -> &OfferRecord {
        &self.offers[&id]
    }

    pub(crate) fn transfer_record(&self, id: TransferId) -> &TransferRecord {
        &self.transfers[&id]
    }

    /// Lets the rules judge, keeps what comes of it, and checks what must always hold.
    pub(crate) fn decide(&mut self, command: Command) -> Result<Answer, Refusal> {
        let situation = self.situation(&command);
        let before = self.conversation.clone();
        let mut turn = Turn::new(before.clone(), self.now);
        let answer = decide(&mut turn, command, &situation);
        if answer.is_ok() {
            self.keep(before.epoch, turn);
        } else {
            assert_eq!(turn.conversation, before, "a refusal changes nothing");
            assert!(
                turn.events.is_empty() && turn.records.is_empty(),
                "a refusal appends nothing"
            );
        }
        answer
    }

    /// Only what the command says that it needs, as the store loads it.
    fn situation(&self, command: &Command) -> Situation {
        let needs = command.needs(&self.conversation);
        let (offer, transfer) = match command {
            Command::Accept { offer, .. } | Command::Decline { offer, .. } => (Some(*offer), None),
            Command::TransferAccept { transfer, .. }
            | Command::TransferDecline { transfer, .. }
            | Command::TransferCancel { transfer, .. } => (self.asked(command, *transfer), Some(*transfer)),
            _ => (None, None),
        };
        let queue_id = self.conversation.seeks_agent_in().unwrap_or(self.conversation.queue);
        Situation {
            queue: queue(queue_id, self.mode),
            agents: self
                .people
                .iter()
                .filter(|known| needs.agents.contains(&known.agent.id))
                .cloned()
                .collect(),
            context: if needs.context {
                self.context.clone()
            } else {
                Context::default()
            },
            turns: if needs.turns { self.turns() } else { Vec::new() },
            recent: Vec::new(),
            offer: offer.and_then(|id| self.offers.get(&id).cloned()),
            transfer: transfer.and_then(|id| self.transfers.get(&id).cloned()),
        }
    }

    /// The last offer of this hand-off to whoever answers it.
    fn asked(&self, command: &Command, transfer: TransferId) -> Option<OfferId> {
        let agent = command.answers_as()?;
        let offers = self.offers.values();
        let own = offers.filter(|offer| offer.transfer == Some(transfer) && offer.agent == agent);
        own.map(|offer| offer.id).max()
    }

    fn turns(&self) -> Vec<Said> {
        let said = |event: &Event| match &event.what {
            EventData::Message { body, .. } => Some(Said {
                seq: event.seq,
                at: event.at,
                by: event.by.clone(),
                text: body.text().to_owned(),
            }),
            _ => None,
        };
        self.log.iter().filter_map(said).collect()
    }

    fn keep(&mut self, epoch_before: u64, turn: Turn) {
        check(&self.log, epoch_before, &turn);
        for record in turn.records {
            match record {
                RecordChange::OfferMade(offer) => {
                    self.offers.insert(offer.id, *offer);
                }
                RecordChange::OfferEnded(id, end) => {
                    let known = self.offers.get_mut(&id).expect("what ends was made");
                    assert!(known.end.is_none(), "an offer ends once");
                    known.end = Some(end);
                }
                RecordChange::TransferMade(transfer) => {
                    self.transfers.insert(transfer.id, transfer);
                }
                RecordChange::TransferEnded(id, end) => {
                    self.transfers.get_mut(&id).expect("what ends was made").end = Some(end);
                }
            }
        }
        if let Some(moved) = turn.context {
            self.context = moved.after;
        }
        self.missed.extend(turn.missed);
        self.log.extend(turn.events);
        self.conversation = turn.conversation;
        self.check_open_records();
    }

    /// What the row says is open is what the records say is open.
    fn check_open_records(&self) {
        let open: Vec<_> = self
            .offers
            .values()
            .filter(|offer| offer.end.is_none())
            .map(|offer| offer.id)
            .collect();
        let held: Vec<_> = self
            .conversation
            .open_offer()
            .map(|offer| offer.id)
            .into_iter()
            .collect();
        assert_eq!(open, held, "the open offers are those of the row");
        let pending: Vec<_> = self
            .transfers
            .values()
            .filter(|transfer| transfer.end.is_none())
            .map(|transfer| transfer.id)
            .collect();
        let held: Vec<_> = self.conversation.transfer.iter().map(|transfer| transfer.id).collect();
        assert_eq!(pending, held, "the pending hand-off is that of the row");
    }

    pub(crate) fn offer(&mut self, agent: AgentId) -> Result<Answer, Refusal> {
        let offer = OfferId(self.new_id());
        self.decide(Command::Offer { agent, offer })
    }

    pub(crate) fn accept(&mut self, agent: AgentId) -> Result<Answer, Refusal> {
        let offer = self.open_offer();
        self.decide(Command::Accept { by: who(agent), offer })
    }

    pub(crate) fn decline(&mut self, agent: AgentId) -> Result<Answer, Refusal> {
        let offer = self.open_offer();
        self.decide(Command::Decline { by: who(agent), offer })
    }

    pub(crate) fn transfer(&mut self, by: AgentId, to: TransferTo) -> Result<Answer, Refusal> {
        self.hand_over(by, to, false)
    }

    pub(crate) fn consult(&mut self, by: AgentId, agent: AgentId) -> Result<Answer, Refusal> {
        self.hand_over(by, TransferTo::Agent(agent), true)
    }

    fn hand_over(&mut self, by: AgentId, to: TransferTo, consult: bool) -> Result<Answer, Refusal> {
        let (transfer, offer) = (TransferId(self.new_id()), OfferId(self.new_id()));
        self.decide(Command::Transfer {
            by: who(by),
            epoch: self.epoch(),
            transfer,
            offer,
            to,
            consult,
            note: Some("over to you".to_owned()),
        })
    }

    pub(crate) fn takeover(&mut self, by: AgentId) -> Result<Answer, Refusal> {
        self.decide(Command::Takeover {
            by: who(by),
            epoch: self.epoch(),
        })
    }

    pub(crate) fn close(&mut self, by: AgentId) -> Result<Answer, Refusal> {
        self.decide(Command::Close {
            by: who(by),
            epoch: self.epoch(),
            disposition: Some("answered".to_owned()),
        })
    }

    pub(crate) fn tick(&mut self) {
        let transfer = TransferId(self.new_id());
        self.decide(Command::Tick { transfer }).expect("time is never refused");
    }

    pub(crate) fn recall(&mut self) -> Result<Answer, Refusal> {
        let transfer = TransferId(self.new_id());
        self.decide(Command::Recall { transfer })
    }

    pub(crate) fn shopper_says(&mut self, text: &str) -> Result<Answer, Refusal> {
        let draft = self.draft(text);
        let by = Speaker::Shopper(SHOPPER);
        self.decide(Command::Send { by, draft })
    }

    pub(crate) fn agent_says(&mut self, agent: AgentId, epoch: u64, text: &str) -> Result<Answer, Refusal> {
        let draft = self.draft(text);
        let by = Speaker::Agent { who: who(agent), epoch };
        self.decide(Command::Send { by, draft })
    }

    pub(crate) fn note(&mut self, agent: AgentId, text: &str) -> Result<Answer, Refusal> {
        let draft = self.draft(text);
        self.decide(Command::Note { by: who(agent), draft })
    }

    fn draft(&mut self, text: &str) -> Draft {
        Draft {
            cid: self.new_id(),
            text: text.to_owned(),
            masked: false,
            fingerprint: [0; 16],
        }
    }
}

/// What holds after every command: `seq` without holes, `at` that never goes back, one new epoch for each new owner.
fn check(log: &[Event], epoch_before: u64, turn: &Turn) {
    let (mut seq, mut at) = log.last().map_or((0, START), |last| (last.seq, last.at));
    let mut epoch = epoch_before;
    for event in &turn.events {
        assert_eq!(event.seq, seq + 1, "seq has no holes");
        assert!(event.at >= at, "at never decreases");
        (seq, at) = (event.seq, event.at);
        let new_owner = matches!(event.what, EventData::Assigned { .. } | EventData::Transferred { .. });
        epoch += u64::from(new_owner);
        assert_eq!(event.epoch, epoch, "a new owner, and nothing else, is a new epoch");
    }
    assert_eq!(turn.conversation.head, seq, "the head is the last seq");
    assert_eq!(turn.conversation.epoch, epoch);
    if let Phase::Owned { .. } = turn.conversation.phase {
        assert!(epoch >= 1, "the first owner has epoch 1");
    }
}
