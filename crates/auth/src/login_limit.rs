//! How often somebody may try a password: token buckets that stop guessing and lock nobody's office out.
//!
//! Three things are counted, and only tries that failed in the end:
//! - an account from one address: 5 tries, then one every 30 s. Guessing from elsewhere does not use up yours;
//! - an account from anywhere: 50, then one every 10 s, against guessing from many addresses. An address from which the
//!   account has signed in does not count here, so its owner gets in while others guess;
//! - an address: 100, then one a second, which a whole office mistyping on a Monday morning does not reach.

use std::{collections::HashMap, hash::Hash, net::IpAddr};

use tillside_domain::Timestamp;

const PAIR: Rate = Rate {
    burst: 5,
    every_ms: 30_000,
};
const ACCOUNT: Rate = Rate {
    burst: 50,
    every_ms: 10_000,
};
const ADDRESS: Rate = Rate {
    burst: 100,
    every_ms: 1_000,
};
/// Of each kind; some 2 MB together. When more are in use, who has not tried for longest is forgotten.
const BUCKETS_MAX: usize = 10_000;

/// Come back after this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins; try again in {after_ms} ms")]
pub struct RetryAfter {
    pub after_ms: i64,
}

/// Counts for one node.
#[derive(Debug)]
pub struct LoginLimiter {
    pairs: Buckets<(String, IpAddr)>,
    accounts: Buckets<String>,
    addresses: Buckets<IpAddr>,
}

impl Default for LoginLimiter {
    fn default() -> Self {
        Self {
            pairs: Buckets::new(PAIR),
            accounts: Buckets::new(ACCOUNT),
            addresses: Buckets::new(ADDRESS),
        }
    }
}

impl LoginLimiter {
    /// Counts a try, or says when the next may be made. To be asked before the password is looked at, and whether or
    /// not there is such an account.
    pub fn check(&mut self, account: &str, address: IpAddr, now: Timestamp) -> Result<(), RetryAfter> {
        let (account, network) = (account_key(account), network_of(address));
        let pair = (account.clone(), network);
        let known = self.pairs.is_known(&pair);
        let waits = [
            self.pairs.wait_ms(&pair, now),
            if known { 0 } else { self.accounts.wait_ms(&account, now) },
            self.addresses.wait_ms(&network, now),
        ];
        let after_ms = waits.into_iter().max().unwrap_or_default();
        if after_ms > 0 {
            return Err(RetryAfter { after_ms });
        }
        self.pairs.take(pair, now);
        if !known {
            self.accounts.take(account, now);
        }
        self.addresses.take(network, now);
        Ok(())
    }

    /// The password was right: the tries that led here are forgiven.
    pub fn succeeded(&mut self, account: &str, address: IpAddr, now: Timestamp) {
        let (account, network) = (account_key(account), network_of(address));
        self.addresses.give_back(&network, now);
        self.accounts.give_back(&account, now);
        self.pairs.know((account, network), now);
    }
}

fn account_key(account: &str) -> String {
    account.trim().to_lowercase()
}

/// Whoever has one IPv6 address has the 2^64 beside it too.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[derive(Clone, Copy, Debug)]
struct Rate {
    burst: i64,
    every_ms: i64,
}

#[derive(Debug)]
struct Buckets<K> {
    rate: Rate,
    buckets: HashMap<K, Bucket>,
}

