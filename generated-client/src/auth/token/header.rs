//! A secret: cleaned text in, a header value out, and nothing readable in `Debug`.

use std::fmt;

use reqwest::header::HeaderValue;

use crate::error::Error;
use crate::hidden::Hidden;
use crate::{ErrorKind, Result};

/// An access token. Its text leaves this type only as the value of the `Authorization` header.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Token(String);

impl Token {
    /// White space around a token comes from files and copied text, never from the service, and would be refused there.
    pub(crate) fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The value of the `Authorization` header, marked as sensitive so that HTTP/2 does not put it into its table.
    pub(crate) fn header(&self) -> Result<HeaderValue> {
        if self.0.is_empty() {
            return Err(Error::new(ErrorKind::Config, "the access token is empty"));
        }
        let Ok(mut value) = HeaderValue::try_from(format!("Bearer {}", self.0)) else {
            return Err(Error::new(
                ErrorKind::Config,
                "the access token holds characters that cannot be sent in a header",
            ));
        };
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hidden.fmt(f)
    }
}
