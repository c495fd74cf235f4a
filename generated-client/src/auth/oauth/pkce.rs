// part coze

//! An OAuth app without a secret whose users sign in with a browser, proven by a verifier (RFC 7636).

use super::app::{App, refreshing};
use super::authorization::Authorization;
use crate::Result;
use crate::client::Client;

/// An OAuth app of the type *desktop, mobile or single-page application*: users sign in with a browser; there is no secret.
#[doc(alias = "PKCEOAuthApp")]
#[doc(alias = "AsyncPKCEOAuthApp")]
#[doc(alias = "PKCEOAuthClient")]
#[derive(Clone, Debug)]
pub struct PkceApp {
    app: App,
}

impl PkceApp {
    /// The app. Its calls go where the client's go, over the same connections; the client needs no token.
    pub fn new(client: &Client, client_id: impl Into<String>) -> Self {
        Self {
            app: App::new(client, client_id.into()),
        }
    }

    /// Begins to let a user sign in, with a new random state and verifier. The browser comes back to `redirect_uri`, which has to be
    /// among those in the app's settings.
    ///
    /// # Errors
    ///
    /// The operating system gives no random numbers.
    pub fn authorize(&self, redirect_uri: impl Into<String>) -> Result<Authorization> {
        Authorization::new(&self.app, redirect_uri.into(), true)
    }

    refreshing!();
}
