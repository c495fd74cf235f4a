//! The operating system's own TLS.

use reqwest::Certificate;

use super::{TlsSettings, no_certificate, no_identity};
use crate::Result;

pub(super) fn configure(
    settings: &TlsSettings,
    builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder> {
    let mut builder = builder.tls_backend_native();
    for pem in &settings.roots {
        let roots =
            Certificate::from_pem_bundle(pem).map_err(|e| no_certificate().with_source(e))?;
        if roots.is_empty() {
            return Err(no_certificate());
        }
        builder = builder.tls_certs_merge(roots);
    }
    let Some(identity) = &settings.identity else {
        return Ok(builder);
    };
    let identity = reqwest::Identity::from_pkcs8_pem(&identity.chain, &identity.key)
        .map_err(|e| no_identity().with_source(e))?;
    Ok(builder.identity(identity))
}
