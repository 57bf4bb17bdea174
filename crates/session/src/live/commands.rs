//! Frames in, answers out: in the order of the commands, errors too (CMD2).

use tillside_domain::{Refusal, ids::ConversationId};
use tillside_protocol::{AgentFrame, Answer, CloseCode, ErrorBody, ErrorCode, ServerFrame, limits};

use super::Live;
use crate::{
    Millis, Output, Standing,
    frames::{self, Frame, Mark, NotAFrame},
    pending::{Pending, Then},
};

/// Typing is passed on at most this often.
const TYPING_EVERY_MS: Millis = 3_000;

impl Live {
    pub(super) fn frame(&mut self, now: Millis, text: &str, out: &mut Vec<Output>) -> Option<CloseCode> {
        let frame = match frames::read(text, &self.role) {
            Ok(frame) => frame,
            Err(NotAFrame::Broken | NotAFrame::Hello) => return Some(CloseCode::ProtocolError),
            Err(NotAFrame::Bad { re }) => {
                let error = ErrorBody::new(ErrorCode::BadFrame, "no frame that this connection knows");
                self.settle(re, error, out);
                let too_many = self.bad_frames.count(now) >= limits::BAD_FRAMES_A_MINUTE;
                return too_many.then_some(CloseCode::ProtocolError);
            }
            Err(NotAFrame::Invalid { re, field }) => {
                let error = ErrorBody::from(&Refusal::Invalid { field });
                self.settle(re, error, out);
                return None;
            }
        };
        let Some(id) = frame.id().map(str::to_owned) else {
            self.cast(now, &frame, out);
            return None;
        };
        if let Err(after_ms) = self.bucket.take(now) {
            let error = ErrorBody::new(ErrorCode::RateLimited, "too fast").after_ms(after_ms);
            self.settle(Some(id), error, out);
            let too_many = self.rate_limited.count(now) > limits::RATE_LIMITED_A_MINUTE;
            return too_many.then_some(CloseCode::RateExceeded);
        }
        self.command(id, frame, out);
        None
    }

    /// An answer that needs nobody, in its turn.
    fn settle(&mut self, re: Option<String>, error: ErrorBody, out: &mut Vec<Output>) {
        match re {
            Some(re) => {
                self.pending.push_back(Pending {
                    re,
                    then: Then::Nothing,
                });
                out.push(Output::Settle(Err(error)));
            }
            None => out.push(Output::Send(ServerFrame::Err { re: None, error })),
        }
    }

    fn command(&mut self, id: String, frame: Frame, out: &mut Vec<Output>) {
        if let Frame::Agent(agent) = &frame
            && let AgentFrame::Unfollow { conv, .. } = agent.as_ref()
        {
            let unfollowed = conv.id().ok().and_then(|conv| self.unfollow_asked(conv, out));
            let error = || ErrorBody::from(&Refusal::NotFound);
            self.pending.push_back(Pending {
                re: id,
                then: Then::Nothing,
            });
            out.push(Output::Settle(
                unfollowed.map(|head| Answer::Followed { head }).ok_or_else(error),
            ));
            return;
        }
        self.pending.push_back(Pending {
            re: id,
            then: frame.then(),
        });
        out.push(Output::Perform(frame.into_command()));
    }

    /// Frames without an answer: what may not be said, or too often, is not passed on.
    fn cast(&mut self, now: Millis, frame: &Frame, out: &mut Vec<Output>) {
        let Some(mark) = frame.mark() else { return };
        let (conv, passes) = match mark {
            Mark::Typing { conv, on } => (conv, self.may_type(now, conv, on)),
            Mark::Read { conv, .. } => (conv, self.bucket.take(now).is_ok()),
        };
        let speaks = self.cursors.get(&conv).is_some_and(|cursor| cursor.standing.speaks());
        if passes && speaks {
            out.push(Output::Cast(mark));
        }
    }

    fn may_type(&mut self, now: Millis, conv: ConversationId, on: bool) -> bool {
        if !on {
            return self.typing_told_at.remove(&conv).is_some();
        }
        let rested = self
            .typing_told_at
            .get(&conv)
            .is_none_or(|at| now >= at + TYPING_EVERY_MS);
        if rested {
            self.typing_told_at.insert(conv, now);
        }
        rested
    }

    pub(super) fn done(&mut self, done: Result<Answer, ErrorBody>, out: &mut Vec<Output>) {
        let Some(Pending { re, then }) = self.pending.pop_front() else {
            return;
        };
        let answer = match done {
            Ok(answer) => answer,
            Err(error) => {
                out.push(Output::Send(ServerFrame::Err { re: Some(re), error }));
                return;
            }
        };
        match (then, &answer) {
            (Then::Answered(offer), _) => self.desk.answered(offer),
            (Then::AnsweredTransfer(transfer), _) => self.desk.answered_transfer(transfer),
            _ => {}
        }
        // The `ok` comes before the first event.
        out.push(Output::Send(ServerFrame::Ok {
            re,
            answer: answer.clone(),
        }));
        match (then, answer) {
            (Then::Follow, Answer::Opened { conv, seq, .. }) => self.follow(conv, seq - 1, Standing::Own, out),
            (Then::Follow | Then::Answered(_) | Then::AnsweredTransfer(_), Answer::Owner { conv, seq, .. }) => {
                self.follow(conv, seq.saturating_sub(1), Standing::Owner, out);
            }
            (Then::Peek(conv), Answer::Followed { head }) => self.follow(conv, head, Standing::Asked, out),
            (
                Then::Fetched { conv, after },
                Answer::Fetched {
                    events, complete: true, ..
                },
            ) => {
                let last = events.last().map_or(after, tillside_protocol::Entry::seq);
                if let Some(cursor) = self.cursors.get_mut(&conv).filter(|cursor| cursor.paused) {
                    cursor.paused = false;
                    cursor.at = last;
                    cursor.behind = true;
                }
            }
            _ => {}
        }
    }
}
