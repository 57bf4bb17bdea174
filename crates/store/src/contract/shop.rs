//! A shop on a fresh store: two queues, people who answer, and a clock that the suite moves.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use tillside_domain::{
    AgentRef, Availability, Conversation, Event, EventData, Queue, Refusal, Rights, State, Timestamp,
    commands::{Answer, Command, Draft, Open as Asks, Order, Speaker, Target, TransferTo},
    context::Claim,
    ids::{AgentId, Cid, ConversationId, OfferId, ShopperId, SiteId, TransferId, WorkspaceId},
    queue::QueueSettings,
    turn::OfferRecord,
};
use uuid::Uuid;

use super::Opening;
use crate::{Clock, CommandError, NewAgent, NewSite, OpenOrder, Opened, Passed, SessionPlace, Store};

/// Opens the database, again and again.
pub(super) type Open = dyn Fn(Clock) -> Opening + Send + Sync;

/// Every store begins at this time.
const START_MS: i64 = 1_800_000_000_000;
/// The node on which everybody's sockets are.
pub(super) const NODE: &str = "node";
/// The most sockets of a person.
pub(super) const SOCKETS_MAX: usize = 10;
/// Entries of one page: more than any log of the suite holds.
const EVERYTHING: u32 = 100_000;

#[derive(Clone)]
pub(super) struct Shop {
    pub(super) store: Store,
    pub(super) workspace: WorkspaceId,
    pub(super) site: SiteId,
    pub(super) sales: Queue,
    pub(super) checkout: Queue,
    time: Arc<AtomicI64>,
    open: Arc<Open>,
}

impl Shop {
    pub(super) async fn new(open: Arc<Open>) -> Self {
        let time = Arc::new(AtomicI64::new(START_MS));
        let store = open(clock(&time)).await;
        let (workspace, _new) = store.add_workspace("demo".to_owned()).await.expect("made");
        let queue = |key: &str| store.add_queue(workspace, key.to_owned(), QueueSettings::default());
        let sales = queue("sales").await.expect("made");
        let checkout = queue("checkout").await.expect("made");
        let site = store.add_site(NewSite {
            workspace,
            key: "demo".to_owned(),
            name: "Demo".to_owned(),
            origins: vec!["https://shop.test".to_owned()],
            secret: "secret".to_owned(),
            locale: "en".to_owned(),
        });
        let site = site.await.expect("made").expect("the key is free").id;
        store.renew_lease(NODE.to_owned()).await.expect("renewed");
        Self {
            store,
            workspace,
            site,
            sales,
            checkout,
            time,
            open,
        }
    }

    /// The process ends, and another opens the same database.
    pub(super) async fn reopened(self) -> Self {
        let Self { store, time, open, .. } = self;
        drop(store);
        Self {
            store: open(clock(&time)).await,
            time,
            open,
            ..self
        }
    }

