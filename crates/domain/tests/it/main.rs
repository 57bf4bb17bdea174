//! The rules, as tables and as properties. One binary, so that they link once.

mod case;
mod close;
mod context;
mod fence;
mod invariants;
mod offers;
mod open;
mod routing;
mod sight;
mod transfers;
