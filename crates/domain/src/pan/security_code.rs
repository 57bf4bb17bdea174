//! What stands beside a card number and must not be kept either: its security code (PCI DSS 3.3.1), its PIN, its expiry.

use std::ops::Range;

use super::{CardNumber, issuer, scan::Scan};

/// How far from its card an expiry may stand: a name fits between.
const EXPIRY_REACH_CHARS: usize = 24;
/// How far from its label a code may stand: "security code on the back is".
const LABEL_REACH_CHARS: usize = 24;
/// How far a bare code may stand from the card or the expiry.
const CODE_REACH_CHARS: usize = 8;

/// Lower case, without accents; each at the start of a word.
const CODE_LABELS: [&str; 28] = [
    "cvv",
    "cvc",
    "cvn",
    "csc",
    "cav",
    "cid",
    "pin",
    "security code",
    "security number",
    "sec code",
    "card code",
    "verification",
    "codigo",
    "clave",
    "numero secreto",
    "beveiligingscode",
    "veiligheidscode",
    "controlegetal",
    "sicherheitscode",
    "prufziffer",
    "prufnummer",
    "kartenprufnummer",
    "cryptogramme",
    "code de securite",
    "codice",
    "رمز الامان",
    "رمز التحقق",
    "الرقم السري",
];

const EXPIRY_LABELS: [&str; 8] = ["exp", "valid", "thru", "cad", "venc", "gult", "scad", "geldig"];

/// Marks the digits that belong to the numbers' codes and expiries.
pub(super) fn hide(scan: &Scan<'_>, numbers: &[CardNumber], hidden: &mut [bool]) {
    for number in numbers {
        let after = codes_from(scan, number.groups.end, CodeLength::of(scan, number));
        for groups in [expiry_before(scan, number.groups.start), after] {
            hide_groups(scan, groups, hidden);
        }
    }
    if scan.masked_earlier {
        // The message after the card's: nothing but its expiry and code.
        let own = scan.group_from(scan.own_from);
        let codes = codes_from(scan, own, CodeLength::ThreeOrFour);
        if codes.end == scan.groups.len() && !own_text(scan).chars().any(char::is_alphabetic) {
            hide_groups(scan, codes, hidden);
        }
    }
    if scan.masked_earlier || !numbers.is_empty() {
        hide_labelled(scan, numbers, hidden);
    }
}

fn own_text<'a>(scan: &Scan<'a>) -> &'a str {
    &scan.text[scan.own_from..]
}

/// American Express prints four digits on the front, all others three on the back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CodeLength {
    Three,
    Four,
    ThreeOrFour,
}

impl CodeLength {
    fn of(scan: &Scan<'_>, number: &CardNumber) -> Self {
        let values: Vec<u8> = scan.digits[number.digits.clone()]
            .iter()
            .map(|digit| digit.value)
            .collect();
        let four = issuer::of(&values).is_some_and(|issuer| issuer.usual_length == 15);
        if four { Self::Four } else { Self::Three }
    }

    fn fits(self, digits: usize) -> bool {
        match self {
            Self::Three => digits == 3,
            Self::Four => digits == 4,
            Self::ThreeOrFour => digits == 3 || digits == 4,
        }
    }
}

/// After a number come its expiry and its code, in either order, each once.
fn codes_from(scan: &Scan<'_>, first: usize, code: CodeLength) -> Range<usize> {
    let mut next = first;
    let mut expiry_due = true;
    let mut code_due = true;
    while next < scan.groups.len() {
        let gap = scan.gap_before(next);
        let gap_chars = gap.chars().count();
        let expiry = expiry_at(scan, next).filter(|_| expiry_due && gap_chars <= EXPIRY_REACH_CHARS);
        if let Some(groups) = expiry {
            next += groups;
            expiry_due = false;
        } else if code_due
            && gap_chars <= CODE_REACH_CHARS
            && !gap.chars().any(char::is_alphabetic)
            && code.fits(scan.groups[next].digits.len())
        {
            next += 1;
            code_due = false;
        } else {
            break;
        }
    }
    first..next
}

fn expiry_before(scan: &Scan<'_>, number: usize) -> Range<usize> {
    let start = number.saturating_sub(2);
    let near = scan.gap_before(number).chars().count() <= EXPIRY_REACH_CHARS;
    if near && number >= 2 && expiry_at(scan, start) == Some(2) {
        start..number
    } else {
        number..number
    }
}

