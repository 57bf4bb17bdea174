//! A transcript as a page: text is text, so everything is escaped, and the policy lets nothing run.

use std::{
    fmt::{self, Write as _},
    sync::LazyLock,
};

use axum::http::HeaderValue;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::{Said, Transcript, moment};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}\
li{margin:.5rem 0;white-space:pre-wrap;overflow-wrap:anywhere}ol{list-style:none;padding:0}\
time{color:#667;font-size:.8rem;display:block}.note{background:#fff7d6;padding:.25rem .5rem}.event{color:#556}";

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; frame-ancestors 'none'; base-uri 'none'");
    HeaderValue::from_str(&policy).expect("base64 is ASCII")
});

/// The page's style, by its hash, and nothing else.
pub(crate) fn policy() -> HeaderValue {
    POLICY.clone()
}

pub(crate) fn render(transcript: &Transcript) -> String {
    let mut page = String::new();
    write(transcript, &mut page).expect("a String takes everything");
    page
}

fn write(transcript: &Transcript, page: &mut String) -> fmt::Result {
    let (conv, subject) = transcript.title();
    let title = Escaped(subject.unwrap_or("Conversation"));
    writeln!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n\
         <h1>{title}</h1>\n<p>{conv}. Times are in UTC.</p>\n<ol>"
    )?;
    for line in transcript.lines() {
        let at = moment(line.at);
        let (class, by, said) = match &line.said {
            Said::Message { by, text } => ("message", Some(*by), *text),
            Said::Note { by, text } => ("note", Some(*by), *text),
            Said::Happened(what) => ("event", None, what.as_str()),
        };
        write!(page, "<li class=\"{class}\"><time>{at}</time>")?;
        if let Some(by) = by {
            write!(page, "<b>{}:</b> ", Escaped(by))?;
        }
        writeln!(page, "{}</li>", Escaped(said))?;
    }
    page.write_str("</ol>\n</html>\n")
}

/// Text in a page, between tags or in an attribute.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            match char {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(
            Escaped("<script a='1'>\"&").to_string(),
            "&lt;script a=&#39;1&#39;&gt;&quot;&amp;"
        );
    }
}
