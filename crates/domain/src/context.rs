//! What a page says of its shopper: cart, checkout step, page. State of the conversation, not entries of its log; the log
//! gets a `context` entry only when step or payment change or, at most every 30 s, the cart's total does.

use serde::{Deserialize, Serialize};

use crate::{refusal::Refusal, time::Timestamp};

/// The most lines of a cart.
pub const CART_ITEMS_MAX: usize = 100;
/// The most coupons of a cart.
pub const COUPONS_MAX: usize = 20;
/// The most names of fields in error.
pub const ERRORS_MAX: usize = 50;
/// The most characters of any one text in a cart or checkout.
const TEXT_CHARS_MAX: usize = 300;
/// The most characters of an address of a page, product or picture.
const URL_CHARS_MAX: usize = 2_000;
/// A payment counts as in flight for at most this long after the page last said so.
pub const PAYMENT_IN_FLIGHT_MS: i64 = 120_000;
/// `context` entries of one conversation (CTX1).
pub const CONTEXT_ENTRIES_MAX: u32 = 200;
/// A changed total alone is logged at most this often.
pub const TOTAL_LOGGED_EVERY_MS: i64 = 30_000;

/// One line of a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct CartItem {
    pub id: String,
    pub title: String,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub quantity: i64,
    /// Minor units of the cart's currency, a piece.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub price: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}

/// A coupon that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Coupon {
    pub code: String,
    pub accepted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A cart. Money is in minor units of `currency` (ISO 4217).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Cart {
    /// Grows with each change; an older one than known is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
    pub version: Option<i64>,
    pub currency: String,
    pub items: Vec<CartItem>,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Coupon>>"))]
    pub coupons: Vec<Coupon>,
}

/// Where a shopper is on the way to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Step {
    Browse,
    Cart,
    Details,
    Shipping,
    Payment,
    Done,
}

/// What became of the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Payment {
    None,
    Submitted,
    Challenge,
    Redirected,
    Failed,
    Paid,
}

/// The checkout as the page tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Checkout {
    pub step: Step,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// Names of the fields in error, never their values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub errors: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
}

/// The page the shopper looks at: origin and path, no query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Page {
    pub url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// What a page claims at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    pub cart: Option<Cart>,
    pub checkout: Option<Checkout>,
    pub page: Option<Page>,
}

/// Is the shopper looking?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Presence {
    #[default]
    Here,
    Away,
    Bank,
}

/// A conversation's read marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReadMarks {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub shopper: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub agent: u64,
}

/// What is known of a conversation beside its log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart: Option<Cart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkout: Option<Checkout>,
    /// When the page last spoke of the checkout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkout_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// Vouched for by the shop's backend, not only claimed by a page.
    #[serde(default)]
    pub verified: bool,
    #[serde(default)]
    pub entries: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_logged_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_logged: Option<i64>,
    #[serde(default)]
    pub read: ReadMarks,
    #[serde(default)]
    pub presence: Presence,
}

impl Context {
    /// How long a payment that is in flight still holds a hand-off back, in milliseconds.
    pub fn payment_in_flight_ms(&self, now: Timestamp) -> Option<u64> {
        let payment = self.checkout.as_ref()?.payment?;
        if !matches!(payment, Payment::Submitted | Payment::Challenge | Payment::Redirected) {
            return None;
        }
        let left = PAYMENT_IN_FLIGHT_MS - now.since(self.checkout_at?);
        u64::try_from(left).ok().filter(|left| *left > 0)
    }

    pub fn at_payment(&self) -> bool {
        self.checkout
            .as_ref()
            .is_some_and(|checkout| checkout.step == Step::Payment)
    }
}

impl Claim {
    /// Is everything within its bounds?
    pub fn check(&self) -> Result<(), Refusal> {
        if let Some(cart) = &self.cart {
            check_cart(cart)?;
        }
        if let Some(checkout) = &self.checkout {
            if checkout.errors.len() > ERRORS_MAX {
                return Err(Refusal::TooLarge {
                    field: "checkout.errors",
                });
            }
            for name in &checkout.errors {
                within("checkout.errors", name, TEXT_CHARS_MAX)?;
            }
            within(
                "checkout.order",
                checkout.order.as_deref().unwrap_or_default(),
                TEXT_CHARS_MAX,
            )?;
        }
        if let Some(page) = &self.page {
            web_address("page.url", &page.url)?;
            within("page.title", page.title.as_deref().unwrap_or_default(), TEXT_CHARS_MAX)?;
        }
        Ok(())
    }
}

fn check_cart(cart: &Cart) -> Result<(), Refusal> {
    if cart.items.len() > CART_ITEMS_MAX {
        return Err(Refusal::TooLarge { field: "cart.items" });
    }
    if cart.coupons.len() > COUPONS_MAX {
        return Err(Refusal::TooLarge { field: "cart.coupons" });
    }
    if cart.currency.len() != 3 || !cart.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Refusal::Invalid { field: "cart.currency" });
    }
    if cart.version.is_some_and(i64::is_negative) {
        return Err(Refusal::Invalid { field: "cart.version" });
    }
    for item in &cart.items {
        within("cart.items.id", &item.id, TEXT_CHARS_MAX)?;
        within("cart.items.title", &item.title, TEXT_CHARS_MAX)?;
        if item.quantity < 0 {
            return Err(Refusal::Invalid {
                field: "cart.items.quantity",
            });
        }
        for url in [&item.url, &item.image].into_iter().flatten() {
            web_address("cart.items.url", url)?;
        }
    }
    for coupon in &cart.coupons {
        within("cart.coupons.code", &coupon.code, TEXT_CHARS_MAX)?;
        within(
            "cart.coupons.reason",
            coupon.reason.as_deref().unwrap_or_default(),
            TEXT_CHARS_MAX,
        )?;
    }
    Ok(())
}

fn within(field: &'static str, text: &str, chars_max: usize) -> Result<(), Refusal> {
    if text.contains('\0') {
        return Err(Refusal::Invalid { field });
    }
    if text.chars().count() > chars_max {
        Err(Refusal::TooLarge { field })
    } else {
        Ok(())
    }
}

/// Only `http` and `https`: these addresses become links in the console.
fn web_address(field: &'static str, url: &str) -> Result<(), Refusal> {
    within(field, url, URL_CHARS_MAX)?;
    let web = url.starts_with("https://") || url.starts_with("http://");
    if web && !url.contains(char::is_whitespace) {
        Ok(())
    } else {
        Err(Refusal::Invalid { field })
    }
}
