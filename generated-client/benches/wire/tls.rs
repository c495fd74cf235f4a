//! The same server behind TLS, with a certificate of its own; and how a client comes to know it.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tempfile::NamedTempFile;
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::bare::Outcome;
use crate::server::{self, Made};

/// Where Debian keeps the certificates that a machine trusts. The others have as many.
const MACHINE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// What a server tells of its encrypted half.
#[derive(Clone, Default)]
pub(crate) struct Tls {
    /// The address, then the certificate.
    pub(crate) told: Arc<str>,
}

impl Tls {
    /// Starts it on a thread.
    pub(crate) fn start(made: Made) -> Self {
        let names = vec!["localhost".to_owned()];
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(names).expect("a certificate is made");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .expect("the certificate is valid");
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        std::thread::spawn(move || {
            server::accept(&listener, move |connection| {
                let tls =
                    ServerConnection::new(Arc::clone(&config)).expect("the settings are right");
                let _ = server::answer(StreamOwned::new(tls, connection), &made, &Self::default());
            });
        });
        Self {
            told: format!("https://localhost:{port}\n{}", cert.pem()).into(),
        }
    }
}

/// An encrypted server, and a file of the certificates that the machine trusts together with that of the server.
pub(crate) struct Known {
    pub(crate) url: String,
    file: NamedTempFile,
}

impl Known {
    pub(crate) async fn of(url: &str) -> Outcome<Self> {
        let told = reqwest::Client::builder().no_proxy().build()?;
        let told = told.get(format!("{url}/tls")).send().await?.text().await?;
        let (url, certificate) = told.split_once('\n').ok_or("two parts")?;
        let mut file = NamedTempFile::new()?;
        file.write_all(&std::fs::read(MACHINE).unwrap_or_default())?;
        file.write_all(certificate.as_bytes())?;
        Ok(Self {
            url: url.to_owned(),
            file,
        })
    }

    pub(crate) fn certificates(&self) -> &Path {
        self.file.path()
    }
}
