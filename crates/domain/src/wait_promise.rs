//! How long a shopper in the queue is told to wait at most: a bound that holds for 85 % of them, or nothing.

use std::time::Duration;

/// Of fewer conversations the mean says little; then no promise is made.
const HANDLED_MIN: usize = 10;
/// The 85 % quantile of the standard normal distribution.
const Z_85: f64 = 1.036_433_389_5;
/// Above this a queue's wait is told in minutes, below it in quarters of one: nobody believes "in 97 seconds".
const COARSE_FROM: Duration = Duration::from_mins(2);
const FINE_STEP_MS: u64 = 15_000;
const COARSE_STEP_MS: u64 = 60_000;

/// The wait of who stands at `position` (1 is next) before agents with `slots` slots between them, judged by how long
/// recent conversations took.
///
/// With `slots` servers busy and handling times about exponential, slots fall free as a Poisson process with one
/// departure every mean / `slots`, so the wait for the `position`-th is Gamma distributed with that shape and scale. Its
/// quantile is Wilson and Hilferty's approximation ("The Distribution of Chi-Square", PNAS 17 (1931), 684–688), which
/// is within 1 % here.
pub fn bound_ms(position: u32, slots: u32, recent_handling_ms: &[u64]) -> Option<u64> {
    if position == 0 || slots == 0 || recent_handling_ms.len() < HANDLED_MIN {
        return None;
    }
    let handled = f64::from(u32::try_from(recent_handling_ms.len()).ok()?);
    let mean_s = recent_handling_ms
        .iter()
        .map(|ms| Duration::from_millis(*ms).as_secs_f64())
        .sum::<f64>()
        / handled;
    let wait_s = standard_gamma_quantile_85(f64::from(position)) * mean_s / f64::from(slots);
    let wait = Duration::try_from_secs_f64(wait_s).ok()?;
    let step_ms = if wait <= COARSE_FROM {
        FINE_STEP_MS
    } else {
        COARSE_STEP_MS
    };
    let steps = u64::try_from(wait.as_millis()).ok()?.div_ceil(step_ms);
    Some(steps.max(1) * step_ms)
}

fn standard_gamma_quantile_85(shape: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    shape * (1.0 - ninth + Z_85 * ninth.sqrt()).powi(3)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const MINUTE_MS: u64 = 60_000;

    #[test]
    fn too_little_is_known_of_nine_conversations() {
        assert_eq!(bound_ms(1, 1, &[MINUTE_MS; 9]), None);
        assert_eq!(bound_ms(1, 1, &[MINUTE_MS; 10]), Some(2 * MINUTE_MS));
    }

    #[test]
    fn without_agents_or_place_there_is_no_promise() {
        assert_eq!(bound_ms(1, 0, &[MINUTE_MS; 10]), None);
        assert_eq!(bound_ms(0, 1, &[MINUTE_MS; 10]), None);
    }

    #[test]
    fn the_quantile_agrees_with_tables_of_the_gamma_distribution() {
        for (shape, exact) in [(1.0, 1.897_12), (2.0, 3.372_44), (5.0, 7.267_32), (20.0, 24.635_6)] {
            let error = (standard_gamma_quantile_85(shape) - exact) / exact;
            assert!(error.abs() < 0.01, "{shape}: {error}");
        }
    }

    proptest! {
        #[test]
        fn who_stands_farther_back_is_never_promised_less(
            position in 1_u32..500, slots in 1_u32..200, times in vec(1_000_u64..3_600_000, 10..50),
        ) {
            prop_assert!(bound_ms(position + 1, slots, &times) >= bound_ms(position, slots, &times));
        }

        #[test]
        fn more_slots_never_promise_more(
            position in 1_u32..500, slots in 1_u32..200, times in vec(1_000_u64..3_600_000, 10..50),
        ) {
            prop_assert!(bound_ms(position, slots + 1, &times) <= bound_ms(position, slots, &times));
        }

        #[test]
        fn a_promise_is_told_in_round_figures(position in 1_u32..500, times in vec(0_u64..3_600_000, 10..50)) {
            let bound = bound_ms(position, 4, &times).unwrap();
            let step = if bound <= 2 * MINUTE_MS { FINE_STEP_MS } else { COARSE_STEP_MS };
            prop_assert!(bound > 0 && bound.is_multiple_of(step));
        }
    }

    /// A queue in miniature: every slot busy, and each conversation exponential with the same mean.
    fn wait_ms(dice: &mut Dice, position: u32, slots: usize, mean_ms: f64) -> f64 {
        let mut free_at: Vec<f64> = (0..slots).map(|_slot| dice.exponential(mean_ms)).collect();
        let mut now = 0.0;
        for _departure in 0..position {
            let next = free_at.iter_mut().min_by(|a, b| a.total_cmp(b)).unwrap();
            now = *next;
            *next = now + dice.exponential(mean_ms);
        }
        now
    }

    struct Dice(u64);

    impl Dice {
        fn exponential(&mut self, mean: f64) -> f64 {
            // SplitMix64: a fixed seed makes the same shoppers every time.
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let top_bits = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap();
            -mean * ((f64::from(top_bits) + 0.5) / (f64::from(u32::MAX) + 1.0)).ln()
        }
    }

    #[test]
    fn the_promise_holds_for_85_percent() {
        const SHOPPERS: u32 = 20_000;
        let mut dice = Dice(7);
        for (position, slots) in [(1, 1), (1, 8), (3, 4), (10, 4), (40, 12)] {
            // An hour each, so that rounding up to minutes is small beside the wait.
            let bound = bound_ms(position, u32::try_from(slots).unwrap(), &[60 * MINUTE_MS; 50]).unwrap();
            let bound = Duration::from_millis(bound).as_secs_f64() * 1_000.0;
            let kept = (0..SHOPPERS)
                .filter(|_| wait_ms(&mut dice, position, slots, 3_600_000.0) <= bound)
                .count();
            let share = f64::from(u32::try_from(kept).unwrap()) / f64::from(SHOPPERS);
            // Three standard errors of 20,000 trials are 0.8 %; the rest is rounding and the approximation.
            assert!(
                (0.84..0.88).contains(&share),
                "place {position} before {slots} slots: {share}"
            );
        }
    }
}
