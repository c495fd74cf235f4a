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
    /// The app. Its calls go where the client's go, over the same connections; the client needs no token.
    pub fn new(
        client: &Client,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        let mut app = App::new(client, client_id.into());
        app.secret = Some(Secret::new(client_secret));
        Self { app }
    }

    /// Begins to let a user sign in, with a new random state. The browser comes back to `redirect_uri`, which has to be among those in
    /// the app's settings.
    ///
    /// # Errors
    ///
    /// The operating system gives no random numbers.
    pub fn authorize(&self, redirect_uri: impl Into<String>) -> Result<Authorization> {
        Authorization::new(&self.app, redirect_uri.into(), false)
    }

    refreshing!();
}
