//! Things at the same time.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Scope, ScopedJoinHandle};
use std::{panic, thread};

/// What a thread may use: documents, and expressions that are made of their examples, nest less deep than that holds. Only what is used
/// of it is taken.
const STACK: usize = 256 << 20;

/// Does something on a thread with such a stack, or on this one if there is none to be had: the stack that there is holds most documents.
pub(crate) fn apart<T: Send>(stack: usize, work: impl Fn() -> T + Sync) -> T {
    thread::scope(|scope| started(scope, stack, &work).map_or_else(&work, result))
}

/// Does one thing here, and the other on a thread of its own, if there is one to be had.
pub(crate) fn both<A, B: Send>(here: impl FnOnce() -> A, there: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let thread = started(scope, STACK, &there);
        let here = here();
        let there = thread.map_or_else(&there, result);
        (here, there)
    })
}

/// Does jobs on all cores. What they come to is in their order.
pub(crate) fn all<T: Send>(jobs: &[impl Fn() -> T + Sync]) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done = thread::scope(|scope| {
        let start = |_| started(scope, STACK, || some(jobs, &next));
        let workers: Vec<_> = (1..threads.min(jobs.len())).filter_map(start).collect();
        let mut done = some(jobs, &next);
        done.extend(workers.into_iter().flat_map(result));
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does jobs until none is left; each result with the index of its job.
fn some<T>(jobs: &[impl Fn() -> T], next: &AtomicUsize) -> Vec<(usize, T)> {
    let mut done = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(job) = jobs.get(index) else {
            return done;
        };
        done.push((index, job()));
    }
}

fn started<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    stack: usize,
    work: impl FnOnce() -> T + Send + 'scope,
) -> Option<ScopedJoinHandle<'scope, T>> {
    let builder = thread::Builder::new().stack_size(stack);
    builder.spawn_scoped(scope, work).ok()
}

fn result<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    let result = thread.join();
    result.unwrap_or_else(|panicked| panic::resume_unwind(panicked))
}
