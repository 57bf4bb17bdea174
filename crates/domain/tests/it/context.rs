//! What the page says of cart and checkout.

use tillside_domain::{
    EventData,
    commands::{Command, Speaker},
    context::{CONTEXT_ENTRIES_MAX, Cart, Checkout, Claim, Payment, Presence, Step},
};

use crate::case::{ANA, Case, SHOPPER, who};

fn cart(version: Option<i64>, total: i64) -> Claim {
    Claim {
        cart: Some(Cart {
            version,
            currency: "EUR".to_owned(),
            items: Vec::new(),
            total,
            coupons: Vec::new(),
        }),
        ..Claim::default()
    }
}

fn checkout(step: Step, payment: Option<Payment>) -> Claim {
    Claim {
        checkout: Some(Checkout {
            step,
            payment,
            errors: Vec::new(),
            order: None,
        }),
        ..Claim::default()
    }
}

impl Case {
    pub(crate) fn page_says(&mut self, claim: Claim) {
        let shopper = SHOPPER;
        self.decide(Command::Context { shopper, claim })
            .expect("a shopper's own page");
    }

    pub(crate) fn stands_at_payment(&mut self) {
        self.page_says(checkout(Step::Payment, None));
    }

    /// The shopper has submitted the payment.
    pub(crate) fn pays(&mut self) {
        self.page_says(checkout(Step::Payment, Some(Payment::Submitted)));
    }

    fn context_entries(&self) -> usize {
        let is_context = |what: &EventData| matches!(what, EventData::Context { .. });
        self.log.iter().filter(|event| is_context(&event.what)).count()
    }
}

#[test]
fn ctx1_a_step_or_payment_is_logged_when_it_changes_and_a_total_every_30_seconds() {
    let mut case = Case::owned_by(ANA);
    case.page_says(checkout(Step::Details, None));
    case.page_says(checkout(Step::Details, None));
    assert_eq!(case.context_entries(), 1);
    case.page_says(checkout(Step::Details, Some(Payment::None)));
    assert_eq!(case.context_entries(), 2);
    case.page_says(cart(None, 100));
    assert_eq!(case.context_entries(), 2, "a total waits");
    case.after_ms(30_000).page_says(cart(None, 200));
    assert_eq!(case.context_entries(), 3);
    case.after_ms(30_000).page_says(cart(None, 200));
    assert_eq!(case.context_entries(), 3, "the same total is no news");
}

#[test]
fn ctx1_a_conversation_holds_two_hundred_entries() {
    let mut case = Case::owned_by(ANA);
    for step in [Step::Cart, Step::Details].into_iter().cycle().take(250) {
        case.page_says(checkout(step, None));
    }
    assert_eq!(u32::try_from(case.context_entries()), Ok(CONTEXT_ENTRIES_MAX));
    assert_eq!(
        case.context.checkout.as_ref().map(|known| known.step),
        Some(Step::Details),
        "known all the same"
    );
}

#[test]
fn an_older_cart_that_arrives_late_is_ignored() {
    let mut case = Case::owned_by(ANA);
    case.page_says(cart(Some(2), 200));
    case.page_says(cart(Some(1), 100));
    case.page_says(cart(Some(2), 300));
    assert_eq!(case.context.cart.as_ref().map(|cart| cart.total), Some(200));
    case.page_says(cart(Some(3), 300));
    assert_eq!(case.context.cart.as_ref().map(|cart| cart.total), Some(300));
}

#[test]
fn a_shopper_who_leaves_with_a_payment_in_flight_is_at_the_bank() {
    let mut case = Case::owned_by(ANA);
    let gone = || Command::Presence {
        shopper: SHOPPER,
        here: false,
    };
    case.decide(gone()).expect("gone");
    assert_eq!(case.context.presence, Presence::Away);
    case.pays();
    case.decide(gone()).expect("gone");
    assert_eq!(case.context.presence, Presence::Bank);
    case.decide(Command::Presence {
        shopper: SHOPPER,
        here: true,
    })
    .expect("back");
    assert_eq!(case.context.presence, Presence::Here);
}

#[test]
fn a_read_mark_neither_passes_the_head_nor_goes_back() {
    let mut case = Case::owned_by(ANA);
    let head = case.conversation.head;
    let mut reads = |by: Speaker, seq| {
        let counts = case.decide(Command::Read { by, seq }).is_ok();
        (counts, case.context.read.shopper, case.context.read.agent)
    };
    let shopper = || Speaker::Shopper(SHOPPER);
    let ana = || Speaker::Agent {
        who: who(ANA),
        epoch: 1,
    };
    assert_eq!(reads(shopper(), head + 1), (false, 0, 0));
    assert_eq!(reads(shopper(), head), (true, head, 0));
    assert_eq!(reads(shopper(), 1), (false, head, 0));
    assert_eq!(reads(ana(), 2), (true, head, 2));
}
