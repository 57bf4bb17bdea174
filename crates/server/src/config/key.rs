//! The names of the settings.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::enum_variant_names, reason = "TLS has a key, and its setting is called so")]
pub(super) enum Key {
    Listen,
    OpsListen,
    PublicUrl,
    DatabaseUrl,
    Migrate,
    Secret,
    RedisUrl,
    RedisPrefix,
    TlsCert,
    TlsKey,
    TrustedProxies,
    TrustedClients,
    RateShopper,
    RateAgent,
    Log,
}

impl Key {
    pub(super) const ALL: [Self; 15] = [
        Self::Listen,
        Self::OpsListen,
        Self::PublicUrl,
        Self::DatabaseUrl,
        Self::Migrate,
        Self::Secret,
        Self::RedisUrl,
        Self::RedisPrefix,
        Self::TlsCert,
        Self::TlsKey,
        Self::TrustedProxies,
        Self::TrustedClients,
        Self::RateShopper,
        Self::RateAgent,
        Self::Log,
    ];

    /// As a file has it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::OpsListen => "ops_listen",
            Self::PublicUrl => "public_url",
            Self::DatabaseUrl => "database_url",
            Self::Migrate => "migrate",
            Self::Secret => "secret",
            Self::RedisUrl => "redis_url",
            Self::RedisPrefix => "redis_prefix",
            Self::TlsCert => "tls_cert",
            Self::TlsKey => "tls_key",
            Self::TrustedProxies => "trusted_proxies",
            Self::TrustedClients => "trusted_clients",
            Self::RateShopper => "rate_shopper",
            Self::RateAgent => "rate_agent",
            Self::Log => "log",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    pub(super) fn variable(self) -> String {
        format!("TILLSIDE_{}", self.name().to_uppercase())
    }

    /// What an error may quote.
    pub(super) fn is_secret(self) -> bool {
        match self {
            // Addresses of databases and of Redis carry passwords.
            Self::Secret | Self::DatabaseUrl | Self::RedisUrl => true,
            Self::Listen
            | Self::OpsListen
            | Self::PublicUrl
            | Self::Migrate
            | Self::RedisPrefix
            | Self::TlsCert
            | Self::TlsKey
            | Self::TrustedProxies
            | Self::TrustedClients
            | Self::RateShopper
            | Self::RateAgent
            | Self::Log => false,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