    /// The same store, seen from another workspace.
    pub(super) fn in_workspace(&self, workspace: WorkspaceId, site: SiteId) -> Self {
        Self {
            workspace,
            site,
            ..self.clone()
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp(self.time.load(Ordering::SeqCst))
    }

    /// Time passes; the node is alive and renews its lease meanwhile.
    pub(super) async fn after_ms(&self, ms: i64) {
        self.time.fetch_add(ms, Ordering::SeqCst);
        self.store.renew_lease(NODE.to_owned()).await.expect("renewed");
    }

    /// Time passes, and then whatever is due happens.
    pub(super) async fn pass_after_ms(&self, ms: i64) -> Passed {
        self.after_ms(ms).await;
        self.pass().await
    }

    pub(super) async fn pass(&self) -> Passed {
        self.store.pass(self.workspace).await.expect("a pass can be written")
    }

    /// An agent of both queues with four slots, who is there and online.
    pub(super) async fn agent(&self, name: &str) -> AgentRef {
        self.person(name, Rights::Agent, 4).await
    }

    pub(super) async fn supervisor(&self, name: &str) -> AgentRef {
        self.person(name, Rights::Supervisor, 4).await
    }

    pub(super) async fn person(&self, name: &str, rights: Rights, capacity: u32) -> AgentRef {
        let added = self.store.add_agent(NewAgent {
            workspace: self.workspace,
            email: format!("{name}@demo.test"),
            name: name.to_owned(),
            password: "$argon2id$".to_owned(),
            rights,
            capacity,
            queues: vec![self.sales.id, self.checkout.id],
        });
        let agent = added.await.expect("written").expect("the address is free");
        self.connects(agent, name).await;
        self.says_availability(agent, Availability::Online).await;
        AgentRef {
            agent,
            name: name.to_owned(),
        }
    }

    /// Opens a socket; says which are too many.
    pub(super) async fn connects(&self, agent: AgentId, conn: &str) -> Vec<String> {
        let place = SessionPlace {
            conn: conn.to_owned(),
            node: NODE.to_owned(),
            agent,
        };
        self.store.begin_session(place, SOCKETS_MAX).await.expect("written").1
    }

    pub(super) async fn vanishes(&self, conn: &str) {
        self.store.end_session(conn.to_owned()).await.expect("written");
    }

    pub(super) async fn says_availability(&self, agent: AgentId, said: Availability) {
        let outcome = self.store.set_availability(agent, said, None).await;
        assert_eq!(outcome.expect("written").desks.len(), 1, "the desk's head moves");
    }

    pub(super) async fn availability(&self, agent: AgentId) -> Availability {
        self.agent_now(agent).await.agent.availability
    }

    pub(super) async fn load(&self, agent: AgentId) -> u32 {
        self.agent_now(agent).await.load
    }

    async fn agent_now(&self, agent: AgentId) -> tillside_domain::AgentNow {
        self.store.agent_now(agent).await.expect("read").expect("is there")
    }

    /// A new shopper opens a conversation.
    pub(super) async fn visitor(&self) -> Visitor {
        let shopper = ShopperId(Uuid::now_v7());
        let opened = self.opens(shopper, Uuid::now_v7()).await.expect("opened");
        Visitor {
            shopper,
            conv: opened.conversation,
        }
    }

    pub(super) async fn opens(&self, shopper: ShopperId, cid: Cid) -> Result<Opened, CommandError> {
        let order = OpenOrder {
            workspace: self.workspace,
            site: self.site,
            queue: None,
            open: Asks {
                id: ConversationId(Uuid::now_v7()),
                shopper,
                cid,
                subject: None,
                locale: "en".to_owned(),
                name: None,
                email: None,
                consent: None,
                claim: Claim::default(),
            },
        };
        self.store.open_conversation(order).await
    }

    /// A conversation that `agent` has accepted.
    pub(super) async fn owned_by(&self, agent: &AgentRef) -> Visitor {
        let visitor = self.visitor().await;
        let take = Command::Take { by: agent.clone() };
        self.decide(visitor.conv, take).await.expect("taken");
        visitor
    }

    pub(super) async fn decide(&self, conv: ConversationId, command: Command) -> Result<Answer, Refusal> {
        self.order(Target::Conversation(conv), command).await
    }

    pub(super) async fn order(&self, target: Target, command: Command) -> Result<Answer, Refusal> {
        let order = Order {
            workspace: self.workspace,
            target,
            command,
        };
        match self.store.command(order).await {
            Ok(done) => Ok(done.answer),
            Err(CommandError::Refused(refusal)) => Err(refusal),
            Err(CommandError::Store(error)) => panic!("the store failed: {error}"),
        }
    }

    pub(super) async fn accept(&self, agent: &AgentRef, offer: OfferId) -> Result<Answer, Refusal> {
        let by = agent.clone();
        self.order(Target::Offer(offer), Command::Accept { by, offer }).await
    }

    pub(super) async fn decline(&self, agent: &AgentRef, offer: OfferId) -> Result<Answer, Refusal> {
        let by = agent.clone();
        self.order(Target::Offer(offer), Command::Decline { by, offer }).await
    }

    pub(super) async fn says(&self, visitor: Visitor, cid: Cid, text: &str) -> Result<Answer, Refusal> {
        let by = Speaker::Shopper(visitor.shopper);
        let draft = draft(cid, text);
        self.decide(visitor.conv, Command::Send { by, draft }).await
    }

    pub(super) async fn answers(
        &self,
        agent: &AgentRef,
        epoch: u64,
        conv: ConversationId,
        text: &str,
    ) -> Result<Answer, Refusal> {
        let who = agent.clone();
        let by = Speaker::Agent { who, epoch };
        let draft = draft(Uuid::now_v7(), text);
        self.decide(conv, Command::Send { by, draft }).await
    }

    pub(super) async fn closes(&self, agent: &AgentRef, conv: ConversationId) -> Result<Answer, Refusal> {
        let epoch = self.conversation(conv).await.epoch;
        let close = Command::Close {
            by: agent.clone(),
            epoch,
            disposition: None,
        };
        self.decide(conv, close).await
    }

    pub(super) async fn hands_over(
        &self,
        agent: &AgentRef,
        conv: ConversationId,
        to: TransferTo,
        consult: bool,
    ) -> Result<TransferId, Refusal> {
        let epoch = self.conversation(conv).await.epoch;
        let transfer = Command::Transfer {
            by: agent.clone(),
            epoch,
            transfer: TransferId(Uuid::now_v7()),
            offer: OfferId(Uuid::now_v7()),
            to,
            consult,
            note: None,
        };
        match self.decide(conv, transfer).await? {
            Answer::Transfer { transfer, .. } => Ok(transfer),
            answer => panic!("{answer:?} is not a hand-off"),
        }
    }

    pub(super) async fn conversation(&self, conv: ConversationId) -> Conversation {
        let found = self.store.conversation(conv).await.expect("read");
        found.expect("is there").conversation
    }

    pub(super) async fn state(&self, conv: ConversationId) -> State {
        self.conversation(conv).await.state()
    }

    pub(super) async fn owner(&self, conv: ConversationId) -> Option<AgentId> {
        self.conversation(conv).await.owner().map(|owner| owner.agent)
    }

    /// The whole log, dense.
    pub(super) async fn log(&self, conv: ConversationId) -> Vec<Event> {
        let page = self.store.events_after(conv, 0, EVERYTHING).await.expect("read");
        let page = page.expect("is there");
        let seqs: Vec<u64> = page.events.iter().map(|event| event.seq).collect();
        let dense: Vec<u64> = (1..=page.head).collect();
        assert_eq!(seqs, dense, "seq has no holes and ends with the head");
        page.events
    }

    pub(super) async fn last(&self, conv: ConversationId) -> EventData {
        let last = self.log(conv).await.pop();
        last.expect("a log is never empty").what
    }

    /// The texts of a conversation's messages, in order.
    pub(super) async fn texts(&self, conv: ConversationId) -> Vec<String> {
        let log = self.log(conv).await;
        let texts = log.into_iter().filter_map(|event| match event.what {
            EventData::Message { body, .. } => Some(body.text().to_owned()),
            _ => None,
        });
        texts.collect()
    }

    /// What is offered to this agent now, oldest first.
    pub(super) async fn offers(&self, agent: AgentId) -> Vec<OfferRecord> {
        let desk = self.store.desk(agent).await.expect("read").expect("is there");
        let mut offers = desk.offers;
        offers.sort_by_key(|offer| (offer.made_at, offer.id));
        offers
    }

    pub(super) async fn only_offer(&self, agent: AgentId) -> OfferRecord {
        let mut offers = self.offers(agent).await;
        assert_eq!(offers.len(), 1, "{offers:?}");
        offers.remove(0)
    }
}

/// A shopper in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Visitor {
    pub(super) shopper: ShopperId,
    pub(super) conv: ConversationId,
}

/// A text whose fingerprint is that of its words.
pub(super) fn draft(cid: Cid, text: &str) -> Draft {
    let mut fingerprint = [0; 16];
    for (place, byte) in text.bytes().enumerate() {
        fingerprint[place % 16] ^= byte;
    }
    Draft {
        cid,
        text: text.to_owned(),
        masked: false,
        fingerprint,
    }
}

fn clock(time: &Arc<AtomicI64>) -> Clock {
    let time = Arc::clone(time);
    Arc::new(move || Timestamp(time.load(Ordering::SeqCst)))
}
