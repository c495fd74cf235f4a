//! HTTP/1.1, as far as the server speaks it: bytes of a connection -> calls, replies -> bytes.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::call::Call;
use super::gate::Gate;
// part coze
#[cfg(feature = "realtime")]
use super::session::Session;
// end part

/// What is sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
    /// What each piece has to pass.
    pub(super) gate: Option<Gate>,
    /// Where the connection breaks: behind so many events or bytes.
    pub(super) cut: Option<usize>,
    /// Whether the connection is closed instead of all this.
    pub(super) is_hangup: bool,
}

/// The body of what is sent.
#[derive(Debug)]
pub(super) enum Body {
    Whole(Bytes),
    Events(Vec<String>),
    // part coze
    #[cfg(feature = "realtime")]
    Session(Session),
    // end part
}

impl Default for Body {
    fn default() -> Self {
        Self::Whole(Bytes::new())
    }
}

/// A connection, and what has arrived on it.
pub(super) struct Connection {
    stream: TcpStream,
    received: BytesMut,
}

impl Connection {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            received: BytesMut::new(),
        }
    }

    /// The next call; `None` when the client has closed the connection.
    pub(super) async fn read(&mut self) -> io::Result<Option<Call>> {
        let end = loop {
            if let Some(at) = find(&self.received, b"\r\n\r\n") {
                break at + 4;
            }
            if self.more().await? == 0 {
                return Ok(None);
            }
        };
        let head = self.received.split_to(end);
        let head = String::from_utf8_lossy(&head);
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (words.next(), words.next());
        let mut call = Call::new(method.unwrap_or_default(), target.unwrap_or_default());
        let headers = lines.filter_map(|line| line.split_once(':'));
        call.headers = headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        call.body = self.body(&call).await?;
        Ok(Some(call))
    }

    async fn body(&mut self, call: &Call) -> io::Result<Bytes> {
        if call.header("transfer-encoding").is_some() {
            return self.chunks().await;
        }
        let length = call.header("content-length").unwrap_or("0");
        let length = length.parse().map_err(io::Error::other)?;
        self.take(length).await
    }

    async fn chunks(&mut self) -> io::Result<Bytes> {
        let mut body = BytesMut::new();
        loop {
            let end = loop {
                if let Some(at) = find(&self.received, b"\r\n") {
                    break at + 2;
                }
                self.some_more().await?;
            };
            let size = self.received.split_to(end);
            let size = String::from_utf8_lossy(&size);
            let size = usize::from_str_radix(size.trim(), 16).map_err(io::Error::other)?;
            body.extend_from_slice(&self.take(size).await?);
            self.take(2).await?;
            if size == 0 {
                return Ok(body.freeze());
            }
        }
    }

    async fn take(&mut self, length: usize) -> io::Result<Bytes> {
        while self.received.len() < length {
            self.some_more().await?;
        }
        Ok(self.received.split_to(length).freeze())
    }

    /// Waits for further bytes; that there are none is an error.
    async fn some_more(&mut self) -> io::Result<()> {
        match self.more().await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    async fn more(&mut self) -> io::Result<usize> {
        self.stream.read_buf(&mut self.received).await
    }

    /// Sends a reply; whether the connection can be used again.
    pub(super) async fn write(&mut self, sent: &Sent) -> io::Result<bool> {
        if sent.is_hangup {
            return Ok(false);
        }
        match &sent.body {
            // part coze
            #[cfg(feature = "realtime")]
            Body::Session(session) => {
                self.stream.write_all(head(sent, "").as_bytes()).await?;
                let received = std::mem::take(&mut self.received);
                session.play(&mut self.stream, received.to_vec()).await?;
                return Ok(false);
            }
            // end part
            Body::Whole(body) => self.write_whole(sent, body).await?,
            Body::Events(events) => self.write_events(sent, events).await?,
        }
        Ok(sent.cut.is_none())
    }

    async fn write_whole(&mut self, sent: &Sent, body: &[u8]) -> io::Result<()> {
        if let Some(gate) = &sent.gate {
            gate.pass().await;
        }
        let length = format!("content-length: {}", body.len());
        let head = head(sent, if sent.status == 204 { "" } else { &length });
        let end = sent.cut.unwrap_or(body.len()).min(body.len());
        let bytes = [head.as_bytes(), &body[..end]].concat();
        self.stream.write_all(&bytes).await
    }

    async fn write_events(&mut self, sent: &Sent, events: &[String]) -> io::Result<()> {
        let head = head(sent, "transfer-encoding: chunked");
        self.stream.write_all(head.as_bytes()).await?;
        for event in events.iter().take(sent.cut.unwrap_or(usize::MAX)) {
            if let Some(gate) = &sent.gate {
                gate.pass().await;
            }
            let chunk = format!("{:x}\r\n{event}\r\n", event.len());
            self.stream.write_all(chunk.as_bytes()).await?;
        }
        if sent.cut.is_none() {
            self.stream.write_all(b"0\r\n\r\n").await?;
        }
        Ok(())
    }
}

fn head(sent: &Sent, framing: &str) -> String {
    let mut head = format!("HTTP/1.1 {} \r\n", sent.status);
    let headers = sent.headers.iter();
    let headers = headers.map(|(name, value)| format!("{name}: {value}"));
    for line in headers
        .chain([framing.to_owned()])
        .filter(|line| !line.is_empty())
    {
        head += &line;
        head += "\r\n";
    }
    head + "\r\n"
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|bytes| bytes == wanted)
}
