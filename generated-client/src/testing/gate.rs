//! A gate that holds back the pieces of a reply until the test opens it.

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

/// Holds replies back until the test lets them pass: a stall or a slow stream, without any sleeping.
///
/// Each event of a stream passes the gate by itself; any other reply passes it once, as a whole.
// part coze
///
/// ```
/// # use coze_client::testing::{Gate, Reply, Server};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> coze_client::Result<()> {
/// let server = Server::start().await;
/// let gate = Gate::closed();
/// server.on("users.me").reply(Reply::example().through(&gate));
///
/// let call = tokio::spawn(server.client().users().me().send());
/// gate.reached().await; // the call has arrived, and its reply waits
/// assert!(!call.is_finished());
/// gate.open();
/// assert!(call.await.expect("no panic").is_ok());
/// # Ok(())
/// # }
/// ```
// end part
#[derive(Clone, Debug)]
pub struct Gate {
    passes: Arc<Semaphore>,
    reached: Arc<Notify>,
}

impl Gate {
    /// A gate that is closed.
    #[must_use]
    pub fn closed() -> Self {
        Self::after(0)
    }

    /// A gate that lets this many pieces pass, and is closed after them.
    #[must_use]
    pub fn after(pieces: usize) -> Self {
        Self {
            passes: Arc::new(Semaphore::new(pieces)),
            reached: Arc::default(),
        }
    }

    /// Lets one more piece pass.
    pub fn step(&self) {
        self.passes.add_permits(1);
    }

    /// Lets everything pass from now on.
    pub fn open(&self) {
        self.passes.close();
    }

    /// Waits until a piece is held back at the gate.
    pub async fn reached(&self) {
        self.reached.notified().await;
    }

    /// Waits until a piece may pass.
    pub(super) async fn pass(&self) {
        let permit = match self.passes.try_acquire() {
            Ok(permit) => Ok(permit),
            Err(_) if self.passes.is_closed() => return,
            Err(_) => {
                self.reached.notify_one();
                self.passes.acquire().await
            }
        };
        // An error is a gate that was opened.
        if let Ok(permit) = permit {
            permit.forget();
        }
    }
}
