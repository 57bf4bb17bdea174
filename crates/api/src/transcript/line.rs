//! One entry of the log, in words.

use tillside_domain::{
    Author, Event, EventData, Timestamp,
    event::{ClosedBy, ParkReason, TransferEndReason, TransferTarget, TransferredHow},
};

/// An entry as a person reads it.
pub(crate) struct Line<'a> {
    pub(crate) at: Timestamp,
    pub(crate) said: Said<'a>,
}

/// Words of a person, or what happened.
pub(crate) enum Said<'a> {
    Message { by: &'a str, text: &'a str },
    Note { by: &'a str, text: &'a str },
    Happened(String),
}

impl<'a> Line<'a> {
    pub(super) fn of(event: &'a Event, shopper: &'a str) -> Self {
        let by = match &event.by {
            Author::Shopper { .. } => shopper,
            Author::Agent(agent) => &agent.name,
            Author::System { .. } => "Tillside",
        };
        let said = match &event.what {
            EventData::Message { body, .. } => Said::Message { by, text: body.text() },
            EventData::Note { body } => Said::Note { by, text: body.text() },
            happened => Said::Happened(sentence(happened, by)),
        };
        Self { at: event.at, said }
    }
}

fn sentence(what: &EventData, by: &str) -> String {
    match what {
        EventData::Opened { subject: None, .. } => format!("{by} opened the conversation."),
        EventData::Opened {
            subject: Some(subject), ..
        } => format!("{by} opened the conversation: {subject}"),
        EventData::Queued { .. } => "Waiting for an agent.".to_owned(),
        EventData::Parked { reason } => match reason {
            ParkReason::Away => "Set aside: the shopper left the page.".to_owned(),
            ParkReason::Message => "Left as a message.".to_owned(),
            ParkReason::Closed => "Set aside: the queue closed.".to_owned(),
        },
        EventData::Offered { .. } => "Offered to an agent.".to_owned(),
        EventData::Assigned { to, .. } => format!("{} joined.", to.name),
        EventData::Message { body, .. } | EventData::Note { body } => body.text().to_owned(),
        EventData::TransferOffered { from, to, note, .. } => {
            let to = match to {
                TransferTarget::Agent(agent) => agent.name.as_str(),
                TransferTarget::Queue { .. } => "a queue",
            };
            let note = note.as_deref().map(|note| format!(" “{note}”")).unwrap_or_default();
            format!("{} asked {to} to take over.{note}", from.name)
        }
        EventData::TransferEnded { reason, by: who, .. } => {
            let who = who.as_ref().map_or("it", |who| who.name.as_str());
            match reason {
                TransferEndReason::Declined => format!("The hand-over was declined: {who} is not free."),
                TransferEndReason::Expired => "The hand-over was not answered.".to_owned(),
                TransferEndReason::Cancelled => "The hand-over was cancelled.".to_owned(),
                TransferEndReason::Left => "The hand-over ended: the shopper left.".to_owned(),
                TransferEndReason::Closed => "The hand-over ended with the conversation.".to_owned(),
                TransferEndReason::Gone => "The hand-over ended: its target is gone.".to_owned(),
                TransferEndReason::Superseded => "The hand-over was replaced by a supervisor's decision.".to_owned(),
                TransferEndReason::Ended => "The advice ended.".to_owned(),
            }
        }
        EventData::Consulting { agent, .. } => format!("{} came to advise.", agent.name),
        EventData::Transferred { how, from, to, .. } => match how {
            TransferredHow::Warm | TransferredHow::Queue | TransferredHow::Recall => {
                format!("{} handed over to {}.", from.name, to.name)
            }
            TransferredHow::Takeover => format!("{} took over from {}.", to.name, from.name),
            TransferredHow::Assign => format!("The conversation was given to {}.", to.name),
        },
        EventData::Context { cart, checkout, .. } => {
            let lines = cart.as_ref().map_or(0, |cart| cart.items.len());
            match checkout {
                Some(_) => format!("The shopper went on in the checkout, with {lines} lines in the basket."),
                None => format!("The basket changed: {lines} lines."),
            }
        }
        EventData::Left {} => format!("{by} left."),
        EventData::Closed { by: whom, .. } => match whom {
            ClosedBy::Shopper | ClosedBy::Agent => format!("{by} closed the conversation."),
            ClosedBy::System => "The conversation was closed.".to_owned(),
        },
        EventData::Wrapped { disposition } => match disposition {
            Some(disposition) => format!("Wrapped up: {disposition}"),
            None => "Wrapped up.".to_owned(),
        },
        EventData::Rated { score, comment, .. } => match comment {
            Some(comment) => format!("{by} gave {score} of 5: “{comment}”"),
            None => format!("{by} gave {score} of 5."),
        },
    }
}
