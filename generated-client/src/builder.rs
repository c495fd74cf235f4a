//! How a [`Client`] is set up.

mod attempts;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;

use crate::auth::keys::{Key, Keys};
use crate::auth::scheme::Scheme;
use crate::auth::token::header;
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
use crate::http::tls::{Identity, Tls};
use crate::http::transport::{Limits, Transport};
use crate::sse::decoder::MAX_EVENT;
use crate::{ErrorKind, Result};

/// Sets up a [`Client`]; made by [`Client::builder`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: Option<BaseUrl>,
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
    /// The user's own.
    http: Option<reqwest::Client>,
}

impl Client {
    /// Sets up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

/// As [`Client::builder`] makes it.
impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            base_url: DEFAULT_BASE_URL.map(BaseUrl::from),
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
            http: None,
        }
    }
}

impl ClientBuilder {
    /// Sets the access token, such as a personal one.
    ///
    /// Without it every call needs its own, by `with_token`. What is often copied with a token is removed: white space, quotation marks,
    /// the word `Bearer`.
    // part coze
    #[doc(alias = "TokenAuth")]
    #[doc(alias = "AsyncTokenAuth")]
    #[doc(alias = "NewTokenAuth")]
    // end part
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials = Some(Credentials::Fixed(header::cleaned(&token.into())));
        self
    }

    /// Sets where access tokens come from, instead of a token that stays the same: a closure, by [`from_fn`](crate::auth::from_fn), or
    /// what else the module [`auth`](crate::auth) has. Its tokens are kept and renewed before they expire.
    // part coze
    ///
    /// An OAuth app needs a client of its own to get its tokens; then it is [`Client::with_token_source`] that takes it.
    // end part
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.credentials = Some(Credentials::source(source));
        self
    }

    /// Sets where the service is: an address, or one of its regions if it has several. If not set, calls go to
    /// [`DEFAULT_BASE_URL`](crate::DEFAULT_BASE_URL); where that is `None`, it must be set.
    pub fn base_url(mut self, base_url: impl Into<BaseUrl>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Lets the base URL begin with `http` for one host, such as a self-hosted server in a network that you trust.
    ///
    /// Tokens and contents then travel unencrypted: everybody on the way can read and change them. `host` is a name or an address,
    /// without port; the base URL has to name the same. No proxy is used. Calls to this very machine need no leave.
    pub fn allow_plain_http(mut self, host: impl Into<String>) -> Self {
        self.plain_host = Some(host.into());
        self
    }

    /// Adds a header to every call.
    ///
    /// `Authorization` follows from the token, and headers that say what a request holds and how it travels, such as `Content-Type` and
    /// `Host`, from the call: to set them is an error of [`build`](Self::build).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends every call through a proxy, `http://…`, `https://…` or, with the feature `socks`, `socks5://…`; user name and password may
    /// stand in its address.
    ///
    /// If not set, the proxy is the operating system's or that of the environment (`HTTPS_PROXY`, `ALL_PROXY`, but for hosts in
    /// `NO_PROXY`). The proxy sees where calls go, but neither tokens nor content. To this machine calls go without a proxy.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connections.proxy = Some(url.into());
        self
    }

    /// Chooses the library that encrypts connections, among those that the crate's features bring.
    ///
    /// If not set, it is rustls with the provider that the program has installed as its default, else with aws-lc-rs, else with
    /// *ring*; the operating system's own library only where the crate has neither of them.
    pub fn tls(mut self, library: Tls) -> Self {
        self.connections.tls.library = Some(library);
        self
    }

    /// Trusts the certificates of a PEM text, such as a company's own authority, in addition to what the operating system trusts.
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connections.tls.roots.push(pem.into());
        self
    }

    /// Shows a certificate to servers that ask for one: a PEM text with the certificate, those that vouch for it behind it, and a
    /// PEM text with its private key, in PKCS #8 and not encrypted.
    pub fn client_certificate(
        mut self,
        certificates: impl Into<Vec<u8>>,
        private_key: impl Into<Vec<u8>>,
    ) -> Self {
        self.connections.tls.identity = Some(Identity {
            chain: certificates.into(),
            key: private_key.into(),
        });
        self
    }

    /// Sends every call with this HTTP client instead of one of the crate's own.
    ///
    /// Proxy, connect timeout, pool and TLS are then its business: to set them here as well is an error of [`build`](Self::build). So is
    /// the runtime: a client of reqwest is for one, while the crate's own works in any. Make it with `redirect(reqwest::redirect::Policy::none())`: a redirect
    /// can take a call's content to another host. If one was followed to there, that is an error, but a late one.
    ///
    /// # Stability
    ///
    /// It ties the caller to the version of reqwest that this crate uses. That version changes without a new major version of
    /// this crate.
    #[cfg(feature = "unstable-http-client")]
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets how long making a connection may take, TLS included. 5 seconds if not set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect_timeout = Some(timeout);
        self
    }

    /// Sets how long a connection is kept that nobody uses. 30 seconds if not set.
    ///
    /// It should be shorter than what the service, or a balancer in front of it, keeps them for.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.connections.pool_idle_timeout = Some(timeout);
        self
    }

    /// Sets how many connections are kept that nobody uses. There is no limit if not set; 0 makes a new one for every call.
    pub fn pool_max_idle(mut self, connections: usize) -> Self {
        self.connections.pool_max_idle = Some(connections);
        self
    }

    /// Sets how long a plain call may take, from sending it to the end of its reply, repeated attempts and the waits between them
    /// included. 120 seconds if not set.
    ///
    /// The service itself gives up on a workflow run that is neither streamed nor asynchronous after 90 seconds. Of an upload or
    /// download it limits the time between the end of the request and the beginning of the reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.call = timeout;
        self
    }

    /// Sets how long an event stream may be silent. 180 seconds if not set. There is no limit for the stream as a whole.
    pub fn stream_idle_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.stream = timeout;
        self
    }

    /// Sets how long an event stream may go on without an event, whatever else it sends: signs of life keep it from being silent.
    /// There is no such limit if not set.
    pub fn stream_event_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.event = Some(timeout);
        self
    }

    /// Sets how long an upload or download may stand still. 60 seconds if not set.
    pub fn transfer_idle_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.transfer = timeout;
        self
    }

    /// Sets how often a call is sent again after a failure that may pass. 2 if not set; 0 to send every call once,
    /// but for a token that is refused and can be renewed.
    ///
    /// Such failures are: no connection; a connection that breaks before the first byte of the reply; too many calls (HTTP status
    /// 429, or a code that says so); and HTTP status 408, 425, 500 and above, but for 501 and 505. A call that may have been carried out is
    /// repeated only if that does no harm: `GET`, `PUT`, `DELETE`, and what `with_idempotency` says so of. It has not been carried out
    /// if there was no connection, or a closed one, if a part of it was not sent, if there were too many calls, and if the service is
    /// busy and says until when (503 with `Retry-After`). What the service says is done: the header `x-should-retry` decides, be it
    /// `true` or `false`. A reading call that has no reply after half of its time is sent a second time, beside the first. A thing
    /// that a repeated `DELETE` does not find has been deleted. Nothing is repeated once a part of a stream or download has arrived.
    ///
    /// Between attempts there is a random wait of up to 0.5 seconds, then 1 second, and so on up to 8 seconds, in addition to what
    /// the service asks for (`Retry-After`). If it asks for more than a minute, or for more time than the call has left, the failure
    /// is reported at once; see [`Error::retry_after`].
    ///
    /// All calls of a client, and of its clones, have one budget for this, so that a service in trouble is not asked three times as
    /// often as before: enough for 100 repetitions, of which success pays for new ones, a fifth each.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = max_retries;
        self
    }

    /// Asks the service to compress its replies, by gzip; streams and downloads are asked for as they are. It is off if not set.
    ///
    /// [`max_reply_size`](Self::max_reply_size) counts what a reply becomes.
    pub fn gzip(mut self, gzip: bool) -> Self {
        self.gzip = gzip;
        self
    }

    /// Sets how many bytes of a reply may be kept in memory. 64 MiB if not set; a larger reply is an error.
    ///
    /// It does not limit streams as a whole, nor downloads that are saved in a file or read piece by piece.
    pub fn max_reply_size(mut self, bytes: usize) -> Self {
        self.limits.reply = bytes;
        self
    }

    /// Sets how many bytes one event of a stream may have. 16 MiB if not set; a larger event is an error.
    pub fn max_event_size(mut self, bytes: usize) -> Self {
        self.limits.event = bytes;
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the base URL, the token, a header or the proxy cannot be used; among them every base URL to which a token would
    /// travel unencrypted, unless it is this machine's or [allowed](Self::allow_plain_http).
    pub fn build(self) -> Result<Client> {
        let Some(base_url) = self.base_url.as_ref() else {
            let text = "nothing says where the service is: give `base_url` to the client's builder";
            return Err(Error::new(ErrorKind::Config, text));
        };
        let base = base_url.check_with_plain(self.plain_host.as_deref())?;
        if let Some(Credentials::Fixed(token)) = &self.credentials {
            header::value(token)?;
        }
        self.keys.check()?;
        let headers = self.checked_headers()?;
        let connections = match self.http {
            Some(http) => Connections::given(http, &self.connections)?,
            None => Connections::new(self.connections, base.encrypted)?,
        };
        Ok(Client::new(Transport {
            connections: Arc::new(connections),
            base: base.url,
            credentials: self.credentials,
            keys: self.keys,
            headers,
            timeouts: self.timeouts,
            max_retries: self.max_retries,
            budget: Arc::default(),
            limits: self.limits,
            hooks: self.hooks,
            retry_policy: self.retry_policy,
            gzip: self.gzip,
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
