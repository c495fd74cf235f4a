// part coze

//! One attempt of a user to sign in: an address to send the browser to, and what to make of the address it comes back with.

use super::app::App;
use super::crypto::{base64url, random_text, sha256};
use super::oauth_token::OAuthToken;
use super::redirect_url;
use crate::auth::token::secret::Secret;
use crate::error::Error;
use crate::http::request::Request;
use crate::operation::Method;
use crate::{ErrorKind, Result};

const AUTHORIZE: &str = "/api/permission/oauth2/authorize";
const AUTHORIZE_IN_WORKSPACE: &str = "/api/permission/oauth2/workspace_id/{workspace_id}/authorize";

/// One sign-in of a user; made by `authorize` of [`WebApp`](crate::auth::WebApp) and [`PkceApp`](crate::auth::PkceApp).
///
/// Send the user's browser to [`url`](Self::url), and pass the address that it comes back with to [`finish`](Self::finish). If another
/// process handles that address, store [`state`](Self::state) and [`verifier`](Self::verifier) in the user's session, and rebuild the
/// authorization there with [`with_state`](Self::with_state) and [`with_verifier`](Self::with_verifier).
#[derive(Clone, Debug)]
pub struct Authorization {
    app: App,
    redirect_uri: String,
    state: Secret,
    workspace: Option<String>,
    proof: Option<Proof>,
    /// Whether a proof was asked for of an app that has a secret instead.
    is_misused: bool,
}

/// What proves that who comes with the code is who sent the user for it (RFC 7636).
#[derive(Clone, Debug)]
struct Proof {
    verifier: Secret,
    plain: bool,
}

impl Authorization {
    /// `proves` says whether the app has no secret, and so needs a proof.
    #[inline]
    pub(crate) fn new(app: &App, redirect_uri: String, proves: bool) -> Result<Self> {
        let verifier = proves.then(random_text).transpose()?;
        Ok(Self {
            app: app.clone(),
            redirect_uri,
            state: Secret::new(random_text()?),
            workspace: None,
            proof: verifier.map(|verifier| Proof {
                verifier: Secret::new(verifier),
                plain: false,
            }),
            is_misused: false,
        })
    }

    /// Asks for access to one workspace, which one of its members can grant. Without this, it is asked for all workspaces of the user.
    #[must_use]
    pub fn workspace(mut self, workspace_id: impl Into<String>) -> Self {
        self.workspace = Some(workspace_id.into());
        self
    }

    /// Sets the state of an authorization that was started before. If not set, it is random, as it has to be.
    #[must_use]
    pub fn with_state(mut self, state: impl Into<String>) -> Self {
        self.state = Secret::new(state);
        self
    }

    /// Sets the verifier of an authorization that was started before: 43 to 128 letters, digits, `-`, `.`, `_` or `~`. If not set, it is
    /// random.
    ///
    /// An app with a secret has no verifier: then [`url`](Self::url) and [`finish`](Self::finish) fail with
    /// [`ErrorKind::Argument`].
    #[must_use]
    pub fn with_verifier(self, verifier: impl Into<String>) -> Self {
        self.with_proof(|proof| proof.verifier = Secret::new(verifier))
    }

    /// Sends the verifier itself as the challenge (`plain`) instead of its hash (`S256`). Use it only for servers that do not support the
    /// hash. The app needs a [`verifier`](Self::verifier).
    #[must_use]
    #[inline]
    pub fn with_plain_challenge(self) -> Self {
        self.with_proof(|proof| proof.plain = true)
    }

    fn with_proof(mut self, change: impl FnOnce(&mut Proof)) -> Self {
        match &mut self.proof {
            Some(proof) => change(proof),
            None => self.is_misused = true,
        }
        self
    }

    /// The proof, if the app needs one.
    #[inline]
    fn proof(&self) -> Result<Option<&Proof>> {
        if self.is_misused {
            return Err(Error::new(
                ErrorKind::Argument,
                "an app with a secret has no verifier and no challenge",
            ));
        }
        Ok(self.proof.as_ref())
    }

    /// The random text by which the redirect is known to belong to this authorization.
    #[must_use]
    #[inline]
    pub fn state(&self) -> &str {
        self.state.expose()
    }

    /// The proof that the code was requested by this program; `None` for an app with a secret. Do not let the browser see it.
    #[must_use]
    #[inline]
    pub fn verifier(&self) -> Option<&str> {
        self.proof.as_ref().map(|proof| proof.verifier.expose())
    }

    /// The address to send the user's browser to.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] if a value cannot be part of the address, or the verifier is not a valid one.
    #[inline]
    pub fn url(&self) -> Result<String> {
        let mut request = match &self.workspace {
            None => Request::new(Method::Get, AUTHORIZE),
            Some(id) => Request::new(Method::Get, AUTHORIZE_IN_WORKSPACE).path("workspace_id", id),
        };
        request = request
            .query("response_type", "code")
            .query("client_id", &self.app.client_id)
            .query("redirect_uri", &self.redirect_uri)
            .query("state", self.state.expose());
        if let Some(proof) = self.proof()? {
            let (challenge, method) = proof.challenge()?;
            request = request
                .query("code_challenge", &challenge)
                .query("code_challenge_method", method);
        }
        Ok(format!("{}{}", self.app.www()?, request.target()?))
    }

    /// Reads the authorization code from the address that the browser came back with: the whole address, or only its query.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OAuth`] if the state belongs to another authorization, or the user refused.
    #[inline]
    pub fn code(&self, redirected_to: &str) -> Result<String> {
        redirect_url::code(redirected_to, self.state.expose())
    }

    /// Checks the address that the browser came back with, and exchanges the code in it for tokens.
    ///
    /// # Errors
    ///
    /// Those of [`code`](Self::code). It also fails if the server refuses ([`Error::as_oauth`](crate::Error::as_oauth)) or the call fails.
    pub async fn finish(&self, redirected_to: &str) -> Result<OAuthToken> {
        let proof = self.proof()?;
        let code = self.code(redirected_to)?;
        let call = self
            .app
            .grant("authorization_code")
            .field("redirect_uri", &self.redirect_uri)
            .secret("code", &code);
        match proof {
            None => call.token().await,
            Some(proof) => {
                proof.check()?;
                let verifier = proof.verifier.expose();
                call.secret("code_verifier", verifier).token().await
            }
        }
    }
}

impl Proof {
    #[inline]
    fn challenge(&self) -> Result<(String, &'static str)> {
        self.check()?;
        let verifier = self.verifier.expose();
        if self.plain {
            return Ok((verifier.to_owned(), "plain"));
        }
        Ok((base64url(sha256(verifier.as_bytes()).as_ref()), "S256"))
    }

    #[inline]
    fn check(&self) -> Result<()> {
        let verifier = self.verifier.expose();
        let unreserved = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
        if (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Argument,
            "the verifier must have 43 to 128 letters, digits, `-`, `.`, `_` or `~` (RFC 7636)",
        ))
    }
}
