//! Files are emitted and rendered on all cores; their order, and so what is said of them, is that of their paths.

use std::num::NonZero;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::file::Job;

/// A path, and the text of its file or why it is not Rust.
type Rendered = (String, syn::Result<String>);

/// What a thread may use: expressions nest as deep as the document's examples do.
const STACK: usize = 64 << 20;

/// The texts of all files.
pub(crate) fn files(jobs: &[Job<'_>]) -> Vec<Rendered> {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut files: Vec<Rendered> = thread::scope(|scope| {
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
    files.sort_by(|(left, _), (right, _)| left.cmp(right));
    files
}

/// Does jobs until none is left.
fn render(jobs: &[Job<'_>], next: &AtomicUsize) -> Vec<Rendered> {
    let mut files = Vec::new();
    while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
        let file = job();
        files.push((file.path.clone(), super::file(file)));
    }
    files
}
