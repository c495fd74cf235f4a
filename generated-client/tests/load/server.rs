//! A server that keeps its connections open, or closes them at the worst of times.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Barrier, oneshot};

use crate::read_call::read_call;

/// How a server goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// It answers with a long reply, again and again.
    Serves,
    /// It answers up to three calls, and closes the connection, which the client believes to be idle.
    ClosesWhenIdle,
    /// It ends no stream before this many have begun.
    StreamsTogether(usize),
}

/// What a server has seen.
pub(crate) struct Server {
    url: String,
    seen: Arc<Seen>,
    pub(crate) connections: Arc<AtomicUsize>,
}

struct Seen {
    calls: Mutex<Vec<String>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
    begun: Barrier,
    /// Who waits until the server has done with the call of a user.
    waiting: Mutex<BTreeMap<String, oneshot::Sender<()>>>,
}

impl Server {
    pub(crate) fn start(kind: Kind) -> Self {
        let listener = listen().expect("a free port");
        let together = match kind {
            Kind::StreamsTogether(count) => count,
            Kind::Serves | Kind::ClosesWhenIdle => 1,
        };
        let server = Self {
            url: format!("http://{}", listener.local_addr().expect("bound")),
            seen: Arc::new(Seen {
                calls: Mutex::default(),
                open: AtomicUsize::new(0),
                most_open: AtomicUsize::new(0),
                begun: Barrier::new(together),
                waiting: Mutex::default(),
            }),
            connections: Arc::default(),
        };
        let (seen, connections) = (Arc::clone(&server.seen), Arc::clone(&server.connections));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = connections.fetch_add(1, SeqCst);
                tokio::spawn(serve(stream, kind, number, Arc::clone(&seen)));
            }
        });
        server
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The bodies of the calls that have arrived, or their first lines.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.seen.calls.lock().expect("no panic").clone()
    }

    /// Ends when the server has done with the call of a user. If it has closed the connection then, there is no call that it might just
    /// have begun to read.
    pub(crate) fn done_with(&self, user: &str) -> oneshot::Receiver<()> {
        let (done, waits) = oneshot::channel();
        let mut waiting = self.seen.waiting.lock().expect("no panic");
        waiting.insert(user.to_owned(), done);
        waits
    }

    /// How many calls there were at once.
    pub(crate) fn most_open(&self) -> usize {
        self.seen.most_open.load(SeqCst)
    }
}

/// A port on which all connections of a test may wait at once: where 128 do, as by default, the system refuses some of a thousand.
fn listen() -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    socket.listen(1024)
}

impl Seen {
    fn done_with(&self, call: &str) {
        let user = call
            .split_once(r#""user_id":""#)
            .and_then(|(_, rest)| rest.split_once('"'));
        let mut waiting = self.waiting.lock().expect("no panic");
        if let Some(done) = user.and_then(|(user, _)| waiting.remove(user)) {
            done.send(()).expect("somebody who waits");
        }
    }
}

async fn serve(mut stream: TcpStream, kind: Kind, number: usize, seen: Arc<Seen>) {
    let mut answered = 0;
    while let Some(call) = read_call(&mut stream).await {
        seen.calls.lock().expect("no panic").push(call.clone());
        let open = seen.open.fetch_add(1, SeqCst) + 1;
        seen.most_open.fetch_max(open, SeqCst);
        let sent = answer(&mut stream, kind, &seen).await;
        seen.open.fetch_sub(1, SeqCst);
        answered += 1;
        let is_over = matches!(kind, Kind::ClosesWhenIdle) && answered > number % 3;
        if sent.is_err() || is_over {
            drop(stream);
            return seen.done_with(&call);
        }
        seen.done_with(&call);
    }
}

async fn answer(stream: &mut TcpStream, kind: Kind, seen: &Seen) -> std::io::Result<()> {
    match kind {
        Kind::Serves => {
            let unknown = "x".repeat(16 * 1024);
            let body = format!(r#"{{"code":0,"data":{{"total_count":1}},"new":"{unknown}"}}"#);
            stream.write_all(reply(&body).as_bytes()).await
        }
        Kind::ClosesWhenIdle => {
            let body = r#"{"code":0,"data":{"id":"1"}}"#;
            stream.write_all(reply(body).as_bytes()).await
        }
        Kind::StreamsTogether(_) => {
            let event = "event:conversation.message.delta\ndata:{\"content\":\"hi\"}\n\n";
            let done = "event:done\ndata:\n\n";
            let length = event.len() + done.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {length}\r\n\r\n"
            );
            seen.begun.wait().await;
            stream.write_all((head + event).as_bytes()).await?;
            seen.begun.wait().await;
            stream.write_all(done.as_bytes()).await
        }
    }
}

fn reply(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
