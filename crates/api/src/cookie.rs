//! The refresh cookie: out of a script's reach, sent to nobody but us.

use axum::http::{HeaderMap, HeaderValue, header};

/// How cookies are written, which goes by the address that people type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieStyle {
    /// Over TLS: `Secure`, and named so that no other host or path can have set it.
    Secure,
    /// On a machine of one's own, where there is no TLS.
    Plain,
}

impl CookieStyle {
    fn name(self, name: &str) -> String {
        match self {
            Self::Secure => format!("__Host-{name}"),
            Self::Plain => name.to_owned(),
        }
    }

    pub(crate) fn set(self, name: &str, value: &str, max_age_ms: i64) -> HeaderValue {
        let secure = match self {
            Self::Secure => "; Secure",
            Self::Plain => "",
        };
        let cookie = format!(
            "{}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{secure}",
            self.name(name),
            max_age_ms / 1_000
        );
        HeaderValue::from_str(&cookie).expect("ids and tokens are ASCII")
    }

    pub(crate) fn clear(self, name: &str) -> HeaderValue {
        self.set(name, "", 0)
    }

    pub(crate) fn read<'a>(self, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
        let name = self.name(name);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(found, value)| (found == name).then_some(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_strict_and_reads_back() {
        let set = CookieStyle::Secure.set("tillside_refresh_a", "v", 60_000);
        assert_eq!(
            set,
            "__Host-tillside_refresh_a=v; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure"
        );
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("x=1; tillside_refresh_a=plain"),
        );
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("__Host-tillside_refresh_a=secure"),
        );
        assert_eq!(CookieStyle::Secure.read(&headers, "tillside_refresh_a"), Some("secure"));
        assert_eq!(CookieStyle::Plain.read(&headers, "tillside_refresh_a"), Some("plain"));
        assert_eq!(CookieStyle::Plain.read(&headers, "tillside_refresh_b"), None);
    }
}
