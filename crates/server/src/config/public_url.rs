//! The address that people type.

use super::Expected;

/// An origin as browsers write it: scheme, host in lower case, and a port where it is not the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    pub(super) fn parse(text: &str) -> Result<Self, Expected> {
        let parsed = Self::normalised(text);
        parsed.ok_or("an address without a path, such as https://chat.example.com or http://localhost:8080")
    }

    fn normalised(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let (scheme, rest) = lower.split_once("://")?;
        let own_port = match scheme {
            "https" => "443",
            "http" => "80",
            _ => return None,
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match authority.rsplit_once(':') {
            // The colons of an IPv6 address stand in brackets.
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let host_ok = !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-.[]:_".contains(&byte))
            && (host.starts_with('[') || !host.contains(':'));
        let port_ok = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
        let port = port
            .filter(|port| *port != own_port)
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        (host_ok && port_ok).then(|| Self(format!("{scheme}://{host}{port}")))
    }

    pub fn origin(&self) -> &str {
        &self.0
    }

    /// Then cookies are `Secure` and named `__Host-…`.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        for (text, origin) in [
            ("https://chat.example.com", "https://chat.example.com"),
            ("https://Chat.Example.com:443/", "https://chat.example.com"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://[::1]:80", "http://[::1]"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(PublicUrl::parse(text).unwrap().origin(), origin, "{text}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "chat.example.com",
            "ftp://chat.example.com",
            "https://",
            "https://chat.example.com/chat",
            "https://chat.example.com?x",
            "https://user@chat.example.com",
            "https://chat.example.com:port",
            "https://chat.example.com:0",
            "https://a:b:1",
        ] {
            assert!(PublicUrl::parse(text).is_err(), "{text}");
        }
    }
}
