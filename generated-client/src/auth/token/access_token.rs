//! What a [`TokenSource`](crate::auth::TokenSource) gives: a token, and until when it is good.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::secret::Secret;
use crate::auth::oauth::oauth_token::OAuthToken;

/// An access token and its lifetime, as a [`TokenSource`](crate::auth::TokenSource) gives it.
///
/// Made from text it has no known end: it is used until the service refuses it.
#[derive(Clone)]
pub struct AccessToken {
    text: Secret,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Unknown,
    At(SystemTime),
    After(Duration),
}

impl AccessToken {
    /// A token without a known end.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            text: Secret::new(token),
            end: End::Unknown,
        }
    }

    /// Says when the token expires.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.end = End::At(time);
        self
    }

    /// Says how long the token is good from now on, that is, from when the source gives it.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.end = End::After(lifetime);
        self
    }

    pub(crate) fn text(&self) -> &str {
        self.text.expose()
    }

    /// How long it is good, given the time; `None` if nobody knows.
    pub(crate) fn lifetime(&self, now: SystemTime) -> Option<Duration> {
        match self.end {
            End::Unknown => None,
            End::At(time) => Some(time.duration_since(now).unwrap_or_default()),
            End::After(lifetime) => Some(lifetime),
        }
    }
}

/// Without the token.
impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("text", &self.text)
            .field("end", &self.end)
            .finish()
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}

impl From<&OAuthToken> for AccessToken {
    fn from(token: &OAuthToken) -> Self {
        let access = Self::new(token.access_token());
        match token.expires_at() {
            Some(time) => access.expires_at(time),
            None => access,
        }
    }
}

impl From<OAuthToken> for AccessToken {
    fn from(token: OAuthToken) -> Self {
        Self::from(&token)
    }
}
