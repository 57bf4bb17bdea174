//! A server's process: started, read about in `/proc`, and killed when dropped.

use std::{
    fs,
    net::SocketAddr,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

const START_WITHIN: Duration = Duration::from_secs(20);
/// `USER_HZ`, in which Linux tells a process's times whatever its own clock ticks at.
const TICKS_PER_S: f64 = 100.0;

pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start to `listening on`.
    pub(crate) start_s: f64,
}

impl Process {
    /// Starts a server, and waits until it says where it listens.
    pub(crate) async fn start(mut command: Command) -> Result<Self> {
        let began = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start {}", command.as_std().get_program().display()))?;
        let mut stdout = BufReader::new(child.stdout.take().context("its output is piped")?);
        let mut line = String::new();
        timeout(START_WITHIN, stdout.read_line(&mut line))
            .await
            .context("it starts in time")??;
        let address = line.trim().strip_prefix("listening on http://");
        let address = address
            .with_context(|| format!("{line:?} says where it listens"))?
            .parse()?;
        // What it says further is nobody's, and must not fill the pipe.
        tokio::spawn(async move { tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await });
        Ok(Self {
            child,
            address,
            start_s: began.elapsed().as_secs_f64(),
        })
    }

    fn id(&self) -> Result<u32> {
        self.child.id().context("the server has ended")
    }

    /// The CPU time that it has used, in seconds.
    pub(crate) fn cpu_s(&self) -> Result<f64> {
        cpu_s(&format!("/proc/{}/stat", self.id()?))
    }

    /// What it has given to the disk, in bytes.
    pub(crate) fn written_bytes(&self) -> Result<u64> {
        self.told("io", "write_bytes:")
    }

    /// What it has in memory, in bytes.
    pub(crate) fn resident_bytes(&self) -> Result<u64> {
        Ok(self.told("smaps_rollup", "Rss:")? * 1_024)
    }

    /// The number after a word in one of its files in `/proc`.
    fn told(&self, file: &str, word: &str) -> Result<u64> {
        let path = format!("/proc/{}/{file}", self.id()?);
        let text = fs::read_to_string(&path).with_context(|| format!("read {path}"))?;
        let rest = text.lines().find_map(|line| line.strip_prefix(word));
        let number = rest.and_then(|rest| rest.split_whitespace().next());
        Ok(number.with_context(|| format!("{path} tells {word}"))?.parse()?)
    }
}

/// The CPU time of this process, which is the client's.
pub(crate) fn own_cpu_s() -> Result<f64> {
    cpu_s("/proc/self/stat")
}

/// The CPU time of the whole machine but what it idled.
pub(crate) fn machine_cpu_s() -> Result<f64> {
    let text = fs::read_to_string("/proc/stat").context("read /proc/stat")?;
    let line = text.lines().next().context("/proc/stat begins with all CPUs")?;
    let ticks = line.split_whitespace().skip(1).map(str::parse::<f64>);
    let ticks = ticks.collect::<Result<Vec<_>, _>>()?;
    // user, nice, system, [idle, iowait,] irq, softirq; what a guest uses is in user already.
    let busy: f64 = ticks
        .iter()
        .enumerate()
        .filter(|(place, _)| [0, 1, 2, 5, 6].contains(place))
        .map(|(_, ticks)| ticks)
        .sum();
    Ok(busy / TICKS_PER_S)
}

fn cpu_s(path: &str) -> Result<f64> {
    let text = fs::read_to_string(path).with_context(|| format!("read {path}"))?;
    // The name stands in parentheses and may hold spaces; utime and stime are the 12th and 13th field after it.
    let (_name, rest) = text.rsplit_once(')').context("stat names the process")?;
    let mut fields = rest.split_whitespace().skip(11);
    let mut ticks = || -> Result<f64> { Ok(fields.next().context("stat tells the times")?.parse()?) };
    Ok((ticks()? + ticks()?) / TICKS_PER_S)
}
