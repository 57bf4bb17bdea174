//! When a shop's people are there: a week of opening hours in the shop's own time zone, and days that differ.

use std::fmt;

use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Farther ahead a shopper is told nothing: it would be a guess.
const LOOK_AHEAD_DAYS: i64 = 14;
const MINUTES_OF_DAY: u16 = 24 * 60;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Hours {
    pub zone: Zone,
    /// Monday first.
    pub week: [Vec<Span>; 7],
    /// Days on which the week's hours do not hold.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

/// Open from one time of day to another; what ends no later than it begins ends on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Span {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

/// A date with hours of its own; without spans the shop is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Exception {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub date: Date,
    #[serde(default)]
    pub spans: Vec<Span>,
}

impl Hours {
    /// Open day and night.
    pub fn always() -> Self {
        let all_day = Span {
            from: TimeOfDay(0),
            to: TimeOfDay(MINUTES_OF_DAY),
        };
        Self {
            zone: Zone(TimeZone::UTC),
            week: std::array::from_fn(|_day| vec![all_day]),
            exceptions: Vec::new(),
        }
    }

    pub fn is_open(&self, at: Timestamp) -> bool {
        self.openings(at, 0)
            .any(|(opens_at, closes_at)| opens_at <= at && at < closes_at)
    }

    /// The first moment from `at` on at which the shop is open, if it is less than two weeks away.
    pub fn next_open_at(&self, at: Timestamp) -> Option<Timestamp> {
        let latest = at.plus_ms(LOOK_AHEAD_DAYS * DAY_MS);
        self.openings(at, LOOK_AHEAD_DAYS)
            .filter(|(_, closes_at)| *closes_at > at)
            .map(|(opens_at, _)| opens_at.max(at))
            .min()
            .filter(|opens_at| *opens_at <= latest)
    }

    /// When the shop opens and closes from the day before `at`, which may last past midnight, to `days` after it.
    fn openings(&self, at: Timestamp, days: i64) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        // Only a time beyond the year 9999 has no date.
        let moment = jiff::Timestamp::from_millisecond(at.0).ok();
        let today = moment.map(|moment| self.zone.0.to_datetime(moment).date());
        today
            .into_iter()
            .flat_map(move |today| (-1..=days).filter_map(move |days| today.checked_add(days.days()).ok()))
            .flat_map(move |date| {
                self.spans_on(date)
                    .iter()
                    .filter_map(move |span| self.moments(date, *span))
            })
    }

    fn spans_on(&self, date: Date) -> &[Span] {
        let exception = self.exceptions.iter().find(|exception| exception.date == date);
        let day = usize::try_from(date.weekday().to_monday_zero_offset()).expect("a weekday's number is 0 to 6");
        exception.map_or(&self.week[day], |exception| &exception.spans)
    }

    fn moments(&self, date: Date, span: Span) -> Option<(Timestamp, Timestamp)> {
        let last_date = if span.to <= span.from {
            date.tomorrow().ok()?
        } else {
            date
        };
        Some((self.moment(date, span.from)?, self.moment(last_date, span.to)?))
    }

    /// A time that the clock skips in spring is as long after midnight as it says; of one that it shows twice in
    /// autumn the first counts.
    fn moment(&self, date: Date, time: TimeOfDay) -> Option<Timestamp> {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        let shown = midnight.checked_add(i64::from(time.0).minutes()).ok()?;
        let moment = self.zone.0.to_ambiguous_timestamp(shown).compatible().ok()?;
        Some(Timestamp(moment.as_millisecond()))
    }
}

/// A time zone by its name in the IANA database.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct Zone(TimeZone);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no time zone; write a name like \"Europe/Madrid\"")]
pub struct UnknownZone(String);

impl Zone {
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name)
            .map(Self)
            .map_err(|_not_found| UnknownZone(name.to_owned()))
    }

    pub fn name(&self) -> &str {
        self.0.iana_name().expect("a zone is only ever made by its name")
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

impl TryFrom<String> for Zone {
    type Error = UnknownZone;

    fn try_from(name: String) -> Result<Self, UnknownZone> {
        Self::named(&name)
    }
}

/// Minutes since midnight by the clock on the wall, `00:00` to `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct TimeOfDay(u16);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no time of day; write \"00:00\" to \"24:00\"")]
pub struct NotATimeOfDay(String);

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        format!("{:02}:{:02}", time.0 / 60, time.0 % 60)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = NotATimeOfDay;

    fn try_from(text: String) -> Result<Self, NotATimeOfDay> {
        minutes_of_day(&text).map(Self).ok_or(NotATimeOfDay(text))
    }
}

