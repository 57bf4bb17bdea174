//! What the operator sees: log lines on standard error, and metrics for Prometheus.

use std::io::{IsTerminal as _, stderr};

use anyhow::Context as _;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// From the fastest append to the longest wait that a queue's service level counts.
const SECONDS_BUCKETS: [f64; 15] = [
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0, 120.0, 600.0,
];
/// Commands in a batch, rows in a pass.
const SIZE_BUCKETS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// Logs from now on what `filter` lets through: for people on a terminal, as JSON lines anywhere else.
pub fn start_logging(filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter).context("read the log filter")?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let started = if stderr().is_terminal() {
        lines.try_init()
    } else {
        lines.json().flatten_event(true).try_init()
    };
    started.map_err(|error| anyhow::anyhow!(error)).context("start logging")
}

/// All metrics of the process.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

/// Collects from now on what the `metrics` macros record.
pub fn start_metrics() -> anyhow::Result<Metrics> {
    let handle = builder()?.install_recorder().context("install the metrics recorder")?;
    Ok(Metrics(handle))
}

fn builder() -> anyhow::Result<PrometheusBuilder> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS_BUCKETS)
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_commands".to_owned()), &SIZE_BUCKETS))
        .context("set the histograms' buckets")
}

impl Metrics {
    /// The page that Prometheus reads.
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Folds what was recorded into its histograms, which otherwise grow until somebody reads the page. To be called
    /// every few seconds.
    pub fn fold(&self) {
        self.0.run_upkeep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_are_histograms() {
        let recorder = builder().unwrap().build_recorder();
        let metrics = Metrics(recorder.handle());
        metrics::with_local_recorder(&recorder, || {
            metrics::counter!("tillside_messages_total").increment(1);
            metrics::histogram!("tillside_append_seconds").record(0.003);
            metrics::histogram!("tillside_batch_commands").record(3.0);
        });
        metrics.fold();
        let page = metrics.render();
        for line in [
            "tillside_messages_total 1",
            "tillside_append_seconds_bucket{le=\"0.005\"} 1",
            "tillside_batch_commands_bucket{le=\"2\"} 0",
        ] {
            assert!(page.contains(line), "{line} is not in\n{page}");
        }
    }
}
