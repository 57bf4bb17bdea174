//! Content security policies: a page runs our own files and talks to us, and nothing else.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const ORIGIN_AGENT_CLUSTER: HeaderName = HeaderName::from_static("origin-agent-cluster");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Who may show a page in a frame.
pub(super) enum Ancestors<'a> {
    Nobody,
    /// The origins of a site; a port may be `*`, as in the policy's own language.
    Site(&'a [String]),
}

/// Puts a page's policies on its response.
pub(super) fn guard(response: &mut HeaderMap, ancestors: &Ancestors<'_>, sockets: &str) {
    let framed_by = match ancestors {
        Ancestors::Nobody => "'none'".to_owned(),
        Ancestors::Site(origins) => {
            // A policy has no way to name an IPv6 address.
            let nameable = origins.iter().filter(|origin| !origin.contains('['));
            nameable.map(String::as_str).collect::<Vec<_>>().join(" ")
        }
    };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; \
         font-src 'self'; connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; \
         frame-ancestors {framed_by}; require-trusted-types-for 'script'"
    );
    // A site's origin that no header can hold lets nobody frame the page.
    let policy = HeaderValue::from_str(&policy)
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response.insert(header::CONTENT_SECURITY_POLICY, policy);
    response.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response.insert(
        PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    );
    // Work in our page must not stop a page of the same site (measured: a 600 ms task is a 600 ms freeze).
    response.insert(ORIGIN_AGENT_CLUSTER, HeaderValue::from_static("?1"));
    if matches!(ancestors, Ancestors::Site(_)) {
        share(response);
    }
}

/// Pages of other origins may load it.
pub(super) fn share(response: &mut HeaderMap) {
    response.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
}

/// Our own sockets, as a policy names them: not every browser reads them out of `'self'`.
pub(super) fn sockets(public_origin: Option<&str>, request: &HeaderMap) -> String {
    let host = public_origin
        .and_then(|origin| origin.split_once("://"))
        .map(|(_scheme, host)| host)
        .or_else(|| request.get(header::HOST)?.to_str().ok())
        .filter(|host| {
            host.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-.:[]_".contains(&byte))
        });
    match host {
        Some(host) => format!(" ws://{host} wss://{host}"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sites_pages_may_frame_the_widget() {
        let mut headers = HeaderMap::new();
        let origins = ["https://shop.test", "http://localhost:*", "http://[::1]:*"].map(str::to_owned);
        guard(&mut headers, &Ancestors::Site(&origins), "");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("frame-ancestors https://shop.test http://localhost:*;"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"));
    }

    #[test]
    fn a_host_that_is_none_stays_out_of_the_policy() {
        let of = |host: &'static str| HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        assert_eq!(
            sockets(None, &of("chat.test:8080")),
            " ws://chat.test:8080 wss://chat.test:8080"
        );
        assert_eq!(sockets(None, &of("x; script-src *")), "");
        assert_eq!(
            sockets(Some("https://chat.test"), &of("other")),
            " ws://chat.test wss://chat.test"
        );
    }
}
