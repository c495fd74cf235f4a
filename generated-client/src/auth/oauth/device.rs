// part coze

//! An OAuth app on a device without a browser: its user signs in on another one (RFC 8628).

use std::fmt;
use std::time::Duration;

use crate::time::Instant;
use reqwest::Url;

use super::app::{App, refreshing};
use super::endpoint::Call;
use super::error::{OAuthError, OAuthErrorCode};
use super::oauth_token::OAuthToken;
use crate::auth::token::secret::Secret;
use crate::client::Client;
use crate::error::Error;
use crate::http::base_url::web_address;
use crate::json::decode::Decode;
use crate::json::record::{Record, record};
use crate::text::is_obeyed;
use crate::{ErrorKind, Result};

const DEVICE_CODE: &str = "/api/permission/oauth2/device/code";
const DEVICE_CODE_IN_WORKSPACE: &str =
    "/api/permission/oauth2/workspace_id/{workspace_id}/device/code";
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// How long a code is good and how often one may ask, if the server does not say: what its documents promise.
const LIFETIME: Duration = Duration::from_secs(5 * 60);
const INTERVAL: Duration = Duration::from_secs(5);

/// By how much to slow down if the server asks for it (RFC 8628, section 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// How long to wait at most after failures in a row, unless the server asks for more.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

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
#[doc(alias = "DeviceOAuthApp")]
#[doc(alias = "AsyncDeviceOAuthApp")]
#[doc(alias = "DeviceOAuthClient")]
#[derive(Clone, Debug)]
pub struct DeviceApp {
    app: App,
}

impl DeviceApp {
    /// Makes the app. It uses the base URL and the connections of the client, which needs no token.
    pub fn new(client: &Client, client_id: impl Into<String>) -> Self {
        Self {
            app: App::new(client, client_id.into()),
        }
    }

    /// Asks for a code. The user signs in with it, and grants access to all of their workspaces.
    ///
    /// # Errors
    ///
    /// Fails if the server refuses ([`Error::as_oauth`](crate::Error::as_oauth)) or the call fails.
    pub async fn request_code(&self) -> Result<DeviceCode> {
        self.request(Call::new(&self.app.client, DEVICE_CODE)).await
    }

    /// Asks for a code. The user signs in with it, and grants access to one workspace.
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
            .send(|reply: DeviceReply, _| Some(reply).filter(DeviceReply::is_complete))
            .await?
            .into_code(Instant::now())
    }

    /// Waits until the user has signed in, and returns the tokens.
    ///
    /// It polls as often as the server allows; each time the server answers `slow_down`, the interval grows by 5 seconds. Temporary
    /// failures do not end it: after each of them in a row the wait doubles. Drop the future to give up.
    ///
    /// # Errors
    ///
    /// [`OAuthErrorCode::AccessDenied`] if the user refuses, [`OAuthErrorCode::ExpiredToken`] if they take too long, and permanent failures
    /// of the calls.
    pub async fn wait(&self, code: &DeviceCode) -> Result<OAuthToken> {
        let mut pace = Pace::new(code.interval);
        let mut failure = None;
        loop {
            let next = Instant::now() + pace.wait;
            if next >= code.end {
                return Err(failure.unwrap_or_else(expired));
            }
            crate::time::sleep_until(next).await;
            let error = match self.poll(code).await {
                Ok(token) => return Ok(token),
                Err(error) => error,
            };
            match pace.after(&error) {
                Answer::NotYet => failure = None,
                Answer::Failure => failure = Some(error),
                Answer::Refusal => return Err(error),
            }
        }
    }

    /// Asks once whether the user has signed in, and returns the tokens if so.
    ///
    /// # Errors
    ///
    /// [`OAuthErrorCode::AuthorizationPending`] if the user has not signed in yet, and those of [`wait`](Self::wait).
    pub async fn poll(&self, code: &DeviceCode) -> Result<OAuthToken> {
        self.app
            .grant(GRANT_TYPE)
            .secret("device_code", code.secret.expose())
            .once()
            .token()
            .await
    }

    refreshing!();
}

#[inline]
fn expired() -> Error {
    let code = OAuthErrorCode::ExpiredToken;
    let what = "the user did not sign in in time";
    Error::oauth(OAuthError::new(code.as_str(), what, 0))
}

