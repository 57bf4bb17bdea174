//! Every rule of the protocol has a test that carries its ID: `fn send2_same_cid_same_seq()` in Rust,
//! `it('SEND2: …')` in TypeScript. A promise without a test is a wish.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};

use crate::repository::Repository;

const DOCUMENT: &str = "crates/protocol/PROTOCOL.md";
const TESTS: [&str; 3] = ["crates", "tests", "chat-client"];

pub(super) fn check(repository: &Repository) -> Result<Vec<String>> {
    let document = fs::read_to_string(repository.path(DOCUMENT)).with_context(|| format!("read {DOCUMENT}"))?;
    let promised = rule_ids(&document);
    ensure!(
        !promised.is_empty(),
        "{DOCUMENT} has no rule IDs in bold: did their form change?"
    );

    let mut tested = BTreeSet::new();
    for folder in TESTS {
        for file in repository.files(folder, &["rs", "ts", "tsx"])? {
            // The examples in this crate's own tests prove nothing.
            if file.starts_with(repository.path("crates/xtask")) {
                continue;
            }
            let text = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
            for line in text.lines() {
                if let Some(name) = test_name(line) {
                    tested.extend(words(name));
                }
            }
        }
    }
    Ok(promised
        .difference(&tested)
        .map(|id| {
            format!(
                "{id} of {DOCUMENT} has no test: name one after it, as in `fn {}_…`",
                id.to_lowercase()
            )
        })
        .collect())
}

/// `**SEND1**` in the document.
fn rule_ids(document: &str) -> BTreeSet<String> {
    document
        .split("**")
        .filter(|chunk| is_rule_id(chunk))
        .map(str::to_owned)
        .collect()
}

fn is_rule_id(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    letters.len() >= 2 && letters.len() < word.len() && letters.chars().all(|c| c.is_ascii_uppercase())
}

/// The name that this line gives to a test: a Rust function's, or the title of a TypeScript test or suite.
fn test_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(function) = ["fn ", "async fn ", "pub fn ", "pub async fn "]
        .iter()
        .find_map(|head| line.strip_prefix(head))
    {
        return function.split(['(', '<']).next();
    }
    let call = line.split_once('(').filter(|(callee, _)| {
        let callee = callee.trim_start_matches("await ");
        ["it", "test", "describe"]
            .iter()
            .any(|name| callee == *name || callee.starts_with(&format!("{name}.")))
    })?;
    call.1.split(['\'', '"', '`']).nth(1)
}

fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{rule_ids, test_name, words};

    #[test]
    fn ids_are_the_bold_words_with_a_number() {
        let found =
            rule_ids("- **SEND1** `ok` follows (**CMD2**); **HELLO2** = ORIGIN1. **bold** and **HTTP** are prose.");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["CMD2", "HELLO2", "SEND1"]);
    }

    #[test]
    fn a_test_is_found_by_its_name_in_both_languages() {
        assert_eq!(
            test_name("    async fn send2_same_cid_same_seq() {"),
            Some("send2_same_cid_same_seq")
        );
        assert_eq!(
            test_name("  it('[SEND3] delivers in order', () => {"),
            Some("[SEND3] delivers in order")
        );
        assert_eq!(test_name("  await send2(socket);"), None);
        assert!(words("[SEND3] delivers").any(|word| word == "SEND3"));
        assert!(!words("send23_is_another").any(|word| word == "SEND2"));
    }
}
