// part coze

//! Random texts, SHA-256 and base64 for URLs: everything of cryptography that OAuth needs, except for signing.
//!
//! aws-lc-rs does it wherever it is compiled anyway. Without it two small crates take its place.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::Error;
use crate::{ErrorKind, Result};

/// A text of 43 characters that nobody can guess: 256 random bits, of the characters that need no encoding in a URL. RFC 7636 advises
/// exactly this for a verifier.
#[inline]
pub(crate) fn random_text() -> Result<String> {
    let mut bytes = [0; 32];
    fill(&mut bytes).ok_or_else(|| {
        Error::new(
            ErrorKind::Config,
            "the operating system gives no random numbers",
        )
    })?;
    Ok(base64url(&bytes))
}

#[inline]
pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether two texts are the same, in a time that does not tell where they differ.
#[inline]
pub(crate) fn is_same(left: &str, right: &str) -> bool {
    let pairs = left.bytes().zip(right.bytes());
    left.len() == right.len() && pairs.fold(0, |all, (l, r)| all | (l ^ r)) == 0
}

#[cfg(all(any(feature = "rustls", feature = "jwt"), not(target_family = "wasm")))]
mod backend {
    use aws_lc_rs::rand::{SecureRandom, SystemRandom};

    #[inline]
    pub(crate) fn fill(bytes: &mut [u8]) -> Option<()> {
        SystemRandom::new().fill(bytes).ok()
    }

    pub(crate) fn sha256(text: &[u8]) -> impl AsRef<[u8]> {
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text)
    }
}

#[cfg(any(target_family = "wasm", not(any(feature = "rustls", feature = "jwt"))))]
mod backend {
    use sha2::Digest as _;

    #[inline]
    pub(crate) fn fill(bytes: &mut [u8]) -> Option<()> {
        getrandom::fill(bytes).ok()
    }

    pub(crate) fn sha256(text: &[u8]) -> impl AsRef<[u8]> {
        sha2::Sha256::digest(text)
    }
}

use backend::fill;
pub(crate) use backend::sha256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_and_base64_are_those_of_rfc_7636() {
        let challenge = base64url(sha256(b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").as_ref());
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn random_texts_are_long_and_differ() {
        let texts: Vec<String> = (0..100).map(|_| random_text().expect("random")).collect();
        let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        assert!(
            texts
                .iter()
                .all(|t| t.len() == 43 && t.chars().all(unreserved))
        );
        let distinct: std::collections::BTreeSet<&String> = texts.iter().collect();
        assert_eq!(distinct.len(), texts.len());
    }

    #[test]
    fn comparing_is_exact() {
        assert!(is_same("abc", "abc") && is_same("", ""));
        assert!(!is_same("abc", "abd") && !is_same("abc", "ab") && !is_same("", "a"));
    }
}
