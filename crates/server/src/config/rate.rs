//! How fast one connection may send commands (RATE1).

use super::Expected;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// At once.
    pub burst: u32,
    /// And so many a second after that.
    pub per_s: u32,
}

/// More than any person or program of ours needs; a larger figure is a slip of the keyboard.
const MAX: u32 = 10_000;

impl Rate {
    pub(super) fn parse(text: &str) -> Result<Self, Expected> {
        let number = |text: &str| text.trim().parse().ok().filter(|number| (1..=MAX).contains(number));
        let rate = text.split_once(',').and_then(|(burst, per_s)| {
            Some(Self {
                burst: number(burst)?,
                per_s: number(per_s)?,
            })
        });
        rate.ok_or("two numbers from 1 to 10000, burst and per second, such as 60,10")
    }
}
