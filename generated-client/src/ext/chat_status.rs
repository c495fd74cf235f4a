// part coze

//! When to stop waiting for a chat.
// Extends: ChatStatus

use crate::types::ChatStatus;

impl ChatStatus {
    /// Whether the service is still working on the chat: it was created, or is in progress.
    ///
    /// Every other status ends a wait for the chat: it is over, or it waits for the caller ([`RequiresAction`](Self::RequiresAction)).
    #[must_use]
    #[inline]
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Created | Self::InProgress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_that_waits_for_the_caller_does_not_run() {
        assert!(ChatStatus::InProgress.is_running());
        for over in [
            "completed",
            "failed",
            "canceled",
            "requires_action",
            "new in 2030",
        ] {
            assert!(!ChatStatus::from(over).is_running(), "{over}");
        }
    }
}
