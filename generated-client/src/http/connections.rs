//! How connections are made and kept: settings in, an HTTP client for the caller's runtime out.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

pub(crate) use reqwest::{Body, Response};
use tokio::runtime::Id;

use super::runtime;
use super::tls::TlsSettings;
use crate::error::Error;
use crate::{ErrorKind, Result};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long an idle connection is kept. Most servers and load balancers close theirs after 60 seconds or more.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// How often an HTTP/2 connection is pinged, and how long the answer may take. Without it, calls would be sent into a connection
/// that the network has dropped, and each would fail only at its deadline.
const PING_INTERVAL: Duration = Duration::from_secs(20);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest time that clocks are asked to count.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// For how many runtimes connections are kept.
const RUNTIMES: usize = 16;

/// What the caller has set of connections.
#[derive(Clone, Default)]
pub(crate) struct ConnectionSettings {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) pool_idle_timeout: Option<Duration>,
    pub(crate) pool_max_idle: Option<usize>,
    pub(crate) proxy: Option<String>,
    pub(crate) tls: TlsSettings,
    /// Whether HTTP/2 is not spoken.
    pub(crate) http1_only: bool,
}

impl ConnectionSettings {
    /// The builder's methods by which something was set.
    pub(crate) fn given(&self) -> Vec<&'static str> {
        let given = [
            ("connect_timeout", self.connect_timeout.is_some()),
            ("pool_idle_timeout", self.pool_idle_timeout.is_some()),
            ("pool_max_idle", self.pool_max_idle.is_some()),
            ("proxy", self.proxy.is_some()),
            ("tls", self.tls.library.is_some()),
            ("add_root_certificate", !self.tls.roots.is_empty()),
            ("client_certificate", self.tls.identity.is_some()),
        ];
        let given = given.iter().filter(|(_, is_given)| *is_given);
        given.map(|(method, _)| *method).collect()
    }

    /// Checks everything that needs no more than a look at the settings.
    fn check(&self, encrypted: bool) -> Result<()> {
        if encrypted && let Some(url) = &self.proxy {
            checked_proxy(url)?;
        }
        self.tls.check(encrypted)
    }

    /// An HTTP client. Redirects are not followed: they could take the token, or a request's content, to another place. Nor does it
    /// repeat anything: that is decided, and counted, in one place. What other crates of the program turn on in reqwest does not change
    /// how replies are read: compression is our business.
    fn client(&self, encrypted: bool) -> Result<reqwest::Client> {
        let or = |given: Option<Duration>, default| given.unwrap_or(default).min(FOREVER);
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(never())
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connect_timeout(or(self.connect_timeout, CONNECT_TIMEOUT))
            .pool_idle_timeout(or(self.pool_idle_timeout, POOL_IDLE_TIMEOUT))
            .http2_keep_alive_interval(PING_INTERVAL)
            .http2_keep_alive_timeout(PING_TIMEOUT)
            .http2_keep_alive_while_idle(true);
        if let Some(most) = self.pool_max_idle {
            builder = builder.pool_max_idle_per_host(most);
        }
        builder = match (encrypted, &self.proxy) {
            (true, None) => builder,
            (true, Some(url)) => builder.proxy(checked_proxy(url)?),
            // A proxy would read the token on the way to this machine.
            (false, _) => builder.no_proxy(),
        };
        if self.http1_only {
            builder = builder.http1_only();
        }
        let builder = self.tls.configure(builder, encrypted, self.http1_only)?;
        builder.build().map_err(|e| {
            Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(e)
        })
    }
}

/// The connections of a client.
pub(crate) enum Connections {
    /// The user's own, wherever it is used.
    Given(reqwest::Client),
    /// One per runtime: a connection is driven by the runtime that made it, and stalls while that one does not run.
    Own {
        settings: Box<ConnectionSettings>,
        encrypted: bool,
        clients: Mutex<Vec<(Id, reqwest::Client)>>,
    },
}

impl Connections {
    /// The user's own client, which nothing else is set for.
    pub(crate) fn given(client: reqwest::Client, settings: &ConnectionSettings) -> Result<Self> {
        match settings.given().first() {
            None => Ok(Self::Given(client)),
            Some(void) => Err(Error::new(
                ErrorKind::Config,
                format!("`{void}` has no effect together with `http_client`: set it there"),
            )),
        }
    }

    /// Checks the settings. The HTTP client is made for the first call: it takes milliseconds to read the machine's certificates.
    pub(crate) fn new(settings: ConnectionSettings, encrypted: bool) -> Result<Self> {
        settings.check(encrypted)?;
        Ok(Self::Own {
            settings: Box::new(settings),
            encrypted,
            clients: Mutex::default(),
        })
    }

    // part coze
    /// Connections that can become something else than HTTP, which in HTTP/2 they cannot. The settings are known to be right.
    #[cfg(feature = "realtime")]
    pub(crate) fn upgradable(settings: &ConnectionSettings, encrypted: bool) -> Self {
        Self::Own {
            settings: Box::new(ConnectionSettings {
                http1_only: true,
                ..settings.clone()
            }),
            encrypted,
            clients: Mutex::default(),
        }
    }

    // end part
    /// The HTTP client for the caller's runtime.
    pub(crate) fn client(&self) -> Result<reqwest::Client> {
        let here = runtime::current()?.id();
        let (settings, encrypted, clients) = match self {
            Self::Given(client) => return Ok(client.clone()),
            Self::Own {
                settings,
                encrypted,
                clients,
            } => (settings, *encrypted, clients),
        };
        let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
        match clients.last() {
            Some((of, client)) if *of == here => Ok(client.clone()),
            Some(_) | None => most_recent(&mut clients, here, || settings.client(encrypted)),
        }
    }
}

/// Nothing is repeated, which includes that no request is cloned before it is sent, to be at hand for that.
fn never() -> reqwest::retry::Builder {
    reqwest::retry::never().max_retries_per_request(0)
}

/// Makes the HTTP client of a runtime the most recently used one. By itself, because nearly every call finds that it is that already.
#[cold]
fn most_recent(
    clients: &mut Vec<(Id, reqwest::Client)>,
    here: Id,
    new: impl FnOnce() -> Result<reqwest::Client>,
) -> Result<reqwest::Client> {
    let client = match clients.iter().position(|(of, _)| *of == here) {
        Some(at) => clients.remove(at).1,
        None => new()?,
    };
    // The least recently used one is dropped.
    if clients.len() == RUNTIMES {
        clients.remove(0);
    }
    clients.push((here, client.clone()));
    Ok(client)
}

/// The error does not show the address, which may hold a password.
fn checked_proxy(url: &str) -> Result<reqwest::Proxy> {
    let fault = |what| Error::new(ErrorKind::Config, what);
    let is_socks = url.starts_with("socks5://") || url.starts_with("socks5h://");
    if is_socks && cfg!(not(feature = "socks")) {
        return Err(fault(
            "a SOCKS5 proxy needs the feature `socks` of coze-client",
        ));
    }
    let is_known = is_socks || url.starts_with("http://") || url.starts_with("https://");
    let proxy = is_known.then(|| reqwest::Proxy::all(url).ok()).flatten();
    proxy.ok_or_else(|| {
        fault("the proxy's address must be like http://host:port or socks5://host:port")
    })
}
