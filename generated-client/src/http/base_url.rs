//! Where calls go: an address becomes a [`BaseUrl`], and says whether a token may travel there.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use reqwest::Url;

use crate::error::Error;
use crate::{ErrorKind, Result};

/// The base URL of the API: an address, or one of the regions that the service has.
///
/// [`ClientBuilder::build`](crate::ClientBuilder::build) checks it. It must be an absolute `https` address, or `http` to this machine
/// (`localhost`, `127.0.0.0/8`, `::1`) or to the host that [`allow_plain_http`](crate::ClientBuilder::allow_plain_http) names. It has
/// no user name, query or fragment. Its path, if any, is put in front of the paths of the API.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl(String);

impl From<&str> for BaseUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl From<String> for BaseUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl From<&String> for BaseUrl {
    fn from(url: &String) -> Self {
        Self(url.clone())
    }
}

/// Checks the address as well.
impl FromStr for BaseUrl {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self> {
        let url = Self::from(url);
        url.check()?;
        Ok(url)
    }
}

/// Without a user name and a password, which would be an error of `build`.
impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.split_once("://"), self.0.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => write!(f, "{scheme}://{host}"),
            (_, Some((_, host))) => f.write_str(host),
            (_, None) => f.write_str(&self.0),
        }
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

/// A checked base address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    /// Without a trailing slash, so that a path template can follow.
    pub(crate) text: String,
    pub(crate) url: Url,
    /// Its path, without a trailing slash.
    path: String,
    pub(crate) encrypted: bool,
}

impl Base {
    pub(crate) fn new(url: Url, encrypted: bool) -> Self {
        let without_slash = |text: &str| text.trim_end_matches('/').to_owned();
        Self {
            text: without_slash(url.as_str()),
            path: without_slash(url.path()),
            url,
            encrypted,
        }
    }

    /// The address of a call: its path and its query, encoded, behind the base. The base is not parsed again for it.
    pub(crate) fn with(&self, path: &str, query: &str) -> Url {
        let mut url = self.url.clone();
        match self.path.as_str() {
            "" => url.set_path(path),
            base => url.set_path(&format!("{base}{path}")),
        }
        url.set_query(query.strip_prefix('?'));
        url
    }

    /// Whether an address has the same scheme, host and port.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        let origin = |url: &Url| (url.scheme() == "https", url.port());
        origin(url) == origin(&self.url) && url.host_str() == self.url.host_str()
    }
}

impl BaseUrl {
    // part coze
    /// The same address, where it is one of a WebSocket.
    #[cfg(feature = "realtime")]
    pub(crate) fn with_http_scheme(&self) -> Self {
        let text = self.0.trim();
        let rest = text.strip_prefix("ws").filter(|rest| rest.contains("://"));
        Self(rest.map_or_else(|| text.to_owned(), |rest| format!("http{rest}")))
    }

    // end part
    /// Checks the address; refuses every place where a token could be read on the way.
    pub(crate) fn check(&self) -> Result<Base> {
        self.check_with_plain(None)
    }

