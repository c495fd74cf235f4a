// part coze

//! An OAuth app with a secret: a server whose users sign in with a browser.

use super::app::{App, refreshing};
use super::authorization::Authorization;
use crate::Result;
use crate::auth::token::secret::Secret;
use crate::client::Client;

/// An OAuth app of the type *web application*: users sign in with a browser, and a server keeps the app's secret.
#[doc(alias = "WebOAuthApp")]
#[doc(alias = "AsyncWebOAuthApp")]
#[doc(alias = "WebOAuthClient")]
#[derive(Clone, Debug)]
pub struct WebApp {
    app: App,
}

impl WebApp {
    /// Makes the app. It uses the base URL and the connections of the client, which needs no token.
    pub fn new(
        client: &Client,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        let mut app = App::new(client, client_id.into());
        app.secret = Some(Secret::new(client_secret));
        Self { app }
    }

    /// Starts a sign-in, with a new random state. The browser comes back to `redirect_uri`, which must be listed in the app's settings.
    ///
    /// # Errors
    ///
    /// Fails if the operating system provides no random numbers.
    pub fn authorize(&self, redirect_uri: impl Into<String>) -> Result<Authorization> {
        Authorization::new(&self.app, redirect_uri.into(), false)
    }

    refreshing!();
}
