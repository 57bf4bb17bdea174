//! One queue.

pub(in crate::routes) mod history;