/// When the server is polled next.
struct Pace {
    /// The time between two polls; it grows whenever the server asks for it (`slow_down`), and never shrinks.
    interval: Duration,
    failures: u32,
    /// The time until the next poll.
    wait: Duration,
}

/// What an error means while the user signs in.
enum Answer {
    NotYet,
    /// It is temporary.
    Failure,
    Refusal,
}

impl Pace {
    #[inline]
    fn new(interval: Duration) -> Self {
        Self {
            interval,
            failures: 0,
            wait: interval,
        }
    }

    /// Takes an error into account.
    #[inline]
    fn after(&mut self, error: &Error) -> Answer {
        let answer = match error.as_oauth().map(OAuthError::code) {
            Some(OAuthErrorCode::AuthorizationPending) => Answer::NotYet,
            Some(OAuthErrorCode::SlowDown) => {
                self.interval += SLOWER;
                Answer::NotYet
            }
            _ if error.is_retryable() => Answer::Failure,
            _ => Answer::Refusal,
        };
        self.failures = match answer {
            Answer::Failure => self.failures + 1,
            Answer::NotYet | Answer::Refusal => 0,
        };
        let doubled = self.interval * (1 << self.failures.min(8));
        let asked = error.retry_after().unwrap_or_default();
        self.wait = doubled.min(LONGEST_WAIT.max(self.interval)).max(asked);
        answer
    }
}

/// A code with which a user can sign in on another device; made by [`DeviceApp::request_code`].
#[doc(alias = "DeviceAuthCode")]
#[derive(Clone)]
pub struct DeviceCode {
    secret: Secret,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: String,
    interval: Duration,
    end: Instant,
}

impl DeviceCode {
    /// The code that the user enters.
    #[must_use]
    #[inline]
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// The address at which the user enters the code; it begins with `http` or `https`.
    #[must_use]
    #[inline]
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// The address with the code in it, for a link or a QR code. If the server does not send one, it is built from the other address.
    #[must_use]
    #[inline]
    pub fn verification_uri_complete(&self) -> &str {
        &self.verification_uri_complete
    }

    /// How long to wait between two polls.
    #[must_use]
    #[inline]
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// How much time the user has left to sign in.
    #[must_use]
    #[inline]
    pub fn remaining(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }
}

/// Without the device's code.
impl fmt::Debug for DeviceCode {
    #[inline]
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
    verification_uri_complete: String,
    expires_in: i64,
    interval: i64,
}

impl Record for DeviceReply {
    #[inline]
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        Some(match key {
            "device_code" => &mut self.device_code,
            "user_code" => &mut self.user_code,
            "verification_uri" => &mut self.verification_uri,
            "verification_uri_complete" => &mut self.verification_uri_complete,
            "expires_in" => &mut self.expires_in,
            "interval" => &mut self.interval,
            _ => return None,
        })
    }
}

record!(DeviceReply);

impl DeviceReply {
    #[inline]
    fn is_complete(&self) -> bool {
        !self.device_code.is_empty() && !self.user_code.is_empty()
    }

    /// The code, if a user can be shown it. Of a device's code, other than of a token, `expires_in` is what its name says.
    #[inline]
    fn into_code(self, now: Instant) -> Result<DeviceCode> {
        let seconds = |n: i64| {
            let n = u32::try_from(n).ok().filter(|n| *n > 0)?;
            Some(Duration::from_secs(n.into()))
        };
        let Some(address) = web_address(&self.verification_uri) else {
            return Err(unshowable("address at which to sign in is none of the web"));
        };
        if self.user_code.chars().any(is_obeyed) {
            return Err(unshowable(
                "user code holds characters that steer terminals",
            ));
        }
        let complete = web_address(&self.verification_uri_complete)
            .unwrap_or_else(|| with_code(address.clone(), &self.user_code));
        Ok(DeviceCode {
            secret: Secret::new(self.device_code),
            user_code: self.user_code,
            verification_uri: address.into(),
            verification_uri_complete: complete.into(),
            interval: seconds(self.interval).unwrap_or(INTERVAL),
            end: now + seconds(self.expires_in).unwrap_or(LIFETIME),
        })
    }
}

#[inline]
fn with_code(mut url: Url, user_code: &str) -> Url {
    url.query_pairs_mut().append_pair("user_code", user_code);
    url
}

#[inline]
fn unshowable(what: &str) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the reply cannot be shown to a user: its {what}"),
    )
}
