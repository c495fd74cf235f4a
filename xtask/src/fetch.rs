//! An address -> the text that stands there.

use std::time::Duration;

use anyhow::{Context as _, Result};
use ureq::Agent;

/// How long a document may take: the present one has less than a megabyte.
const TIME: Duration = Duration::from_mins(2);

/// The most that is read.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Whether a word of the command line is an address rather than a file.
pub(crate) fn is_address(word: &str) -> bool {
    let scheme = word.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    })
}

/// The text at an address, redirects followed.
pub(crate) fn text(address: &str) -> Result<String> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(TIME))
        .user_agent("coze-client xtask")
        .build()
        .into();
    let fetched = agent.get(address).call().and_then(|mut reply| {
        let body = reply.body_mut().with_config();
        body.limit(LARGEST).read_to_string()
    });
    fetched.with_context(|| format!("cannot fetch {address}"))
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A server that gives these replies, one for each connection.
    fn server(replies: &'static [&'static str]) -> Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}/new.yaml", listener.local_addr()?);
        thread::spawn(move || {
            for (reply, stream) in replies.iter().zip(listener.incoming()) {
                let Ok(mut stream) = stream else { return };
                let mut request = BufReader::new(&stream).lines();
                while request
                    .next()
                    .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
                {}
                let _ = stream.write_all(reply.as_bytes());
            }
        });
        Ok(address)
    }

    #[test]
    fn what_stands_at_an_address_is_read_where_it_has_moved_to() -> Result<()> {
        let address = server(&[
            "HTTP/1.1 302 Found\r\nLocation: /there.yaml\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\nopenapi: 3.0.3\n",
        ])?;
        assert_eq!(text(&address)?, "openapi: 3.0.3\n");
        Ok(())
    }

    #[test]
    fn a_failure_says_which_address_and_why() -> Result<()> {
        let address =
            server(&["HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"])?;
        let refused = text(&address).unwrap_or_else(|problem| format!("{problem:#}"));
        assert!(
            refused.contains(&address) && refused.contains("404"),
            "{refused}"
        );
        let broken = server(&[
            "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\nopenapi:",
        ])?;
        assert!(text(&broken).is_err());
        Ok(())
    }

    #[test]
    fn files_are_no_addresses() {
        assert!(is_address("https://example.com/a.yaml"));
        assert!(is_address("HTTP://example.com/a.yaml"));
        assert!(!is_address("new.yaml") && !is_address("./http/a.yaml"));
    }
}
