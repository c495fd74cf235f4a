// part coze

//! What the OAuth apps of users have in common: who they are, where their users sign in, and how a token is refreshed.

use super::endpoint::{Call, TOKEN};
use super::oauth_token::OAuthToken;
use crate::auth::token::secret::Secret;
use crate::client::Client;
use crate::error::Error;
use crate::http::base_url::BaseUrl;
use crate::{ErrorKind, Result};

#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) client: Client,
    pub(crate) client_id: String,
    pub(crate) secret: Option<Secret>,
    /// Where users sign in, if not at the host that follows from the client's base URL.
    pub(crate) www_url: Option<BaseUrl>,
}

impl App {
    #[inline]
    pub(crate) fn new(client: &Client, client_id: String) -> Self {
        Self {
            client: client.clone(),
            client_id,
            secret: None,
            www_url: None,
        }
    }

    /// The address of the web site where users sign in.
    #[inline]
    pub(crate) fn www(&self) -> Result<String> {
        match &self.www_url {
            Some(url) => Ok(url.check()?.text),
            None => Ok(www(&self.client.transport().base.text)),
        }
    }

    /// A call for a token, signed by the app's secret if it has one.
    #[inline]
    pub(crate) fn grant<'a>(&'a self, grant_type: &str) -> Call<'a> {
        let call = Call::grant(&self.client, TOKEN, grant_type).field("client_id", &self.client_id);
        match &self.secret {
            Some(secret) => call.bearer(secret),
            None => call,
        }
    }

    /// Asks for new tokens. The service accepts each refresh token only once.
    pub(crate) async fn refresh(&self, refresh_token: &str) -> Result<OAuthToken> {
        if refresh_token.trim().is_empty() {
            return Err(Error::new(
                ErrorKind::Argument,
                "the refresh token is empty",
            ));
        }
        self.grant("refresh_token")
            .secret("refresh_token", refresh_token.trim())
            .token()
            .await
    }
}

/// The methods of an app whose tokens can be refreshed; it has a field `app: App`.
macro_rules! refreshing {
    () => {
        /// Sets the address of the web site where users sign in.
        ///
        /// If not set, it follows from the client's base URL: `https://www.coze.cn` from `https://api.coze.cn`.
        #[must_use]
        pub fn www_url(mut self, url: impl Into<$crate::BaseUrl>) -> Self {
            self.app.www_url = Some(url.into());
            self
        }

        /// Asks for new tokens. A refresh token works only once: store the new one before you do anything else.
        ///
        /// # Errors
        ///
        /// Fails if the server refuses ([`Error::as_oauth`](crate::Error::as_oauth)) or the call fails.
        pub async fn refresh(
            &self,
            refresh_token: &str,
        ) -> $crate::Result<$crate::auth::OAuthToken> {
            self.app.refresh(refresh_token).await
        }

        /// Makes a source that starts with this token, and refreshes it for as long as the server allows.
        ///
        /// Each refresh gives a new refresh token and makes the old one invalid. `save` is called with the new tokens *before* their use.
        /// If fails, it is called again with the same tokens before the next call; nothing is refreshed until it succeeds.
        pub fn renewing<F, O, E>(
            &self,
            token: $crate::auth::OAuthToken,
            save: F,
        ) -> $crate::auth::RenewingToken
        where
            F: Fn($crate::auth::OAuthToken) -> O + Send + Sync + 'static,
            O: Future<Output = std::result::Result<(), E>> + Send + 'static,
            E: Into<Box<dyn std::error::Error + Send + Sync>>,
        {
            $crate::auth::RenewingToken::new(self.app.clone(), token, save)
        }
    };
}
pub(crate) use refreshing;

/// The address of the web site that belongs to an API: the host's first label is `www` instead of `api`, also in `api-x`. An address
/// of another form belongs to a gateway, which is taken to stand in front of both.
#[inline]
fn www(api: &str) -> String {
    let Some((scheme, rest)) = api.split_once("://") else {
        return api.to_owned();
    };
    match rest.strip_prefix("api") {
        Some(host) if host.starts_with(['.', '-']) => format!("{scheme}://www{host}"),
        _ => api.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_web_site_stands_beside_the_api() {
        for (api, site) in [
            ("https://api.coze.cn", "https://www.coze.cn"),
            ("https://api.coze.com", "https://www.coze.com"),
            (
                "https://api-boe.coze.example",
                "https://www-boe.coze.example",
            ),
            ("https://apis.example/api.x", "https://apis.example/api.x"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(www(api), site);
        }
    }
}
