// part coze

//! Files that go out and files that come in, with a line about how far they are where somebody watches.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use coze_client::{Download, FilePart};

use super::failure::Failure;
use super::output;

/// A file to be sent.
pub(crate) async fn file(path: &Path) -> Result<FilePart, Failure> {
    let file = FilePart::path(path).await?;
    let name = file.name().to_owned();
    Ok(match Watcher::here(name) {
        Some(watcher) => file.on_progress(move |sent, total| watcher.report(sent, Some(total))),
        None => file,
    })
}

/// Puts what is downloaded where it is wanted.
pub(crate) async fn save(download: Download, output: &str) -> Result<(), Failure> {
    if output == "-" {
        return copy(download).await;
    }
    let download = match Watcher::here(output.to_owned()) {
        Some(watcher) => download.on_progress(move |read, total| watcher.report(read, total)),
        None => download,
    };
    download.save(output).await?;
    Ok(())
}

async fn copy(mut download: Download) -> Result<(), Failure> {
    while let Some(piece) = download.next().await {
        output::bytes(&piece?)?;
    }
    Ok(())
}

/// Says on a terminal how far a file is.
struct Watcher {
    name: String,
    /// What was said last.
    shown: AtomicU64,
}

impl Watcher {
    /// Nobody watches a log file.
    fn here(name: String) -> Option<Self> {
        std::io::stderr().is_terminal().then_some(Self {
            name,
            shown: AtomicU64::new(u64::MAX),
        })
    }

    fn report(&self, done: u64, total: Option<u64>) {
        let (now, text) = match total.filter(|total| *total > 0) {
            Some(total) => {
                let percent = done.saturating_mul(100) / total;
                (percent, format!("{percent} %"))
            }
            None => (done >> 20, format!("{} KiB", done >> 10)),
        };
        if self.shown.swap(now, Ordering::Relaxed) != now {
            let end = if total == Some(done) { "\n" } else { "" };
            // It is only for show.
            _ = write!(std::io::stderr(), "\r{}: {text}{end}", self.name);
        }
    }
}
