// part coze

//! An OAuth app that signs in by itself, with a private key (RFC 7523).

mod key;
mod pem;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use self::key::SigningKey;
use super::crypto::{base64url, random_text};
use super::endpoint::{Call, TOKEN};
use super::oauth_token::OAuthToken;
use super::scope::Scope;
use crate::ErrorKind;
use crate::Result;
use crate::auth::token::access_token::AccessToken;
use crate::auth::token::secret::Secret;
use crate::auth::token::source::{TokenFuture, TokenSource};
use crate::client::Client;
use crate::error::Error;

const ACCOUNT_TOKEN: &str = "/api/permission/oauth2/account/{account_id}/token";
const ENTERPRISE_TOKEN: &str = "/api/permission/oauth2/enterprise_id/{enterprise_id}/token";
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// How long an access token is good, unless the caller says otherwise, and at most. In seconds.
const DURATION: u64 = 900;
const LONGEST: u64 = 86399;

/// By how much this machine's clock may be wrong, in seconds: a JWT is good from that long ago until that long, and a little, ahead.
const SKEW: u64 = 360;

/// An OAuth app of the type *service*: a server signs in as itself, or for a channel, an account or an enterprise.
///
/// It is a [`TokenSource`]. It has no refresh tokens: each access token is requested with a new JWT.
///
/// ```no_run
/// # fn example(private_key: &str) -> coze_client::Result<()> {
/// use coze_client::auth::{JwtApp, Scope};
/// use coze_client::{Client, Region};
///
/// let client = Client::builder().base_url(Region::Cn).build()?;
/// let app = JwtApp::new(&client, "client id", "public key id", private_key)?;
/// let client = client.with_token_source(app.clone());
///
/// // Session names keep the conversations of your users apart. This client shares the connections, and has a token of its own.
/// let alice = client.with_token_source(app.session_name("alice").scope(Scope::new().chat_with(["bot id"])));
/// # Ok(())
/// # }
/// ```
#[doc(alias = "JWTOAuthApp")]
#[doc(alias = "AsyncJWTOAuthApp")]
#[doc(alias = "JWTOAuthClient")]
#[doc(alias = "JWTAuth")]
#[derive(Clone)]
pub struct JwtApp {
    client: Client,
    client_id: String,
    key: Arc<SigningKey>,
    key_id: String,
    audience: Option<String>,
    place: Place,
    session_name: Option<String>,
    session_context: Map<String, Value>,
    scope: Option<Scope>,
    duration: Duration,
}

/// Whose resources the token is for.
#[derive(Clone, Debug)]
enum Place {
    Own,
    Account(String),
    Enterprise(String),
}

impl JwtApp {
    /// Makes the app from the id (fingerprint) of its public key, and its private key: an RSA key as PEM, PKCS#8 or PKCS#1, not encrypted.
    /// Escaped or missing line breaks, quotation marks and base64, as environment variables and secret stores add them, are accepted.
    ///
    /// It uses the base URL and the connections of the client, which needs no token.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the key cannot be read. The text says what is wrong with it, and shows no part of it.
    pub fn new(
        client: &Client,
        client_id: impl Into<String>,
        public_key_id: impl Into<String>,
        private_key: &str,
    ) -> Result<Self> {
        Ok(Self {
            client: client.clone(),
            client_id: client_id.into(),
            key: Arc::new(SigningKey::from_pem(private_key)?),
            key_id: public_key_id.into(),
            audience: None,
            place: Place::Own,
            session_name: None,
            session_context: Map::new(),
            scope: None,
            duration: Duration::from_secs(DURATION),
        })
    }

    /// Asks for tokens for another account that has authorized the app: the owner of a workspace, or an organization.
    #[must_use]
    pub fn account(mut self, account_id: impl Into<String>) -> Self {
        self.place = Place::Account(account_id.into());
        self
    }

    /// Asks for tokens for an enterprise in which the app has privileges.
    #[must_use]
    pub fn enterprise(mut self, enterprise_id: impl Into<String>) -> Self {
        self.place = Place::Enterprise(enterprise_id.into());
        self
    }

    /// Keeps the conversations of one of your users apart from those of others. The name can be any text that is unique to the user.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Counts usage for a device with this id.
    #[must_use]
    pub fn device_id(self, id: impl Into<String>) -> Self {
        self.device_info("device_id", id.into())
    }

