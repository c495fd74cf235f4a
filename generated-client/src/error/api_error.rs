//! What the service says when it refuses a call: code, message and status in, kind and text out.

use std::fmt;

use super::kind::ErrorKind;
use crate::text::excerpt;

/// How many characters of the service's message a sentence repeats.
const SHOWN: usize = 500;

/// What the service said when it refused a call, or failed.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError {
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) status: u16,
}

impl ApiError {
    /// The code of the reply, for example 4013; 0 if the reply held none, as replies of gateways in between.
    #[must_use]
    pub fn code(&self) -> i64 {
        self.code
    }

    /// The service's own message; the beginning of the reply's text if it was not JSON.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The HTTP status. The service reports many errors with status 200.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        // The code says more than the status, which is 200 for most refusals.
        let status = match self.code {
            4100 | 4101 => 401,
            4013 => 429,
            4200 => 404,
            _ => self.status,
        };
        match status {
            401 | 403 => ErrorKind::Auth,
            429 => ErrorKind::RateLimit,
            404 => ErrorKind::NotFound,
            _ => ErrorKind::Api,
        }
    }

    pub(crate) fn is_retryable(&self) -> bool {
        matches!(self.code, 4013 | 5000) || matches!(self.status, 408 | 425 | 429 | 500 | 502..=504)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            0 => write!(f, "HTTP status {}", self.status)?,
            code if self.status == 200 => write!(f, "code {code}")?,
            code => write!(f, "code {code} and HTTP status {}", self.status)?,
        }
        match self.message.as_str() {
            "" => Ok(()),
            message => write!(f, ": {}", excerpt(message.as_bytes(), SHOWN)),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            message,
            status,
        } = self;
        f.debug_struct("ApiError")
            .field("code", code)
            .field("message", message)
            .field("status", status)
            .finish()
    }
}
