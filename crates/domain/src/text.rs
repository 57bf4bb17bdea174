//! What people type, checked once at the edge and trusted from then on.

use crate::refusal::Refusal;

/// The most Unicode scalar values in a message or a note.
pub const MESSAGE_CHARS_MAX: usize = 4_000;
/// The most bytes of UTF-8 in a message or a note.
pub const MESSAGE_BYTES_MAX: usize = 8_192;
/// The most characters of a subject.
pub const SUBJECT_CHARS_MAX: usize = 200;
/// The most characters of a name.
pub const NAME_CHARS_MAX: usize = 80;
/// The most characters of an e-mail address (RFC 5321's path limit less its brackets).
pub const EMAIL_CHARS_MAX: usize = 254;
/// The most characters of a rating's comment.
pub const COMMENT_CHARS_MAX: usize = 1_000;
/// The most characters of a reason or a disposition.
pub const REASON_CHARS_MAX: usize = 200;

/// A message or a note: 1 to 4,000 characters, at most 8,192 bytes, not all white space, kept exactly as typed.
pub fn message(text: &str) -> Result<&str, Refusal> {
    if text.len() > MESSAGE_BYTES_MAX {
        return Err(Refusal::TooLarge { field: "body.text" });
    }
    bounded("body.text", text, MESSAGE_CHARS_MAX)
}

/// A text of 1 to `chars_max` characters that is not all white space and holds no U+0000.
pub fn bounded<'t>(field: &'static str, text: &'t str, chars_max: usize) -> Result<&'t str, Refusal> {
    if text.chars().count() > chars_max {
        return Err(Refusal::TooLarge { field });
    }
    if text.trim().is_empty() || text.contains('\0') {
        return Err(Refusal::Invalid { field });
    }
    Ok(text)
}

/// The same for a text that may be absent.
pub fn optional<'t>(field: &'static str, text: Option<&'t str>, chars_max: usize) -> Result<Option<&'t str>, Refusal> {
    text.map(|text| bounded(field, text, chars_max)).transpose()
}

/// An address with something on both sides of one `@` and no white space; whether it exists only mail can tell.
pub fn email<'t>(field: &'static str, text: &'t str) -> Result<&'t str, Refusal> {
    let text = bounded(field, text, EMAIL_CHARS_MAX)?;
    let well_formed = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !text.contains(char::is_whitespace)
    });
    if well_formed {
        Ok(text)
    } else {
        Err(Refusal::Invalid { field })
    }
}

/// A language tag such as `es` or `nl-BE`; what is not one becomes `en`.
pub fn locale(tag: Option<&str>) -> String {
    let well_formed = |tag: &&str| {
        (2..=35).contains(&tag.len()) && tag.chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
    };
    tag.filter(well_formed).unwrap_or("en").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_bounded_in_characters_and_bytes() {
        assert!(message("hola").is_ok());
        assert_eq!(message(" \n\t"), Err(Refusal::Invalid { field: "body.text" }));
        assert_eq!(message("a\0b"), Err(Refusal::Invalid { field: "body.text" }));
        assert!(message(&"a".repeat(4_000)).is_ok());
        assert_eq!(
            message(&"a".repeat(4_001)),
            Err(Refusal::TooLarge { field: "body.text" })
        );
        assert_eq!(
            message(&"€".repeat(2_731)),
            Err(Refusal::TooLarge { field: "body.text" })
        );
    }

    #[test]
    fn an_address_has_two_sides() {
        assert!(email("email", "ana@demo.test").is_ok());
        for text in ["ana", "@demo.test", "ana@", "a@b@c", "a b@c"] {
            assert!(email("email", text).is_err(), "{text}");
        }
    }
}
