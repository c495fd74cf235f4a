//! Which TLS the HTTP client speaks: a client's builder in, the same with its TLS set out.
//!
//! Nothing is installed process-wide: that is the program's decision. A provider that the program has installed is used.

use std::fmt;

use crate::error::Error;
use crate::{ErrorKind, Result};

#[cfg(not(any(feature = "_rustls", feature = "native-tls")))]
compile_error!(
    "coze-client needs TLS: enable its feature `rustls` (the default), `rustls-ring` or `native-tls`"
);

#[cfg(feature = "native-tls")]
mod native;
#[cfg(feature = "_rustls")]
mod with_rustls;

/// A TLS library; see [`ClientBuilder::tls`](crate::ClientBuilder::tls).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tls {
    /// rustls with its default provider, aws-lc-rs; feature `rustls`, which is on by default.
    Rustls,
    /// rustls with *ring*; feature `rustls-ring`.
    RustlsRing,
    /// The operating system's own library, OpenSSL on Linux; feature `native-tls`.
    Native,
}

impl Tls {
    /// What is used where nothing is chosen.
    const DEFAULT: Self = if cfg!(feature = "rustls") {
        Self::Rustls
    } else if cfg!(feature = "rustls-ring") {
        Self::RustlsRing
    } else {
        Self::Native
    };

    /// The error for a library that is not compiled in.
    #[allow(dead_code)] // nothing is absent where all features are on
    #[cold]
    fn absent(self) -> Error {
        let feature = match self {
            Self::Rustls => "rustls",
            Self::RustlsRing => "rustls-ring",
            Self::Native => "native-tls",
        };
        fault(format!(
            "this TLS needs the feature `{feature}` of coze-client"
        ))
    }
}

/// How connections are encrypted.
#[derive(Clone, Default)]
pub(crate) struct TlsSettings {
    pub(crate) library: Option<Tls>,
    /// PEM texts of one or more certificates, trusted in addition to what the operating system trusts.
    pub(crate) roots: Vec<Vec<u8>>,
    /// What the client shows when it is asked who it is.
    pub(crate) identity: Option<Identity>,
    /// What rustls has made of it, for all clients with these settings.
    #[cfg(feature = "_rustls")]
    made: std::sync::OnceLock<rustls::ClientConfig>,
}

/// A chain of certificates and the private key of the first, as PEM texts.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) chain: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

/// Without certificates and key.
impl fmt::Debug for TlsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.library.fmt(f)
    }
}

impl TlsSettings {
    /// Checks what is set, without a look at what the machine trusts; `encrypted` says whether it will be used.
    pub(crate) fn check(
        &self,
        // The other library looks at everything.
        #[cfg_attr(not(feature = "_rustls"), allow(unused_variables))] encrypted: bool,
    ) -> Result<()> {
        match self.library.unwrap_or(Tls::DEFAULT) {
            #[cfg(feature = "_rustls")]
            Tls::Rustls | Tls::RustlsRing => with_rustls::check(self, encrypted),
            #[cfg(feature = "native-tls")]
            Tls::Native => native::configure(self, reqwest::Client::builder()).map(drop),
            #[allow(unreachable_patterns)] // nothing is absent where all features are on
            absent => Err(absent.absent()),
        }
    }

    /// Sets up TLS; `encrypted` says whether it will be used.
    pub(crate) fn configure(
        &self,
        builder: reqwest::ClientBuilder,
        // rustls alone is set up for it, and reads certificates for that.
        #[cfg_attr(not(feature = "_rustls"), allow(unused_variables))] encrypted: bool,
        // The other library is told by reqwest.
        #[cfg_attr(not(feature = "_rustls"), allow(unused_variables))] http1_only: bool,
    ) -> Result<reqwest::ClientBuilder> {
        match self.library.unwrap_or(Tls::DEFAULT) {
            #[cfg(feature = "_rustls")]
            Tls::Rustls | Tls::RustlsRing => {
                with_rustls::configure(self, builder, encrypted, http1_only)
            }
            #[cfg(feature = "native-tls")]
            Tls::Native => native::configure(self, builder),
            #[allow(unreachable_patterns)] // nothing is absent where all features are on
            absent => Err(absent.absent()),
        }
    }
}

#[cold]
fn fault(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, what)
}

#[cold]
fn no_certificate() -> Error {
    fault("the root certificate is no PEM: it begins with the line -----BEGIN CERTIFICATE-----")
}

#[cold]
fn no_identity() -> Error {
    fault(
        "the client certificate and its private key are no PEM: they begin with the lines -----BEGIN CERTIFICATE----- and \
         -----BEGIN PRIVATE KEY-----",
    )
}
