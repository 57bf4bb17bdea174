//! Where a request comes from: the page (ORIGIN1) and the machine.

use std::net::{IpAddr, SocketAddr};

/// The address of the client, behind whatever proxies are trusted. Whoever accepts connections puts it into each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The pages that may post or open a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginPolicy {
    own: String,
    any_loopback_port: bool,
}

impl OriginPolicy {
    /// Only the origin that people type.
    pub fn public(origin: &str) -> Self {
        Self {
            own: origin.to_owned(),
            any_loopback_port: false,
        }
    }

    /// Without a public address: the one that the server listens on.
    pub fn listening(address: SocketAddr, tls: bool) -> Self {
        let (scheme, own_port) = if tls { ("https", 443) } else { ("http", 80) };
        let host = match address.ip() {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => format!("[{v6}]"),
        };
        let port = address.port();
        Self::public(&if port == own_port {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}:{port}")
        })
    }

    /// For the demo, whose shop and node are two origins of one machine.
    #[must_use]
    pub fn with_any_loopback_port(self) -> Self {
        Self {
            any_loopback_port: true,
            ..self
        }
    }

    /// Judges every `Origin` of a request. None is a program, and is let through; `null` is nobody we know.
    pub fn allows<'a>(&self, origins: impl IntoIterator<Item = &'a [u8]>) -> bool {
        origins.into_iter().all(|origin| self.is_ours(origin))
    }

    fn is_ours(&self, origin: &[u8]) -> bool {
        origin == self.own.as_bytes() || (self.any_loopback_port && is_loopback(origin))
    }
}

fn is_loopback(origin: &[u8]) -> bool {
    let rest = ["http://127.0.0.1", "http://localhost"]
        .into_iter()
        .find_map(|host| origin.strip_prefix(host.as_bytes()));
    match rest {
        Some([]) => true,
        Some([b':', port @ ..]) => std::str::from_utf8(port).is_ok_and(|port| port.parse::<u16>().is_ok()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listening(address: &str) -> OriginPolicy {
        OriginPolicy::listening(address.parse().unwrap(), false)
    }

    fn allows(policy: &OriginPolicy, origin: &str) -> bool {
        policy.allows([origin.as_bytes()])
    }

    #[test]
    fn origin1_no_origin_is_a_program() {
        assert!(OriginPolicy::public("https://chat.test").allows([]));
    }

    #[test]
    fn origin1_only_the_own_page_is_let_through() {
        let policy = OriginPolicy::public("https://chat.test");
        assert!(allows(&policy, "https://chat.test"));
        for origin in [
            "null",
            "",
            "http://chat.test",
            "https://chat.test:8443",
            "https://chat.test.evil",
            "https://chat.test/",
            "http://localhost:8080",
        ] {
            assert!(!allows(&policy, origin), "{origin}");
        }
        assert!(!policy.allows([b"https://chat.test".as_slice(), b"https://evil.test"]));
    }

    #[test]
    fn origin1_without_a_public_address_it_is_the_one_listened_on() {
        assert!(allows(&listening("127.0.0.1:8080"), "http://127.0.0.1:8080"));
        assert!(allows(&listening("[::1]:8080"), "http://[::1]:8080"));
        assert!(allows(&listening("127.0.0.1:80"), "http://127.0.0.1"));
        assert!(!allows(&listening("127.0.0.1:8080"), "http://127.0.0.1:8081"));
        let tls = OriginPolicy::listening("127.0.0.1:443".parse().unwrap(), true);
        assert!(allows(&tls, "https://127.0.0.1"));
    }

    #[test]
    fn origin1_the_demo_lets_every_loopback_port_through() {
        let policy = listening("127.0.0.1:8080").with_any_loopback_port();
        for origin in [
            "http://127.0.0.1:8080",
            "http://localhost:3000",
            "http://localhost",
            "http://127.0.0.1",
        ] {
            assert!(allows(&policy, origin), "{origin}");
        }
        for origin in [
            "null",
            "https://localhost:3000",
            "http://localhost.evil:80",
            "http://localhost:80a",
            "http://localhost:",
            "http://127.0.0.1:65536",
        ] {
            assert!(!allows(&policy, origin), "{origin}");
        }
    }
}
