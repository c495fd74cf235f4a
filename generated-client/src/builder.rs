//! The settings of a [`Client`].

mod attempts;
#[cfg(not(target_family = "wasm"))]
mod connections;
#[cfg(feature = "observe")]
mod observe;
// part coze
#[cfg(feature = "realtime")]
mod realtime;
// end part

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;

use crate::auth::keys::{Key, Keys};
use crate::auth::scheme::Scheme;
use crate::auth::token::header::Token;
use crate::auth::{Credentials, TokenSource};
use crate::client::Client;
use crate::error::Error;
use crate::generated::conventions::DEFAULT_BASE_URL;
use crate::http::base_url::BaseUrl;
use crate::http::connections::{ConnectionSettings, Connections};
use crate::http::headers::{header_name, header_value, identity};
use crate::http::hooks::Hooks;
use crate::http::retry::MAX_RETRIES;
use crate::http::retry::own::RetryPolicy;
use crate::http::timeouts::Timeouts;
use crate::http::transport::{Limits, Transport};
use crate::redaction::Redaction;
use crate::reply::observing::Observing;
use crate::sse::decoder::MAX_EVENT;
use crate::{ErrorKind, Result};

/// Sets up a [`Client`]; made by [`Client::builder`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: Option<BaseUrl>,
    // part coze
    #[cfg(feature = "realtime")]
    realtime_base_url: Option<BaseUrl>,
    // end part
    plain_host: Option<String>,
    credentials: Option<Credentials>,
    keys: Keys,
    headers: Vec<(String, String)>,
    connections: ConnectionSettings,
    timeouts: Timeouts,
    max_retries: u32,
    limits: Limits,
    hooks: Hooks,
    retry_policy: Option<RetryPolicy>,
    gzip: bool,
    observing: Observing,
    /// The user's own.
    http: Option<reqwest::Client>,
}

impl Client {
    /// Sets up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

/// The same as [`Client::builder`].
impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            base_url: DEFAULT_BASE_URL.map(BaseUrl::from),
            // part coze
            #[cfg(feature = "realtime")]
            realtime_base_url: None,
            // end part
            plain_host: None,
            credentials: None,
            keys: Keys::default(),
            headers: Vec::new(),
            connections: ConnectionSettings::default(),
            timeouts: Timeouts {
                call: Duration::from_secs(2 * 60),
                stream: Duration::from_secs(3 * 60),
                event: None,
                transfer: Duration::from_secs(60),
            },
            max_retries: MAX_RETRIES,
            limits: Limits {
                reply: 64 * 1024 * 1024,
                event: MAX_EVENT,
            },
            hooks: Hooks::default(),
            retry_policy: None,
            gzip: false,
            observing: Observing::default(),
            http: None,
        }
    }
}

