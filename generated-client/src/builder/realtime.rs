// part coze

//! Where sessions over a WebSocket begin: the base URL of calls in, that of sessions out.

use std::sync::Arc;

use super::ClientBuilder;
use crate::Result;
use crate::http::base_url::{Base, BaseUrl};
use crate::http::connections::Connections;
use crate::http::transport::Realtime;

impl ClientBuilder {
    /// Sets the base URL of the sessions over a WebSocket that the module [`realtime`](crate::realtime) has.
    ///
    /// If not set, it follows from [`base_url`](Self::base_url): a host `api.…` becomes `ws.…`, and `api-…` becomes `ws-…`; every other host
    /// is that of the sessions, too. It may begin with `https` or, which is the same, with `wss`. What [`BaseUrl`] says of unencrypted
    /// addresses holds for it as well.
    pub fn realtime_base_url(mut self, base_url: impl Into<BaseUrl>) -> Self {
        self.realtime_base_url = Some(base_url.into());
        self
    }

    pub(super) fn realtime(&self, base: &Base) -> Result<Realtime> {
        let base = match &self.realtime_base_url {
            Some(url) => url
                .with_http_scheme()
                .check_with_plain(self.plain_host.as_deref())?,
            None => derived(base),
        };
        let connections = match &self.http {
            Some(http) => Connections::Given(http.clone()),
            None => Connections::upgradable(&self.connections, base.encrypted),
        };
        Ok(Realtime {
            connections: Arc::new(connections),
            base,
        })
    }
}

/// The address of sessions that belongs to an address of calls (<https://github.com/coze-dev/coze-py/blob/main/cozepy/util.py>).
fn derived(base: &Base) -> Base {
    let host = base.url.host_str().filter(|_| base.url.scheme() == "https");
    let rest = host.and_then(|host| host.strip_prefix("api"));
    let mut url = base.url.clone();
    if let Some(rest) = rest.filter(|rest| rest.starts_with(['.', '-'])) {
        // A host that is one with `api` is one with `ws` as well; if not, it stays what it is.
        let _ = url.set_host(Some(&format!("ws{rest}")));
    }
    Base::new(url, base.encrypted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Client, Region};

    fn base(builder: ClientBuilder) -> Result<String> {
        let client = builder.build()?;
        Ok(client.transport().realtime.base.text.clone())
    }

    #[test]
    fn the_host_of_sessions_follows_from_that_of_calls() {
        for (calls, sessions) in [
            ("https://api.coze.cn", "https://ws.coze.cn"),
            ("https://api.coze.com/", "https://ws.coze.com"),
            ("https://api-eu.coze.example", "https://ws-eu.coze.example"),
            (
                "https://gateway.example/coze",
                "https://gateway.example/coze",
            ),
            ("https://apis.example", "https://apis.example"),
            ("http://localhost:8888", "http://localhost:8888"),
        ] {
            let found = base(Client::builder().base_url(calls)).expect(calls);
            assert_eq!(found, sessions);
        }
        let found = base(Client::builder().base_url(Region::Cn)).expect("a region");
        assert_eq!(found, "https://ws.coze.cn");
    }

    #[test]
    fn it_can_be_another_one() {
        let with = |url: &str| base(Client::builder().realtime_base_url(url));
        let expected = "https://voice.example:1/x";
        assert_eq!(with("wss://voice.example:1/x/").expect("wss"), expected);
        assert_eq!(with("https://voice.example:1/x").expect("https"), expected);
        assert_eq!(
            with("ws://[::1]:1").expect("this machine"),
            "http://[::1]:1"
        );
        assert!(with("ws://voice.example").is_err());
        assert!(with("voice.example").is_err());
    }
}
