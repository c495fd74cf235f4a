//! Where tokens are renewed: in a task of the page, which outlives every call.

use std::future::pending;

use tokio::sync::oneshot;
use wasm_bindgen_futures::spawn_local;

use super::runtime::{Task, unless};

/// A renewal that is under way. Dropping it does not end it.
pub(crate) struct AbortHandle(oneshot::Sender<()>);

impl AbortHandle {
    pub(crate) fn abort(self) {
        // It may have ended by itself.
        let _ = self.0.send(());
    }
}

/// Carries out a renewal, whoever still waits for it.
#[allow(clippy::unnecessary_wraps)] // as on a machine, which may have no thread to spare
pub(crate) fn spawn(renewal: Task) -> Option<AbortHandle> {
    let (end, ended) = oneshot::channel();
    let ended = async {
        if ended.await.is_err() {
            pending::<()>().await;
        }
    };
    spawn_local(async {
        unless(ended, renewal).await;
    });
    Some(AbortHandle(end))
}
