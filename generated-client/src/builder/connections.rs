//! Settings of the connections. In a browser they are its own.

use std::time::Duration;

use super::ClientBuilder;
use crate::http::tls::{Identity, Tls};

impl ClientBuilder {
    /// Sends every call through a proxy: `http://…`, `https://…` or, with the feature `socks`, `socks5://…`. The address may hold a user
    /// name and a password.
    ///
    /// If not set, it is the proxy of the operating system or of the environment (`HTTPS_PROXY`, `ALL_PROXY`, except for hosts in
    /// `NO_PROXY`). A proxy sees the host of a call, but neither token nor content. Calls to this machine never use a proxy.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connections.proxy = Some(url.into());
        self
    }

    /// Chooses the TLS library, among those that the enabled features bring.
    ///
    /// If not set, it is rustls with the provider that the program has installed as its default; else with aws-lc-rs; else with *ring*.
    /// The operating system's library is used only if rustls is not compiled in.
    pub fn tls(mut self, library: Tls) -> Self {
        self.connections.tls.library = Some(library);
        self
    }

    /// Trusts the certificates of a PEM text, such as a company's own authority, in addition to what the operating system trusts.
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connections.tls.roots.push(pem.into());
        self
    }

    /// Sets a client certificate, for servers that ask for one: the certificate as PEM, followed by its intermediate certificates, and its
    /// private key as PEM (PKCS #8, not encrypted).
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

    /// Sets the time limit for making a connection, including TLS. 5 seconds if not set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect_timeout = Some(timeout);
        self
    }

    /// Sets how long an idle connection is kept. 30 seconds if not set.
    ///
    /// It should be shorter than the idle timeout of the service, and of load balancers in front of it.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.connections.pool_idle_timeout = Some(timeout);
        self
    }

    /// Sets how many idle connections are kept. No limit if not set; with 0, every call makes a new connection.
    pub fn pool_max_idle(mut self, connections: usize) -> Self {
        self.connections.pool_max_idle = Some(connections);
        self
    }
}
