//! Addresses of documents: how they are shown, and where they may lead.

use std::fmt;

use anyhow::{Context as _, Result, bail};

/// An address that can be fetched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Address {
    /// The whole of it.
    text: String,
    is_secure: bool,
    /// In small letters.
    host: String,
    port: u16,
}

/// Whether a word of the command line is an address rather than a file.
pub(crate) fn is_address(word: &str) -> bool {
    scheme(word).is_some()
}

/// A word as it may be shown: an address without its passwords, which can stand before the host and in the query.
pub(crate) fn shown(word: &str) -> String {
    let Some(scheme) = scheme(word) else {
        return word.to_owned();
    };
    let rest = &word[scheme.len()..];
    let (rest, query) = match rest.find(['?', '#']) {
        Some(end) => (&rest[..end], "?…"),
        None => (rest, ""),
    };
    // What stands before the host ends with the last `@` in front of the path, whatever else is in it.
    let authority = rest.find('/').unwrap_or(rest.len());
    let (user, host) = match rest[..authority].rfind('@') {
        Some(end) => ("…@", &rest[end + 1..]),
        None => ("", rest),
    };
    format!("{scheme}{user}{host}{query}")
}

/// `https://`, if a word begins like an address.
fn scheme(word: &str) -> Option<&str> {
    let end = word.find("://")?;
    let is_scheme =
        |character: char| character.is_ascii_alphanumeric() || "+-.".contains(character);
    let name = &word[..end];
    let begins_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
    (begins_well && name.chars().all(is_scheme)).then(|| &word[..end + "://".len()])
}

impl Address {
    pub(crate) fn of(word: &str) -> Result<Self> {
        // Whatever reads an address otherwise than this must not find another host in it.
        if !word.bytes().all(is_plain) {
            bail!(
                "this is no address: spaces and other such characters are written with `%` in it"
            );
        }
        let scheme = scheme(word).unwrap_or_default();
        let rest = &word[scheme.len()..];
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let (user, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = host_and_port(place).context("its port is no number")?;
        let is_secure = scheme.eq_ignore_ascii_case("https://");
        let is_web = is_secure || scheme.eq_ignore_ascii_case("http://");
        if !is_web || host.is_empty() || user.contains('@') {
            bail!("only addresses of the kind https://host/file can be fetched");
        }
        Ok(Self {
            text: word.to_owned(),
            is_secure,
            host: host.to_ascii_lowercase(),
            port: port.unwrap_or(if is_secure { 443 } else { 80 }),
        })
    }

    /// Where a reply leads that says that the document has moved. It leads to the same port of the same host, or to the usual
    /// port of another one over https: a server must not be able to have this call what stands beside it.
    pub(crate) fn moved(&self, target: &str) -> Result<Self> {
        let moved =
            Self::of(target).with_context(|| format!("it has moved to {}", shown(target)))?;
        let is_usual = moved.is_secure && moved.port == 443;
        if is_usual || moved.origin() == self.origin() {
            return Ok(moved);
        }
        bail!(
            "it has moved to {}; only https on its usual port is followed to other places",
            shown(target)
        )
    }

    fn origin(&self) -> (bool, &str, u16) {
        (self.is_secure, &self.host, self.port)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether addresses have a character (RFC 3986, section 2).
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

/// What stands between the user and the path; nothing where a port is no number.
fn host_and_port(place: &str) -> Option<(&str, Option<u16>)> {
    // The colons of `[::1]` begin no port.
    match place
        .rsplit_once(':')
        .filter(|(_, port)| !port.ends_with(']'))
    {
        Some((host, port)) => Some((host, Some(port.parse().ok()?))),
        None => Some((place, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_no_addresses() {
        assert!(is_address("https://example.com/a.yaml"));
        assert!(is_address("HTTP://example.com/a.yaml"));
        assert!(!is_address("new.yaml") && !is_address("./http/a.yaml") && !is_address("a/b://c"));
    }

    #[test]
    fn passwords_are_not_shown() {
        for (address, expected) in [
            ("https://a.example/b.yaml", "https://a.example/b.yaml"),
            ("https://me:secret@a.example/b", "https://…@a.example/b"),
            (
                "https://secret@a.example:8443/b@c",
                "https://…@a.example:8443/b@c",
            ),
            ("https://a:se@cret@a.example", "https://…@a.example"),
            ("https://a.example/b?token=secret", "https://a.example/b?…"),
            ("https://a.example?x=y:secret@b", "https://a.example?…"),
            ("ftp://me:secret@a.example/b", "ftp://…@a.example/b"),
            ("https://a.example/b#secret", "https://a.example/b?…"),
        ] {
            assert_eq!(shown(address), expected);
        }
    }

    #[test]
    fn only_the_web_is_fetched() {
        assert!(Address::of("https://a.example/b.yaml").is_ok());
        assert!(Address::of("ftp://a.example/b.yaml").is_err());
        assert!(Address::of("https:///b.yaml").is_err());
        assert!(Address::of("https://[::1]/b.yaml").is_ok());
        assert!(Address::of("https://[::1]:8443/b.yaml").is_ok());
        assert!(Address::of("b.yaml").is_err());
        for unclear in [
            "https://a b/",
            "https://a.example\\@b.example/",
            "https://a@b.example@c.example/",
            "https://a.example:x/",
            "https://a.example/\"\nurl = \"file:///etc/passwd",
        ] {
            assert!(Address::of(unclear).is_err(), "{unclear}");
        }
    }

    #[test]
    fn documents_move_to_https_or_on_their_own_host() {
        let moved = |from: &str, to: &str| {
            let address = Address::of(from).and_then(|address| address.moved(to));
            address.ok().map(|address| address.to_string())
        };
        let follows = |from: &str, to: &str, target: &str| {
            assert_eq!(moved(from, to).as_deref(), Some(target), "{from} {to}");
        };
        let from = "https://a.example/b/c?d";
        follows(from, "https://A.example/e", "https://A.example/e");
        follows(from, "https://b.example/e", "https://b.example/e");
        follows(from, "https://b.example:443/e", "https://b.example:443/e");
        follows(
            "http://a.example/b",
            "https://b.example/c",
            "https://b.example/c",
        );
        let local = "http://127.0.0.1:8000/b";
        follows(local, "http://127.0.0.1:8000/c", "http://127.0.0.1:8000/c");
        let refused = |from: &str, to: &str| assert!(moved(from, to).is_none(), "{from} {to}");
        refused(from, "http://a.example/e");
        refused(from, "https://a.example:8443/e");
        refused(from, "http://b.example/e");
        refused(from, "file:///etc/passwd");
        refused(local, "http://127.0.0.1:8001/c");
        refused(local, "http://b.example:8000/c");
        refused("https://a.example:8443/b", "https://b.example:8443/c");
    }
}
