//! A transcript as plain text: one entry a line, as people quote it.

use std::fmt::Write as _;

use super::{Said, Transcript, moment};

pub(crate) fn render(transcript: &Transcript) -> String {
    let (conv, subject) = transcript.title();
    let mut text = format!("Conversation {conv}");
    if let Some(subject) = subject {
        write!(text, ": {subject}").expect("a String takes everything");
    }
    text.push_str("\nTimes are in UTC.\n\n");
    for line in transcript.lines() {
        let at = moment(line.at);
        match line.said {
            Said::Message { by, text: said } => writeln!(text, "[{at}] {by}: {said}"),
            Said::Note { by, text: said } => writeln!(text, "[{at}] (note) {by}: {said}"),
            Said::Happened(what) => writeln!(text, "[{at}] {what}"),
        }
        .expect("a String takes everything");
    }
    text
}
