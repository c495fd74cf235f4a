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

/// An [`AccessToken`] that is on its way.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken>> + Send + 'a>>;

/// Gives access tokens: a new one each time it is asked.
///
/// The client keeps what it is given and asks again when that is about to expire, or when the service refuses it; never twice at a
/// time, and not at once after a failure: after a second, then after two, at last once a minute. [`from_fn`] makes a source of a
/// closure; the OAuth apps bring their own.
///
/// A source is asked on a thread of this crate's own, on a tokio runtime that lasts as long as the program. Neither a call that is
/// given up nor a runtime that ends cuts it, so that no refresh token is lost; a runtime that is dropped meanwhile waits for it for up
/// to ten seconds. A source must not block: all of a program's tokens are renewed on that thread.
pub trait TokenSource: Send + Sync + 'static {
    /// Gives a token.
    ///
    /// # Errors
    ///
    /// Whatever prevents it; [`Error::from_token_source`] makes an error out of any other. Calls that wait for the token fail with it.
    fn token(&self) -> TokenFuture<'_>;

    /// How long a token may take. A source that takes longer is given up, and asked anew by the next call.
    ///
    /// Five minutes, unless a source says otherwise: longer than the longest call that it makes, whose reply would be lost.
    fn time_limit(&self) -> Duration {
        TIME_LIMIT
    }
}

/// A source that asks a closure for each token; made by [`from_fn`].
#[derive(Clone)]
pub struct FromFn<F> {
    get: F,
}

/// Makes a [`TokenSource`] of a closure that gives a future of a `Result` with something that becomes an [`AccessToken`].
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
    /// The error of a [`TokenSource`] that could not get a token. An [`Error`] stays as it is; everything else becomes the source of
    /// one of kind [`ErrorKind::OAuth`].
    pub fn from_token_source(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        match cause.into().downcast::<Error>() {
            Ok(own) => *own,
            Err(cause) => {
                Error::new(ErrorKind::OAuth, "the token source failed").with_source(cause)
            }
        }
    }
}
