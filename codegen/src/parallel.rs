//! Two things at the same time.

use std::{panic, thread};

/// What reading a text or a document may use: they nest less deep than what they say.
const STACK: usize = 64 << 20;

/// Does one thing here, and the other on a thread of its own, if there is one to be had.
pub(crate) fn both<A, B: Send>(here: impl FnOnce() -> A, there: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, &there);
        let here = here();
        let there = match thread {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| panic::resume_unwind(panic)),
            Err(_) => there(),
        };
        (here, there)
    })
}
