//! A shop's site: who may embed the widget, and where its shoppers go.

use serde::{Deserialize, Serialize};

use crate::ids::{QueueId, SiteId, WorkspaceId};

/// A site. Its secret is not part of it: only what verifies an identity asks for that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    pub id: SiteId,
    pub workspace: WorkspaceId,
    pub key: String,
    pub name: String,
    /// Exact origins, or `http://localhost:*` and `http://127.0.0.1:*` for any port of the loopback.
    pub origins: Vec<String>,
    /// The first is where a conversation goes that names none.
    pub queues: Vec<QueueId>,
    pub locale: String,
    #[serde(default)]
    pub theme: Theme,
}

/// How the widget looks in this shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Theme {
    /// `#rrggbb`; the widget corrects its contrast.
    pub color: String,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            color: "#0f5c4d".to_owned(),
        }
    }
}

impl Site {
    /// May a page of `origin` embed this site's widget?
    pub fn allows(&self, origin: &str) -> bool {
        self.origins.iter().any(|allowed| match allowed.strip_suffix(":*") {
            Some(host) => {
                origin == host
                    || origin
                        .strip_prefix(host)
                        .and_then(|rest| rest.strip_prefix(':'))
                        .is_some_and(|port| port.parse::<u16>().is_ok())
            }
            None => origin == allowed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn only_exact_origins_and_ports_of_a_wildcard_are_allowed() {
        let site = Site {
            id: SiteId(Uuid::nil()),
            workspace: WorkspaceId(Uuid::nil()),
            key: "k".into(),
            name: "n".into(),
            origins: vec!["https://shop.test".into(), "http://localhost:*".into()],
            queues: vec![],
            locale: "en".into(),
            theme: Theme::default(),
        };
        assert!(site.allows("https://shop.test"));
        assert!(site.allows("http://localhost:8080"));
        assert!(site.allows("http://localhost"));
        for origin in [
            "https://shop.test.evil",
            "http://shop.test",
            "http://localhost:80a",
            "http://localhost.evil:80",
            "null",
            "",
        ] {
            assert!(!site.allows(origin), "{origin}");
        }
    }
}
