//! The card-number filter: no number of a payment card reaches the log, the bus, a file or a person (PAN1).
//!
//! Runs of digits are joined into candidate numbers over whatever people put between them; a candidate counts when an
//! issuer gives out such numbers in that length and the Luhn sum is right. What only looks like a card (an IBAN, a
//! parcel, an EAN, a telephone number) is recognised by its own rules in `bystanders`. When in doubt the filter masks:
//! a mangled order number costs a question, a stored card number costs the shop its compliance.
//!
//! The work is linear in the text: every group of digits begins at most 19 candidates of at most 19 digits.

mod bystanders;
mod digit;
mod issuer;
mod scan;
mod security_code;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, ops::Range};

use scan::{Reading, Scan};

/// Stands where a digit was.
const MASK: char = '•';
/// What PCI DSS 3.4.1 lets be shown, and what people tell their cards apart by.
const SHOWN_DIGITS: usize = 4;
/// ISO/IEC 7812 allows fewer digits; no issuer uses fewer.
const CARD_DIGITS_MIN: usize = 13;
const CARD_DIGITS_MAX: usize = 19;

/// A text as it may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screened {
    pub text: String,
    /// Something was masked in it.
    pub masked: bool,
}

/// Masks the card numbers in a text that stands alone.
pub fn screen(text: &str) -> Screened {
    screen_after(&[], text)
}

/// Masks the card numbers in `text`, also one that began in the same sender's `earlier` texts (oldest first).
///
/// Of a number that began earlier nothing is shown here, because the log already shows its beginning. A number wholly
/// inside earlier texts is left to them.
pub fn screen_after(earlier: &[&str], text: &str) -> Screened {
    // Only its own digits can be hidden.
    if !text.chars().any(|char| digit::value(char).is_some()) {
        return Screened {
            text: text.to_owned(),
            masked: false,
        };
    }
    let joined = join(earlier, text);
    let own_from = joined.len() - text.len();
    let mut hidden = Vec::new();
    for reading in Reading::of(text) {
        let scan = Scan::new(&joined, own_from, *reading);
        hidden.extend(hidden_spans(&scan));
    }
    if hidden.is_empty() {
        return Screened {
            text: text.to_owned(),
            masked: false,
        };
    }
    hidden.sort_by_key(|span| span.start);
    Screened {
        text: mask(&joined, own_from, &hidden),
        masked: true,
    }
}

fn join<'a>(earlier: &[&str], text: &'a str) -> Cow<'a, str> {
    if earlier.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut joined = String::new();
    for text in earlier {
        joined.push_str(text);
        joined.push(scan::BOUNDARY);
    }
    joined.push_str(text);
    Cow::Owned(joined)
}

/// A candidate that passed: a card number as far as anyone can tell from outside.
#[derive(Clone, Debug)]
struct CardNumber {
    groups: Range<usize>,
    digits: Range<usize>,
    /// The length in which its issuer's cards usually come, which decides between overlapping candidates.
    usual: bool,
    /// Only spaces, dashes and the like between its groups.
    plain: bool,
}

/// Byte ranges of the digits in the scan's own text that must go.
fn hidden_spans(scan: &Scan<'_>) -> Vec<Range<usize>> {
    let numbers = card_numbers(scan);
    let mut hidden = vec![false; scan.digits.len()];
    for number in &numbers {
        hidden[number.digits.clone()].fill(true);
    }
    let chosen = without_overlaps(numbers, scan.digits.len());
    for number in &chosen {
        if scan.is_own(number.digits.start) {
            hidden[number.digits.end - SHOWN_DIGITS..number.digits.end].fill(false);
        }
    }
    security_code::hide(scan, &chosen, &mut hidden);
    let digits = scan.digits.iter().zip(hidden);
    digits
        .filter(|(digit, hidden)| *hidden && digit.span.start >= scan.own_from)
        .map(|(digit, _)| digit.span.clone())
        .collect()
}

fn card_numbers(scan: &Scan<'_>) -> Vec<CardNumber> {
    let mut numbers = Vec::new();
    for end in 0..scan.groups.len() {
        if !scan.is_own(scan.groups[end].digits.end - 1) {
            continue;
        }
        for start in (0..=end).rev() {
            let digits = scan.groups[start].digits.start..scan.groups[end].digits.end;
            if digits.len() > CARD_DIGITS_MAX {
                break;
            }
            if digits.len() >= CARD_DIGITS_MIN {
                numbers.extend(card_number(scan, start..end + 1, digits));
            }
            if !scan.groups[start].follows {
                break;
            }
        }
    }
    numbers
}

fn card_number(scan: &Scan<'_>, groups: Range<usize>, digits: Range<usize>) -> Option<CardNumber> {
    let values: Vec<u8> = scan.digits[digits.clone()].iter().map(|digit| digit.value).collect();
    let issuer = issuer::of(&values)?;
    let joins = &scan.groups[groups.start + 1..groups.end];
    let plain = joins.iter().all(|group| group.others_before.is_empty());
    let fits = issuer::luhn_holds(&values)
        && (plain || is_written_like_a_card(&scan.groups[groups.clone()], scan.is_own(digits.start)))
        && !bystanders::is_one(scan, groups.clone(), &values);
    fits.then(|| CardNumber {
        groups,
        usual: issuer.usual_length == digits.len(),
        plain,
        digits,
    })
}

/// With words or signs between its groups a number must keep a card's shape, or the same sign all through: otherwise
/// every sentence with an order number, a date and a price would be a candidate. Over several messages the same words
/// prove nothing: "message 376", "message 377" is how people count.
fn is_written_like_a_card(groups: &[scan::Group], in_one_text: bool) -> bool {
    let sizes: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let (last, before) = sizes.split_last().expect("a candidate has a group");
    let in_fours = before.iter().all(|size| size % 4 == 0) && (*last <= 4 || last % 4 == 0);
    let in_ones = sizes.iter().all(|size| *size == 1);
    let amex_or_diners = matches!(sizes[..], [4, 6, 4 | 5]);
    let joins = &groups[1..];
    let one_sign = joins.len() >= 2 && joins.iter().all(|group| group.others_before == joins[0].others_before);
    if one_sign && !in_one_text {
        return false;
    }
    in_fours || in_ones || amex_or_diners || one_sign
}

/// Of candidates that overlap only one can be meant, and it alone keeps its last digits.
fn without_overlaps(mut numbers: Vec<CardNumber>, n_digits: usize) -> Vec<CardNumber> {
    numbers.sort_by_key(|number| (!number.usual, !number.plain, number.digits.start));
    let mut taken = vec![false; n_digits];
    numbers.retain(|number| {
        let free = !taken[number.digits.clone()].contains(&true);
        if free {
            taken[number.digits.clone()].fill(true);
        }
        free
    });
    numbers
}

/// The own text with one mask for every hidden digit; everything between the digits stays.
fn mask(joined: &str, own_from: usize, hidden: &[Range<usize>]) -> String {
    let mut text = String::with_capacity(joined.len() - own_from + 2 * hidden.len());
    let mut at = own_from;
    for span in hidden {
        // Two readings of a text may hide overlapping spans.
        if span.start < at {
            continue;
        }
        text.push_str(&joined[at..span.start]);
        text.push(MASK);
        at = span.end;
    }
    text.push_str(&joined[at..]);
    text
}
