// part coze

//! A private key as PEM, in whatever state it came through a configuration: text in, DER out, or what is wrong with it.
//!
//! Environment variables, shells and secret stores take line breaks for something else, add quotation marks, or want base64. None of
//! that changes what stands between the first and the last line.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

/// A key in DER.
pub(crate) type Der = Zeroizing<Vec<u8>>;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const BEGIN: &str = "-----BEGIN";
const END: &str = "-----END";
const DASHES: &str = "-----";

const NO_PEM: &str = "is no PEM, which begins with a line like -----BEGIN PRIVATE KEY-----";

/// What DER begins with: a sequence.
const SEQUENCE: u8 = 0x30;

/// Reads the key. What is wrong continues a sentence about it, and shows nothing of it.
#[inline]
pub(crate) fn read(text: &str) -> Result<Der, &'static str> {
    let text = unescaped(text);
    if text.contains(BEGIN) {
        return block(&text);
    }
    let Some(inner) = decoded(&text) else {
        let is_path = [".pem", ".key"]
            .iter()
            .any(|end| text.trim().ends_with(end));
        return Err(if is_path {
            "is the name of a file, not what stands in it"
        } else {
            NO_PEM
        });
    };
    match std::str::from_utf8(&inner) {
        Ok(pem) if pem.contains(BEGIN) => block(&unescaped(pem)),
        // Only what stood between the first and the last line.
        _ if inner.first() == Some(&SEQUENCE) => Ok(inner),
        _ => Err(NO_PEM),
    }
}

/// Line breaks that are written as `\n`, once or twice escaped, are line breaks.
#[inline]
fn unescaped(text: &str) -> Zeroizing<String> {
    let text = ["\\r", "\\n"]
        .iter()
        .fold(text.to_owned(), |text, escape| text.replace(escape, "\n"));
    Zeroizing::new(text.replace('\\', ""))
}

/// The key of the first block that holds a private one.
#[inline]
fn block(text: &str) -> Result<Der, &'static str> {
    let mut fault = None;
    for begun in text.split(BEGIN).skip(1) {
        match key(begun) {
            Ok(key) => return Ok(key),
            Err(what) => fault = fault.or(Some(what)),
        }
    }
    Err(fault.unwrap_or("is empty"))
}

/// The key of a block, from behind its `-----BEGIN`.
#[inline]
fn key(begun: &str) -> Result<Der, &'static str> {
    let (label, rest) = begun
        .split_once(DASHES)
        .ok_or("is cut off within its first line")?;
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    match label.as_str() {
        "PRIVATEKEY" | "RSAPRIVATEKEY" => {}
        "ENCRYPTEDPRIVATEKEY" => return Err(ENCRYPTED),
        "ECPRIVATEKEY" | "DSAPRIVATEKEY" => return Err("is no RSA key"),
        "OPENSSHPRIVATEKEY" => {
            return Err("is in OpenSSH's own format: convert a copy with `ssh-keygen -p -m PEM`");
        }
        "PUBLICKEY" | "RSAPUBLICKEY" => return Err("is a public key"),
        _ => return Err("is the PEM of something else than a private key"),
    }
    let (body, _) = rest
        .split_once(END)
        .ok_or("is cut off: its last line, which begins with -----END, is missing")?;
    if body.contains("ENCRYPTED") {
        return Err(ENCRYPTED);
    }
    decoded(body)
        .filter(|der| der.first() == Some(&SEQUENCE))
        .ok_or("is damaged: what stands between its first and last line is not the base64 of a key")
}

const ENCRYPTED: &str =
    "is encrypted: decrypt a copy with `openssl pkcs8 -in key.pem -out plain.pem`";

/// What base64 stands for, whatever stands between its letters.
#[inline]
fn decoded(text: &str) -> Option<Der> {
    let letter = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let between = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | '\u{feff}' | '\u{200b}')
    };
    if text.chars().any(|c| !letter(&c) && !between(c)) {
        return None;
    }
    let letters: Zeroizing<String> = Zeroizing::new(text.chars().filter(letter).collect());
    let decoded = BASE64.decode(letters.as_bytes()).ok()?;
    (!decoded.is_empty()).then(|| Zeroizing::new(decoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sequence of 60 bytes, which is enough to look like a key here.
    fn pem(label: &str, line_break: &str) -> String {
        let lines: Vec<String> = body()
            .as_bytes()
            .chunks(16)
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect();
        let body = lines.join(line_break);
        format!("-----BEGIN {label}-----{line_break}{body}{line_break}-----END {label}-----")
    }

    fn body() -> String {
        BASE64.encode([SEQUENCE; 60])
    }

    #[test]
    fn whatever_became_of_the_line_breaks_it_is_the_same_key() {
        let plain = pem("PRIVATE KEY", "\n");
        for text in [
            plain.clone(),
            pem("RSA PRIVATE KEY", "\r\n"),
            pem("PRIVATE KEY", "\\n"),
            pem("PRIVATE KEY", "\\\\n"),
            pem("PRIVATE KEY", "\\r\\n"),
            pem("PRIVATE KEY", "\\\n"),
            pem("PRIVATE KEY", " "),
            pem("PRIVATE KEY", ""),
            pem("PRIVATE KEY", "\r"),
            pem("PRIVATE KEY", "\n    "),
            pem("PRIVATE KEY", "\",\n\""),
            format!("\"{plain}\""),
            format!("'{plain}\n'"),
            format!("\u{feff}{plain}\n\n"),
            format!("KEY = {plain}"),
            plain.replace(' ', ""),
            BASE64.encode(&plain),
            format!("{}\n", BASE64.encode(pem("PRIVATE KEY", "\\n"))),
            body(),
            format!("{}\n{plain}", pem("CERTIFICATE", "\n")),
        ] {
            let key = read(&text).unwrap_or_else(|what| panic!("{what}: {text}"));
            assert_eq!(*key, [SEQUENCE; 60], "{text}");
        }
    }

    #[test]
    fn what_is_no_private_key_is_refused_with_the_reason() {
        let plain = pem("PRIVATE KEY", "\n");
        for (text, word) in [
            (String::new(), "no PEM"),
            ("secret".to_owned(), "no PEM"),
            ("a secret, somewhere!".to_owned(), "no PEM"),
            ("/run/secrets/key.pem".to_owned(), "name of a file"),
            ("-----BEGIN PRIVATE KEY".to_owned(), "first line"),
            ("-----BEGIN PRIVATE KEY-----".to_owned(), "cut off"),
            (plain[..60].to_owned(), "cut off"),
            (plain.replacen('M', "!", 1), "damaged"),
            (pem("ENCRYPTED PRIVATE KEY", "\n"), "encrypted"),
            (
                plain.replacen('M', "Proc-Type: 4,ENCRYPTED\n\nM", 1),
                "encrypted",
            ),
            (pem("EC PRIVATE KEY", "\n"), "RSA"),
            (pem("OPENSSH PRIVATE KEY", "\n"), "OpenSSH"),
            (pem("PUBLIC KEY", "\n"), "public"),
            (pem("CERTIFICATE", "\n"), "something else"),
        ] {
            let what = read(&text).expect_err(&text);
            assert!(what.contains(word), "{what}: {text}");
        }
    }
}
