//! Shoppers.

pub(super) mod id;
