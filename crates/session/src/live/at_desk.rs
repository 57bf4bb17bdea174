//! The agent's desk: offers at once, the rest at most four times a second.

use tillside_domain::ids::ConversationId;
use tillside_protocol::CloseCode;

use super::{Live, following::READ_AGAIN_MS};
use crate::{DeskRead, DeskView, Millis, Output};

impl Live {
    pub(super) fn desk_read(&mut self, now: Millis, read: DeskRead, out: &mut Vec<Output>) -> Option<CloseCode> {
        self.desk.reading = false;
        let view = match read {
            DeskRead::Desk(view) => view,
            DeskRead::Gone => return Some(CloseCode::TokenRefused),
            DeskRead::Later => {
                self.read_again_at = Some(now + READ_AGAIN_MS);
                return None;
            }
        };
        self.desk.read = self.desk.read.max(view.rev);
        self.tell_offers(&view, out);
        self.desk.hold(view);
        None
    }

    pub(crate) fn tell_offers(&mut self, view: &DeskView, out: &mut Vec<Output>) {
        let mut frames = Vec::new();
        self.desk.tell_offers(view, &mut frames);
        out.extend(frames.into_iter().map(Output::Send));
    }

    /// A `state` that lists it comes before the events that brought a conversation to the desk.
    pub(super) fn tell_state(&mut self, now: Millis, out: &mut Vec<Output>) {
        let Some((reading, view)) = self.desk.take_due(now) else {
            return;
        };
        let gone: Vec<ConversationId> = self
            .cursors
            .iter()
            .filter(|(_conv, cursor)| cursor.standing.on_desk() && cursor.since_reading < reading)
            .filter(|(conv, _cursor)| !view.holds(**conv))
            .map(|(conv, _cursor)| *conv)
            .collect();
        let arrived: Vec<_> = view
            .conversations
            .iter()
            .map(|item| (item.view.conv, item.joined, item.standing))
            .collect();
        out.push(Output::Send(view.into_frame()));
        for (conv, joined, standing) in arrived {
            if let Some(cursor) = self.cursors.get_mut(&conv) {
                cursor.leaving = false;
            } else if !self.desk.has_left_since(conv, reading) {
                self.follow(conv, joined.saturating_sub(1), standing, out);
            }
        }
        for conv in gone {
            if let Some(cursor) = self.cursors.get_mut(&conv) {
                cursor.leaving = true;
                cursor.behind = true;
            }
        }
    }
}
