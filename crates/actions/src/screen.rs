//! Card numbers are masked before anything else sees a text (PAN1), on every path where people type.

use tillside_domain::{
    commands::Draft,
    context::{Cart, Checkout, Claim, Page},
    ids::Cid,
    pan,
};

use crate::Fingerprinter;

/// A text without card numbers.
pub(crate) fn text(text: &str) -> String {
    pan::screen(text).text
}

/// The same for a text that may be absent.
pub(crate) fn optional(words: Option<&str>) -> Option<String> {
    words.map(text)
}

/// A draft of a message or note. The fingerprint is of what was typed, so that a retry is known as one.
pub(crate) fn draft(fingerprint: &Fingerprinter, cid: Cid, typed: &str) -> Draft {
    let screened = pan::screen(typed);
    Draft {
        cid,
        text: screened.text,
        masked: screened.masked,
        fingerprint: fingerprint(typed.as_bytes()),
    }
}

/// What a page says, without card numbers in its texts.
pub(crate) fn claim(claim: Claim) -> Claim {
    Claim {
        cart: claim.cart.map(cart),
        checkout: claim.checkout.map(checkout),
        page: claim.page.as_ref().map(page),
    }
}

fn cart(mut cart: Cart) -> Cart {
    for item in &mut cart.items {
        item.title = text(&item.title);
    }
    for coupon in &mut cart.coupons {
        coupon.code = text(&coupon.code);
        coupon.reason = optional(coupon.reason.as_deref());
    }
    cart
}

fn checkout(mut checkout: Checkout) -> Checkout {
    checkout.order = optional(checkout.order.as_deref());
    checkout.errors = checkout.errors.iter().map(|name| text(name)).collect();
    checkout
}

fn page(page: &Page) -> Page {
    // Origin and path: what a query string holds is not ours to know.
    let url = page.url.split(['?', '#']).next().unwrap_or_default();
    Page {
        url: text(url),
        title: optional(page.title.as_deref()),
    }
}
