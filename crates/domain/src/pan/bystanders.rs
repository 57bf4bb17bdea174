//! Numbers that look like a card's and are none, each known by its own check.

use std::ops::Range;

use super::{CARD_DIGITS_MIN, scan::Scan};

/// Takes groups that belong to an account or a parcel out of the search.
pub(super) fn set_apart(scan: &mut Scan<'_>) {
    let mut apart = vec![false; scan.groups.len()];
    for span in ibans(scan.text) {
        apart[scan.group_from(span.start)..scan.group_from(span.end)].fill(true);
    }
    for start in 0..scan.groups.len() {
        if let Some(parcel) = parcel_at(scan, start) {
            apart[parcel].fill(true);
        }
    }
    let mut after_one = false;
    for (group, apart) in scan.groups.iter_mut().zip(&apart) {
        group.follows &= !after_one && !apart;
        after_one = *apart;
    }
    let mut apart = apart.into_iter();
    scan.groups.retain(|_| !apart.next().unwrap_or_default());
}

/// A candidate that reads as something else: an article, a telephone number, a count.
pub(super) fn is_one(scan: &Scan<'_>, groups: Range<usize>, values: &[u8]) -> bool {
    let short = values.len() == CARD_DIGITS_MIN;
    (short && groups.len() == 1 && gtin_holds(values))
        || (short && is_dialled(scan, groups.start))
        || counts_up(scan, groups)
}

/// The check digit of an EAN, and of a parcel number of the United States Postal Service: weights 3 and 1 from the
/// right (GS1 General Specifications §7.9).
fn gtin_holds(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| u32::from(*digit) * if place % 2 == 1 { 3 } else { 1 })
        .sum();
    sum.is_multiple_of(10)
}

/// After `+` or `00` it is a telephone number. Only 13 digits can be both: longer ones (E.164 ends at 15) would have a
/// country code under which nobody has so many.
fn is_dialled(scan: &Scan<'_>, group: usize) -> bool {
    let after_plus = scan.text[..scan.span(group).start].ends_with(['+', '＋']);
    let after_zeros = group > 0 && scan.groups[group].follows && scan.values(group - 1).eq([0, 0]);
    after_plus || after_zeros
}

/// Sizes, years, line numbers: `41 42 43 44 45 46 47 48` is a Visa number to Luhn.
fn counts_up(scan: &Scan<'_>, groups: Range<usize>) -> bool {
    let number = |group: usize| {
        scan.values(group)
            .fold(0_u64, |number, digit| number * 10 + u64::from(digit))
    };
    groups.len() >= 4
        && groups.clone().all(|group| scan.groups[group].digits.len() <= 2)
        && groups
            .clone()
            .skip(1)
            .all(|group| number(group) == number(group - 1) + 1)
}

/// The groups of a parcel number of the United States Postal Service that begins here: 20 or 22 digits from 91 to 95.
fn parcel_at(scan: &Scan<'_>, start: usize) -> Option<Range<usize>> {
    let mut first_two = scan.digits[scan.groups[start].digits.start..]
        .iter()
        .map(|digit| digit.value);
    if first_two.next() != Some(9) || !matches!(first_two.next(), Some(1..=5)) {
        return None;
    }
    let mut values = Vec::new();
    for group in start..scan.groups.len() {
        let joined = group == start || (scan.groups[group].follows && scan.groups[group].others_before.is_empty());
        if !joined || values.len() > 22 {
            return None;
        }
        values.extend(scan.values(group));
        if matches!(values.len(), 20 | 22) && gtin_holds(&values) {
            return Some(start..group + 1);
        }
    }
    None
}

/// Where bank accounts stand: a known country, its length, and the check of ISO 13616 (mod 97).
fn ibans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut after_word = false;
    text.char_indices().filter_map(move |(at, char)| {
        let starts_word = !after_word && char.is_ascii_alphabetic();
        after_word = char.is_alphanumeric();
        if starts_word {
            iban_length(&text[at..]).map(|length| at..at + length)
        } else {
            None
        }
    })
}

/// The bytes of the account number at the start of this text.
fn iban_length(text: &str) -> Option<usize> {
    let country = text.get(..2)?.to_ascii_uppercase();
    let length = IBAN_LENGTHS
        .iter()
        .find(|(code, _)| *code == country)
        .map(|(_, length)| *length)?;
    let mut symbols = Vec::with_capacity(length);
    let mut end = 0;
    let mut after_space = false;
    for (at, char) in text.char_indices() {
        if let Some(symbol) = char.to_digit(36).filter(|_| char.is_ascii()) {
            symbols.push(symbol);
            end = at + 1;
            after_space = false;
        } else if !after_space && matches!(char, ' ' | '-' | '\u{A0}' | '\u{202F}') {
            after_space = true;
        } else {
            break;
        }
        if symbols.len() == length {
            break;
        }
    }
    let checked = symbols.len() == length && symbols[2..4].iter().all(|symbol| *symbol < 10);
    (checked && mod_97(&symbols) == 1).then_some(end)
}

fn mod_97(symbols: &[u32]) -> u32 {
    let (country_and_check, account) = symbols.split_at(4);
    account.iter().chain(country_and_check).fold(0, |rest, symbol| {
        let shifted = if *symbol < 10 { rest * 10 } else { rest * 100 };
        (shifted + symbol) % 97
    })
}

/// The IBAN registry of SWIFT.
#[rustfmt::skip]
const IBAN_LENGTHS: [(&str, usize); 80] = [
    ("AD", 24), ("AE", 23), ("AL", 28), ("AT", 20), ("AZ", 28), ("BA", 20), ("BE", 16), ("BG", 22), ("BH", 22),
    ("BI", 27), ("BR", 29), ("BY", 28), ("CH", 21), ("CR", 22), ("CY", 28), ("CZ", 24), ("DE", 22), ("DJ", 27),
    ("DK", 18), ("DO", 28), ("EE", 20), ("EG", 29), ("ES", 24), ("FI", 18), ("FK", 18), ("FO", 18), ("FR", 27),
    ("GB", 22), ("GE", 22), ("GI", 23), ("GL", 18), ("GR", 27), ("GT", 28), ("HR", 21), ("HU", 28), ("IE", 22),
    ("IL", 23), ("IQ", 23), ("IS", 26), ("IT", 27), ("JO", 30), ("KW", 30), ("KZ", 20), ("LB", 28), ("LC", 32),
    ("LI", 21), ("LT", 20), ("LU", 20), ("LV", 21), ("LY", 25), ("MC", 27), ("MD", 24), ("ME", 22), ("MK", 19),
    ("MN", 20), ("MR", 27), ("MT", 31), ("MU", 30), ("NI", 28), ("NL", 18), ("NO", 15), ("OM", 23), ("PK", 24),
    ("PL", 28), ("PS", 29), ("PT", 25), ("QA", 29), ("RO", 24), ("RS", 22), ("RU", 33), ("SA", 24), ("SC", 31),
    ("SD", 18), ("SE", 24), ("SI", 19), ("SK", 24), ("SM", 27), ("SO", 23), ("TN", 24), ("TR", 26),
];
