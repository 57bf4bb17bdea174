//! Settings (`protocol.md` §5), read once at the start and then plain values.
//!
//! Four layers, each stronger than the one before: `config.default.toml`, a file, `TILLSIDE_*`, flags. To add a
//! setting: a [`Key`], a line with its default and its reason in `config.default.toml`, a field here.

mod database;
mod error;
mod key;
mod layers;
mod network;
mod public_url;
mod rate;

use std::{ffi::OsString, net::SocketAddr, path::Path, path::PathBuf};

use tracing_subscriber::EnvFilter;

pub use self::{database::Database, error::ConfigError, network::Network, public_url::PublicUrl, rate::Rate};
use self::{key::Key, layers::Layers};

/// What the server does, decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub listen: SocketAddr,
    /// Where health and metrics are served instead.
    pub ops_listen: Option<SocketAddr>,
    pub public_url: Option<PublicUrl>,
    pub database: Database,
    /// `serve` brings the database up to date.
    pub migrates: bool,
    pub secret: Option<Secret>,
    pub tls: Option<TlsFiles>,
    pub trusted_proxies: Vec<Network>,
    pub trusted_clients: Vec<Network>,
    pub rate_shopper: Rate,
    pub rate_agent: Rate,
    /// Directives of `tracing_subscriber::EnvFilter`.
    pub log: String,
    /// Seeds a shop to try; on loopback addresses only.
    pub demo: bool,
}

/// What the command line sets.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub listen: Option<String>,
    pub demo: bool,
}

/// What seals the signing keys. It prints as nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    pub cert: PathBuf,
    pub key: PathBuf,
}

impl Config {
    /// Reads all layers; of `environment` only what begins with `TILLSIDE_` is looked at.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
        flags: &Flags,
    ) -> Result<Self, ConfigError> {
        let mut layers = Layers::defaults();
        if let Some(file) = file {
            layers.add_file(file)?;
        }
        layers.add_environment(environment)?;
        layers.add_flags(flags.listen.as_deref());
        Self::decide(&layers, flags.demo)
    }

    fn decide(layers: &Layers, demo: bool) -> Result<Self, ConfigError> {
        refuse_redis(layers)?;
        let listen = layers.required(Key::Listen, address)?;
        if demo && !listen.ip().is_loopback() {
            return Err(layers.invalid(
                Key::Listen,
                "with --demo, whose passwords everybody knows, only a loopback address",
            ));
        }
        Ok(Self {
            listen,
            ops_listen: layers.optional(Key::OpsListen, address)?,
            public_url: layers.optional(Key::PublicUrl, PublicUrl::parse)?,
            database: layers.required(Key::DatabaseUrl, Database::parse)?,
            migrates: layers.required(Key::Migrate, on_or_off)?,
            secret: layers.optional(Key::Secret, |text| Ok(Secret(text.to_owned())))?,
            tls: tls_files(layers)?,
            trusted_proxies: layers
                .optional(Key::TrustedProxies, Network::parse_list)?
                .unwrap_or_default(),
            trusted_clients: layers
                .optional(Key::TrustedClients, Network::parse_list)?
                .unwrap_or_default(),
            rate_shopper: layers.required(Key::RateShopper, Rate::parse)?,
            rate_agent: layers.required(Key::RateAgent, Rate::parse)?,
            log: layers.required(Key::Log, log_filter)?,
            demo,
        })
    }
}

impl Secret {
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What a value may be instead, as a sentence goes on after "expected".
type Expected = &'static str;

fn address(text: &str) -> Result<SocketAddr, Expected> {
    text.parse()
        .map_err(|_why| "an IP address and a port, such as 127.0.0.1:8080 or [::]:8080")
}

fn on_or_off(text: &str) -> Result<bool, Expected> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("on or off"),
    }
}

fn log_filter(text: &str) -> Result<String, Expected> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("a level (trace, debug, info, warn, error), for single parts too: info,tillside_gateway=debug"),
    }
}

fn tls_files(layers: &Layers) -> Result<Option<TlsFiles>, ConfigError> {
    let path = |text: &str| Ok(PathBuf::from(text));
    match (
        layers.optional(Key::TlsCert, path)?,
        layers.optional(Key::TlsKey, path)?,
    ) {
        (Some(cert), Some(key)) => Ok(Some(TlsFiles { cert, key })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(ConfigError::TlsHalf {
            given: Key::TlsCert.name(),
            missing: Key::TlsKey.name(),
        }),
        (None, Some(_)) => Err(ConfigError::TlsHalf {
            given: Key::TlsKey.name(),
            missing: Key::TlsCert.name(),
        }),
    }
}

fn refuse_redis(layers: &Layers) -> Result<(), ConfigError> {
    match layers.given(Key::RedisUrl) {
        Some(key) => Err(ConfigError::RedisWithSqlite { key }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
