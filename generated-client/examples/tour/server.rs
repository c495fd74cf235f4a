//! The service that the tour talks to: requests of four endpoints in, replies in the shapes of the API out.
//!
//! It is no model of the real one, only strict enough to refuse what a broken client would send. One connection serves one request.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The only token that the server accepts.
pub(crate) const TOKEN: &str = "pat_tour";

const FILE_ID: &str = "7369495981102020004";
const CHAT_ID: &str = "7382159487131690005";
const CONVERSATION_ID: &str = "7381473525342970006";
const LOG_ID: &str = "20241210152726467C48D89D6DB20007";
const DATASETS: [(&str, u32); 3] = [("Novels", 12), ("Poems", 7), ("Travel guides", 31)];
const ANSWER: [&str; 3] = ["January was ", "the best month: ", "120 books were sold."];

/// A running server. It stops with the runtime it was started on.
pub(crate) struct Server {
    url: String,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts it on a free port of this machine.
    pub(crate) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let calls = Arc::default();
        tokio::spawn(accept(listener, Arc::clone(&calls)));
        Ok(Self { url, calls })
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What it was asked so far: method, path and query of each request.
    pub(crate) fn calls(&self) -> Vec<String> {
        let calls = self.calls.lock();
        calls.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Takes one connection after the other, each on a task of its own.
async fn accept(listener: TcpListener, calls: Arc<Mutex<Vec<String>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let calls = Arc::clone(&calls);
        tokio::spawn(async move {
            // A connection that breaks is the client's to report.
            let _ = serve(stream, &calls).await;
        });
    }
}

async fn serve(mut stream: TcpStream, calls: &Mutex<Vec<String>>) -> io::Result<()> {
    let request = Request::read(&mut stream).await?;
    let line = format!("{} {}", request.method, request.target);
    let reply = answer(&request);
    calls
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(line);
    reply.write(&mut stream).await
}

/// What to say to a request.
fn answer(request: &Request) -> Reply {
    if request.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
        return Reply::refusal("401 Unauthorized", 4101, "the token is not the server's");
    }
    let reply = match (request.method.as_str(), request.path()) {
        ("POST", "/v1/files/upload") => upload(request),
        ("GET", "/v1/datasets") => datasets(request),
        ("POST", "/v3/chat") => chat(request),
        ("POST", "/v1/audio/speech") => speech(request),
        _ => return Reply::refusal("404 Not Found", 4200, "there is no such endpoint"),
    };
    reply.unwrap_or_else(|fault| Reply::refusal("400 Bad Request", 4000, fault))
}

/// A reply, or what is wrong with the request.
type Outcome = Result<Reply, &'static str>;

