//! Which TLS the HTTP client speaks: a client's builder in, the same with its TLS set out.
//!
//! By default that is rustls with *ring*, trusting what the operating system trusts. *ring* instead of rustls' default, aws-lc-rs,
//! because every user compiles it: it is the smaller build and needs only `cc`. The provider is passed along instead of installed:
//! a library must not decide for the whole process. With the feature `native-tls` it is the operating system's own library.

use crate::Result;

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
compile_error!("coze-client needs TLS: enable its feature `rustls` (the default) or `native-tls`");

/// Sets up TLS; `encrypted` says whether it will be used.
#[cfg(feature = "native-tls")]
#[allow(clippy::unnecessary_wraps)] // as with rustls
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    _encrypted: bool,
) -> Result<reqwest::ClientBuilder> {
    Ok(builder.tls_backend_native())
}

/// Sets up TLS; `encrypted` says whether it will be used.
#[cfg(not(feature = "native-tls"))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    encrypted: bool,
) -> Result<reqwest::ClientBuilder> {
    let config = if encrypted {
        with_rustls::verifying()?
    } else {
        with_rustls::trusting_nobody()?
    };
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
mod with_rustls {
    use std::sync::{Arc, OnceLock};

    use rustls::ClientConfig;
    use rustls::crypto::ring;
    use rustls_platform_verifier::BuilderVerifierExt;

    use crate::error::Error;
    use crate::{ErrorKind, Result};

    /// Made once per process: reading the system's certificates takes milliseconds.
    static VERIFYING: OnceLock<ClientConfig> = OnceLock::new();

    /// The configuration for an encrypted base URL.
    pub(crate) fn verifying() -> Result<ClientConfig> {
        if let Some(config) = VERIFYING.get() {
            return Ok(config.clone());
        }
        let config = builder()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|e| Error::new(ErrorKind::Config, "TLS cannot be set up").with_source(e))?
            .with_no_client_auth();
        Ok(VERIFYING.get_or_init(|| offering_http2(config)).clone())
    }

    /// The configuration for plain HTTP to this machine: trusts nobody, so a machine without certificates can run tests.
    pub(crate) fn trusting_nobody() -> Result<ClientConfig> {
        let config = builder()
            .map_err(|e| Error::new(ErrorKind::Config, "TLS cannot be set up").with_source(e))?;
        Ok(config
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth())
    }

    type Builder = rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>;

    fn builder() -> std::result::Result<Builder, rustls::Error> {
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
    }

    /// reqwest leaves ALPN alone in a configuration that it did not make.
    fn offering_http2(mut config: ClientConfig) -> ClientConfig {
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config
    }
}
