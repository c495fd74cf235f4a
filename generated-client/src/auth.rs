//! Access tokens: where they come from, and how they are renewed before they expire.
//!
//! The simplest source is a personal or service token, given to [`ClientBuilder::token`](crate::ClientBuilder::token). Everything
//! else is a [`TokenSource`], such as a closure by [`from_fn`].
//!
// part coze
//! Coze's OAuth apps are sources, too:
//!
//! * [`WebApp`]: a user signs in with a browser, for a server of yours that keeps a client secret. Renewed by a refresh token.
//! * [`PkceApp`]: the same for a desktop or mobile app, without a secret.
//! * [`DeviceApp`]: a user signs in on another device. Renewed by a refresh token.
//! * `JwtApp` (feature `jwt`): your server signs itself in, with a private key. Renewed by a new JWT.
//!
// end part
//! A client caches the token of its source and renews it in the background: a minute before it expires, or after nine tenths of its
//! lifetime if that is less than ten minutes. All calls that wait for a token share one renewal. If the service refuses a token, the
//! client gets a new one and sends the call once more; it does so at most once a minute. A renewal goes on when the call that started
//! it is dropped, and when the runtime of that call ends; see [`TokenSource`].
//! [`Client::with_token_source`](crate::Client::with_token_source) makes a client for each of your users; they share their connections.
// part coze
//!
//! ```no_run
//! use coze_client::auth::{OAuthToken, WebApp};
//! use coze_client::{Client, Region};
//!
//! # async fn save(token: &OAuthToken) -> std::io::Result<()> { Ok(()) }
//! # async fn example(redirected_to: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().base_url(Region::Cn).build()?;
//! let app = WebApp::new(&client, "client id", "client secret");
//!
//! // Send the user's browser to `url`; it comes back with a code.
//! let authorization = app.authorize("https://example.com/callback")?;
//! println!("{}", authorization.url()?);
//! let token = authorization.finish(redirected_to).await?;
//!
//! // From here on the token renews itself.
//! save(&token).await?;
//! let source = app.renewing(token, |token| async move { save(&token).await });
//! let users_client = client.with_token_source(source);
//! # Ok(())
//! # }
//! ```
// end part

// part coze
mod environment;
// end part
pub(crate) mod keys;
// part coze
pub(crate) mod oauth;
// end part
pub(crate) mod scheme;
pub(crate) mod signed;
pub(crate) mod token;

// part coze
pub use oauth::authorization::Authorization;
pub use oauth::config::{OAuthApp, OAuthConfig};
pub use oauth::device::{DeviceApp, DeviceCode};
pub use oauth::error::{OAuthError, OAuthErrorCode};
#[cfg(feature = "jwt")]
pub use oauth::jwt::JwtApp;
pub use oauth::oauth_token::OAuthToken;
pub use oauth::pkce::PkceApp;
#[cfg(feature = "jwt")]
pub use oauth::scope::Scope;
pub use oauth::web::WebApp;
// end part
pub use token::access_token::AccessToken;
// part coze
pub use token::renewing::RenewingToken;
// end part
pub use token::source::{FromFn, TokenFuture, TokenSource, from_fn};

pub(crate) use token::bearer::Credentials;