impl ClientBuilder {
    /// Sets the access token, such as a personal one.
    ///
    /// If not set, every call needs its own, set by `with_token`. Text that is often copied along with a token is removed: white space,
    /// quotation marks, the word `Bearer`.
    // part coze
    #[doc(alias = "TokenAuth")]
    #[doc(alias = "AsyncTokenAuth")]
    #[doc(alias = "NewTokenAuth")]
    // end part
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials = Some(Credentials::Fixed(Token::cleaned(&token.into())));
        self
    }

    /// Sets the source of access tokens, in place of a fixed token: a closure, by [`from_fn`](crate::auth::from_fn), or one of the sources
    /// in the module [`auth`](crate::auth). The client caches its tokens and renews them before they expire.
    // part coze
    ///
    /// An OAuth app needs a client of its own to request its tokens; give it to [`Client::with_token_source`] of that client.
    // end part
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.credentials = Some(Credentials::source(source));
        self
    }

    /// Sets the base URL: an address, or one of the service's regions if it has several. If not set, it is
    /// [`DEFAULT_BASE_URL`](crate::DEFAULT_BASE_URL); if that is `None`, it must be set.
    pub fn base_url(mut self, base_url: impl Into<BaseUrl>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Allows a base URL with `http` for one host, such as a self-hosted server in a network that you trust.
    ///
    /// Tokens and contents are then sent unencrypted: everybody on the way can read and change them. `host` is a name or an address without
    /// port, and must be that of the base URL. No proxy is used. For this machine itself (`localhost`), `http` is always allowed.
    pub fn allow_plain_http(mut self, host: impl Into<String>) -> Self {
        self.plain_host = Some(host.into());
        self
    }

    /// Adds a header to every call.
    ///
    /// `Authorization` is set from the token, and headers about the body and the connection, such as `Content-Type` and `Host`, from the
    /// call. Setting one of them here is an error of [`build`](Self::build).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends every call with this HTTP client.
    ///
    /// It brings its own proxy, connect timeout, pool and TLS; setting them here too is an error of [`build`](Self::build). It can be used
    /// in one tokio runtime only, while the crate's own client works in any. Build it with
    /// `redirect(reqwest::redirect::Policy::none())`: a redirect can take a call's content to another host. If it has followed one to
    /// another host, the call fails, but only after the content was sent.
    // part coze
    /// Sessions over a WebSocket need `http1_only()`.
    // end part
    ///
    /// # Stability
    ///
    /// This method ties you to the version of reqwest that this crate uses. That version can change without a new major version of
    /// this crate.
    #[cfg(feature = "unstable-http-client")]
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets the time limit for a plain call, from sending it to the end of its reply, including repeated attempts and the waits between
    /// them. 120 seconds if not set.
    ///
    /// The service itself ends a workflow run that is neither streamed nor asynchronous after 90 seconds. For an upload or a download, it
    /// limits only the time between the end of the request and the beginning of the reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.call = timeout;
        self
    }

    /// Sets how long an event stream may send nothing at all. 180 seconds if not set. The length of the whole stream is not limited.
    pub fn stream_idle_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.stream = timeout;
        self
    }

    /// Sets how long an event stream may go without an event. Unlike [`stream_idle_timeout`](Self::stream_idle_timeout), it is not extended
    /// by comments and pings. No limit if not set.
    pub fn stream_event_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.event = Some(timeout);
        self
    }

    /// Sets how long an upload or a download may make no progress. 60 seconds if not set.
    pub fn transfer_idle_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.transfer = timeout;
        self
    }

    /// Sets how often a call is sent again after a temporary failure. 2 if not set; with 0, every call is sent once, except that a refused
    /// token is still renewed.
    ///
    /// Temporary failures are: no connection; a connection that breaks before the first byte of the reply; too many calls (HTTP status
    /// 429, or a code that says so); and HTTP status 408, 425, and 500 or above, except 501 and 505.
    ///
    /// A call that may have been carried out is repeated only if it is idempotent: `GET`, `PUT`, `DELETE`, and calls for which
    /// `with_idempotency` says so. A call was certainly not carried out if there was no connection, or a closed one; if a part of it was
    /// not sent; if there were too many calls; or if the service is busy and says until when (503 with `Retry-After`). A header
    /// `x-should-retry` of the reply (`true` or `false`) decides before all these rules. Nothing is repeated once a part of a stream or
    /// download has arrived.
    ///
    /// A call that only reads, and has no reply after half of its time limit, is sent a second time beside the first; the first success
    /// counts. If a repeated `DELETE` finds nothing to delete, it succeeds.
    ///
    /// Between attempts there is a random wait of up to 0.5 seconds, then 1 second, and so on up to 8 seconds, in addition to the wait that
    /// the service asks for (`Retry-After`). If the service asks for more than a minute, or for more time than the call has left, the
    /// failure is reported at once; see [`Error::retry_after`].
    ///
    /// A client and its clones share one budget of repetitions, so that a service in trouble does not get three times the load. It allows
    /// 100 repetitions; each successful call adds a fifth of one.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = max_retries;
        self
    }

    /// Asks the service to compress replies with gzip, except streams and downloads. Off if not set.
    ///
    /// [`max_reply_size`](Self::max_reply_size) limits the uncompressed size.
    pub fn gzip(mut self, gzip: bool) -> Self {
        self.gzip = gzip;
        self
    }

    /// Sets the largest reply, in bytes, that is kept in memory. 64 MiB if not set; a larger reply is an error.
    ///
    /// It does not limit streams, or downloads that are saved to a file or read piece by piece.
    pub fn max_reply_size(mut self, bytes: usize) -> Self {
        self.limits.reply = bytes;
        self
    }

    /// Sets the largest event of a stream, in bytes. 16 MiB if not set; a larger event is an error.
    pub fn max_event_size(mut self, bytes: usize) -> Self {
        self.limits.event = bytes;
        self
    }

    /// Makes the client. It sends nothing, and reads nothing but its settings: the certificates that the machine trusts are read for the
    /// first call over TLS, once in a program.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the base URL, the token, a header or the proxy is not valid. This includes every base URL to which a token
    /// would be sent unencrypted, unless it is on this machine or [allowed](Self::allow_plain_http).
    pub fn build(self) -> Result<Client> {
        let Some(base_url) = self.base_url.as_ref() else {
            let text = "nothing says where the service is: give `base_url` to the client's builder";
            return Err(Error::new(ErrorKind::Config, text));
        };
        let base = base_url.check_with_plain(self.plain_host.as_deref())?;
        if let Some(Credentials::Fixed(token)) = &self.credentials {
            token.header()?;
        }
        self.keys.check()?;
        let headers = self.checked_headers()?;
        // part coze
        #[cfg(feature = "realtime")]
        let realtime = Arc::new(self.realtime(&base)?);
        // end part
        let connections = match self.http {
            Some(http) => Connections::given(http, &self.connections)?,
            None => Connections::new(self.connections, base.encrypted)?,
        };
        Ok(Client::new(Transport {
            connections: Arc::new(connections),
            base,
            credentials: self.credentials,
            keys: self.keys,
            redaction: Redaction::of(&headers),
            headers,
            timeouts: self.timeouts,
            max_retries: self.max_retries,
            budget: Arc::default(),
            limits: self.limits,
            hooks: self.hooks,
            retry_policy: self.retry_policy,
            gzip: self.gzip,
            observing: self.observing,
            // part coze
            #[cfg(feature = "realtime")]
            realtime,
            // end part
        }))
    }

    /// Sets a key or a token for one way to sign calls.
    // A document decides which ways there are.
    #[allow(dead_code)]
    pub(crate) fn set_key(mut self, scheme: &'static Scheme, key: &str) -> Self {
        self.keys.set(Key::new(scheme, key));
        self
    }

    /// Sets a user and a password for one way to sign calls.
    #[allow(dead_code)]
    pub(crate) fn set_login(mut self, scheme: &'static Scheme, user: &str, password: &str) -> Self {
        self.keys.set(Key::login(scheme, user, password));
        self
    }

    fn checked_headers(&self) -> Result<HeaderMap> {
        let mut headers = identity();
        for (name, value) in &self.headers {
            let fault = |e: Error| Error::new(ErrorKind::Config, e.to_string());
            headers.insert(
                header_name(name).map_err(fault)?,
                header_value(name, value).map_err(fault)?,
            );
        }
        Ok(headers)
    }
}

/// Without the token, keys, the headers' values and the proxy, whose address may hold a password.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("token", &self.credentials)
            .field("keys", &self.keys)
            .field("headers", &names)
            .field("timeouts", &self.timeouts)
            .field("max_retries", &self.max_retries)
            .finish_non_exhaustive()
    }
}
