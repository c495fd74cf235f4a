// part coze

//! Why a delivery is not taken.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why a delivery is not taken; see [`Verifier::receive`](super::Verifier::receive).
///
/// No text of it holds a token, or the signature that was expected.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The verifier has no token but the empty one: a setting of your program is missing.
    NoToken,
    /// The body has more bytes than [`max_body`](super::Verifier::max_body) allows.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A header of this name is missing, so Coze has not sent this.
    MissingHeader(&'static str),
    /// The header of this name is not what Coze sends: not text, not a number of milliseconds, or not 40 hexadecimal digits.
    MalformedHeader(&'static str),
    /// No token of the verifier made the signature: another one did, or something was changed on the way.
    WrongSignature,
    /// Coze has signed it, but its time is too far from now.
    Stale {
        /// How far.
        age: Duration,
        /// Whether it lies in the future: a clock is wrong.
        is_early: bool,
    },
    /// Its nonce was there before; see [`nonces`](super::Verifier::nonces).
    Repeated,
    /// Coze has signed it, but it cannot be read.
    Unreadable(crate::Error),
}

impl WebhookError {
    /// The HTTP status to answer with: 401 for what Coze has not signed, or not just now, 400 for what is no delivery, 413 for too
    /// large ones, 409 for repeated ones, and 500 where your own settings are wrong.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NoToken => 500,
            Self::TooLarge { .. } => 413,
            Self::MissingHeader(_)
            | Self::MalformedHeader(_)
            | Self::WrongSignature
            | Self::Stale { .. } => 401,
            Self::Repeated => 409,
            Self::Unreadable(_) => 400,
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoToken => f.write_str("there is no token to verify deliveries with"),
            Self::TooLarge { limit } => {
                write!(f, "the body of the delivery has more than {limit} bytes")
            }
            Self::MissingHeader(name) => write!(f, "the delivery has no header {name}"),
            Self::MalformedHeader(name) => write!(
                f,
                "the header {name} of the delivery is not what Coze sends"
            ),
            Self::WrongSignature => f.write_str(
                "the signature of the delivery is not that of a known token: another token made it, or the body is not \
                 what was sent, byte by byte",
            ),
            Self::Stale { age, is_early } => {
                let age = age.as_secs();
                let side = if *is_early { "in the future" } else { "ago" };
                write!(f, "the delivery is signed, but of a time {age} seconds {side}")
            }
            Self::Repeated => f.write_str("the nonce of the delivery was seen before"),
            Self::Unreadable(_) => f.write_str("the delivery is signed, but cannot be read"),
        }
    }
}

impl Error for WebhookError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}
