//! A busy day in a few seconds: shoppers come, agents accept, decline, miss, vanish and come back, and time is the
//! suite's. At every step nobody has more than their slots; at the end everybody was served, once, in order.

use std::collections::{BTreeMap, HashMap, HashSet};

use tillside_domain::{
    AgentRef, Availability, Event, EventData, Timestamp,
    ids::{AgentId, ConversationId, OfferId},
};
use tokio::task::JoinSet;

use super::{
    cases,
    shop::{Shop, Visitor},
};

cases![nobody_is_forgotten_nobody_is_overloaded_and_the_order_is_kept];

const AGENTS: usize = 24;
const SHOPPERS: usize = 3_000;
/// How much time passes between two looks.
const STEP_MS: i64 = 5_000;
/// Shoppers who come in one step, while there are any: somewhat more than can be served at once.
const ARRIVALS: u64 = 24;
/// Long after the last has come, everybody has been served.
const STEPS_MAX: usize = 1_000;

/// A sequence that looks random and is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        // Knuth's MMIX constants; the high bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

struct Day {
    shop: Shop,
    dice: Dice,
    agents: HashMap<AgentId, AgentRef>,
    visitors: Vec<Visitor>,
    /// Conversations in hand, by when their agent will close them.
    in_hand: BTreeMap<(Timestamp, ConversationId), AgentRef>,
    away: Vec<AgentRef>,
}

async fn nobody_is_forgotten_nobody_is_overloaded_and_the_order_is_kept(shop: Shop) {
    let mut agents = HashMap::new();
    for n in 0..AGENTS {
        let agent = shop.agent(&format!("Agent {n}")).await;
        agents.insert(agent.agent, agent);
    }
    let mut day = Day {
        shop,
        dice: Dice(1),
        agents,
        visitors: Vec::new(),
        in_hand: BTreeMap::new(),
        away: Vec::new(),
    };
    let mut steps = 0;
    while !day.is_over().await {
        steps += 1;
        assert!(steps < STEPS_MAX, "somebody is forgotten");
        day.shop.after_ms(STEP_MS).await;
        day.people_come_and_go().await;
        day.shoppers_come().await;
        day.agents_close().await;
        let offers = day.passes().await;
        day.agents_answer(offers).await;
        day.nobody_is_overloaded().await;
    }
    day.everybody_was_served_once_and_in_order().await;
}

impl Day {
    async fn is_over(&self) -> bool {
        let everybody_came = self.visitors.len() == SHOPPERS;
        let filter = |state| crate::ConversationFilter {
            state: Some(state),
            limit: 1,
            ..crate::ConversationFilter::default()
        };
        if !everybody_came {
            return false;
        }
        for state in [
            tillside_domain::State::Waiting,
            tillside_domain::State::Offered,
            tillside_domain::State::Owned,
            tillside_domain::State::Parked,
        ] {
            let left = self
                .shop
                .store
                .conversations(self.shop.workspace, filter(state), |_| true);
            if !left.await.expect("read").items.is_empty() {
                return false;
            }
        }
        true
    }

    async fn shoppers_come(&mut self) {
        let many = usize::try_from(self.dice.roll(ARRIVALS)).expect("a few");
        let many = many.min(SHOPPERS - self.visitors.len());
        let mut opens = JoinSet::new();
        for _ in 0..many {
            let shop = self.shop.clone();
            opens.spawn(async move { shop.visitor().await });
        }
        self.visitors.extend(opens.join_all().await);
        // The node says of everybody who waits that they are there.
        let places = self.shop.store.places(self.shop.sales.id).await.expect("read");
        let waiting = places.into_iter().map(|place| place.conv).collect();
        self.shop.store.seen(waiting).await.expect("written");
    }

    /// Now and then somebody's connection is lost, for a short while or a longer one.
    async fn people_come_and_go(&mut self) {
        for agent in std::mem::take(&mut self.away) {
            if self.dice.roll(6) == 0 {
                self.shop.connects(agent.agent, &agent.name).await;
                self.shop.says_availability(agent.agent, Availability::Online).await;
            } else {
                self.away.push(agent);
            }
        }
        let away: HashSet<_> = self.away.iter().map(|agent| agent.agent).collect();
        let mut here: Vec<_> = self
            .agents
            .values()
            .filter(|agent| !away.contains(&agent.agent))
            .collect();
        here.sort_by(|one, other| one.name.cmp(&other.name));
        let pick = usize::try_from(self.dice.roll(60)).expect("small");
        if let Some(agent) = here.get(pick) {
            self.shop.vanishes(&agent.name).await;
            self.away.push((*agent).clone());
        }
    }

