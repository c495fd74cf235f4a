//! Where access tokens come from: one trait, and a way to make it of a closure.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::access_token::AccessToken;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// How long a source may take that does not say otherwise.
const TIME_LIMIT: Duration = Duration::from_secs(5 * 60);

/// The future of an [`AccessToken`].
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken>> + Send + 'a>>;

/// A source of access tokens. It returns a new one each time it is asked.
///
/// The client caches the token. It asks again when the token is about to expire or was refused by the service, and never asks twice at
/// the same time. After a failure it waits: one second, then two, and so on up to a minute. [`from_fn`] makes a source from a closure;
/// the OAuth apps have their own.
///
/// A source runs on a thread of this crate, in a tokio runtime that lasts as long as the program. Neither a dropped call nor the end of
/// the caller's runtime cancels it, so that no refresh token is lost; a runtime that is shut down meanwhile waits for it, up to ten
/// seconds. A source must not block: all tokens of the program are renewed on that thread.
pub trait TokenSource: Send + Sync + 'static {
    /// Returns a token.
    ///
    /// # Errors
    ///
    /// Whatever prevents it; [`Error::from_token_source`] converts errors of other crates. All calls that wait for the token fail with it.
    fn token(&self) -> TokenFuture<'_>;

    /// How long one request for a token may take. After that it is cancelled, and the next call asks again.
    ///
    /// The default is five minutes. It must be longer than the longest call that the source makes, or the reply to that call may be lost.
    fn time_limit(&self) -> Duration {
        TIME_LIMIT
    }
}

/// A source that calls a closure for each token; made by [`from_fn`].
#[derive(Clone)]
pub struct FromFn<F> {
    get: F,
}

/// Makes a [`TokenSource`] from an async closure that returns a `Result` with something that converts into an [`AccessToken`].
///
/// ```
/// use std::time::Duration;
/// use coze_client::Client;
/// use coze_client::auth::{self, AccessToken};
///
/// # fn vault() -> std::io::Result<String> { Ok("a-token".to_owned()) }
/// # fn example() -> coze_client::Result<()> {
/// let source = auth::from_fn(|| async {
///     let token = AccessToken::new(vault()?).with_expires_in(Duration::from_secs(900));
///     Ok::<_, std::io::Error>(token)
/// });
/// let client = Client::builder().token_source(source).build()?;
/// # Ok(())
/// # }
/// ```
pub fn from_fn<F, O, T, E>(get: F) -> FromFn<F>
where
    F: Fn() -> O + Send + Sync + 'static,
    O: Future<Output = std::result::Result<T, E>> + Send + 'static,
    T: Into<AccessToken>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    FromFn { get }
}

impl<F, O, T, E> TokenSource for FromFn<F>
where
    F: Fn() -> O + Send + Sync + 'static,
    O: Future<Output = std::result::Result<T, E>> + Send + 'static,
    T: Into<AccessToken>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn token(&self) -> TokenFuture<'_> {
        let token = (self.get)();
        Box::pin(async move {
            match token.await {
                Ok(token) => Ok(token.into()),
                Err(cause) => Err(Error::from_token_source(cause)),
            }
        })
    }
}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFn").finish_non_exhaustive()
    }
}

/// The same token, as long as it lasts.
impl TokenSource for AccessToken {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Ok(self.clone()) })
    }
}

impl<S: TokenSource + ?Sized> TokenSource for Arc<S> {
    fn token(&self) -> TokenFuture<'_> {
        (**self).token()
    }

    fn time_limit(&self) -> Duration {
        (**self).time_limit()
    }
}

impl<S: TokenSource + ?Sized> TokenSource for Box<S> {
    fn token(&self) -> TokenFuture<'_> {
        (**self).token()
    }

    fn time_limit(&self) -> Duration {
        (**self).time_limit()
    }
}

impl Error {
    /// Converts the error of a [`TokenSource`] that could not get a token. An [`Error`] stays as it is; any other error becomes the source
    /// of one of kind [`ErrorKind::OAuth`].
    pub fn from_token_source(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        match cause.into().downcast::<Error>() {
            Ok(own) => *own,
            Err(cause) => {
                Error::new(ErrorKind::OAuth, "the token source failed").with_source(cause)
            }
        }
    }
}
