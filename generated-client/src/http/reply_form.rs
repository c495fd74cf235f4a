//! The form in which the reply of a call is expected, and how long it is waited for.

use std::time::Duration;

use super::timeouts::{CallTimeouts, Timeouts};
use crate::reply::file::Declared;
use crate::sse::read::First;

/// The form in which the reply of a call is expected.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ReplyForm {
    /// JSON, all of it at once.
    Json,
    /// The same without an envelope: a `code` in it is a field like others.
    JsonWithoutEnvelope,
    /// Events, of which the first tells whether the call was refused.
    Events(First),
    /// Bytes of these media types.
    Bytes(Declared),
    // part coze
    /// A connection that has become a WebSocket.
    #[cfg(feature = "realtime")]
    Upgrade,
    // end part
}

impl ReplyForm {
    /// Whether it is JSON that is wanted at once.
    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Self::Json | Self::JsonWithoutEnvelope)
    }

    /// The limits of a call: those of the client, or the call's own.
    pub(super) fn timeouts(
        self,
        client: Timeouts,
        own: Option<Duration>,
        is_upload: bool,
    ) -> CallTimeouts {
        let (reply, idle) = match self {
            Self::Json | Self::JsonWithoutEnvelope => (client.call, None),
            Self::Events(_) => (client.stream, Some(client.stream)),
            Self::Bytes(_) => (client.call, Some(client.transfer)),
            // part coze
            #[cfg(feature = "realtime")]
            Self::Upgrade => (super::upgrade::TIMEOUT, None),
            // end part
        };
        CallTimeouts {
            reply: own.unwrap_or(reply),
            until: None,
            upload: is_upload.then(|| own.unwrap_or(client.transfer)),
            idle: idle.map(|idle| own.unwrap_or(idle)),
            event: client.event,
        }
    }
}