/// A bucket, told by when it will be full again: one number instead of a level and a time.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    full_at: Timestamp,
    used_at: Timestamp,
    /// The password has been right here.
    known: bool,
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    fn new(rate: Rate) -> Self {
        Self {
            rate,
            buckets: HashMap::new(),
        }
    }

    fn is_known(&self, key: &K) -> bool {
        self.buckets.get(key).is_some_and(|bucket| bucket.known)
    }

    fn wait_ms(&self, key: &K, now: Timestamp) -> i64 {
        let full_at = self.buckets.get(key).map_or(now, |bucket| bucket.full_at);
        let room_ms = (self.rate.burst - 1) * self.rate.every_ms;
        (full_at.since(now) - room_ms).max(0)
    }

    fn take(&mut self, key: K, now: Timestamp) {
        let every_ms = self.rate.every_ms;
        let bucket = self.entry(key, now);
        bucket.full_at = bucket.full_at.max(now).plus_ms(every_ms);
        bucket.used_at = now;
    }

    fn give_back(&mut self, key: &K, now: Timestamp) {
        if let Some(bucket) = self.buckets.get_mut(key) {
            bucket.full_at = bucket.full_at.plus_ms(-self.rate.every_ms);
            bucket.used_at = now;
        }
    }

    fn know(&mut self, key: K, now: Timestamp) {
        *self.entry(key, now) = Bucket {
            full_at: now,
            used_at: now,
            known: true,
        };
    }

    fn entry(&mut self, key: K, now: Timestamp) -> &mut Bucket {
        if self.buckets.len() >= BUCKETS_MAX && !self.buckets.contains_key(&key) {
            self.make_room(now);
        }
        self.buckets.entry(key).or_insert(Bucket {
            full_at: now,
            used_at: now,
            known: false,
        })
    }

    fn make_room(&mut self, now: Timestamp) {
        self.buckets.retain(|_key, bucket| bucket.known || bucket.full_at > now);
        let idlest = self
            .buckets
            .iter()
            .min_by_key(|(_, bucket)| bucket.used_at)
            .map(|(key, _)| key.clone());
        if let Some(idlest) = idlest.filter(|_| self.buckets.len() >= BUCKETS_MAX) {
            self.buckets.remove(&idlest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);
    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + number))
    }

    fn tries(limiter: &mut LoginLimiter, account: &str, address: IpAddr, now: Timestamp) -> usize {
        (0..1_000)
            .take_while(|_| limiter.check(account, address, now).is_ok())
            .count()
    }

    #[test]
    fn a_guesser_gets_five_tries_and_then_one_every_half_minute() {
        let mut limiter = LoginLimiter::default();
        assert_eq!(tries(&mut limiter, "ana@demo.test", HOME, NOW), 5);
        assert_eq!(
            limiter.check("ana@demo.test", HOME, NOW),
            Err(RetryAfter { after_ms: 30_000 })
        );
        assert_eq!(
            limiter.check("ANA@demo.test ", HOME, NOW.plus_ms(29_999)),
            Err(RetryAfter { after_ms: 1 })
        );
        assert_eq!(tries(&mut limiter, "ana@demo.test", HOME, NOW.plus_ms(30_000)), 1);
    }

    #[test]
    fn guessing_elsewhere_locks_nobody_out() {
        let mut limiter = LoginLimiter::default();
        tries(&mut limiter, "ana@demo.test", address(1), NOW);
        assert_eq!(limiter.check("ana@demo.test", HOME, NOW), Ok(()));
    }

    #[test]
    fn many_addresses_do_not_guess_faster() {
        let mut limiter = LoginLimiter::default();
        assert_eq!(limiter.check("ana@demo.test", HOME, NOW), Ok(()));
        limiter.succeeded("ana@demo.test", HOME, NOW);
        let guesses: usize = (0..100)
            .map(|number| tries(&mut limiter, "ana@demo.test", address(number), NOW))
            .sum();
        assert_eq!(guesses, 50);
        assert_eq!(
            limiter.check("ana@demo.test", HOME, NOW),
            Ok(()),
            "where Ana has signed in before"
        );
    }

    #[test]
    fn an_office_signs_in_at_once() {
        let mut limiter = LoginLimiter::default();
        for number in 0..500 {
            let account = format!("agent{number}@demo.test");
            assert_eq!(limiter.check(&account, HOME, NOW), Ok(()));
            limiter.succeeded(&account, HOME, NOW);
        }
    }

    #[test]
    fn one_address_does_not_try_one_password_on_everybody() {
        let mut limiter = LoginLimiter::default();
        let tried = (0..1_000)
            .filter(|number| limiter.check(&format!("agent{number}"), HOME, NOW).is_ok())
            .count();
        assert_eq!(tried, 100);
        assert_eq!(limiter.check("agent0", HOME, NOW), Err(RetryAfter { after_ms: 1_000 }));
    }

    #[test]
    fn a_right_password_forgives_the_wrong_ones() {
        let mut limiter = LoginLimiter::default();
        for _ in 0..20 {
            for _ in 0..4 {
                assert_eq!(limiter.check("ana@demo.test", HOME, NOW), Ok(()));
            }
            limiter.succeeded("ana@demo.test", HOME, NOW);
        }
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one() {
        let mut limiter = LoginLimiter::default();
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        let other: IpAddr = "2001:db8::ffff:2".parse().unwrap();
        let mapped: IpAddr = "::ffff:192.0.2.1".parse().unwrap();
        tries(&mut limiter, "ana", one, NOW);
        assert!(limiter.check("ana", other, NOW).is_err());
        tries(&mut limiter, "luis", mapped, NOW);
        assert!(limiter.check("luis", HOME, NOW).is_err());
    }

    #[test]
    fn memory_is_bounded_and_the_last_guesser_is_not_forgotten() {
        let mut limiter = LoginLimiter::default();
        let n_guessers = u32::try_from(BUCKETS_MAX).unwrap() + 100;
        for number in 0..n_guessers {
            let now = NOW.plus_ms(i64::from(number));
            assert!(limiter.check(&format!("agent{number}"), address(number), now).is_ok());
        }
        for length in [
            limiter.pairs.buckets.len(),
            limiter.accounts.buckets.len(),
            limiter.addresses.buckets.len(),
        ] {
            assert!(length <= BUCKETS_MAX, "{length}");
        }
        let last = n_guessers - 1;
        assert_eq!(
            tries(
                &mut limiter,
                &format!("agent{last}"),
                address(last),
                NOW.plus_ms(i64::from(n_guessers))
            ),
            4
        );
    }
}
