//! Where tokens are renewed: on a thread of this crate's own, which outlives every call and every runtime of the program's.
//!
//! A refresh token works once. If the call that uses it up were cut after it was sent, because a caller gave up or a runtime ended,
//! the next refresh token would be lost with its reply, and the user would have to sign in again.

use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
pub(crate) use tokio::task::AbortHandle;

use crate::http::runtime::{self, Task};

/// How long the end of a runtime, which may be the end of the program, waits for a renewal that is under way.
const FAREWELL: Duration = Duration::from_secs(10);

/// Carries out a renewal, whoever still waits for it. `None` if there is nothing to carry it out on.
pub(crate) fn spawn(renewal: Task) -> Option<AbortHandle> {
    let end = Arc::new(End::default());
    let ending = Ending(Arc::clone(&end));
    let renewal = Box::pin(async move {
        renewal.await;
        drop(ending);
    });
    let here = Handle::try_current().ok();
    let task = match (own_runtime(), &here) {
        (Some(own), _) => runtime::spawn(own.handle(), renewal),
        // Without threads, where the caller is.
        (None, Some(here)) => runtime::spawn(here, renewal),
        (None, None) => return None,
    };
    if let Some(here) = here {
        // A runtime that is dropped waits for blocking tasks that have begun, as it does for files that are being written.
        runtime::blocking(&here, move || end.wait(FAREWELL));
    }
    Some(task.abort_handle())
}

/// Whether a renewal has ended.
#[derive(Default)]
struct End {
    is_there: Mutex<bool>,
    changed: Condvar,
}

impl End {
    fn wait(&self, limit: Duration) {
        let is_there = self.is_there.lock();
        let is_there = is_there.unwrap_or_else(PoisonError::into_inner);
        // It is over, or the time is.
        let _ = self
            .changed
            .wait_timeout_while(is_there, limit, |is_there| !*is_there);
    }
}

/// Held by a renewal, which may end with its last line, by a panic, or by being dropped.
struct Ending(Arc<End>);

impl Drop for Ending {
    fn drop(&mut self) {
        let is_there = self.0.is_there.lock();
        *is_there.unwrap_or_else(PoisonError::into_inner) = true;
        self.0.changed.notify_all();
    }
}

fn own_runtime() -> Option<&'static Runtime> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    let made = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder
            .worker_threads(1)
            .thread_name(concat!(env!("CARGO_PKG_NAME"), "-tokens"));
        builder.enable_all().build().ok()
    });
    made.as_ref()
}
