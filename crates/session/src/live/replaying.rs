//! What a client that comes back has missed (RESUME1 to RESUME3).

use std::sync::Arc;

use tillside_domain::Event;
use tillside_protocol::ServerFrame;

use super::Live;
use crate::{LiveEvent, Output, Resume, resume::Replay};

impl Live {
    pub(crate) fn begin_resume(&mut self, resume: Vec<Resume>, same_log: bool, out: &mut Vec<Output>) {
        for Resume { name, seq, found } in resume {
            let Some(found) = found else {
                out.push(Output::Send(ServerFrame::Reset { conv: name, head: None }));
                continue;
            };
            if !same_log || seq > found.head {
                out.push(Output::Send(ServerFrame::Reset {
                    conv: name,
                    head: Some(found.head),
                }));
                if let Some(standing) = found.standing {
                    self.follow(found.conv, found.head, standing, out);
                    self.pause(found.conv, 0);
                }
                continue;
            }
            if let Some(standing) = found.standing {
                self.follow(found.conv, seq, standing, out);
                self.pause(found.conv, seq);
            }
            self.replays.push_back(Replay {
                conv: found.conv,
                name,
                standing: found.standing,
                at: seq,
            });
        }
    }

    pub(super) fn replay_page(&mut self, page: Option<(Vec<Event>, u64)>, out: &mut Vec<Output>) {
        let viewer = self.viewer();
        let Some(mut replay) = self.replays.pop_front() else {
            return;
        };
        let Some((events, head)) = page else {
            out.push(Output::Send(ServerFrame::Reset {
                conv: replay.name,
                head: None,
            }));
            return;
        };
        for event in events {
            replay.at = event.seq;
            self.replay_left = self.replay_left.saturating_sub(1);
            out.push(Output::Show(Arc::new(LiveEvent::new(event)), viewer));
        }
        let complete = replay.at >= head;
        if !complete && self.replay_left > 0 {
            self.replays.push_front(replay);
            return;
        }
        self.replay_exhausted |= !complete;
        let more = self.replay_exhausted;
        if let (Some(cursor), Some(_standing)) = (self.cursors.get_mut(&replay.conv), replay.standing) {
            cursor.at = replay.at;
            cursor.head = cursor.head.max(head);
            cursor.paused = more;
            cursor.behind = true;
        }
        out.push(Output::Send(ServerFrame::Synced {
            conv: replay.name,
            at: replay.at,
            head,
            more,
        }));
    }
}
