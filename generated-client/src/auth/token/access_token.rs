//! What a [`TokenSource`](super::TokenSource) gives: a token, and until when it is good.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::secret::Secret;
// part coze
use crate::auth::oauth::oauth_token::OAuthToken;
// end part

/// An access token and its lifetime, as a [`TokenSource`](crate::auth::TokenSource) gives it.
///
/// One that is made from text has no known expiry: it is used until the service refuses it.
#[derive(Clone)]
pub struct AccessToken {
    text: Secret,
    expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// Makes a token whose expiry is not known.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            text: Secret::new(token),
            expires_at: None,
        }
    }

    /// Sets when the token expires.
    #[must_use]
    pub fn with_expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// Sets how long the token is valid from now on. A lifetime too long for a clock to represent counts as unknown.
    #[must_use]
    pub fn with_expires_in(mut self, lifetime: Duration) -> Self {
        self.expires_at = crate::time::now().checked_add(lifetime);
        self
    }

    /// When the token expires, if that is known.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    pub(crate) fn text(&self) -> &str {
        self.text.expose()
    }

    /// How long it is still valid at this time; `None` if its expiry is not known.
    pub(crate) fn lifetime(&self, now: SystemTime) -> Option<Duration> {
        let expires_at = self.expires_at?;
        Some(expires_at.duration_since(now).unwrap_or_default())
    }
}

/// Without the token.
impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("text", &self.text)
            .field("expires_at", &self.expires_at)
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

// part coze
impl From<&OAuthToken> for AccessToken {
    fn from(token: &OAuthToken) -> Self {
        Self {
            text: Secret::new(token.access_token()),
            expires_at: token.expires_at(),
        }
    }
}

impl From<OAuthToken> for AccessToken {
    fn from(token: OAuthToken) -> Self {
        Self::from(&token)
    }
}
// end part