    /// The same, but for the host for which the caller has asked for it.
    pub(crate) fn check_with_plain(&self, plain_host: Option<&str>) -> Result<Base> {
        let text = self.0.trim();
        let fault = |what: &str| {
            Err(Error::new(
                ErrorKind::Config,
                format!("the base URL {what}"),
            ))
        };
        let Ok(url) = Url::parse(text) else {
            return fault("is not an absolute address such as https://api.example.com");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return fault("must not hold a user name or a password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return fault("must end with its path: no query, no fragment");
        }
        let encrypted = match url.scheme() {
            "https" => true,
            "http" if is_loopback(&url) || is_host(&url, plain_host) => false,
            "http" => {
                return fault(
                    "must begin with https: a token is never sent unencrypted to another machine, unless `ClientBuilder::allow_plain_http` names it",
                );
            }
            _ => return fault("must begin with https"),
        };
        Ok(Base::new(url, encrypted))
    }
}

fn is_host(url: &Url, host: Option<&str>) -> bool {
    let host = host.map(str::trim).filter(|host| !host.is_empty());
    host.is_some_and(|host| {
        url.host_str()
            .is_some_and(|it| it.eq_ignore_ascii_case(host))
    })
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        || address.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// An address that a browser opens as a web page: no other scheme can start a program on the user's machine.
pub(crate) fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_may_travel_encrypted_or_within_this_machine() {
        for (text, url) in [
            ("https://api.coze.cn/", "https://api.coze.cn"),
            (
                "https://gateway.example/coze/",
                "https://gateway.example/coze",
            ),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
            ("http://localhost:1", "http://localhost:1"),
        ] {
            assert_eq!(BaseUrl::from(text).check().expect(text).text, url);
        }
    }

    #[test]
    fn a_call_stands_below_the_base() {
        let at = |base: &str, path: &str, query: &str| {
            let base = BaseUrl::from(base).check().expect(base);
            let url = base.with(path, query);
            let parsed = Url::parse(&format!("{}{path}{query}", base.text));
            assert_eq!(Ok(&url), parsed.as_ref(), "as if it was parsed as a whole");
            assert!(base.is_origin_of(&url));
            url.to_string()
        };
        let base = "https://api.example.com/";
        assert_eq!(at(base, "/v1/x", ""), "https://api.example.com/v1/x");
        let url = at("http://127.0.0.1:81/a/b/", "/v1/%2F", "?c=%26&d=");
        assert_eq!(url, "http://127.0.0.1:81/a/b/v1/%2F?c=%26&d=");
        // Another host is never meant.
        let url = at(base, "//evil.example/x", "?y");
        assert_eq!(url, "https://api.example.com//evil.example/x?y");
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let base = BaseUrl::from("https://api.example.com").check();
        let is_origin = |url| {
            let url = Url::parse(url).expect("an address");
            base.as_ref().expect("a base").is_origin_of(&url)
        };
        assert!(is_origin("https://API.example.com:443/other"));
        for other in [
            "http://api.example.com",
            "https://api.example.com:444",
            "https://api.example.com.evil.example",
        ] {
            assert!(!is_origin(other), "{other}");
        }
    }

    #[test]
    fn an_address_is_read_from_text_and_shown_without_secrets() {
        let url: BaseUrl = "https://api.coze.cn/x".parse().expect("an address");
        assert_eq!(url.to_string(), "https://api.coze.cn/x");
        assert!("api.coze.cn".parse::<BaseUrl>().is_err());
        for text in ["https://me:secret@api.example/x", "me:secret@api.example/x"] {
            let url = BaseUrl::from(text);
            let shown = format!("{url} {url:?}");
            assert!(shown.contains("api.example/x") && !shown.contains("secret"));
        }
    }

    #[test]
    fn plain_http_is_for_the_named_host_alone() {
        let check = |url: &str, host| BaseUrl::from(url).check_with_plain(Some(host));
        for (url, host) in [
            ("http://coze.internal:8888", "coze.internal"),
            ("http://10.0.0.7", "10.0.0.7"),
            ("http://[fd00::1]:8888", "[fd00::1]"),
            ("http://Coze.Internal", "coze.INTERNAL"),
        ] {
            assert!(!check(url, host).expect(url).encrypted);
        }
        for (url, host) in [
            ("http://api.coze.com", "coze.internal"),
            ("http://coze.internal.example.com", "coze.internal"),
            ("http://coze.internal", ""),
            ("ftp://coze.internal", "coze.internal"),
        ] {
            assert!(check(url, host).is_err(), "{url}");
        }
        let error = BaseUrl::from("http://coze.internal").check();
        assert!(
            error
                .expect_err("plain")
                .to_string()
                .contains("allow_plain_http")
        );
    }

    #[test]
    fn every_other_address_is_refused() {
        for text in [
            "http://api.coze.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://[2001:db8::1]",
            "ftp://localhost",
            "api.coze.com",
            "https://me:secret@api.coze.com",
            "https://api.coze.com?x=1",
            "",
        ] {
            let error = BaseUrl::from(text).check().expect_err(text);
            assert_eq!(error.kind(), ErrorKind::Config, "{text}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
