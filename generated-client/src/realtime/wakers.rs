// part coze

//! Who waits for the connection: the one that reads, and the one that sends, which may be two tasks.
//!
//! A socket remembers one waker. This one stands for both: whatever happens wakes both, and each looks whether it was meant.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

#[derive(Default)]
pub(super) struct Wakers(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    reader: Option<Waker>,
    sender: Option<Waker>,
}

impl Wakers {
    /// The task of this waker reads.
    pub(super) fn set_reader(&self, waker: &Waker) {
        set(&mut self.waiting().reader, waker);
    }

    /// The task of this waker sends.
    pub(super) fn set_sender(&self, waker: &Waker) {
        set(&mut self.waiting().sender, waker);
    }

    /// Something has been put aside for the one that reads.
    pub(super) fn wake_reader(&self) {
        let reader = self.waiting().reader.take();
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn set(slot: &mut Option<Waker>, waker: &Waker) {
    match slot {
        Some(known) => known.clone_from(waker),
        None => *slot = Some(waker.clone()),
    }
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let waiting = std::mem::take(&mut *self.waiting());
        for waker in [waiting.reader, waiting.sender].into_iter().flatten() {
            waker.wake();
        }
    }
}
