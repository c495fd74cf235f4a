//! Addresses of documents: how they are shown, and where they may lead.

use anyhow::{Context as _, Result, bail};
use ureq::http::Uri;
use ureq::http::uri::Scheme;

/// An address that can be fetched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Address {
    uri: Uri,
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
        let uri: Uri = word.parse().context("this is no address")?;
        if uri.host().is_none_or(str::is_empty) || standard_port(&uri).is_none() {
            bail!("only addresses of the kind https://host/file can be fetched");
        }
        Ok(Self { uri })
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Where a reply leads that says that the document has moved. It leads to the same port of the same host, or to the usual
    /// port of another one over https: a server must not be able to have this call what stands beside it.
    pub(crate) fn moved(&self, location: &str) -> Result<Self> {
        let target = Self::of(&self.joined(location))
            .with_context(|| format!("it has moved to {}", shown(location)))?;
        let is_usual = target.uri.scheme() == Some(&Scheme::HTTPS) && target.port() == Some(443);
        if is_usual || target.origin() == self.origin() {
            return Ok(target);
        }
        bail!(
            "it has moved to {}; only https on its usual port is followed to other places",
            shown(location)
        )
    }

    /// A reference as RFC 3986 resolves it, but for dots, which no server that moves documents has to send.
    fn joined(&self, location: &str) -> String {
        let (scheme, path) = (self.uri.scheme_str().unwrap_or_default(), self.uri.path());
        let authority = self
            .uri
            .authority()
            .map_or("", |authority| authority.as_str());
        let root = format!("{scheme}://{authority}");
        if is_address(location) {
            location.to_owned()
        } else if location.starts_with("//") {
            format!("{scheme}:{location}")
        } else if location.starts_with('/') {
            root + location
        } else if location.starts_with('?') {
            root + path + location
        } else {
            let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
            root + folder + location
        }
    }

    fn port(&self) -> Option<u16> {
        self.uri.port_u16().or_else(|| standard_port(&self.uri))
    }

    fn origin(&self) -> (Option<&Scheme>, Option<String>, Option<u16>) {
        let host = self.uri.host().map(str::to_ascii_lowercase);
        (self.uri.scheme(), host, self.port())
    }
}

fn standard_port(uri: &Uri) -> Option<u16> {
    match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
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
        assert!(Address::of("https://a b/").is_err());
    }

    #[test]
    fn documents_move_to_https_or_on_their_own_host() {
        let moved = |from: &str, to: &str| {
            let address = Address::of(from).and_then(|address| address.moved(to));
            address.ok().map(|address| address.uri.to_string())
        };
        let follows = |from: &str, to: &str, target: &str| {
            assert_eq!(moved(from, to).as_deref(), Some(target), "{from} {to}");
        };
        let from = "https://a.example/b/c?d";
        follows(from, "e", "https://a.example/b/e");
        follows(from, "?e", "https://a.example/b/c?e");
        follows(from, "/e", "https://a.example/e");
        follows(from, "//b.example/e", "https://b.example/e");
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