    async fn agents_close(&mut self) {
        let later = self
            .in_hand
            .split_off(&(self.shop.now(), ConversationId(uuid::Uuid::max())));
        let due = std::mem::replace(&mut self.in_hand, later);
        let mut closes = JoinSet::new();
        for ((_at, conv), agent) in due {
            let shop = self.shop.clone();
            // Somebody else may have it since; that is the fence's business.
            closes.spawn(async move { shop.closes(&agent, conv).await.is_ok() });
        }
        closes.join_all().await;
    }

    /// Passes until there is nothing to do; says what was offered to whom.
    async fn passes(&self) -> Vec<(OfferId, ConversationId, AgentRef)> {
        let mut offers = Vec::new();
        loop {
            let passed = self.shop.pass().await;
            offers.extend(passed.outcome.events.into_iter().filter_map(|event| match event.what {
                EventData::Offered { offer, agent, .. } => Some((offer, event.conv, self.agents[&agent].clone())),
                _ => None,
            }));
            if !passed.more {
                return offers;
            }
        }
    }

    /// Of ten offers one is declined and one never answered. Who has missed too many clicks, and goes on.
    async fn agents_answer(&mut self, offers: Vec<(OfferId, ConversationId, AgentRef)>) {
        let away: HashSet<_> = self.away.iter().map(|agent| agent.agent).collect();
        for now in self.shop.store.agents(self.shop.workspace).await.expect("read") {
            if now.agent.availability != Availability::Online && !away.contains(&now.agent.id) {
                self.shop.says_availability(now.agent.id, Availability::Online).await;
            }
        }
        let mut answers = JoinSet::new();
        for (offer, conv, agent) in offers.into_iter().filter(|(_, _, agent)| !away.contains(&agent.agent)) {
            let shop = self.shop.clone();
            match self.dice.roll(10) {
                0 => {}
                1 => {
                    answers.spawn(async move { shop.decline(&agent, offer).await.map(drop) });
                }
                _ => {
                    let ms = 20_000 + i64::try_from(self.dice.roll(60_000)).expect("a minute");
                    self.in_hand.insert((self.shop.now().plus_ms(ms), conv), agent.clone());
                    answers.spawn(async move { shop.accept(&agent, offer).await.map(drop) });
                }
            }
        }
        for answer in answers.join_all().await {
            answer.expect("it was open");
        }
    }

    async fn nobody_is_overloaded(&self) {
        for agent in self.shop.store.agents(self.shop.workspace).await.expect("read") {
            assert!(agent.load <= agent.agent.capacity, "{agent:?}");
        }
    }

    async fn everybody_was_served_once_and_in_order(&self) {
        let mut first_offers = Vec::new();
        for visitor in &self.visitors {
            let log = self.shop.log(visitor.conv).await;
            check_owners(&log);
            let opened = log[0].at;
            let offered = log.iter().find(|event| matches!(event.what, EventData::Offered { .. }));
            first_offers.push((opened, offered.expect("everybody was offered").at));
        }
        first_offers.sort_unstable();
        assert!(
            first_offers.windows(2).all(|pair| pair[0].1 <= pair[1].1),
            "who came earlier was offered no later"
        );
    }
}

/// One first owner, then one at a time, each with the next epoch, and none without an owner until it closed.
fn check_owners(log: &[Event]) {
    let mut owner: Option<AgentId> = None;
    let mut epoch = 0;
    for event in log {
        match &event.what {
            EventData::Assigned { to, .. } => {
                assert_eq!(owner, None, "the first owner comes to nobody's");
                owner = Some(to.agent);
                epoch += 1;
            }
            EventData::Transferred { from, to, .. } => {
                assert_eq!(owner, Some(from.agent), "from who has it");
                owner = Some(to.agent);
                epoch += 1;
            }
            EventData::Closed { .. } => assert!(owner.is_some(), "closed by somebody who had it"),
            _ => {}
        }
        assert_eq!(event.epoch, epoch);
    }
    assert!(owner.is_some());
}