    /// Counts usage for a consumer that you define. It is shown in reports, so it must not be personal data such as a phone number.
    #[must_use]
    pub fn custom_consumer(self, id: impl Into<String>) -> Self {
        self.device_info("custom_consumer", id.into())
    }

    #[inline]
    fn device_info(mut self, name: &str, value: String) -> Self {
        let info = self
            .session_context
            .entry("device_info")
            .or_insert_with(|| json!({}));
        if let Some(info) = info.as_object_mut() {
            info.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Sets a field of the session context that has no method here.
    #[must_use]
    pub fn session_context(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.session_context.insert(name.into(), value.into());
        self
    }

    /// Asks for tokens with only some of the app's permissions.
    #[must_use]
    #[inline]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = Some(scope);
        self
    }

    /// Sets how long the tokens are valid: 1 to 86399 seconds. 900 if not set.
    #[must_use]
    #[inline]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }

    /// Sets the audience (`aud`) of the JWT. If not set, it is the host of the client's base URL, such as `api.coze.cn`. Set it if the base
    /// URL is that of a gateway.
    #[must_use]
    pub fn audience(mut self, host: impl Into<String>) -> Self {
        self.audience = Some(host.into());
        self
    }

    /// Requests a token with a new JWT.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] if the lifetime is out of range. It also fails if the server refuses
    /// ([`Error::as_oauth`](crate::Error::as_oauth)) or the call fails.
    pub async fn request_token(&self) -> Result<OAuthToken> {
        let seconds = self.duration.as_secs();
        if !(1..=LONGEST).contains(&seconds) {
            return Err(Error::new(
                ErrorKind::Argument,
                format!("a token is good for 1 to {LONGEST} seconds, not {seconds}"),
            ));
        }
        let jwt = Secret::new(self.sign(crate::time::now(), &random_text()?)?);
        let grant = |template| Call::grant(&self.client, template, GRANT_TYPE);
        let mut call = match &self.place {
            Place::Own => grant(TOKEN),
            Place::Account(id) => grant(ACCOUNT_TOKEN).path("account_id", id),
            Place::Enterprise(id) => grant(ENTERPRISE_TOKEN).path("enterprise_id", id),
        };
        call = call.json("duration_seconds", &seconds);
        if let Some(scope) = &self.scope {
            call = call.json("scope", scope.json());
        }
        call.bearer(&jwt).token().await
    }

    #[inline]
    fn sign(&self, now: SystemTime, id: &str) -> Result<String> {
        let header = json!({"alg": "RS256", "typ": "JWT", "kid": self.key_id});
        let claims = self.claims(now, id);
        let text = [header, claims]
            .map(|part| base64url(part.to_string().as_bytes()))
            .join(".");
        let signature = self.key.sign(text.as_bytes())?;
        Ok(format!("{text}.{}", base64url(&signature)))
    }

    #[inline]
    fn claims(&self, now: SystemTime, id: &str) -> Value {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut claims = json!({
            "iss": self.client_id,
            "aud": self.audience.clone().unwrap_or_else(|| self.host()),
            "iat": now.saturating_sub(SKEW),
            "exp": now + SKEW + 60,
            "jti": id,
        });
        if let Some(name) = &self.session_name {
            claims["session_name"] = name.as_str().into();
        }
        if !self.session_context.is_empty() {
            claims["session_context"] = self.session_context.clone().into();
        }
        claims
    }

    #[inline]
    fn host(&self) -> String {
        let base = &self.client.transport().base.text;
        match base.split_once("://") {
            Some((_, rest)) => rest.split('/').next().unwrap_or_default().to_owned(),
            None => base.clone(),
        }
    }
}

impl TokenSource for JwtApp {
    #[inline]
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Ok(AccessToken::from(self.request_token().await?)) })
    }

    /// The call for the token has a limit of its own.
    #[inline]
    fn time_limit(&self) -> Duration {
        let call = self.client.transport().timeouts.call;
        call.saturating_add(Duration::from_secs(60))
    }
}

/// Without the key.
impl fmt::Debug for JwtApp {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtApp")
            .field("client_id", &self.client_id)
            .field("key_id", &self.key_id)
            .field("place", &self.place)
            .field("session_name", &self.session_name)
            .field("scope", &self.scope)
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}
