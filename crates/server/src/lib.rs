//! The `tillside` server: configuration, telemetry, life cycle, wiring, command line.

pub mod cli;
pub mod config;
pub mod telemetry;
pub mod tls;
