//! The TLS configuration of the HTTP client: rustls with *ring*, trusting what the operating system trusts.
//!
//! *ring* instead of rustls' default, aws-lc-rs, because every user compiles it: it is the smaller build and needs only `cc`.
//! The provider is passed along instead of installed: a library must not decide for the whole process.

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
