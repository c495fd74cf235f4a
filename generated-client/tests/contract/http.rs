//! HTTP/1.1, as far as the server needs it: bytes of a connection -> requests, replies -> bytes.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request that arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path as it was sent.
    pub(crate) path: String,
    /// The decoded query.
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) media_type: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            media_type: "application/json".to_owned(),
            body: body.to_string().into_bytes(),
        }
    }
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let name = name.to_ascii_lowercase();
        self.headers
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
    }

    fn read_head(head: &str) -> Self {
        let mut lines = head.lines();
        let mut line = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (
            line.next().unwrap_or_default(),
            line.next().unwrap_or_default(),
        );
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: pairs(query),
            headers: lines.filter_map(header).collect(),
            body: Vec::new(),
        }
    }
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_encoding::percent_decode_str(&text)
        .decode_utf8_lossy()
        .into_owned()
}

/// The next request of a connection; `None` when the client has closed it.
pub(crate) async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut received = Vec::new();
    let end = loop {
        if let Some(at) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut received).await.ok()? == 0 {
            return None;
        }
    };
    let mut request = Request::read_head(&String::from_utf8_lossy(&received[..end]));
    request.body = received.split_off(end);
    let length = request
        .header("content-length")
        .map_or(0, |length| length.parse().expect("a number"));
    while request.body.len() < length {
        if stream.read_buf(&mut request.body).await.ok()? == 0 {
            return None;
        }
    }
    Some(request)
}

/// Sends a reply; false when the client is gone.
pub(crate) async fn write(stream: &mut TcpStream, reply: &Reply) -> bool {
    let mut head = format!("HTTP/1.1 {} X\r\n", reply.status);
    if reply.status != 204 {
        let (media_type, length) = (&reply.media_type, reply.body.len());
        head = format!("{head}Content-Type: {media_type}\r\nContent-Length: {length}\r\n");
    }
    let bytes = [head.as_bytes(), b"\r\n", &reply.body].concat();
    stream.write_all(&bytes).await.is_ok()
}

/// A part of a form.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
    pub(crate) content: String,
}

/// The parts of a form, or what is wrong with it.
pub(crate) fn parts(request: &Request) -> Result<Vec<Part>, String> {
    let content_type = request.header("content-type").unwrap_or_default();
    let (_, boundary) = content_type
        .split_once("boundary=")
        .ok_or("the form has no boundary")?;
    let body = String::from_utf8(request.body.clone()).map_err(|_| "the form is no text")?;
    let body = format!("\r\n{body}");
    let body = body
        .strip_suffix(&format!("\r\n--{boundary}--\r\n"))
        .ok_or("the form does not end")?;
    body.split(&format!("\r\n--{boundary}\r\n"))
        .skip(1)
        .map(part)
        .collect()
}

fn part(text: &str) -> Result<Part, String> {
    let (head, content) = text.split_once("\r\n\r\n").ok_or("a part has no head")?;
    let parameter = |name: &str| {
        let (_, rest) = head.split_once(&format!(" {name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let media_type = head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Type: "));
    Ok(Part {
        name: parameter("name").ok_or("a part has no name")?,
        file_name: parameter("filename"),
        media_type: media_type.map(str::to_owned),
        content: content.to_owned(),
    })
}

/// The names and values of a query, or of a form that is written like one.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}
