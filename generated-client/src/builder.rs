//! How a [`Client`] is set up.

use std::fmt;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::base_url::{Base, BaseUrl, Region};
use crate::client::Client;
use crate::error::Error;
use crate::token::Token;
use crate::transport::{Timeouts, Transport, header_name, header_value};
use crate::{ErrorKind, Result, tls};

/// Sets up a [`Client`]; made by [`Client::builder`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: BaseUrl,
    token: Option<Token>,
    headers: Vec<(String, String)>,
    timeouts: Timeouts,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            base_url: Region::default().into(),
            token: None,
            headers: Vec::new(),
            timeouts: Timeouts {
                connect: Duration::from_secs(5),
                call: Duration::from_mins(2),
                stream: Duration::from_mins(3),
                transfer: Duration::from_mins(1),
            },
        }
    }

    /// Sets the access token, such as a personal one (`pat_…`).
    ///
    /// Without it every call needs its own, by `with_token`. White space around it is removed.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Token::new(&token.into()));
        self
    }

    /// Sets where the service is: a [`Region`] or an address. [`Region::Com`] if not set.
    pub fn base_url(mut self, base_url: impl Into<BaseUrl>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Adds a header to every call.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets how long making a connection may take. 5 seconds if not set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// Sets how long a plain call may take, from sending it to the end of its reply. 120 seconds if not set.
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

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the base URL, the token or a header cannot be used; among them every base URL to which a token would
    /// travel unencrypted, unless it is this machine's.
    pub fn build(self) -> Result<Client> {
        let base = self.base_url.check()?;
        if let Some(token) = &self.token {
            token.header()?;
        }
        let headers = self.checked_headers()?;
        let http = http(&base, self.timeouts.connect)?;
        Ok(Client::new(Transport {
            http,
            base: base.url,
            token: self.token,
            headers,
            timeouts: self.timeouts,
        }))
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

/// Without the token and the headers' values.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("token", &self.token)
            .field("headers", &names)
            .field("timeouts", &self.timeouts)
            .finish()
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

/// The HTTP client. Redirects are not followed: they could take the token, or a request's content, to another place.
fn http(base: &Base, connect: Duration) -> Result<reqwest::Client> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connect);
    builder = if base.encrypted {
        builder.tls_backend_preconfigured(tls::verifying()?)
    } else {
        // A proxy would read the token on the way to this machine.
        builder
            .tls_backend_preconfigured(tls::trusting_nobody()?)
            .no_proxy()
    };
    builder.build().map_err(|e| {
        Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(e)
    })
}
