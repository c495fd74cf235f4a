// part coze

//! How a session ends: what the connection reports in, the reason that the user sees out.

use tokio_tungstenite::tungstenite::Error as SocketError;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame as WireFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::ErrorKind;
use crate::error::Error;
use crate::text::excerpt;

/// How many characters of a reason an error shows, and how many bytes of one are sent (RFC 6455, section 5.5).
const SHOWN: usize = 200;
const LONGEST: usize = 123;

/// The code of a frame that has none (RFC 6455, section 7.4.1).
const NO_CODE: u16 = 1005;

/// What a side says as it closes a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CloseFrame {
    /// The code (RFC 6455, section 7.4.1): 1000 for a normal end; 1005 if there was none.
    pub code: u16,
    /// The reason, which may be empty.
    pub reason: String,
}

impl CloseFrame {
    /// A code, and a reason of at most 123 bytes; what is longer is cut off.
    #[must_use]
    pub fn new(code: u16, reason: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
        }
    }

    pub(super) fn of_wire(frame: Option<WireFrame>) -> Self {
        match frame {
            None => Self::new(NO_CODE, ""),
            Some(frame) => Self::new(frame.code.into(), frame.reason.as_str()),
        }
    }

    pub(super) fn to_wire(&self) -> WireFrame {
        let reason = crate::text::beginning(&self.reason, LONGEST);
        WireFrame {
            code: CloseCode::from(self.code),
            reason: reason.into(),
        }
    }

    /// The error that it is, unless it ends the session as it should.
    pub(super) fn failure(&self) -> Option<Error> {
        let kind = match self.code {
            1000 | NO_CODE => return None,
            // It goes away, has failed, or is busy: the next session may succeed.
            1001 | 1006 | 1011..=1014 => ErrorKind::Truncated,
            _ => ErrorKind::Api,
        };
        let reason = match excerpt(self.reason.as_bytes(), SHOWN) {
            reason if reason.is_empty() => String::new(),
            reason => format!(": {reason}"),
        };
        let what = format!(
            "the service closed the session with code {}{reason}",
            self.code
        );
        Some(Error::new(kind, what))
    }
}

/// Why nothing more can be read or sent.
pub(super) fn broken(cause: SocketError) -> Error {
    let (kind, what) = match &cause {
        SocketError::Protocol(ProtocolError::ResetWithoutClosingHandshake)
        | SocketError::ConnectionClosed
        | SocketError::AlreadyClosed => (
            ErrorKind::Truncated,
            "the connection ended without a word of the service".to_owned(),
        ),
        SocketError::Capacity(CapacityError::MessageTooLong { size, max_size }) => (
            ErrorKind::Decode,
            format!(
                "an event of the service has {size} bytes, and {max_size} are the most that is kept in memory \
                 (`max_event_size`): the session is closed"
            ),
        ),
        SocketError::Protocol(_) | SocketError::Utf8(_) | SocketError::Capacity(_) => (
            ErrorKind::Decode,
            "what the service sent is against the rules of WebSocket".to_owned(),
        ),
        _ => (
            ErrorKind::Transport,
            "the connection broke during the session".to_owned(),
        ),
    };
    Error::new(kind, what).with_source(cause)
}
