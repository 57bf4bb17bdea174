//! One shopper.

pub(in crate::routes) mod conversations;
