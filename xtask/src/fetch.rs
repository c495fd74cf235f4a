//! An address -> the text that stands there, by `curl`: an HTTP client with TLS of our own would take longer to build than everything else
//! that fetches nothing.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::address::{Address, shown};

/// No settings of the user (which has to stand first), no redirect that is not looked at, nothing but the web; the address comes on the
/// standard input, because anybody can read the arguments of a program. After the body stands a line with the status and where it
/// leads.
const ARGUMENTS: [&str; 12] = [
    "--disable",
    "--silent",
    "--show-error",
    "--globoff",
    "--proto",
    "=http,https",
    "--user-agent",
    "coze-client xtask",
    "--write-out",
    "\n%{http_code} %{redirect_url}",
    "--config",
    "-",
];

/// How many seconds a document may take: the present one has less than a megabyte.
const SECONDS: &str = "120";

/// The most that is read, in MiB.
const LARGEST: u64 = 64;

/// How often a document may have moved.
const MOVES: usize = 10;

/// What a server says.
enum Reply {
    Text(String),
    Moved(String),
}

/// The text at an address, wherever it has moved to.
pub(crate) fn text(address: &str) -> Result<String> {
    fetched(address).with_context(|| format!("cannot fetch {}", shown(address)))
}

fn fetched(address: &str) -> Result<String> {
    let mut address = Address::of(address)?;
    for _ in 0..=MOVES {
        match reply(&address)? {
            Reply::Text(text) => return Ok(text),
            Reply::Moved(target) => address = address.moved(&target)?,
        }
    }
    bail!("it has moved more than {MOVES} times")
}

fn reply(address: &Address) -> Result<Reply> {
    let output = String::from_utf8(output(address)?).context("it is not text in UTF-8")?;
    let (body, end) = output.rsplit_once('\n').unwrap_or_default();
    let (status, target) = end.split_once(' ').unwrap_or_default();
    match status.as_bytes() {
        [b'2', ..] => Ok(Reply::Text(body.to_owned())),
        [b'3', ..] if target.is_empty() => bail!("it has moved, and does not say where to"),
        [b'3', ..] => Ok(Reply::Moved(target.to_owned())),
        _ => bail!("the server answers with status {status}"),
    }
}

/// What `curl` writes for an address.
fn output(address: &Address) -> Result<Vec<u8>> {
    let mut curl = Command::new("curl")
        .args(ARGUMENTS)
        .args(["--max-time", SECONDS])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context(
            "cannot run `curl`, which fetches what has an address; install it, or give a file",
        )?;
    let output = talked(&mut curl, address);
    if output.is_err() {
        // It is of no use any more, and may have ended by itself.
        let _ = curl.kill();
    }
    let ended = curl.wait_with_output()?;
    let output = output?;
    if ended.status.success() {
        return Ok(output);
    }
    bail!("{}", String::from_utf8_lossy(&ended.stderr).trim())
}

fn talked(curl: &mut Child, address: &Address) -> Result<Vec<u8>> {
    let mut input = curl.stdin.take().context("`curl` has no input")?;
    writeln!(input, "url = \"{address}\"")?;
    drop(input);
    let most = LARGEST * 1024 * 1024;
    let mut output = Vec::new();
    let from = curl.stdout.take().context("`curl` has no output")?;
    from.take(most + 1).read_to_end(&mut output)?;
    if output.len() as u64 > most {
        bail!("it has more than {LARGEST} MiB");
    }
    Ok(output)
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
    fn no_more_is_read_than_a_document_has() -> Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}/endless", listener.local_addr()?);
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a call comes");
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while stream.write_all(&[b' '; 1 << 13]).is_ok() {}
        });
        assert!(refusal(&address).contains("more than 64 MiB"));
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
