//! Files are emitted and rendered on all cores; their order is that of the jobs.

use std::num::NonZero;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Job, Rendered};

/// What a thread may use: expressions nest as deep as the document's examples do.
const STACK: usize = 64 << 20;

/// The texts of all files.
pub(crate) fn files(jobs: &[Job<'_>]) -> Vec<Rendered> {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut files = thread::scope(|scope| {
        let start = |_| {
            let builder = thread::Builder::new().stack_size(STACK);
            builder.spawn_scoped(scope, || render(jobs, &next)).ok()
        };
        let workers: Vec<_> = (1..threads.min(jobs.len())).filter_map(start).collect();
        let mut files = render(jobs, &next);
        for worker in workers {
            match worker.join() {
                Ok(others) => files.extend(others),
                Err(panicked) => panic::resume_unwind(panicked),
            }
        }
        files
    });
    files.sort_unstable_by_key(|(index, _)| *index);
    files.into_iter().map(|(_, file)| file).collect()
}

/// Does jobs until none is left; each file with the index of its job.
fn render(jobs: &[Job<'_>], next: &AtomicUsize) -> Vec<(usize, Rendered)> {
    let mut files = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(job) = jobs.get(index) else {
            return files;
        };
        files.push((index, job()));
    }
}
