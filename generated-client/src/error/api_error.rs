//! What the service says when it refuses a call: code, message and status in, kind and text out.

use std::fmt;

use super::codes;
use super::kind::ErrorKind;
use crate::redaction::Redaction;
use crate::text::{beginning, excerpt};

/// How many characters of the service's message a sentence repeats.
const SHOWN: usize = 500;

/// How many characters of a code that is a word.
const SHOWN_CODE: usize = 60;

/// How many bytes of the service's message are kept.
const KEPT: usize = 16 * 1024;

/// The service's refusal of a call, or the failure that it reported; see [`Error::as_api`](crate::Error::as_api).
// part coze
#[doc(alias = "CozeAPIError")]
#[doc(alias = "CozeApiException")]
#[doc(alias = "APIError")]
// end part
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ApiError {
    pub(crate) code: i64,
    pub(crate) code_text: String,
    pub(crate) message: String,
    pub(crate) status: u16,
    pub(crate) debug_url: String,
}

impl ApiError {
    pub(crate) fn new(code: i64, message: &str, status: u16) -> Self {
        Self {
            code,
            code_text: String::new(),
            message: beginning(message, KEPT).to_owned(),
            status,
            debug_url: String::new(),
        }
    }

    /// The code of the reply; 0 if the reply held none, as those of gateways.
    #[must_use]
    pub fn code(&self) -> i64 {
        self.code
    }

    /// The code of the reply if it is a word, such as `invalid_api_key` from a gateway. `None` if it is a number or missing.
    #[must_use]
    pub fn code_text(&self) -> Option<&str> {
        Some(self.code_text.as_str()).filter(|text| !text.is_empty())
    }

    /// The service's own message, at most 16 KiB of it; the beginning of the reply's text if the reply was not JSON.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The HTTP status. A service whose replies have a code may report errors with status 200.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The address (`http` or `https`) of a page that shows the failed run of the workflow, if the service gives one.
    #[must_use]
    pub fn debug_url(&self) -> Option<&str> {
        Some(self.debug_url.as_str()).filter(|url| !url.is_empty())
    }

    pub(crate) fn hide(&mut self, redaction: &Redaction) {
        for text in [&mut self.message, &mut self.code_text, &mut self.debug_url] {
            redaction.hide_in(text);
        }
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        // The code says more than the status, which can be 200 for a refusal.
        codes::kind(self.code).unwrap_or(match self.status {
            401 | 403 => ErrorKind::Auth,
            429 => ErrorKind::RateLimit,
            404 => ErrorKind::NotFound,
            _ => ErrorKind::Api,
        })
    }

    pub(crate) fn is_retryable(&self) -> bool {
        codes::find(self.code).is_some_and(|known| known.passes)
            || matches!(self.status, 408 | 425 | 429 | 500 | 502..=504)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, self.code_text.as_str(), self.status) {
            // An event of a stream, or a reply of somebody in between.
            (0, "", 200..300) => f.write_str("an error without a code")?,
            (0, "", status) => write!(f, "HTTP status {status}")?,
            (0, word, 200) => write!(f, "code {}", excerpt(word.as_bytes(), SHOWN_CODE))?,
            (0, word, status) => {
                let word = excerpt(word.as_bytes(), SHOWN_CODE);
                write!(f, "code {word} and HTTP status {status}")?;
            }
            (code, _, 200) => write!(f, "code {code}")?,
            (code, _, status) => write!(f, "code {code} and HTTP status {status}")?,
        }
        match self.message.as_str() {
            "" => Ok(()),
            message => write!(f, ": {}", excerpt(message.as_bytes(), SHOWN)),
        }
    }
}

impl std::error::Error for ApiError {}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.code)
            .field("code_text", &self.code_text())
            .field("message", &self.message)
            .field("status", &self.status)
            .field("debug_url", &self.debug_url())
            .finish()
    }
}
