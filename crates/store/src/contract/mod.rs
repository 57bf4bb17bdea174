//! What every backend promises, as one suite. A backend's tests call [`run`] with a way to make an empty database; what
//! that gives is opened by the suite as often as it likes, one store at a time, each with the suite's own clock.
//!
//! To add a promise: a function that takes a [`Shop`], named after its rule if the protocol has one, and its line in the
//! list of its file.

mod durability;
mod lists;
mod messages;
mod offers;
mod opening;
mod shop;
mod sign_ins;
mod simulation;
mod timers;
mod transfers;

use std::{pin::Pin, sync::Arc};

use shop::{Open, Shop};

use crate::{Clock, Store};

/// A store that is being opened.
pub type Opening = Pin<Box<dyn Future<Output = Store> + Send>>;

/// A promise, by name.
type Case = (&'static str, fn(Shop) -> Pin<Box<dyn Future<Output = ()> + Send>>);

/// Lists a file's promises under their names.
macro_rules! cases {
    ($($case:ident),* $(,)?) => {
        pub(super) const CASES: &[super::Case] = &[$((stringify!($case), |shop| Box::pin($case(shop)))),*];
    };
}
use cases;

/// Runs the suite, each promise on a database of its own.
pub async fn run<O>(database: impl Fn() -> O)
where
    O: Fn(Clock) -> Opening + Send + Sync + 'static,
{
    let files = [
        messages::CASES,
        opening::CASES,
        offers::CASES,
        transfers::CASES,
        timers::CASES,
        lists::CASES,
        sign_ins::CASES,
        durability::CASES,
        simulation::CASES,
    ];
    let mut broken = Vec::new();
    for (name, case) in files.into_iter().flatten() {
        let open: Arc<Open> = Arc::new(database());
        let kept = tokio::spawn(async move { case(Shop::new(open).await).await });
        if kept.await.is_err() {
            broken.push(*name);
        }
    }
    assert!(broken.is_empty(), "broken: {}", broken.join(", "));
}
