//! rustls: its provider of cryptography, and whom it trusts.

use std::sync::{Arc, OnceLock};

use rustls::client::WantsClientCert;
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::{BuilderVerifierExt, Verifier};

use super::{Identity, Tls, TlsSettings, fault, no_certificate, no_identity};
use crate::Result;
use crate::error::Error;

/// Made once per process, for the first call: reading the system's certificates takes milliseconds.
static DEFAULT: OnceLock<ClientConfig> = OnceLock::new();

/// Finds out what is wrong with the settings, if anything is, without reading the system's certificates.
pub(super) fn check(settings: &TlsSettings, encrypted: bool) -> Result<()> {
    let builder = builder(provider(settings.library)?)?;
    if encrypted {
        let mut store = RootCertStore::empty();
        for root in roots(&settings.roots)? {
            store.add(root).map_err(|e| unusable(&e))?;
        }
        identified(builder.with_root_certificates(store), settings)?;
    }
    Ok(())
}

pub(super) fn configure(
    settings: &TlsSettings,
    builder: reqwest::ClientBuilder,
    encrypted: bool,
    http1_only: bool,
) -> Result<reqwest::ClientBuilder> {
    let made = if is_default(settings) {
        &DEFAULT
    } else {
        &settings.made
    };
    let mut config = if !encrypted {
        trusting_nobody(settings.library)?
    } else if let Some(config) = made.get() {
        config.clone()
    } else {
        let config = verifying(settings)?;
        made.get_or_init(|| config).clone()
    };
    if http1_only {
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
    }
    Ok(builder.tls_backend_preconfigured(config))
}

fn is_default(settings: &TlsSettings) -> bool {
    settings.library.is_none() && settings.roots.is_empty() && settings.identity.is_none()
}

/// For plain HTTP to this machine: a machine without certificates can run tests.
fn trusting_nobody(library: Option<Tls>) -> Result<ClientConfig> {
    Ok(builder(provider(library)?)?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

fn verifying(settings: &TlsSettings) -> Result<ClientConfig> {
    let provider = provider(settings.library)?;
    let builder = builder(Arc::clone(&provider))?;
    let roots = roots(&settings.roots)?;
    let builder = if roots.is_empty() {
        builder.with_platform_verifier().map_err(|e| unusable(&e))?
    } else {
        let verifier = Verifier::new_with_extra_roots(roots, provider).map_err(|e| unusable(&e))?;
        builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
    };
    let mut config = identified(builder, settings)?;
    // reqwest leaves ALPN alone in a configuration that it did not make.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn identified(
    builder: ConfigBuilder<ClientConfig, WantsClientCert>,
    settings: &TlsSettings,
) -> Result<ClientConfig> {
    let Some(identity) = &settings.identity else {
        return Ok(builder.with_no_client_auth());
    };
    let (chain, key) = parsed(identity)?;
    builder
        .with_client_auth_cert(chain, key)
        .map_err(|e| fault("the client certificate cannot be used").with_source(e.to_string()))
}

fn builder(provider: Arc<CryptoProvider>) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>> {
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| unusable(&e))
}

/// The provider that was asked for; else the one that the program has installed, as reqwest does it; else our default.
fn provider(library: Option<Tls>) -> Result<Arc<CryptoProvider>> {
    if library.is_none()
        && let Some(installed) = CryptoProvider::get_default()
    {
        return Ok(Arc::clone(installed));
    }
    match library.unwrap_or(Tls::DEFAULT) {
        #[cfg(feature = "rustls")]
        Tls::Rustls => Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider())),
        #[cfg(feature = "rustls-ring")]
        Tls::RustlsRing => Ok(Arc::new(rustls::crypto::ring::default_provider())),
        absent => Err(absent.absent()),
    }
}

fn roots(pems: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>> {
    let mut roots = Vec::new();
    for pem in pems {
        roots.extend(certificates(pem).ok_or_else(no_certificate)?);
    }
    Ok(roots)
}

fn parsed(identity: &Identity) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let chain = certificates(&identity.chain).ok_or_else(no_identity)?;
    let key = PrivateKeyDer::from_pem_slice(&identity.key).map_err(|_| no_identity())?;
    Ok((chain, key))
}

/// At least one certificate.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let mut all = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        all.push(certificate.ok()?);
    }
    (!all.is_empty()).then_some(all)
}

/// The cause as a text: what rustls can say of every kind of error would be compiled here, too.
#[cold]
fn unusable(cause: &rustls::Error) -> Error {
    fault("TLS cannot be set up").with_source(cause.to_string())
}
