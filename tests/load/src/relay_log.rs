//! The floor's log: one thread, one file; whatever waits goes into one `fdatasync`, and is told only after it.

use std::{
    fs::File,
    io::Write as _,
    path::Path,
    sync::mpsc::{Receiver, Sender, channel},
};

use anyhow::{Context as _, Result};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::relay::Outbox;

/// A message that becomes durable, and who hears of it then.
pub(crate) struct Entry {
    pub(crate) event: Utf8Bytes,
    pub(crate) answer: Utf8Bytes,
    pub(crate) agent: Option<Outbox>,
    pub(crate) shopper: Outbox,
}

pub(crate) struct Log(Sender<Entry>);

impl Log {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::create(path).with_context(|| format!("create {}", path.display()))?;
        let (entries, waiting) = channel();
        std::thread::Builder::new()
            .name("relay-log".to_owned())
            .spawn(move || write(file, &waiting).expect("the floor's disk takes what it is given"))
            .context("start the log's thread")?;
        Ok(Self(entries))
    }

    pub(crate) fn append(&self, entry: Entry) -> Result<()> {
        self.0.send(entry).ok().context("the log's thread has ended")
    }
}

fn write(mut file: File, waiting: &Receiver<Entry>) -> Result<()> {
    let (mut batch, mut bytes) = (Vec::new(), Vec::new());
    while let Ok(first) = waiting.recv() {
        batch.push(first);
        batch.extend(waiting.try_iter());
        for entry in &batch {
            bytes.extend_from_slice(entry.event.as_bytes());
            bytes.push(b'\n');
        }
        file.write_all(&bytes)?;
        file.sync_data()?;
        bytes.clear();
        for entry in batch.drain(..) {
            // Whoever has gone meanwhile does not need to hear of it.
            if let Some(agent) = entry.agent {
                drop(agent.send(entry.event));
            }
            drop(entry.shopper.send(entry.answer));
        }
    }
    Ok(())
}
