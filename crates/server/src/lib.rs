//! The `tillside` server: configuration, telemetry, life cycle, wiring, command line.

pub mod assets;
pub mod cli;
mod clock;
mod commands;
pub mod config;
mod demo;
mod keys;
mod lifecycle;
pub mod telemetry;
pub mod tls;
