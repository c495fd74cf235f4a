// part coze

//! What an authorization server gives: an access token, when it expires, and often a refresh token.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::auth::token::secret::Secret;
use crate::json::decode::Decode;
use crate::json::record::{Record, record};

/// A number of seconds below this is a duration, not a time: it would be a time before 2001.
const FIRST_TIME: i64 = 1_000_000_000;

/// The tokens of one authorization.
///
/// Store them as you store passwords: whoever has them can act as the user. Rebuild them with [`new`](Self::new).
#[derive(Clone, PartialEq, Eq)]
pub struct OAuthToken {
    access_token: Secret,
    refresh_token: Option<Secret>,
    expires_at: Option<SystemTime>,
}

impl OAuthToken {
    /// Rebuilds tokens that were stored.
    pub fn new(
        access_token: impl Into<String>,
        refresh_token: Option<String>,
        expires_at: Option<SystemTime>,
    ) -> Self {
        Self {
            access_token: Secret::new(access_token),
            refresh_token: refresh_token.map(Secret::new),
            expires_at,
        }
    }

    /// The access token, which calls are signed with.
    #[must_use]
    #[inline]
    pub fn access_token(&self) -> &str {
        self.access_token.expose()
    }

    /// The refresh token, with which the next access token is requested. It works once; each reply brings a new one. Apps with a private
    /// key have none.
    #[must_use]
    #[inline]
    pub fn refresh_token(&self) -> Option<&str> {
        self.refresh_token.as_ref().map(Secret::expose)
    }

    /// When the access token expires, by this machine's clock: the server's time is corrected by the difference between the two clocks.
    /// `None` if the server does not say.
    #[must_use]
    #[inline]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

/// Without the tokens.
impl fmt::Debug for OAuthToken {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthToken")
            .field("access_token", &self.access_token)
            .field("refresh_token", &self.refresh_token)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// A token as the server writes it.
#[derive(Default)]
pub(crate) struct TokenReply {
    access_token: String,
    refresh_token: String,
    expires_in: i64,
}

impl Record for TokenReply {
    #[inline]
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        Some(match key {
            "access_token" => &mut self.access_token,
            "refresh_token" => &mut self.refresh_token,
            "expires_in" => &mut self.expires_in,
            _ => return None,
        })
    }
}

record!(TokenReply);

impl TokenReply {
    /// The token, if the reply holds one. `server_date` is the time by the server's clock, if it said so, and `now` by ours.
    #[inline]
    pub(crate) fn into_token(
        self,
        server_date: Option<SystemTime>,
        now: SystemTime,
    ) -> Option<OAuthToken> {
        // The server's clock tells whole seconds: up to one more may have passed.
        let server_date = server_date.map_or(now, |time| time + Duration::from_secs(1));
        let expires_at = expiry(self.expires_in, server_date, now);
        let refresh_token = Some(self.refresh_token).filter(|token| !token.is_empty());
        (!self.access_token.is_empty())
            .then(|| OAuthToken::new(self.access_token, refresh_token, expires_at))
    }
}

/// When a token expires by our clock. Despite its name, `expires_in` is a time, in seconds since 1970, by the server's clock.
#[inline]
fn expiry(expires_in: i64, server_date: SystemTime, now: SystemTime) -> Option<SystemTime> {
    let seconds = Duration::from_secs(u64::try_from(expires_in).ok().filter(|n| *n > 0)?);
    if expires_in < FIRST_TIME {
        return now.checked_add(seconds);
    }
    let time = UNIX_EPOCH.checked_add(seconds)?;
    // Not before now: then the clocks are further apart than the token is good, and without the server's time that is all we know.
    let lifetime = time.duration_since(server_date).unwrap_or_default();
    now.checked_add(lifetime)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 1_721_135_859;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn the_expiry_is_a_time_by_the_servers_clock() {
        let expires_in = i64::try_from(DAY + 900).expect("small");
        // Ours is right; five minutes ahead; five minutes behind.
        for ours in [DAY, DAY + 300, DAY - 300] {
            let expires_at = expiry(expires_in, at(DAY), at(ours));
            assert_eq!(expires_at, Some(at(ours + 900)));
        }
        // A server that does not say what time it is is taken at its word.
        assert_eq!(
            expiry(expires_in, at(DAY + 300), at(DAY + 300)),
            Some(at(DAY + 900))
        );
    }

    #[test]
    fn odd_expiries_are_harmless() {
        for (expires_in, expires_at) in [
            (0, None),
            (-1, None),
            (900, Some(at(DAY + 900))),
            (i64::try_from(DAY).expect("small") - 9, Some(at(DAY))),
        ] {
            assert_eq!(expiry(expires_in, at(DAY), at(DAY)), expires_at);
        }
        // Whether a system's clock can express that is its business.
        let _ = expiry(i64::MAX, at(DAY), at(DAY));
    }
}
