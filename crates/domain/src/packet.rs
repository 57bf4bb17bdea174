//! What the target of a hand-off sees before accepting, and keeps: typed, immutable, hashed into the log.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    author::Author,
    context::{Cart, Checkout, Context},
    conversation::Conversation,
    ids::PromiseId,
    time::Timestamp,
};

/// The messages of a packet: the last six.
pub const TURNS_MAX: usize = 6;

/// What the new owner can see, as the shopper is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Sees {
    Basket,
    Coupon,
    Order,
    Address,
    History,
}

/// One message of the conversation so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "PacketTurn"))]
pub struct Said {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: u64,
    pub at: Timestamp,
    pub by: Author,
    pub text: String,
}

/// An order of this shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Order {
    pub id: String,
}

/// A promise that is still open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenPromise {
    pub promise: PromiseId,
    pub text: String,
    pub due_at: Timestamp,
}

/// The packet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Packet {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart: Option<Cart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkout: Option<Checkout>,
    pub orders: Vec<Order>,
    pub promises: Vec<OpenPromise>,
    /// What the shopper asked since anybody last answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    pub locale: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    pub turns: Vec<Said>,
    /// The sender's words to the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub sees: Vec<Sees>,
    /// SHA-256 of the packet without this field, in hex.
    pub hash: String,
}

/// A text that a shopper has agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Consent {
    pub text: String,
    pub version: String,
}

impl Packet {
    /// Puts a packet together from what is known under the conversation's lock; `turns` are its last messages in order.
    pub fn of(conversation: &Conversation, context: &Context, turns: &[Said], note: Option<String>) -> Self {
        let turns = turns[turns.len().saturating_sub(TURNS_MAX)..].to_vec();
        let mut packet = Self {
            cart: context.cart.clone(),
            checkout: context.checkout.clone(),
            orders: context
                .checkout
                .iter()
                .filter_map(|checkout| checkout.order.clone())
                .map(|id| Order { id })
                .collect(),
            promises: Vec::new(),
            question: open_question(&turns),
            locale: conversation.locale.clone(),
            consent: conversation.shopper.consent.clone(),
            sees: Vec::new(),
            turns,
            note,
            hash: String::new(),
        };
        packet.sees = packet.what_it_shows();
        packet.hash = packet.digest();
        packet
    }

    fn what_it_shows(&self) -> Vec<Sees> {
        let cart = self.cart.as_ref();
        let shows = [
            (Sees::Basket, cart.is_some_and(|cart| !cart.items.is_empty())),
            (Sees::Coupon, cart.is_some_and(|cart| !cart.coupons.is_empty())),
            (Sees::Order, !self.orders.is_empty()),
            (Sees::History, !self.turns.is_empty()),
        ];
        shows
            .into_iter()
            .filter_map(|(what, shown)| shown.then_some(what))
            .collect()
    }

    fn digest(&self) -> String {
        // A packet holds only strings, integers and lists, so that its JSON cannot fail and has one form.
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(bytes)
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                use std::fmt::Write as _;
                write!(hex, "{byte:02x}").unwrap_or_default();
                hex
            })
    }
}

/// The shopper's last words, if nobody has answered them.
fn open_question(turns: &[Said]) -> Option<String> {
    turns
        .last()
        .filter(|last| last.by.is_shopper())
        .map(|last| last.text.clone())
}
