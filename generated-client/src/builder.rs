//! How a [`Client`] is set up.

use std::fmt;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::auth::token::header;
use crate::auth::{Credentials, TokenSource};
use crate::client::Client;
use crate::error::Error;
use crate::http::base_url::{Base, BaseUrl, Region};
use crate::http::retry::MAX_RETRIES;
use crate::http::tls::{Identity, Tls, TlsSettings};
use crate::http::transport::{Limits, Timeouts, Transport, header_name, header_value};
use crate::http::unpooled::Unpooled;
use crate::sse::decoder::MAX_EVENT;
use crate::{ErrorKind, Result};

/// Sets up a [`Client`]; made by [`Client::builder`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: BaseUrl,
    credentials: Option<Credentials>,
    headers: Vec<(String, String)>,
    proxy: Option<String>,
    timeouts: Timeouts,
    max_retries: u32,
    limits: Limits,
    tls: TlsSettings,
    /// The user's own.
    http: Option<reqwest::Client>,
}

impl Client {
    /// Sets up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            base_url: Region::default().into(),
            credentials: None,
            headers: Vec::new(),
            proxy: None,
            timeouts: Timeouts {
                connect: Duration::from_secs(5),
                call: Duration::from_mins(2),
                stream: Duration::from_mins(3),
                transfer: Duration::from_mins(1),
            },
            max_retries: MAX_RETRIES,
            limits: Limits {
                reply: 64 * 1024 * 1024,
                event: MAX_EVENT,
            },
            tls: TlsSettings::default(),
            http: None,
        }
    }

    /// Sets the access token, such as a personal one (`pat_…`).
    ///
    /// Without it every call needs its own, by `with_token`. What is often copied with a token is removed: white space, quotation marks,
    /// the word `Bearer`.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials = Some(Credentials::Fixed(header::cleaned(&token.into())));
        self
    }

    /// Sets where access tokens come from, instead of a token that stays the same: a closure, by [`from_fn`](crate::auth::from_fn), or
    /// what else the module [`auth`](crate::auth) has. Its tokens are kept and renewed before they expire.
    ///
    /// An OAuth app needs a client of its own to get its tokens; then it is [`Client::with_token_source`] that takes it.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.credentials = Some(Credentials::source(source));
        self
    }

    /// Sets where the service is: a [`Region`] or an address. [`Region::Com`] if not set.
    pub fn base_url(mut self, base_url: impl Into<BaseUrl>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Adds a header to every call.
    ///
    /// `Authorization` follows from the token, and headers that say how a request travels, such as `Host` and `Content-Length`, from
    /// the call: to set them is an error of [`build`](Self::build).
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
        self.proxy = Some(url.into());
        self
    }

    /// Chooses the library that encrypts connections, among those that the crate's features bring.
    ///
    /// If not set, it is rustls with the provider that the program has installed as its default, else with aws-lc-rs, else with
    /// *ring*; the operating system's own library only where the crate has neither of them.
    pub fn tls(mut self, library: Tls) -> Self {
        self.tls.library = Some(library);
        self
    }

    /// Trusts the certificates of a PEM text, such as a company's own authority, in addition to what the operating system trusts.
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(pem.into());
        self
    }

    /// Shows a certificate to servers that ask for one: a PEM text with the certificate, those that vouch for it behind it, and a
    /// PEM text with its private key, in PKCS #8 and not encrypted.
    pub fn client_certificate(
        mut self,
        certificates: impl Into<Vec<u8>>,
        private_key: impl Into<Vec<u8>>,
    ) -> Self {
        self.tls.identity = Some(Identity {
            chain: certificates.into(),
            key: private_key.into(),
        });
        self
    }

    /// Sends every call with this HTTP client instead of one of the crate's own.
    ///
    /// Proxy, connect timeout and TLS are then its business. Make it with `redirect(reqwest::redirect::Policy::none())`: a redirect
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
        self.timeouts.connect = timeout;
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

    /// Sets how long an upload or download may stand still. 60 seconds if not set.
    pub fn transfer_idle_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.transfer = timeout;
        self
    }

    /// Sets how often a call is sent again after a failure that may pass. 2 if not set; 0 for never.
    ///
    /// Such failures are: no connection; a connection that breaks before the first byte of the reply; too many calls (HTTP status
    /// 429, Coze's code 4013); and HTTP status 408, 425, 502, 503 and 504. A call that may have been carried out, which is all but
    /// the first and the third, is repeated only if that does no harm: `GET`, `PUT`, `DELETE`, and what
    /// `with_idempotency` says so of. Nothing is repeated once a part of a stream or download has arrived.
    ///
    /// Between attempts there is a random wait of up to 0.5 seconds, then 1 second, and so on up to 8 seconds, in addition to what
    /// the service asks for (`Retry-After`). If it asks for more than a minute, or for more time than the call has left, the failure
    /// is reported at once; see [`Error::retry_after`].
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = max_retries;
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
    /// travel unencrypted, unless it is this machine's.
    pub fn build(self) -> Result<Client> {
        let base = self.base_url.check()?;
        if let Some(Credentials::Fixed(token)) = &self.credentials {
            header::value(token)?;
        }
        let headers = self.checked_headers()?;
        let (http, unpooled) = self.http_clients(&base)?;
        Ok(Client::new(Transport {
            http,
            unpooled,
            base: base.url,
            credentials: self.credentials,
            headers,
            timeouts: self.timeouts,
            max_retries: self.max_retries,
            limits: self.limits,
        }))
    }

    /// The HTTP client of all calls, and the one of calls for tokens. A client of the user's own is both.
    fn http_clients(&self, base: &Base) -> Result<(reqwest::Client, Unpooled)> {
        if let Some(own) = self.http.clone() {
            return Ok((own.clone(), Unpooled::new(move || Ok(own.clone()))));
        }
        let pooled = made(http(base, self)?)?;
        let (base, settings) = (base.clone(), self.clone());
        let unpooled = move || made(http(&base, &settings)?.pool_max_idle_per_host(0));
        Ok((pooled, Unpooled::new(unpooled)))
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

/// Without the token, the headers' values and the proxy, whose address may hold a password.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("token", &self.credentials)
            .field("headers", &names)
            .field("timeouts", &self.timeouts)
            .field("max_retries", &self.max_retries)
            .finish_non_exhaustive()
    }
}

