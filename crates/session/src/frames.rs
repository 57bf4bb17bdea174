//! A client's text becomes a frame, or the reason why not.

use serde_json::Value;
use tillside_domain::ids::ConversationId;
use tillside_protocol::{AgentFrame, Given, Hello, ShopperFrame, limits::COMMAND_ID_CHARS_MAX};

use crate::{Command, Role, pending::Then};

/// A frame of a connection that has said hello.
#[derive(Clone, Debug)]
pub(crate) enum Frame {
    Shopper(Box<ShopperFrame>),
    Agent(Box<AgentFrame>),
}

/// A frame that has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Typing { conv: ConversationId, on: bool },
    Read { conv: ConversationId, seq: u64 },
}

/// Why a text is no frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotAFrame {
    /// Not JSON, or not an object: the connection cannot go on.
    Broken,
    /// A second `hello`.
    Hello,
    /// An object of no known form (BAD1); `re` is its id.
    Bad { re: Option<String> },
    /// A value that no frame may hold.
    Invalid { re: Option<String>, field: &'static str },
}

impl Frame {
    pub(crate) fn id(&self) -> Option<&str> {
        match self {
            Self::Shopper(frame) => frame.id(),
            Self::Agent(frame) => frame.id(),
        }
    }

    pub(crate) fn into_command(self) -> Command {
        match self {
            Self::Shopper(frame) => Command::Shopper(frame),
            Self::Agent(frame) => Command::Agent(frame),
        }
    }

    /// What an `ok` to it will mean for what this connection follows.
    pub(crate) fn then(&self) -> Then {
        match self {
            Self::Shopper(frame) => match frame.as_ref() {
                ShopperFrame::Open { .. } => Then::Follow,
                ShopperFrame::Fetch { conv, after, .. } => fetched(*conv, *after),
                _ => Then::Nothing,
            },
            Self::Agent(frame) => match frame.as_ref() {
                AgentFrame::Fetch { conv, after, .. } => fetched(*conv, *after),
                AgentFrame::Take { .. } => Then::Follow,
                AgentFrame::Follow { conv, .. } => conv.id().map_or(Then::Nothing, Then::Peek),
                AgentFrame::Accept { offer, .. } | AgentFrame::Decline { offer, .. } => {
                    offer.id().map_or(Then::Nothing, Then::Answered)
                }
                AgentFrame::TransferAccept { transfer, .. } | AgentFrame::TransferDecline { transfer, .. } => {
                    transfer.id().map_or(Then::Nothing, Then::AnsweredTransfer)
                }
                _ => Then::Nothing,
            },
        }
    }

    /// Says who types where, or what has been read where.
    pub(crate) fn mark(&self) -> Option<Mark> {
        let (typing, read) = match self {
            Self::Shopper(frame) => match frame.as_ref() {
                ShopperFrame::Typing { conv, on } => (Some((*conv, *on)), None),
                ShopperFrame::Read { conv, seq } => (None, Some((*conv, *seq))),
                _ => (None, None),
            },
            Self::Agent(frame) => match frame.as_ref() {
                AgentFrame::Typing { conv, on } => (Some((*conv, *on)), None),
                AgentFrame::Read { conv, seq } => (None, Some((*conv, *seq))),
                _ => (None, None),
            },
        };
        let typing = typing.and_then(|(conv, on)| {
            Some(Mark::Typing {
                conv: conv.id().ok()?,
                on,
            })
        });
        let read = read.and_then(|(conv, seq)| {
            Some(Mark::Read {
                conv: conv.id().ok()?,
                seq: u64::try_from(seq).ok()?,
            })
        });
        typing.or(read)
    }
}

fn fetched(conv: Given<ConversationId>, after: Option<i64>) -> Then {
    match (conv.id(), after.and_then(|after| u64::try_from(after).ok())) {
        (Ok(conv), Some(after)) => Then::Fetched { conv, after },
        _ => Then::Nothing,
    }
}

/// Reads a frame of this role.
pub(crate) fn read(text: &str, role: &Role) -> Result<Frame, NotAFrame> {
    let frame = match role {
        Role::Shopper => serde_json::from_str(text).map(|frame| Frame::Shopper(Box::new(frame))),
        Role::Agent { .. } => serde_json::from_str(text).map(|frame| Frame::Agent(Box::new(frame))),
    };
    let Ok(frame) = frame else { return Err(why_not(text)) };
    let id = frame.id();
    if id.is_some_and(|id| id.chars().count() > COMMAND_ID_CHARS_MAX) {
        return Err(NotAFrame::Invalid {
            re: id.map(str::to_owned),
            field: "id",
        });
    }
    // Texts are checked where they are used; this is for every string that is not.
    if text.contains("\\u0000") && holds_nul(&serde_json::from_str(text).unwrap_or(Value::Null)) {
        return Err(NotAFrame::Invalid {
            re: id.map(str::to_owned),
            field: "text",
        });
    }
    Ok(frame)
}

/// Reads the first frame. `None`: not a hello that we know.
pub(crate) fn read_hello(text: &str) -> Option<Hello> {
    serde_json::from_str(text).ok()
}

fn why_not(text: &str) -> NotAFrame {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return NotAFrame::Broken;
    };
    if object.get("t").and_then(Value::as_str) == Some("hello") {
        return NotAFrame::Hello;
    }
    NotAFrame::Bad {
        re: object.get("id").and_then(Value::as_str).map(str::to_owned),
    }
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad1_what_is_no_frame_is_told_apart() {
        let shopper = Role::Shopper;
        let why = |text: &str| read(text, &shopper).err();
        assert_eq!(why("{"), Some(NotAFrame::Broken));
        assert_eq!(why("[1]"), Some(NotAFrame::Broken));
        assert_eq!(why(r#"{"t":"hello","v":1}"#), Some(NotAFrame::Hello));
        assert_eq!(
            why(r#"{"t":"fly","id":"7"}"#),
            Some(NotAFrame::Bad { re: Some("7".into()) })
        );
        assert_eq!(
            why(r#"{"t":"leave","id":"7"}"#),
            Some(NotAFrame::Bad { re: Some("7".into()) })
        );
        assert_eq!(
            why(r#"{"t":"leave","id":"7","conv":3}"#),
            Some(NotAFrame::Bad { re: Some("7".into()) })
        );
        assert_eq!(
            why(r#"{"t":"leave","id":7,"conv":"c"}"#),
            Some(NotAFrame::Bad { re: None })
        );
        assert!(why(r#"{"t":"leave","id":"7","conv":"c"}"#).is_none());
    }

    #[test]
    fn bad2_fields_that_are_not_known_are_refused() {
        let text = r#"{"t":"leave","id":"7","conv":"c","more":1}"#;
        assert_eq!(
            read(text, &Role::Shopper).err(),
            Some(NotAFrame::Bad { re: Some("7".into()) })
        );
    }

    #[test]
    fn note1_a_shopper_has_no_notes() {
        let text = r#"{"t":"note","id":"7","conv":"c","cid":"x","body":{"kind":"text","text":"psst"}}"#;
        assert_eq!(
            read(text, &Role::Shopper).err(),
            Some(NotAFrame::Bad { re: Some("7".into()) })
        );
    }

    #[test]
    fn u0000_is_invalid_in_any_text() {
        let text = r#"{"t":"leave","id":"7","conv":"c\u0000"}"#;
        assert!(matches!(read(text, &Role::Shopper), Err(NotAFrame::Invalid { .. })));
    }
}