fn minutes_of_day(text: &str) -> Option<u16> {
    let two_digits = |text: &str| -> Option<u16> {
        (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let time = hours * 60 + minutes;
    (minutes < 60 && time <= MINUTES_OF_DAY).then_some(time)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> Timestamp {
        let moment: jiff::Timestamp = text.parse().unwrap();
        Timestamp(moment.as_millisecond())
    }

    /// Nine to half past five from Monday to Friday, Saturday into the night, Christmas closed.
    fn madrid() -> Hours {
        let office = json!([{"from": "09:00", "to": "14:00"}, {"from": "15:00", "to": "17:30"}]);
        let night = json!([{"from": "20:00", "to": "03:00"}]);
        serde_json::from_value(json!({
            "zone": "Europe/Madrid",
            "week": [office, office, office, office, office, night, []],
            "exceptions": [{"date": "2026-12-25", "spans": []}],
        }))
        .unwrap()
    }

    #[test]
    fn hours_read_back_as_they_were_written() {
        let hours = madrid();
        let text = serde_json::to_string(&hours).unwrap();
        assert_eq!(serde_json::from_str::<Hours>(&text).unwrap(), hours);
        assert!(
            text.contains(r#""zone":"Europe/Madrid""#) && text.contains(r#""to":"17:30""#),
            "{text}"
        );
    }

    #[test]
    fn what_is_no_zone_time_or_date_is_refused() {
        for (field, value) in [
            ("zone", json!("Europe/Atlantis")),
            ("week", json!([[], [], [], [], [], []])),
            (
                "week",
                json!([[{"from": "9:00", "to": "10:00"}], [], [], [], [], [], []]),
            ),
            (
                "week",
                json!([[{"from": "09:60", "to": "10:00"}], [], [], [], [], [], []]),
            ),
            (
                "week",
                json!([[{"from": "09:00", "to": "24:01"}], [], [], [], [], [], []]),
            ),
            ("exceptions", json!([{"date": "2026-02-30", "spans": []}])),
        ] {
            let mut hours = serde_json::to_value(madrid()).unwrap();
            hours[field] = value.clone();
            assert!(serde_json::from_value::<Hours>(hours).is_err(), "{value}");
        }
    }

    #[test]
    fn always_is_always() {
        let hours = Hours::always();
        assert!(hours.is_open(at("2026-12-25T23:59:59.999Z")) && hours.is_open(at("2026-12-26T00:00:00Z")));
    }

    #[test]
    fn a_shop_opens_and_closes_to_the_millisecond() {
        let hours = madrid();
        // Madrid is an hour ahead in November.
        assert!(!hours.is_open(at("2026-11-20T07:59:59.999Z")));
        assert!(hours.is_open(at("2026-11-20T08:00:00Z")));
        assert!(hours.is_open(at("2026-11-20T16:29:59.999Z")));
        assert!(!hours.is_open(at("2026-11-20T16:30:00Z")));
        assert_eq!(
            hours.next_open_at(at("2026-11-20T13:30:00Z")),
            Some(at("2026-11-20T14:00:00Z"))
        );
    }

    #[test]
    fn a_night_lasts_into_the_next_day() {
        let hours = madrid();
        assert!(hours.is_open(at("2026-11-22T01:59:59Z")));
        assert!(!hours.is_open(at("2026-11-22T02:00:00Z")));
        assert_eq!(
            hours.next_open_at(at("2026-11-22T02:00:00Z")),
            Some(at("2026-11-23T08:00:00Z"))
        );
    }

    #[test]
    fn an_exception_replaces_its_day() {
        assert_eq!(
            madrid().next_open_at(at("2026-12-25T09:00:00Z")),
            Some(at("2026-12-26T19:00:00Z"))
        );
    }

    #[test]
    fn summer_time_moves_the_opening() {
        let hours = madrid();
        assert_eq!(
            hours.next_open_at(at("2026-03-27T18:00:00Z")),
            Some(at("2026-03-28T19:00:00Z"))
        );
        assert_eq!(
            hours.next_open_at(at("2026-03-29T12:00:00Z")),
            Some(at("2026-03-30T07:00:00Z"))
        );
        // The night of the change is an hour shorter: 03:00 is 01:00 UTC.
        assert!(hours.is_open(at("2026-03-29T00:59:59Z")) && !hours.is_open(at("2026-03-29T01:00:00Z")));
    }

    #[test]
    fn nothing_within_two_weeks_is_nothing() {
        let mut hours = madrid();
        hours.week = Default::default();
        assert_eq!(hours.next_open_at(at("2026-11-20T08:00:00Z")), None);
        hours.exceptions = vec![Exception {
            date: "2026-12-24".parse().unwrap(),
            spans: vec![Span {
                from: TimeOfDay(540),
                to: TimeOfDay(600),
            }],
        }];
        assert_eq!(hours.next_open_at(at("2026-12-10T07:59:59Z")), None);
        assert_eq!(
            hours.next_open_at(at("2026-12-10T08:00:00Z")),
            Some(at("2026-12-24T08:00:00Z"))
        );
    }

    proptest! {
        #[test]
        fn what_is_promised_is_open_and_nothing_before_it(ms in 1_700_000_000_000_i64..2_000_000_000_000) {
            let (hours, now) = (madrid(), Timestamp(ms));
            let opens_at = hours.next_open_at(now).unwrap();
            prop_assert!(hours.is_open(opens_at));
            if opens_at > now {
                prop_assert!(!hours.is_open(now) && !hours.is_open(opens_at.plus_ms(-1)));
                prop_assert!(!hours.is_open(now.plus_ms(opens_at.since(now) / 2)));
            }
        }
    }
}
