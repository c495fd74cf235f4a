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
    /// Makes the app. It uses the base URL and the connections of the client, which needs no token.
    pub fn new(client: &Client, client_id: impl Into<String>) -> Self {
        Self {
            app: App::new(client, client_id.into()),
        }
    }

    /// Starts a sign-in, with a new random state and verifier. The browser comes back to `redirect_uri`, which must be listed in the app's
    /// settings.
    ///
    /// # Errors
    ///
    /// Fails if the operating system provides no random numbers.
    pub fn authorize(&self, redirect_uri: impl Into<String>) -> Result<Authorization> {
        Authorization::new(&self.app, redirect_uri.into(), true)
    }

    refreshing!();
}
