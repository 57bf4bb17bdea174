//! A conversation to keep: what its viewer was shown, as JSON, text or a page.

pub(crate) mod html;
mod line;
pub(crate) mod text;

use serde::Serialize;
use tillside_domain::Timestamp;
use tillside_protocol::{Entry, ShownEvent, server_frame::AnyConversation};

pub(crate) use line::{Line, Said};

/// A conversation and its whole log, as one viewer sees them.
#[derive(Serialize)]
pub(crate) struct Transcript {
    pub(crate) conversation: AnyConversation,
    pub(crate) events: Vec<Entry>,
}

impl Transcript {
    /// What a person reads of it. Entries that are hidden from the viewer are not there.
    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let shopper = match &self.conversation {
            AnyConversation::Shopper(_) => None,
            AnyConversation::Agent(conversation) => conversation.shopper.name.as_deref(),
        };
        self.events.iter().filter_map(move |event| match event {
            Entry::Event(ShownEvent::Full(event)) => Some(Line::of(event, shopper.unwrap_or("Shopper"))),
            Entry::Event(ShownEvent::Hidden { .. }) => None,
        })
    }

    fn title(&self) -> (String, Option<&str>) {
        let (conv, subject) = match &self.conversation {
            AnyConversation::Shopper(own) => (own.conv, own.subject.as_deref()),
            AnyConversation::Agent(view) => (view.conv, view.subject.as_deref()),
        };
        (conv.to_string(), subject)
    }
}

/// In UTC, since a transcript travels: `2026-11-21 23:25:00`.
fn moment(at: Timestamp) -> String {
    match jiff::Timestamp::from_millisecond(at.0) {
        Ok(moment) => moment.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        // Only a time beyond the year 9999 has no date.
        Err(_) => at.0.to_string(),
    }
}
