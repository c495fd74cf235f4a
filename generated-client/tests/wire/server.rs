//! A server for one test: it answers one call after the other from a script, and keeps what it was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use coze_client::{Client, ClientBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// The token of every client in these tests.
pub(crate) const TOKEN: &str = "pat_0123456789_secret";

/// A running server.
pub(crate) struct Server {
    url: String,
    calls: Arc<Mutex<Vec<Call>>>,
    gone: Arc<Notify>,
}

/// A call that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Method and target, such as `GET /v1/datasets?space_id=1`.
    pub(crate) line: String,
    /// All headers, names in lower case, one a line.
    pub(crate) headers: String,
    /// The body, without the transfer's own framing.
    pub(crate) body: Vec<u8>,
}

impl Call {
    /// The value of a header, given its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.headers.lines();
        lines
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// The body, as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What to answer to one call.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    head: String,
    pieces: Vec<Vec<u8>>,
    ending: Ending,
    /// The length that the head announces; a reply without it is sent in chunks.
    announced: Option<u64>,
    /// How long each piece takes.
    pause: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// The body is complete.
    Complete,
    /// The connection is closed in the middle of the body.
    Broken,
    /// Nothing more is sent until the client closes the connection.
    Silent,
    /// The last piece is sent again and again until the client closes the connection.
    Endless,
}

impl Reply {
    /// A JSON reply with status 200.
    pub(crate) fn json(body: &str) -> Self {
        Self::new(200, "application/json", &[body.as_bytes()])
    }

    /// A reply of success with nothing in it.
    pub(crate) fn success() -> Self {
        Self::json(r#"{"code":0,"data":{}}"#)
    }

    /// A stream of events, in one piece.
    pub(crate) fn events(body: &str) -> Self {
        Self::new(200, "text/event-stream", &[body.as_bytes()])
    }

    /// A reply whose body arrives in the given pieces; each is one chunk of the transfer.
    pub(crate) fn new(status: u16, content_type: &str, pieces: &[&[u8]]) -> Self {
        let head = format!("HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n");
        Self {
            head,
            pieces: pieces.iter().map(|piece| piece.to_vec()).collect(),
            ending: Ending::Complete,
            announced: None,
            pause: Duration::ZERO,
        }
    }

    /// Nothing at all: the connection stays open, silent.
    pub(crate) fn nothing() -> Self {
        Self {
            head: String::new(),
            ..Self::new(200, "", &[]).silent()
        }
    }

    /// Nothing at all: the connection is closed as soon as the call has arrived.
    pub(crate) fn hangup() -> Self {
        Self::nothing().broken()
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head = format!("{}{name}: {value}\r\n", self.head);
        self
    }

    /// The connection breaks before the end of the body.
    pub(crate) fn broken(mut self) -> Self {
        self.ending = Ending::Broken;
        self
    }

    /// The last piece comes again and again.
    pub(crate) fn endless(mut self) -> Self {
        self.ending = Ending::Endless;
        self
    }

    /// Every piece comes only after a pause, for a clock that stands still.
    pub(crate) fn slow(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Announces a length, whatever comes.
    pub(crate) fn announcing(mut self, length: u64) -> Self {
        self.announced = Some(length);
        self
    }

    /// After the pieces nothing comes, and the connection stays open.
    pub(crate) fn silent(mut self) -> Self {
        self.ending = Ending::Silent;
        self
    }
}

impl Server {
    /// Starts a server that gives these replies, in this order.
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let server = Self {
            url,
            calls: Arc::default(),
            gone: Arc::default(),
        };
        let (calls, gone) = (Arc::clone(&server.calls), Arc::clone(&server.gone));
        let replies: Vec<Reply> = replies.into_iter().collect();
        tokio::spawn(async move {
            for reply in replies {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let Some(call) = read_call(&mut stream).await else {
                    return;
                };
                calls.lock().expect("no panic").push(call);
                answer(&mut stream, &reply).await;
                if reply.ending == Ending::Silent {
                    let gone = Arc::clone(&gone);
                    tokio::spawn(async move {
                        // Reading ends when the client closes.
                        let _ = stream.read(&mut [0]).await;
                        gone.notify_one();
                    });
                }
            }
        });
        server
    }

    /// A client of this server.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().expect("a valid client")
    }

    /// A client of this server that is not yet made.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(self.url.as_str()).token(TOKEN)
    }

    /// The server's address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The calls so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("no panic").clone()
    }

    /// The only call.
    pub(crate) fn call(&self) -> Call {
        let calls = self.calls();
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls[0].clone()
    }

    /// Waits until the client has closed the connection of a silent reply.
    pub(crate) async fn client_gone(&self) {
        self.gone.notified().await;
    }
}

async fn answer(stream: &mut TcpStream, reply: &Reply) {
    if reply.head.is_empty() {
        return;
    }
    let framing = match reply.announced {
        None => "Transfer-Encoding: chunked".to_owned(),
        Some(length) => format!("Content-Length: {length}"),
    };
    let mut frames = vec![format!("{}{framing}\r\nConnection: close\r\n\r\n", reply.head).into()];
    for piece in reply.pieces.iter().filter(|piece| !piece.is_empty()) {
        frames.push(match reply.announced {
            None => [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat(),
            Some(_) => piece.clone(),
        });
    }
    if reply.ending == Ending::Complete && reply.announced.is_none() {
        frames.push(b"0\r\n\r\n".to_vec());
    }
    let again = (reply.ending == Ending::Endless).then(|| frames[frames.len() - 1].clone());
    for frame in frames.into_iter().chain(again.into_iter().cycle()) {
        if !reply.pause.is_zero() {
            tokio::time::sleep(reply.pause).await;
        }
        // The client may have left, which is its right.
        if stream.write_all(&frame).await.is_err() {
            return;
        }
    }
}

/// Reads one request, with its body if it announces one.
async fn read_call(stream: &mut TcpStream) -> Option<Call> {
    let mut received = Vec::new();
    let head_end = loop {
        if let Some(at) = received.windows(4).position(|w| w == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut received).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&received[..head_end]).into_owned();
    let (line, rest) = head.split_once("\r\n").expect("a request line");
    let headers: Vec<String> = rest
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| format!("{}: {}", name.to_ascii_lowercase(), value.trim()))
        .collect();
    let headers = headers.join("\n");
    let line = line.trim_end_matches(" HTTP/1.1").to_owned();
    let mut call = Call {
        line,
        headers,
        body: received.split_off(head_end),
    };
    let announced = call
        .header("content-length")
        .map_or(0, |len| len.parse().expect("a number"));
    while call.body.len() < announced {
        if stream.read_buf(&mut call.body).await.ok()? == 0 {
            return None;
        }
    }
    Some(call)
}

/// A text as servers compress it.
pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).expect("into memory");
    encoder.finish().expect("into memory")
}
