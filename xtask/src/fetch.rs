//! An address -> the text that stands there.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use ureq::http::header::LOCATION;
use ureq::{Agent, Body};

use crate::address::{Address, shown};

/// How long a document may take: the present one has less than a megabyte.
const TIME: Duration = Duration::from_secs(2 * 60);

/// The most that is read.
const LARGEST: u64 = 64 * 1024 * 1024;

/// How often a document may have moved.
const MOVES: usize = 10;

/// The text at an address, wherever it has moved to.
pub(crate) fn text(address: &str) -> Result<String> {
    fetched(address).with_context(|| format!("cannot fetch {}", shown(address)))
}

fn fetched(address: &str) -> Result<String> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(TIME))
        .user_agent("coze-client xtask")
        // Redirects are looked at before they are followed.
        .max_redirects(0)
        .build()
        .into();
    let mut address = Address::of(address)?;
    for _ in 0..=MOVES {
        let mut reply = agent.get(address.uri()).call()?;
        if !reply.status().is_redirection() {
            return body(reply.body_mut());
        }
        let location = reply.headers().get(LOCATION);
        let location = location.and_then(|location| location.to_str().ok());
        let location = location.context("it has moved, and does not say where to")?;
        address = address.moved(location)?;
    }
    bail!("it has moved more than {MOVES} times")
}

fn body(body: &mut Body) -> Result<String> {
    Ok(body.with_config().limit(LARGEST).read_to_string()?)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    const MOVED: &str = "HTTP/1.1 302 Found\r\nLocation: /there.yaml\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

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

    fn refusal(address: &str) -> String {
        let refused = text(address).expect_err("this cannot be fetched");
        format!("{refused:#}")
    }

    #[test]
    fn what_stands_at_an_address_is_read_where_it_has_moved_to() -> Result<()> {
        let address = server(&[
            MOVED,
            "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\nopenapi: 3.0.3\n",
        ])?;
        assert_eq!(text(&address)?, "openapi: 3.0.3\n");
        Ok(())
    }

    #[test]
    fn redirects_to_what_stands_beside_the_server_are_not_followed() -> Result<()> {
        let address = server(&[
            "HTTP/1.1 302 Found\r\nLocation: http://u:secret@127.0.0.1:1/a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        ])?;
        let refused = refusal(&address);
        assert!(
            refused.contains("has moved to http://…@127.0.0.1:1/a"),
            "{refused}"
        );
        let address = server(&[MOVED; MOVES + 1])?;
        assert!(refusal(&address).contains("more than 10 times"));
        Ok(())
    }

    #[test]
    fn a_failure_says_which_address_and_why() -> Result<()> {
        let address =
            server(&["HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"])?;
        let refused = refusal(&address);
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
    fn no_failure_tells_the_password() -> Result<()> {
        let served =
            server(&["HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"])?;
        let served = served.replace("http://", "http://me:hunter2@") + "?token=hunter2";
        for address in [
            &served,
            "https://me:hunter2@a b/c",
            "ftp://me:hunter2@a.example/b",
        ] {
            let refused = refusal(address);
            assert!(!refused.contains("hunter2"), "{refused}");
        }
        Ok(())
    }
}
