//! A private RSA key: PEM in, signatures (RS256) out.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;

use crate::error::Error;
use crate::{ErrorKind, Result};

pub(crate) struct SigningKey(KeyPair);

impl SigningKey {
    /// Reads the key. No error shows anything of it.
    pub(crate) fn from_pem(pem: &str) -> Result<Self> {
        // In environment variables and configuration files line breaks are often written as `\n`.
        let pem = pem.trim().replace("\\n", "\n");
        let fault = |what: &str| Error::new(ErrorKind::Config, format!("the private key {what}"));
        let Ok(der) = PrivateKeyDer::from_pem_slice(pem.as_bytes()) else {
            return Err(fault(
                "is no PEM: it begins with a line like -----BEGIN PRIVATE KEY----- and is not encrypted",
            ));
        };
        let pair = match &der {
            PrivateKeyDer::Pkcs8(der) => KeyPair::from_pkcs8(der.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(der) => KeyPair::from_der(der.secret_pkcs1_der()),
            _ => return Err(fault("is no RSA key")),
        };
        let pair = pair.map_err(|e| fault(&format!("cannot be used: {e}")))?;
        Ok(Self(pair))
    }

    pub(crate) fn sign(&self, text: &[u8]) -> Result<Vec<u8>> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        let outcome = self.0.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            text,
            &mut signature,
        );
        match outcome {
            Ok(()) => Ok(signature),
            Err(_) => Err(Error::new(ErrorKind::Config, "the JWT cannot be signed")),
        }
    }
}
