//! Calls as a server that only counts them reads them.

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// Reads one call; gives its body, or its first line if it has none.
pub(crate) async fn read_call(stream: &mut TcpStream) -> Option<String> {
    let mut received = Vec::new();
    loop {
        if stream.read_buf(&mut received).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&received);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let announced = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().expect("a number"));
        if body.len() == announced {
            let line = head.lines().next().expect("a line");
            return Some(if body.is_empty() { line } else { body }.to_owned());
        }
    }
}
