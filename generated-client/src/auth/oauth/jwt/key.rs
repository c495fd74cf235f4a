// part coze

//! A private RSA key: a PEM in, signatures (RS256) out.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;

use super::pem;
use crate::error::Error;
use crate::{ErrorKind, Result};

pub(crate) struct SigningKey(KeyPair);

impl SigningKey {
    /// Reads the key. No error shows anything of it.
    #[inline]
    pub(crate) fn from_pem(pem: &str) -> Result<Self> {
        let fault = |what: &str| Error::new(ErrorKind::Config, format!("the private key {what}"));
        let der = pem::read(pem).map_err(fault)?;
        // The first line of a PEM may have been written by hand; what stands below says which of both it is.
        let pair = KeyPair::from_pkcs8(&der).or_else(|e| KeyPair::from_der(&der).map_err(|_| e));
        let pair = pair.map_err(|e| fault(&format!("cannot be used as an RSA key: {e}")))?;
        Ok(Self(pair))
    }

    #[inline]
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
