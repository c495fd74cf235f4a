//! Where tokens are renewed: on a thread of this crate's own, which outlives every call and every runtime of the program's.
//!
//! A refresh token works once. If the call that uses it up were cut after it was sent, because a caller gave up or a runtime ended,
//! the next refresh token would be lost with its reply, and the user would have to sign in again.

use std::future::Future;
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
pub(crate) use tokio::task::AbortHandle;

/// How long the end of a runtime, which may be the end of the program, waits for a renewal that is under way.
const FAREWELL: Duration = Duration::from_secs(10);

/// Carries out a renewal, whoever still waits for it. `None` if there is nothing to carry it out on.
pub(crate) fn spawn(renewal: impl Future<Output = ()> + Send + 'static) -> Option<AbortHandle> {
    let (running, ended) = mpsc::channel::<()>();
    let renewal = async move {
        renewal.await;
        drop(running);
    };
    let here = Handle::try_current().ok();
    let task = match (runtime(), &here) {
        (Some(own), _) => own.spawn(renewal),
        // Without threads, where the caller is.
        (None, Some(here)) => here.spawn(renewal),
        (None, None) => return None,
    };
    if let Some(here) = here {
        // A runtime that is dropped waits for blocking tasks that have begun, as it does for files that are being written.
        here.spawn_blocking(move || ended.recv_timeout(FAREWELL));
    }
    Some(task.abort_handle())
}

fn runtime() -> Option<&'static Runtime> {
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
