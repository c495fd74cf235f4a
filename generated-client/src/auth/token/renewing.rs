// part coze

//! A token that is refreshed again and again; each new refresh token is handed to the user before it is used.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::Mutex;

use super::access_token::AccessToken;
use super::source::{TokenFuture, TokenSource};
use crate::auth::oauth::app::App;
use crate::auth::oauth::oauth_token::OAuthToken;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// A token that is left with less than this is refreshed before its first use.
const TOO_SHORT: Duration = Duration::from_secs(5);

/// How long saving the tokens may take.
const SAVING: Duration = Duration::from_secs(60);

type Saved = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A token that refreshes itself; made by `renewing` of an app.
///
/// Give it to one client, and clone that client: two clients would each request tokens of their own.
pub struct RenewingToken {
    app: App,
    current: Mutex<Current>,
    save: Box<dyn Fn(OAuthToken) -> Saved + Send + Sync>,
}

struct Current {
    token: OAuthToken,
    saved: bool,
    /// It has been given before: who asks again wants another.
    given: bool,
}

impl RenewingToken {
    pub(crate) fn new<F, O, E>(app: App, token: OAuthToken, save: F) -> Self
    where
        F: Fn(OAuthToken) -> O + Send + Sync + 'static,
        O: Future<Output = std::result::Result<(), E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self {
            app,
            current: Mutex::new(Current {
                token,
                saved: true,
                given: false,
            }),
            save: Box::new(move |token| {
                let saved = save(token);
                Box::pin(async move { saved.await.map_err(not_saved) })
            }),
        }
    }

    async fn next(&self) -> Result<AccessToken> {
        let mut current = self.current.lock().await;
        let mut just_issued = false;
        loop {
            if !current.saved {
                self.save(current.token.clone()).await?;
                current.saved = true;
            }
            // What was just issued is good, whatever the clocks say; and asking again would say the same.
            if !current.given && (just_issued || is_good(&current.token)) {
                current.given = true;
                return Ok(AccessToken::from(&current.token));
            }
            // Kept before anything else can go wrong: the old one is dead.
            *current = Current {
                token: self.refresh(&current.token).await?,
                saved: false,
                given: false,
            };
            just_issued = true;
        }
    }

    async fn save(&self, token: OAuthToken) -> Result<()> {
        match crate::time::timeout(SAVING, (self.save)(token)).await {
            Ok(saved) => saved,
            Err(late) => Err(not_saved(late)),
        }
    }

    async fn refresh(&self, old: &OAuthToken) -> Result<OAuthToken> {
        let Some(refresh_token) = old.refresh_token() else {
            return Err(Error::new(
                ErrorKind::OAuth,
                "the access token expired, and there is no refresh token: let the user sign in again",
            ));
        };
        let new = self.app.refresh(refresh_token).await?;
        if new.refresh_token().is_some() {
            return Ok(new);
        }
        // A server that sends none means that the old one stays good (RFC 6749, section 6).
        let kept = Some(refresh_token.to_owned());
        Ok(OAuthToken::new(new.access_token(), kept, new.expires_at()))
    }
}

impl TokenSource for RenewingToken {
    #[inline]
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.next())
    }

    /// A refresh that is sent ends with its reply or with the time of its call; to cut it would lose the next refresh token.
    #[inline]
    fn time_limit(&self) -> Duration {
        let call = self.app.client.transport().timeouts.call;
        call.saturating_add(SAVING * 2)
    }
}

/// Without the tokens.
impl fmt::Debug for RenewingToken {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenewingToken")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

#[inline]
fn is_good(token: &OAuthToken) -> bool {
    let now = crate::time::now();
    token
        .expires_at()
        .is_none_or(|time| time.duration_since(now).is_ok_and(|left| left > TOO_SHORT))
}

fn not_saved(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(
        ErrorKind::OAuth,
        "the new tokens could not be saved and are not used until they are",
    )
    .with_source(cause)
}
