//! Deviations in; each of them once, with its count, out.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::deviation::{Deviation, DeviationKind};

/// The most different deviations that are kept.
const MOST: usize = 1000;

type Report = Box<dyn Fn(&Deviation) + Send + Sync>;

/// What an observer and its clones share.
#[derive(Default)]
pub(super) struct Ledger {
    seen: Mutex<Seen>,
    report: Option<Report>,
    writer: Option<Mutex<Box<dyn Write + Send>>>,
}

/// What tells one deviation from another.
type Key = (
    String,
    Option<String>,
    String,
    DeviationKind,
    String,
    Option<String>,
);

#[derive(Default)]
struct Seen {
    entries: Vec<Entry>,
    indices: HashMap<Key, usize>,
    overlooked: u64,
}

struct Entry {
    deviation: Deviation,
    /// How much of its count has been written.
    written: u64,
}

impl Ledger {
    pub(super) fn reporting(report: impl Fn(&Deviation) + Send + Sync + 'static) -> Self {
        Self {
            seen: Mutex::default(),
            report: Some(Box::new(report)),
            writer: None,
        }
    }

    pub(super) fn writing(writer: impl Write + Send + 'static) -> Self {
        Self {
            seen: Mutex::default(),
            report: None,
            writer: Some(Mutex::new(Box::new(writer))),
        }
    }

    pub(super) fn add(&self, deviation: &Deviation) {
        let is_new = self.lock().count(deviation);
        // Whoever is told may look at the observer.
        if let (true, Some(report)) = (is_new, &self.report) {
            report(deviation);
        }
    }

    pub(super) fn deviations(&self) -> Vec<Deviation> {
        let seen = self.lock();
        let entries = seen.entries.iter();
        entries.map(|entry| entry.deviation.clone()).collect()
    }

    pub(super) fn overlooked(&self) -> u64 {
        self.lock().overlooked
    }

    pub(super) fn flush(&self) -> io::Result<()> {
        let Some(writer) = &self.writer else {
            return Ok(());
        };
        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        let news = self.lock().news();
        for (index, deviation) in news {
            let mut line = serde_json::to_vec(&deviation)?;
            line.push(b'\n');
            writer.write_all(&line)?;
            self.lock().entries[index].written += deviation.count;
        }
        writer.flush()
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nobody hears of what cannot be written then; `flush` tells.
impl Drop for Ledger {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

impl Seen {
    /// Counts a deviation; true if it is a new one that is kept.
    fn count(&mut self, deviation: &Deviation) -> bool {
        let key = (
            deviation.operation.clone(),
            deviation.event.clone(),
            deviation.at.clone(),
            deviation.kind,
            deviation.seen.clone(),
            deviation.value.clone(),
        );
        if let Some(index) = self.indices.get(&key) {
            self.entries[*index].deviation.count += deviation.count;
            return false;
        }
        if self.entries.len() >= MOST {
            self.overlooked += deviation.count;
            return false;
        }
        self.indices.insert(key, self.entries.len());
        self.entries.push(Entry {
            deviation: deviation.clone(),
            written: 0,
        });
        true
    }

    /// What was seen since it was last written, with its index.
    fn news(&self) -> Vec<(usize, Deviation)> {
        let entries = self.entries.iter().enumerate();
        let news = entries.map(|(index, entry)| {
            let mut deviation = entry.deviation.clone();
            deviation.count -= entry.written;
            (index, deviation)
        });
        news.filter(|(_, deviation)| deviation.count > 0).collect()
    }
}
