//! Where access tokens come from: one trait, which closures have.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::access_token::AccessToken;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// An [`AccessToken`] that is on its way.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken>> + Send + 'a>>;

/// Gives access tokens: a new one each time it is asked.
///
/// The client keeps what it is given and asks again when that is about to expire, never twice at a time. A source is asked in a task
/// of its own, so that a call that is given up does not take a renewal with it; it has a minute.
///
/// A closure is a source, if it gives a future of a `Result` with something that becomes an [`AccessToken`]:
///
/// ```
/// use std::time::Duration;
/// use coze_client::Client;
/// use coze_client::auth::AccessToken;
///
/// # fn vault() -> std::io::Result<String> { Ok("pat_x".to_owned()) }
/// # fn example() -> coze_client::Result<()> {
/// let client = Client::builder()
///     .token_source(|| async {
///         let token = AccessToken::new(vault()?).expires_in(Duration::from_secs(900));
///         Ok::<_, std::io::Error>(token)
///     })
///     .build()?;
/// # Ok(())
/// # }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// Gets a token.
    ///
    /// # Errors
    ///
    /// Whatever prevents it; [`Error::from_token_source`] makes an error out of any other. Calls that wait for the token fail with it.
    fn token(&self) -> TokenFuture<'_>;
}

impl<F, O, T, E> TokenSource for F
where
    F: Fn() -> O + Send + Sync + 'static,
    O: Future<Output = std::result::Result<T, E>> + Send + 'static,
    T: Into<AccessToken>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn token(&self) -> TokenFuture<'_> {
        let token = self();
        Box::pin(async move {
            match token.await {
                Ok(token) => Ok(token.into()),
                Err(cause) => Err(Error::from_token_source(cause)),
            }
        })
    }
}

/// The same token, as long as it lasts.
impl TokenSource for AccessToken {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Ok(self.clone()) })
    }
}

impl TokenSource for Arc<dyn TokenSource> {
    fn token(&self) -> TokenFuture<'_> {
        (**self).token()
    }
}

impl TokenSource for Box<dyn TokenSource> {
    fn token(&self) -> TokenFuture<'_> {
        (**self).token()
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
