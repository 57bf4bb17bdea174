//! A text as groups of digits, with what stands between them.

use std::ops::Range;

use super::{MASK, bystanders, digit};

/// Between two messages of one sender.
pub(super) const BOUNDARY: char = '\u{1E}';
/// More other characters than this between two groups, and they are two things. (Digits of one number are written
/// with a word between them at most.)
const OTHERS_MAX: usize = 12;
/// The same on either side of where one message ends and the next begins: "sorry, the rest of it is".
const OTHERS_AT_BOUNDARY_MAX: usize = 32;
/// As many masks in a row are what this filter left of a number, so the digits after them are its last ones, and begin
/// no other.
const MASKS_OF_A_NUMBER: usize = 9;

/// How a text is read: as it stands, and, where a `%` says that it may be an address, with its escapes resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Plain,
    Escaped,
}

impl Reading {
    pub(super) fn of(text: &str) -> &'static [Self] {
        if text.contains('%') {
            &[Self::Plain, Self::Escaped]
        } else {
            &[Self::Plain]
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Digit {
    pub(super) value: u8,
    pub(super) span: Range<usize>,
}

/// Digits side by side.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) digits: Range<usize>,
    /// It may go on the number of the group before it.
    pub(super) follows: bool,
    /// What stands before it other than spaces, dashes and the like.
    pub(super) others_before: String,
}

#[derive(Debug)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    /// Where the text begins that may be masked; before it stand the sender's earlier ones.
    pub(super) own_from: usize,
    pub(super) digits: Vec<Digit>,
    pub(super) groups: Vec<Group>,
    /// A card number was masked in an earlier text.
    pub(super) masked_earlier: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str, own_from: usize, reading: Reading) -> Self {
        let masked_earlier = holds_masked_number(&text[..own_from]);
        let mut scan = Self {
            text,
            own_from,
            digits: Vec::new(),
            groups: Vec::new(),
            masked_earlier,
        };
        scan.read_groups(reading);
        bystanders::set_apart(&mut scan);
        scan
    }

    /// Is this digit of the text that may be masked?
    pub(super) fn is_own(&self, digit: usize) -> bool {
        self.digits[digit].span.start >= self.own_from
    }

    pub(super) fn span(&self, group: usize) -> Range<usize> {
        let digits = &self.groups[group].digits;
        self.digits[digits.start].span.start..self.digits[digits.end - 1].span.end
    }

    /// What stands between the end of one group and the start of the next, in the own text only.
    pub(super) fn gap_before(&self, group: usize) -> &'a str {
        let from = group.checked_sub(1).map_or(0, |before| self.span(before).end);
        let to = self.span(group).start;
        &self.text[from.max(self.own_from).min(to)..to]
    }

    /// The first group that does not begin before this byte.
    pub(super) fn group_from(&self, byte: usize) -> usize {
        self.groups
            .partition_point(|group| self.digits[group.digits.start].span.start < byte)
    }

    pub(super) fn values(&self, group: usize) -> impl Iterator<Item = u8> {
        self.digits[self.groups[group].digits.clone()]
            .iter()
            .map(|digit| digit.value)
    }

    fn read_groups(&mut self, reading: Reading) {
        let mut between = Between::default();
        let mut after_remnant = false;
        let mut at = 0;
        while let Some((char, length)) = read_char(&self.text[at..], reading) {
            let span = at..at + length;
            at = span.end;
            let Some(value) = digit::value(char) else {
                between.pass(char);
                continue;
            };
            let index = self.digits.len();
            self.digits.push(Digit { value, span });
            match self.groups.last_mut() {
                Some(group) if between.is_nothing => group.digits.end = index + 1,
                _ => {
                    let remnant = between.masks >= MASKS_OF_A_NUMBER && !self.is_own(index);
                    let follows = !self.groups.is_empty() && !between.is_too_much() && !remnant && !after_remnant;
                    let others_before = between.take_others();
                    self.groups.push(Group {
                        digits: index..index + 1,
                        follows,
                        others_before,
                    });
                    after_remnant = remnant;
                }
            }
            between = Between::default();
        }
    }
}

/// Did this filter leave its marks in a row, be it of the last part of a number only?
fn holds_masked_number(text: &str) -> bool {
    let mut masks = 0;
    text.chars().filter(|char| !digit::is_light(*char)).any(|char| {
        masks = if char == MASK { masks + 1 } else { 0 };
        masks == 3
    })
}

/// What has been passed since the last digit.
#[derive(Debug)]
struct Between {
    is_nothing: bool,
    /// At least one message ended here.
    boundary: bool,
    others: String,
    /// Other characters since the last boundary, and the most of them between two.
    n_others: usize,
    n_others_most: usize,
    /// Masks, and nothing else but light characters and the last digits of a number, before this.
    masks: usize,
}

impl Default for Between {
    fn default() -> Self {
        Self {
            is_nothing: true,
            boundary: false,
            others: String::new(),
            n_others: 0,
            n_others_most: 0,
            masks: 0,
        }
    }
}

impl Between {
    fn pass(&mut self, char: char) {
        self.is_nothing = false;
        if char == BOUNDARY {
            self.boundary = true;
            self.n_others = 0;
            self.masks = 0;
        } else if !digit::is_light(char) {
            self.masks = if char == MASK { self.masks + 1 } else { 0 };
            self.n_others += 1;
            self.n_others_most = self.n_others_most.max(self.n_others);
            if self.n_others <= OTHERS_MAX {
                self.others.push(char);
            }
        }
    }

    fn is_too_much(&self) -> bool {
        self.n_others_most
            > if self.boundary {
                OTHERS_AT_BOUNDARY_MAX
            } else {
                OTHERS_MAX
            }
    }

    fn take_others(&mut self) -> String {
        std::mem::take(&mut self.others)
    }
}

/// The next character and how many bytes it takes.
fn read_char(text: &str, reading: Reading) -> Option<(char, usize)> {
    let char = text.chars().next()?;
    if reading == Reading::Escaped && char == '%' {
        let escaped = text.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = escaped.filter(u8::is_ascii) {
            return Some((char::from(byte), 3));
        }
    }
    Some((char, char.len_utf8()))
}