/// How many groups the expiry takes that begins here: `12/27`, `12 - 2027`, `2027-12`, `1227`, `122027`.
fn expiry_at(scan: &Scan<'_>, group: usize) -> Option<usize> {
    let digits = |group: usize| -> Vec<u8> { scan.values(group).collect() };
    let first = digits(group);
    if matches!(first.len(), 4 | 6) && is_month(&first[..2]) && is_year(&first[2..]) {
        return announces_expiry(scan.gap_before(group)).then_some(1);
    }
    if group + 1 == scan.groups.len() || !joins_a_date(scan.gap_before(group + 1)) {
        return None;
    }
    let second = digits(group + 1);
    let dated = (is_month(&first) && is_year(&second)) || (first.len() == 4 && is_year(&first) && is_month(&second));
    dated.then_some(2)
}

/// Four digits in a row are an expiry only right after the card, or after a word for it.
fn announces_expiry(gap: &str) -> bool {
    let words = gap.chars().map(fold).collect::<String>();
    !gap.chars().any(char::is_alphabetic) || EXPIRY_LABELS.iter().any(|word| words.contains(word))
}

fn joins_a_date(gap: &str) -> bool {
    gap.chars().count() <= 3 && matches!(gap.trim(), "" | "/" | "-" | "." | "\\" | "|")
}

fn number_of(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(*digit))
}

fn is_month(digits: &[u8]) -> bool {
    digits.len() <= 2 && (1..=12).contains(&number_of(digits))
}

fn is_year(digits: &[u8]) -> bool {
    match digits.len() {
        2 => (20..60).contains(&number_of(digits)),
        4 => (2020..2060).contains(&number_of(digits)),
        _ => false,
    }
}

/// A code or an expiry that says what it is, anywhere in the text; a code also before its label.
fn hide_labelled(scan: &Scan<'_>, numbers: &[CardNumber], hidden: &mut [bool]) {
    let mut in_number = vec![false; scan.groups.len()];
    for number in numbers {
        in_number[number.groups.clone()].fill(true);
    }
    let is_code = |group: &usize| !in_number[*group] && CodeLength::ThreeOrFour.fits(scan.groups[*group].digits.len());
    for label in labels(scan, &CODE_LABELS) {
        let code = groups_after(scan, &label)
            .find(is_code)
            .or_else(|| groups_before(scan, &label).find(is_code));
        if let Some(group) = code {
            hide_groups(scan, group..group + 1, hidden);
        }
    }
    for label in labels(scan, &EXPIRY_LABELS) {
        let expiry = groups_after(scan, &label).find_map(|group| Some(group..group + expiry_at(scan, group)?));
        hide_groups(scan, expiry.unwrap_or_default(), hidden);
    }
}

fn groups_after(scan: &Scan<'_>, label: &Range<usize>) -> impl Iterator<Item = usize> {
    let end = label.end;
    (scan.group_from(end)..scan.groups.len())
        .take_while(move |group| scan.text[end..scan.span(*group).start].chars().count() <= LABEL_REACH_CHARS)
}

fn groups_before(scan: &Scan<'_>, label: &Range<usize>) -> impl Iterator<Item = usize> {
    let start = label.start;
    (0..scan.group_from(start))
        .rev()
        .take_while(move |group| scan.text[scan.span(*group).end..start].chars().count() <= CODE_REACH_CHARS)
}

/// Byte ranges of the labels in the own text.
fn labels(scan: &Scan<'_>, known: &[&str]) -> Vec<Range<usize>> {
    let text = own_text(scan);
    let mut found = Vec::new();
    let mut after_word = false;
    for (at, char) in text.char_indices() {
        if !after_word && char.is_alphabetic() {
            let length = known.iter().find_map(|label| folded_prefix(&text[at..], label));
            found.extend(length.map(|length| scan.own_from + at..scan.own_from + at + length));
        }
        after_word = char.is_alphabetic();
    }
    found
}

/// The bytes at the start of `text` that spell `label`, whatever their case and accents.
fn folded_prefix(text: &str, label: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for expected in label.chars() {
        if fold(chars.next()?.1) != expected {
            return None;
        }
    }
    Some(chars.offset())
}

fn fold(char: char) -> char {
    match char.to_lowercase().next().unwrap_or(char) {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'أ' | 'إ' | 'آ' => 'ا',
        lower => lower,
    }
}

fn hide_groups(scan: &Scan<'_>, groups: Range<usize>, hidden: &mut [bool]) {
    for group in &scan.groups[groups] {
        hidden[group.digits.clone()].fill(true);
    }
}
