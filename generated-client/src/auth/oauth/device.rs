//! An OAuth app on a device without a browser: its user signs in on another one (RFC 8628).

use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

use super::app::{App, refreshing};
use super::endpoint::Call;
use super::error::{OAuthError, OAuthErrorCode};
use super::oauth_token::OAuthToken;
use crate::Result;
use crate::auth::token::secret::Secret;
use crate::client::Client;
use crate::error::Error;
use crate::json::reader::Reader;
use crate::json::record::{Record, UNKNOWN, record};

const DEVICE_CODE: &str = "/api/permission/oauth2/device/code";
const DEVICE_CODE_IN_WORKSPACE: &str =
    "/api/permission/oauth2/workspace_id/{workspace_id}/device/code";
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// How long a code is good and how often one may ask, if the server does not say: what its documents promise.
const LIFETIME: Duration = Duration::from_mins(5);
const INTERVAL: Duration = Duration::from_secs(5);

/// By how much to slow down if the server asks for it (RFC 8628, section 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// An OAuth app of the type *TV, device or command line*: the user signs in on another device.
///
/// ```no_run
/// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
/// let app = coze_client::auth::DeviceApp::new(&client, "client id");
/// let code = app.request_code().await?;
/// println!("Open {} and enter {}", code.verification_uri(), code.user_code());
/// let token = app.wait(&code).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct DeviceApp {
    app: App,
}

impl DeviceApp {
    /// The app. Its calls go where the client's go, over the same connections; the client needs no token.
    pub fn new(client: &Client, client_id: impl Into<String>) -> Self {
        Self {
            app: App::new(client, client_id.into()),
        }
    }

    /// Asks for a code with which the user can sign in, and grant access to all of their workspaces.
    ///
    /// # Errors
    ///
    /// The server refuses ([`Error::as_oauth`](crate::Error::as_oauth)), or the call fails.
    pub async fn request_code(&self) -> Result<DeviceCode> {
        self.request(Call::new(&self.app.client, DEVICE_CODE)).await
    }

    /// Asks for a code with which the user can sign in, and grant access to one workspace.
    ///
    /// # Errors
    ///
    /// Those of [`request_code`](Self::request_code).
    pub async fn request_code_in_workspace(&self, workspace_id: &str) -> Result<DeviceCode> {
        let call = Call::new(&self.app.client, DEVICE_CODE_IN_WORKSPACE);
        self.request(call.path("workspace_id", workspace_id)).await
    }

    async fn request(&self, call: Call<'_>) -> Result<DeviceCode> {
        call.field("client_id", &self.app.client_id)
            .send(|reply: DeviceReply, _| reply.into_code(Instant::now()))
            .await
    }

    /// Waits until the user has signed in, and gives the tokens.
    ///
    /// It asks the server as often as the server allows, gets slower when told to, and goes on after failures that may pass. Drop it to
    /// give up.
    ///
    /// # Errors
    ///
    /// The user refuses or takes too long ([`OAuthErrorCode::AccessDenied`], [`OAuthErrorCode::ExpiredToken`]), or a call fails for good.
    pub async fn wait(&self, code: &DeviceCode) -> Result<OAuthToken> {
        let mut interval = code.interval;
        loop {
            let next = Instant::now() + interval;
            if next >= code.end {
                return Err(Error::oauth(OAuthError {
                    code: OAuthErrorCode::ExpiredToken,
                    description: "the user did not sign in in time".to_owned(),
                    status: 0,
                }));
            }
            tokio::time::sleep_until(next).await;
            let error = match self.poll(code).await {
                Ok(token) => return Ok(token),
                Err(error) => error,
            };
            match error.as_oauth().map(OAuthError::code) {
                Some(OAuthErrorCode::AuthorizationPending) => {}
                Some(OAuthErrorCode::SlowDown) => interval += SLOWER,
                _ if error.is_retryable() => {
                    interval += SLOWER.max(error.retry_after().unwrap_or_default());
                }
                _ => return Err(error),
            }
        }
    }

    /// Asks once whether the user has signed in.
    ///
    /// # Errors
    ///
    /// [`OAuthErrorCode::AuthorizationPending`] if not yet, and those of [`wait`](Self::wait).
    pub async fn poll(&self, code: &DeviceCode) -> Result<OAuthToken> {
        self.app
            .grant(GRANT_TYPE)
            .secret("device_code", code.secret.expose())
            .token()
            .await
    }

    refreshing!();
}

/// A code with which a user can sign in on another device.
#[derive(Clone)]
pub struct DeviceCode {
    secret: Secret,
    user_code: String,
    verification_uri: String,
    interval: Duration,
    end: Instant,
}

impl DeviceCode {
    /// What the user enters.
    #[must_use]
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Where the user enters it.
    #[must_use]
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// The address that holds the code already, for a link or a QR code.
    #[must_use]
    pub fn verification_url(&self) -> String {
        match reqwest::Url::parse(&self.verification_uri) {
            Ok(mut url) => {
                url.query_pairs_mut()
                    .append_pair("user_code", &self.user_code);
                url.into()
            }
            Err(_) => self.verification_uri.clone(),
        }
    }

    /// How long to wait between two questions.
    #[must_use]
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// How much time is left to sign in.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }
}

/// Without the device's code.
impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode")
            .field("secret", &self.secret)
            .field("user_code", &self.user_code)
            .field("verification_uri", &self.verification_uri)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}

#[derive(Default)]
struct DeviceReply {
    device_code: String,
    user_code: String,
    verification_uri: String,
    expires_in: i64,
    interval: i64,
}

impl Record for DeviceReply {
    fn index(&self, key: &str) -> usize {
        match key {
            "device_code" => 0,
            "user_code" => 1,
            "verification_uri" => 2,
            "expires_in" => 3,
            "interval" => 4,
            _ => UNKNOWN,
        }
    }

    fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<()> {
        match index {
            0 => reader.read(&mut self.device_code),
            1 => reader.read(&mut self.user_code),
            2 => reader.read(&mut self.verification_uri),
            3 => reader.read(&mut self.expires_in),
            4 => reader.read(&mut self.interval),
            _ => reader.skip(),
        }
    }
}

record!(DeviceReply);

impl DeviceReply {
    /// Of a device's code, other than of a token, `expires_in` is what its name says.
    fn into_code(self, now: Instant) -> Option<DeviceCode> {
        let seconds = |n: i64| {
            let n = u32::try_from(n).ok().filter(|n| *n > 0)?;
            Some(Duration::from_secs(n.into()))
        };
        (!self.device_code.is_empty()).then(|| DeviceCode {
            secret: Secret::new(self.device_code),
            user_code: self.user_code,
            verification_uri: self.verification_uri,
            interval: seconds(self.interval).unwrap_or(INTERVAL),
            end: now + seconds(self.expires_in).unwrap_or(LIFETIME),
        })
    }
}
