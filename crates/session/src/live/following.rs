//! Cursors: what is next is written at once, everything else is read from the log when the socket has room.

use std::sync::Arc;

use tillside_domain::{Event, ids::ConversationId};

use super::Live;
use crate::{
    LiveEvent, Millis, Output, Role, Standing,
    follow::{Cursor, standing_after, takes_off_desk},
};

/// Events of one read from the log.
const PAGE_EVENTS: u32 = 200;
/// After a read that failed.
pub(super) const READ_AGAIN_MS: Millis = 1_000;

impl Live {
    pub(crate) fn follow(&mut self, conv: ConversationId, at: u64, standing: Standing, out: &mut Vec<Output>) {
        if let Some(cursor) = self.cursors.get_mut(&conv) {
            // An accepted consult answers like an accepted chat; the entry itself says which it was.
            if !(cursor.standing.on_desk() && standing == Standing::Owner) {
                cursor.standing = standing;
            }
            cursor.leaving = false;
            cursor.behind = true;
        } else {
            self.cursors.insert(conv, Cursor::at(at, standing, self.desk.readings));
            out.push(Output::Follow(conv, standing));
        }
    }

    pub(super) fn unfollow(&mut self, conv: ConversationId, out: &mut Vec<Output>) {
        self.cursors.remove(&conv);
        self.desk.left(conv);
        self.context_told_at.remove(&conv);
        self.context_held.remove(&conv);
        self.typing_told_at.remove(&conv);
        out.push(Output::Unfollow(conv));
    }

    /// Only what was asked for is taken away on request; a desk is emptied by hand-offs and wrap-ups.
    pub(super) fn unfollow_asked(&mut self, conv: ConversationId, out: &mut Vec<Output>) -> Option<u64> {
        let head = self
            .cursors
            .get(&conv)
            .filter(|cursor| cursor.standing == Standing::Asked)?
            .head;
        self.unfollow(conv, out);
        Some(head)
    }

    /// Live events wait: for a replay, or for the client's `fetch`.
    pub(super) fn pause(&mut self, conv: ConversationId, at: u64) {
        if let Some(cursor) = self.cursors.get_mut(&conv) {
            cursor.at = at;
            cursor.paused = true;
        }
    }

    pub(super) fn event(&mut self, live: &Arc<LiveEvent>, room: bool, out: &mut Vec<Output>) {
        let event = &live.event;
        let Some(cursor) = self.cursors.get_mut(&event.conv) else {
            return;
        };
        cursor.head = cursor.head.max(event.seq);
        if cursor.paused || event.seq <= cursor.at {
            return;
        }
        if event.seq > cursor.at + 1 || !room || cursor.behind {
            cursor.behind = true;
            return;
        }
        self.show(live, out);
    }

    /// Writes the next event of a conversation and moves its cursor.
    fn show(&mut self, live: &Arc<LiveEvent>, out: &mut Vec<Output>) {
        let viewer = self.viewer();
        let Some(cursor) = self.cursors.get_mut(&live.event.conv) else {
            return;
        };
        cursor.at = live.event.seq;
        cursor.head = cursor.head.max(cursor.at);
        out.push(Output::Show(Arc::clone(live), viewer));
        if let Role::Agent { id, .. } = self.role {
            if takes_off_desk(&live.event, id, cursor.standing) {
                self.unfollow(live.event.conv, out);
                return;
            }
            cursor.standing = standing_after(&live.event, id, cursor.standing);
        }
    }

    /// A page of the log: a replay's, or of what is behind.
    pub(super) fn page(
        &mut self,
        now: Millis,
        conv: ConversationId,
        page: Option<(Vec<Event>, u64)>,
        out: &mut Vec<Output>,
    ) {
        self.reading = None;
        if self.replays.front().is_some_and(|replay| replay.conv == conv) {
            self.replay_page(page, out);
            return;
        }
        let Some((events, head)) = page else {
            // It could not be read now; it stays behind, and is tried again.
            self.read_again_at = Some(now + READ_AGAIN_MS);
            return;
        };
        for event in events {
            let next = self
                .cursors
                .get(&conv)
                .is_some_and(|cursor| !cursor.paused && event.seq == cursor.at + 1);
            if next {
                self.show(&Arc::new(LiveEvent::new(event)), out);
            }
        }
        let Some(cursor) = self.cursors.get_mut(&conv) else {
            return;
        };
        cursor.head = cursor.head.max(head);
        cursor.behind = cursor.at < cursor.head;
        if cursor.leaving && !cursor.behind {
            self.unfollow(conv, out);
        }
    }

    /// Asks for what comes next, one read at a time.
    pub(crate) fn go_on(&mut self, now: Millis, room: bool, out: &mut Vec<Output>) {
        if self.read_again_at.is_some_and(|at| now < at) {
            return;
        }
        self.read_again_at = None;
        if self.desk.heard > self.desk.read && !self.desk.reading && self.is_agent() {
            self.desk.reading = true;
            self.desk.readings += 1;
            out.push(Output::ReadDesk);
        }
        if !room || self.reading.is_some() {
            return;
        }
        if let Some(replay) = self.replays.front() {
            self.reading = Some(replay.conv);
            let left = u32::try_from(self.replay_left).unwrap_or(PAGE_EVENTS);
            out.push(Output::Read {
                conv: replay.conv,
                after: replay.at,
                limit: left.min(PAGE_EVENTS),
            });
            return;
        }
        let behind = self
            .cursors
            .iter()
            .find(|(_conv, cursor)| cursor.behind && !cursor.paused);
        if let Some((conv, cursor)) = behind {
            self.reading = Some(*conv);
            out.push(Output::Read {
                conv: *conv,
                after: cursor.at,
                limit: PAGE_EVENTS,
            });
        }
    }
}
