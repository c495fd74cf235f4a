//! Where calls go: a [`Region`] or an address becomes a [`BaseUrl`], and says whether a token may travel there.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::error::Error;
use crate::{ErrorKind, Result};

/// One of the two separate Coze services.
///
/// Accounts, tokens and agents belong to one of them. A token of the other is refused with code 4101, as if it were wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// `https://api.coze.com`, the international service. The default.
    #[default]
    Com,
    /// `https://api.coze.cn`, the service of mainland China (扣子).
    Cn,
}

impl Region {
    /// The address of the region's API, without a trailing slash.
    #[must_use]
    pub fn url(self) -> &'static str {
        match self {
            Self::Com => "https://api.coze.com",
            Self::Cn => "https://api.coze.cn",
        }
    }
}

/// The address in front of every path of the API, from a [`Region`] or from text.
///
/// It is checked by [`ClientBuilder::build`](crate::ClientBuilder::build): an absolute `https` address, or `http` to this very
/// machine (`localhost`, `127.0.0.0/8`, `::1`), with neither user name, query nor fragment. A path is kept in front of the API's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl From<Region> for BaseUrl {
    fn from(region: Region) -> Self {
        Self(region.url().to_owned())
    }
}

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

/// A checked base address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    /// Without a trailing slash, so that a path template can follow.
    pub(crate) url: String,
    pub(crate) encrypted: bool,
}

impl BaseUrl {
    /// Checks the address; refuses every place where a token could be read on the way.
    pub(crate) fn check(&self) -> Result<Base> {
        let text = self.0.trim();
        let fault = |what: &str| {
            Err(Error::new(
                ErrorKind::Config,
                format!("the base URL {what}"),
            ))
        };
        let Ok(url) = reqwest::Url::parse(text) else {
            return fault("is not an absolute address such as https://api.coze.com");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return fault("must not hold a user name or a password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return fault("must end with its path: no query, no fragment");
        }
        let encrypted = match url.scheme() {
            "https" => true,
            "http" if is_loopback(&url) => false,
            "http" => {
                return fault(
                    "must begin with https: a token is never sent unencrypted to another machine",
                );
            }
            _ => return fault("must begin with https"),
        };
        Ok(Base {
            url: url.as_str().trim_end_matches('/').to_owned(),
            encrypted,
        })
    }
}

/// Coze's other hosts.
// Only OAuth and web sockets need them.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sibling {
    /// Where users grant an application access.
    Www,
    /// Where calls go that stay open in both directions.
    Ws,
}

#[allow(dead_code)]
impl Base {
    /// The address of another of Coze's hosts beside this one, by the rule of the official SDKs: `api.` or `api-` at the beginning
    /// of the host becomes `www.` or `www-`, `ws.` or `ws-`, also of hosts that are not Coze's own. A host that begins otherwise, such as a gateway
    /// or this machine, stands for all of them.
    pub(crate) fn sibling(&self, sibling: Sibling) -> String {
        let (scheme, rest) = self.url.split_once("://").unwrap_or(("https", &self.url));
        let (scheme, name) = match (sibling, scheme) {
            (Sibling::Www, scheme) => (scheme, "www"),
            (Sibling::Ws, "http") => ("ws", "ws"),
            (Sibling::Ws, _) => ("wss", "ws"),
        };
        let host = rest
            .strip_prefix("api")
            .filter(|rest| rest.starts_with(['.', '-']))
            .map_or_else(|| rest.to_owned(), |rest| format!("{name}{rest}"));
        format!("{scheme}://{host}")
    }
}

fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        || address.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// The address of the web site that belongs to an API: the host's first label is `www` instead of `api`, also in `api-x`. An address
/// of another form belongs to a gateway, which is taken to stand in front of both.
pub(crate) fn www(api: &str) -> String {
    let Some((scheme, rest)) = api.split_once("://") else {
        return api.to_owned();
    };
    match rest.strip_prefix("api") {
        Some(host) if host.starts_with(['.', '-']) => format!("{scheme}://www{host}"),
        _ => api.to_owned(),
    }
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
            assert_eq!(BaseUrl::from(text).check().expect(text).url, url);
        }
    }

    #[test]
    fn the_other_hosts_follow_from_the_first() {
        for (base, www, ws) in [
            (
                "https://api.coze.cn",
                "https://www.coze.cn",
                "wss://ws.coze.cn",
            ),
            (
                "https://api-test.example/coze/",
                "https://www-test.example/coze",
                "wss://ws-test.example/coze",
            ),
            (
                "https://apis.example",
                "https://apis.example",
                "wss://apis.example",
            ),
            (
                "http://127.0.0.1:1",
                "http://127.0.0.1:1",
                "ws://127.0.0.1:1",
            ),
        ] {
            let base = BaseUrl::from(base).check().expect(base);
            assert_eq!(base.sibling(Sibling::Www), www);
            assert_eq!(base.sibling(Sibling::Ws), ws);
        }
    }

    #[test]
    fn the_web_site_stands_beside_the_api() {
        for (api, site) in [
            ("https://api.coze.cn", "https://www.coze.cn"),
            ("https://api.coze.com", "https://www.coze.com"),
            (
                "https://api-boe.coze.example",
                "https://www-boe.coze.example",
            ),
            ("https://apis.example/api.x", "https://apis.example/api.x"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(www(api), site);
        }
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