/// Who is calling, in the two headers by which the service tells its SDKs apart.
fn identity() -> HeaderMap {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let agent = format!("coze-client/{VERSION} rust {system}/{machine}");
    let details = format!(
        r#"{{"version":"{VERSION}","lang":"rust","lang_version":"unknown","os_name":"{system}","os_version":"unknown"}}"#
    );
    [("user-agent", agent), ("x-coze-client-user-agent", details)]
        .into_iter()
        .filter_map(|(name, value)| {
            Some((
                HeaderName::from_static(name),
                HeaderValue::try_from(value).ok()?,
            ))
        })
        .collect()
}

/// The settings of the HTTP clients. Redirects are not followed: they could take the token, or a request's content, to another place.
fn http(base: &Base, settings: &ClientBuilder) -> Result<reqwest::ClientBuilder> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(settings.timeouts.connect);
    builder = match (base.encrypted, &settings.proxy) {
        (true, None) => builder,
        (true, Some(url)) => builder.proxy(checked_proxy(url)?),
        // A proxy would read the token on the way to this machine.
        (false, _) => builder.no_proxy(),
    };
    settings.tls.configure(builder, base.encrypted)
}

fn made(builder: reqwest::ClientBuilder) -> Result<reqwest::Client> {
    builder.build().map_err(|e| {
        Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(e)
    })
}

/// The error does not show the address, which may hold a password.
fn checked_proxy(url: &str) -> Result<reqwest::Proxy> {
    let is_socks = url.starts_with("socks5://") || url.starts_with("socks5h://");
    if is_socks && cfg!(not(feature = "socks")) {
        return Err(Error::new(
            ErrorKind::Config,
            "a SOCKS5 proxy needs the feature `socks` of coze-client",
        ));
    }
    let known = ["http://", "https://", "socks5://", "socks5h://"];
    let proxy = known
        .iter()
        .any(|scheme| url.starts_with(scheme))
        .then(|| reqwest::Proxy::all(url).ok());
    proxy.flatten().ok_or_else(|| {
        Error::new(
            ErrorKind::Config,
            "the proxy's address must be like http://host:port or socks5://host:port",
        )
    })
}