/// Goes on if a request is as it should be.
fn check(holds: bool, fault: &'static str) -> Result<(), &'static str> {
    holds.then_some(()).ok_or(fault)
}

/// `POST /v1/files/upload`: one file in a form.
fn upload(request: &Request) -> Outcome {
    let form = request
        .header("content-type")
        .and_then(|value| value.strip_prefix("multipart/form-data; boundary="));
    let boundary = form.ok_or("the body is not a form with a boundary")?;
    let part = String::from_utf8_lossy(&request.body);
    let part = part
        .strip_prefix(&format!("--{boundary}\r\n"))
        .and_then(|rest| rest.strip_suffix(&format!("\r\n--{boundary}--\r\n")))
        .ok_or("the form does not begin or end with its boundary")?;
    let (head, content) = part.split_once("\r\n\r\n").ok_or("the part has no head")?;
    let (_, names) = head
        .split_once("form-data; name=\"file\"; filename=\"")
        .ok_or("the part is not the file")?;
    let (name, _) = names.split_once('"').ok_or("the file name has no end")?;
    check(!content.is_empty(), "the file is empty")?;
    Ok(Reply::data(&json!({
        "id": FILE_ID, "file_name": name, "bytes": content.len(), "created_at": 1_733_817_948,
    })))
}

/// `GET /v1/datasets`: the page that is asked for.
fn datasets(request: &Request) -> Outcome {
    check(request.query("space_id").is_some(), "space_id is missing")?;
    let number = |name: &str, default: usize| {
        let value = request.query(name).map_or(Ok(default), str::parse);
        value.ok().filter(|number| *number > 0)
    };
    let page = number("page_num", 1).ok_or("page_num is no page")?;
    let size = number("page_size", 10).ok_or("page_size is no size")?;
    let list: Vec<Value> = DATASETS
        .chunks(size)
        .nth(page - 1)
        .unwrap_or_default()
        .iter()
        .map(|(name, count)| json!({"name": name, "doc_count": count, "status": 1, "format_type": 0}))
        .collect();
    Ok(Reply::data(
        &json!({"total_count": DATASETS.len(), "dataset_list": list}),
    ))
}

/// `POST /v3/chat`: an answer to a question about the uploaded file, event by event.
fn chat(request: &Request) -> Outcome {
    let body = request.json()?;
    check(body["bot_id"].is_string(), "bot_id is missing")?;
    check(body["stream"] == true, "only streams are served here")?;
    let message = &body["additional_messages"][0];
    check(
        message["content_type"] == "object_string",
        "the message is no list of objects",
    )?;
    let content = message["content"].as_str().unwrap_or_default();
    let objects: Value = serde_json::from_str(content).map_err(|_| "the content is no JSON")?;
    check(
        objects[1]["file_id"] == FILE_ID,
        "the message lacks the file",
    )?;

    let mut events = vec![
        event("conversation.chat.created", &chat_state("created", 0)),
        event(
            "conversation.chat.in_progress",
            &chat_state("in_progress", 0),
        ),
    ];
    let pieces = ANSWER.iter();
    events.extend(
        pieces.map(|piece| event("conversation.message.delta", &message_of("answer", piece))),
    );
    let end =
        r#"{"msg_type":"generate_answer_finish","data":"","from_module":null,"from_unit":null}"#;
    events.extend([
        event(
            "conversation.message.completed",
            &message_of("answer", &ANSWER.concat()),
        ),
        event(
            "conversation.message.completed",
            &message_of("verbose", end),
        ),
        event("conversation.chat.completed", &chat_state("completed", 41)),
        event("done", &json!("[DONE]")),
    ]);
    Ok(Reply::new("200 OK", "text/event-stream", events))
}

/// `POST /v1/audio/speech`: the answer of the chat, and no other text, in silent sound.
fn speech(request: &Request) -> Outcome {
    let body = request.json()?;
    check(body["voice_id"].is_string(), "voice_id is missing")?;
    check(
        body["input"] == ANSWER.concat(),
        "the input is not the whole answer",
    )?;
    // A frame of MPEG-1 layer III at 128 kbit/s and 44.1 kHz without any signal; 38 of them last a second.
    let frame = [&[0xff, 0xfb, 0x90, 0x64][..], &[0; 413]].concat();
    Ok(Reply::new("200 OK", "audio/mpeg", vec![frame; 38]))
}

fn event(name: &str, data: &Value) -> Vec<u8> {
    format!("event:{name}\ndata:{data}\n\n").into_bytes()
}

fn chat_state(status: &str, tokens: u32) -> Value {
    json!({
        "id": CHAT_ID, "conversation_id": CONVERSATION_ID, "status": status, "last_error": {"code": 0, "msg": ""},
        "usage": {"token_count": tokens, "output_count": tokens / 2, "input_count": tokens - tokens / 2},
    })
}

fn message_of(kind: &str, content: &str) -> Value {
    json!({
        "id": "7382159494123470008", "conversation_id": CONVERSATION_ID, "chat_id": CHAT_ID,
        "role": "assistant", "type": kind, "content": content, "content_type": "text",
    })
}

/// A request, as it arrived.
struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// Reads a head up to its empty line, and as much of a body as it announces.
    async fn read(stream: &mut TcpStream) -> io::Result<Self> {
        let mut received = Vec::new();
        let end = loop {
            if let Some(at) = received.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            more(stream, &mut received).await?;
        };
        let body = received.split_off(end);
        let head = String::from_utf8_lossy(&received);
        let mut lines = head.lines();
        let mut words = lines
            .next()
            .unwrap_or_default()
            .split(' ')
            .map(str::to_owned);
        let mut request = Self {
            method: words.next().unwrap_or_default(),
            target: words.next().unwrap_or_default(),
            headers: lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
                .collect(),
            body,
        };
        let announced = request.header("content-length").unwrap_or("0");
        let announced: usize = announced.parse().map_err(io::Error::other)?;
        while request.body.len() < announced {
            more(stream, &mut request.body).await?;
        }
        Ok(request)
    }

    /// The value of a header, given its name in lower case.
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }

    /// A parameter of the query. Those of the tour need no decoding.
    fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    fn json(&self) -> Result<Value, &'static str> {
        check(
            self.header("content-type") == Some("application/json"),
            "the body is not declared as JSON",
        )?;
        serde_json::from_slice(&self.body).map_err(|_| "the body is not JSON")
    }
}

/// Reads what has arrived; that nothing more will is an error.
async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<()> {
    match stream.read_buf(buffer).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

/// A reply, whose body is sent in pieces.
struct Reply {
    status: &'static str,
    content_type: &'static str,
    pieces: Vec<Vec<u8>>,
}

impl Reply {
    fn new(status: &'static str, content_type: &'static str, pieces: Vec<Vec<u8>>) -> Self {
        Self {
            status,
            content_type,
            pieces,
        }
    }

    /// A success with data.
    fn data(data: &Value) -> Self {
        Self::envelope(
            "200 OK",
            &json!({"code": 0, "msg": "", "data": data, "detail": {"logid": LOG_ID}}),
        )
    }

    fn refusal(status: &'static str, code: u32, msg: &str) -> Self {
        Self::envelope(
            status,
            &json!({"code": code, "msg": msg, "detail": {"logid": LOG_ID}}),
        )
    }

    fn envelope(status: &'static str, body: &Value) -> Self {
        Self::new(
            status,
            "application/json",
            vec![body.to_string().into_bytes()],
        )
    }

    /// Sends each piece by itself, as one chunk of the transfer.
    async fn write(&self, stream: &mut TcpStream) -> io::Result<()> {
        let Self {
            status,
            content_type,
            pieces,
        } = self;
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nX-Tt-Logid: {LOG_ID}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await?;
        for piece in pieces {
            let size = format!("{:x}\r\n", piece.len());
            stream
                .write_all(&[size.as_bytes(), piece, b"\r\n"].concat())
                .await?;
        }
        stream.write_all(b"0\r\n\r\n").await
    }
}
