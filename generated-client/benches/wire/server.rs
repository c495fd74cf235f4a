//! A server in a process of its own, which answers as the service does, with what the benchmarks read.
//!
//! It is cheap: whatever it sends is made once for each size, and each connection has a thread.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde_json::json;

use crate::listed;
use crate::tls::Tls;

/// The call that tells the address that is encrypted.
const TLS: &str = "GET /tls ";

/// Between two events that are sent by themselves.
const PAUSE: Duration = Duration::from_micros(100);

/// The text of an event.
pub(crate) const DELTA: &str = "你好，";

/// What has been made, by kind and size.
pub(crate) type Made = Arc<Mutex<HashMap<(&'static str, usize), Bytes>>>;

/// Serves on threads until the process is ended; its address.
pub(crate) fn start() -> String {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = server.local_addr().expect("it is bound");
    let made = Made::default();
    let tls = Tls::start(made.clone());
    std::thread::spawn(move || {
        accept(&server, move |connection| {
            let _ = answer(connection, &made, &tls);
        });
    });
    format!("http://{address}")
}

/// Gives each connection a thread.
pub(crate) fn accept(server: &TcpListener, answer: impl Fn(TcpStream) + Clone + Send + 'static) {
    for connection in server.incoming().flatten() {
        let answer = answer.clone();
        let thread = std::thread::Builder::new().stack_size(256 * 1024);
        let answering = thread.spawn(move || {
            // Small replies go out at once.
            if connection.set_nodelay(true).is_ok() {
                answer(connection);
            }
        });
        answering.expect("a thread starts");
    }
}

/// Answers the calls of one connection.
pub(crate) fn answer(connection: impl Read + Write, made: &Made, tls: &Tls) -> std::io::Result<()> {
    let mut connection = BufReader::with_capacity(64 * 1024, connection);
    while let Some(call) = read_call(&mut connection)? {
        let outgoing = connection.get_mut();
        if call.starts_with(TLS) {
            outgoing.write_all(&reply("text/plain", tls.told.as_bytes()))?;
            continue;
        }
        let (kind, size) = wanted(&call);
        let reply = {
            let mut made = made.lock().expect("no thread panics with it");
            made.entry((kind, size))
                .or_insert_with(|| make(kind, size))
                .clone()
        };
        if kind == "drip" {
            send_in_drips(outgoing, &reply)?;
        } else {
            outgoing.write_all(&reply)?;
        }
        outgoing.flush()?;
    }
    Ok(())
}

/// Sends event by event, each when the one before it has most likely been read.
fn send_in_drips(outgoing: &mut impl Write, reply: &[u8]) -> std::io::Result<()> {
    let mut rest = reply;
    while let Some(end) = memchr::memmem::find(rest, b"\n\n") {
        let (event, others) = rest.split_at(end + 2);
        outgoing.write_all(event)?;
        std::thread::sleep(PAUSE);
        rest = others;
    }
    outgoing.write_all(rest)
}

/// The path and the beginning of the body of the next call; `None` at the end of the connection.
fn read_call(incoming: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut call = String::new();
    if incoming.read_line(&mut call)? == 0 {
        return Ok(None);
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        incoming.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = incoming.take(length);
    let mut beginning = Vec::new();
    body.by_ref().take(4096).read_to_end(&mut beginning)?;
    pass_over(&mut body)?;
    call.push_str(&String::from_utf8_lossy(&beginning));
    Ok(Some(call))
}

fn pass_over(body: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let len = body.fill_buf()?.len();
        if len == 0 {
            return Ok(());
        }
        body.consume(len);
    }
}

/// Which reply a call asks for: its first argument says how many, as `text-20000`.
fn wanted(call: &str) -> (&'static str, usize) {
    for kind in ["list", "text", "drip", "audio", "speech"] {
        let mark = format!("{kind}-");
        if let Some((_, size)) = call.split_once(&mark) {
            let digits = size.split(|c: char| !c.is_ascii_digit()).next();
            return (kind, digits.and_then(|size| size.parse().ok()).unwrap_or(1));
        }
    }
    ("file", 0)
}

fn make(kind: &str, size: usize) -> Bytes {
    match kind {
        "list" => reply("application/json", &listed::reply(size)),
        "text" | "drip" => reply(
            "text/event-stream",
            &stream(size, "conversation.message.delta", DELTA),
        ),
        "audio" => {
            let sound = "UklGRiQAAABXQVZF".repeat(1024);
            reply(
                "text/event-stream",
                &stream(size, "conversation.audio.delta", &sound),
            )
        }
        "speech" => reply("audio/mpeg", &vec![0xFF; size]),
        _ => {
            let file =
                json!({"id": "736949598110202****", "bytes": 1, "file_name": "x", "created_at": 1});
            let body = json!({"code": 0, "msg": "", "data": file}).to_string();
            reply("application/json", body.as_bytes())
        }
    }
}

fn reply(content_type: &str, body: &[u8]) -> Bytes {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat().into()
}

fn stream(count: usize, event: &str, content: &str) -> Vec<u8> {
    let data = json!({
        "id": "7382159494123470858", "conversation_id": "7381473525342978089", "bot_id": "7379462189365198898",
        "role": "assistant", "type": "answer", "content": content, "content_type": "text",
        "chat_id": "7382159487131697202", "section_id": "7381473525342978089",
    });
    let mut text = format!("event:{event}\ndata:{data}\n\n").repeat(count);
    text.push_str("event:done\ndata:\"[DONE]\"\n\n");
    text.into_bytes()
}
