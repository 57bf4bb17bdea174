//! Token buckets, and counters by the minute.

use crate::Millis;

/// A bucket's size and refill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub per_s: u32,
}

/// A bucket, in thousandths of a token so that it needs no fractions.
#[derive(Debug)]
pub(crate) struct Bucket {
    rate: Rate,
    milli_tokens: u64,
    filled_at: Millis,
}

impl Bucket {
    pub(crate) fn new(rate: Rate, now: Millis) -> Self {
        Self {
            rate,
            milli_tokens: u64::from(rate.burst) * 1_000,
            filled_at: now,
        }
    }

    /// Takes a token, or says how long until there is one.
    pub(crate) fn take(&mut self, now: Millis) -> Result<(), u64> {
        let filled = now.saturating_sub(self.filled_at) * u64::from(self.rate.per_s);
        self.milli_tokens = (self.milli_tokens + filled).min(u64::from(self.rate.burst) * 1_000);
        self.filled_at = now;
        if self.milli_tokens >= 1_000 {
            self.milli_tokens -= 1_000;
            return Ok(());
        }
        Err((1_000 - self.milli_tokens)
            .div_ceil(u64::from(self.rate.per_s.max(1)))
            .max(1))
    }
}

/// Counts within the running minute.
#[derive(Debug, Default)]
pub(crate) struct Minute {
    began: Millis,
    count: usize,
}

impl Minute {
    /// Counts one more; how many it is now.
    pub(crate) fn count(&mut self, now: Millis) -> usize {
        if now.saturating_sub(self.began) >= 60_000 {
            *self = Self { began: now, count: 0 };
        }
        self.count += 1;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate1_a_bucket_lets_a_burst_through_and_then_its_rate() {
        let mut bucket = Bucket::new(Rate { burst: 3, per_s: 10 }, 0);
        assert!((0..3).all(|_| bucket.take(0).is_ok()));
        assert_eq!(bucket.take(0), Err(100));
        assert_eq!(bucket.take(50), Err(50));
        assert_eq!(bucket.take(100), Ok(()));
        assert_eq!(bucket.take(10_000), Ok(()));
    }
}
