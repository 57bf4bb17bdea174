//! The figures as a person reads them: a line for each peer, and how many times the floor it is.

use std::fmt::{self, Write as _};

use crate::{
    bench::Report,
    idle::Sat,
    peer::Peer,
    talk::{Pace, Talked},
};

/// What Tillside is measured against: acked after `fdatasync` too.
const FLOOR: Peer = Peer::DurableRelay;

pub(crate) fn of(report: &Report) -> String {
    let mut text = String::new();
    write(report, &mut text).expect("a string takes what is written to it");
    text
}

fn write(report: &Report, out: &mut String) -> fmt::Result {
    writeln!(out, "{}\n", report.machine)?;
    if !report.talked.is_empty() {
        talked(&report.talked, out)?;
    }
    if !report.sat.is_empty() {
        sat(&report.sat, out)?;
    }
    Ok(())
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(window) => write!(f, "S2 W={window}"),
            Self::PerSecond(rate) => write!(f, "S1 {rate}/s"),
        }
    }
}

/// Medians over the rounds.
fn talked(rows: &[Talked], out: &mut String) -> fmt::Result {
    writeln!(
        out,
        "| scenario | peer | CPU µs/message | × floor | delivered/s | × floor | ack p50 / p99 / p99.9 ms | delivered \
         p50 / p99 / p99.9 ms | × floor p50 / p99 | disk KB/message | reordered | lost | cores: server / client / other |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|"
    )?;
    let mut cells: Vec<(String, Peer)> = Vec::new();
    for row in rows {
        let cell = (row.pace.to_string(), row.peer);
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    for (pace, peer) in &cells {
        let of = |peer: Peer, what: fn(&Talked) -> f64| {
            let same = rows
                .iter()
                .filter(|row| row.peer == peer && row.pace.to_string() == *pace);
            median(same.map(what).collect())
        };
        let here = |what: fn(&Talked) -> f64| of(*peer, what);
        let ratio = |what: fn(&Talked) -> f64| here(what) / of(FLOOR, what);
        let sum = |what: fn(&Talked) -> usize| -> usize {
            let same = rows
                .iter()
                .filter(|row| row.peer == *peer && row.pace.to_string() == *pace);
            same.map(what).sum()
        };
        writeln!(
            out,
            "| {pace} | {} | {:.1} | {:.2} | {:.0} | {:.2} | {:.2} / {:.2} / {:.2} | {:.2} / {:.2} / {:.2} | {:.2} / {:.2} \
             | {:.1} | {} | {} | {:.2} / {:.2} / {:.2} |",
            peer.name(),
            here(|row| row.server_cpu_us),
            ratio(|row| row.server_cpu_us),
            here(|row| row.per_s),
            ratio(|row| row.per_s),
            here(|row| ms(row.acked.p50)),
            here(|row| ms(row.acked.p99)),
            here(|row| ms(row.acked.p999)),
            here(|row| ms(row.arrived.p50)),
            here(|row| ms(row.arrived.p99)),
            here(|row| ms(row.arrived.p999)),
            ratio(|row| ms(row.arrived.p50)),
            ratio(|row| ms(row.arrived.p99)),
            here(|row| row.written_bytes / 1_000.0),
            sum(|row| row.reordered),
            sum(|row| row.lost),
            here(|row| row.server_cores),
            here(|row| row.client_cores),
            here(|row| row.other_cores),
        )?;
    }
    writeln!(out)
}

fn sat(rows: &[Sat], out: &mut String) -> fmt::Result {
    writeln!(
        out,
        "| S3, S4 | shoppers | start s | empty MB | bytes/socket | after talking | idle cores | connect s / failed / CPU µs \
         | talk CPU µs | reconnect s / failed / CPU µs |\n|---|---|---|---|---|---|---|---|---|---|"
    )?;
    for row in rows {
        writeln!(
            out,
            "| {} | {} | {:.2} | {:.1} | {:.0} | {:.0} | {:.4} | {:.2} / {} / {:.0} | {:.0} | {:.2} / {} / {:.0} |",
            row.peer.name(),
            row.shoppers,
            row.start_s,
            row.empty_mb,
            row.fresh_bytes_each,
            row.talked_bytes_each,
            row.idle_cores,
            row.connect.seconds,
            row.connect.failed,
            row.connect.server_cpu_us_each,
            row.talk.server_cpu_us_each,
            row.reconnect.seconds,
            row.reconnect.failed,
            row.reconnect.server_cpu_us_each,
        )?;
    }
    writeln!(out)
}

#[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "at most a minute")]
fn ms(us: u64) -> f64 {
    us as f64 / 1_000.0
}

/// The middle one; of two the lower. `NaN` of none, which is how a ratio to a peer that was not measured is shown.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len().saturating_sub(1) / 2;
    values.get(middle).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!((median(vec![4.0, 1.0, 2.0, 3.0]) - 2.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }
}
