// part coze

//! A session over a WebSocket: a script in, its steps over a connection out.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_core::Stream as _;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message, Role};

use super::call::Call;
use super::script::{Script, Step};

/// What clients have said in sessions, and how many sessions there are; shared by all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard(Arc<Mutex<Vec<Value>>>);

impl Heard {
    pub(super) fn events(&self) -> Vec<Value> {
        self.lock().clone()
    }

    /// How many sessions are open: each has a handle, and so has the server.
    pub(super) fn sessions(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer to the key by which a client asks for a WebSocket; `None` if it does not ask.
pub(super) fn answer(call: &Call) -> Option<String> {
    let key = call.header("sec-websocket-key")?;
    Some(derive_accept_key(key.as_bytes()))
}

/// A session to be played.
#[derive(Debug, Default)]
pub(super) struct Session {
    pub(super) script: Script,
    pub(super) heard: Heard,
}

impl Session {
    /// Plays the script, and listens until the client is gone.
    pub(super) async fn play(&self, stream: &mut TcpStream, received: Vec<u8>) -> io::Result<()> {
        // What is sent leaves at once.
        stream.set_nodelay(true)?;
        let socket = WebSocketStream::from_partially_read(stream, received, Role::Server, None);
        let mut player = Player {
            socket: socket.await,
            heard: &self.heard,
            unseen: VecDeque::new(),
        };
        for step in &self.script.0 {
            if !player.step(step).await? {
                return Ok(());
            }
        }
        while player.hear().await?.is_some() {}
        Ok(())
    }
}

struct Player<'a> {
    socket: WebSocketStream<&'a mut TcpStream>,
    heard: &'a Heard,
    /// The names of events that no step has waited for yet.
    unseen: VecDeque<String>,
}

/// What the client has done.
enum Did {
    Said(String),
    Answered,
    Other,
}

impl Player<'_> {
    /// Whether another step may follow.
    async fn step(&mut self, step: &Step) -> io::Result<bool> {
        match step {
            Step::Receive(event_type) => return self.receive(event_type).await,
            Step::Text(text) => self.send(Message::text(text.as_str())).await?,
            Step::Fragments(text, size) => self.send_fragments(text.as_bytes(), *size).await?,
            Step::Binary(bytes) => self.send(Message::binary(bytes.clone())).await?,
            Step::Ping => {
                self.send(Message::Ping("ping".into())).await?;
                loop {
                    match self.hear().await? {
                        Some(Did::Answered) => break,
                        Some(Did::Said(event_type)) => self.unseen.push_back(event_type),
                        Some(Did::Other) => {}
                        None => return Ok(false),
                    }
                }
            }
            Step::Pass(gate) => gate.pass().await,
            Step::Close(code, reason) => {
                let (code, reason) = ((*code).into(), reason.as_str().into());
                self.send(Message::Close(Some(CloseFrame { code, reason })))
                    .await?;
            }
            Step::Cut => return Ok(false),
        }
        Ok(true)
    }

    async fn receive(&mut self, event_type: &str) -> io::Result<bool> {
        while let Some(unseen) = self.unseen.pop_front() {
            if unseen == event_type {
                return Ok(true);
            }
        }
        loop {
            match self.hear().await? {
                Some(Did::Said(said)) if said == event_type => return Ok(true),
                Some(Did::Said(_) | Did::Answered | Did::Other) => {}
                None => return Ok(false),
            }
        }
    }

    /// The next thing that the client does; `None` when it is gone.
    async fn hear(&mut self) -> io::Result<Option<Did>> {
        let socket = &mut self.socket;
        let message = poll_fn(|cx| Pin::new(&mut *socket).poll_next(cx)).await;
        let did = match message.transpose().map_err(io::Error::other)? {
            None => return Ok(None),
            Some(Message::Pong(_)) => Did::Answered,
            Some(Message::Text(text)) => {
                let event: Value = serde_json::from_str(&text).unwrap_or_default();
                let event_type = event["event_type"].as_str().unwrap_or_default().to_owned();
                self.heard.lock().push(event);
                Did::Said(event_type)
            }
            Some(_) => Did::Other,
        };
        Ok(Some(did))
    }

    async fn send_fragments(&mut self, text: &[u8], size: usize) -> io::Result<()> {
        let last = text.chunks(size).len() - 1;
        for (number, piece) in text.chunks(size).enumerate() {
            let kind = if number == 0 {
                Data::Text
            } else {
                Data::Continue
            };
            let frame = Frame::message(piece.to_vec(), OpCode::Data(kind), number == last);
            self.send(Message::Frame(frame)).await?;
        }
        Ok(())
    }

    async fn send(&mut self, message: Message) -> io::Result<()> {
        use futures_sink::Sink as _;

        let mut socket = Pin::new(&mut self.socket);
        socket
            .as_mut()
            .start_send(message)
            .map_err(io::Error::other)?;
        let flushed = poll_fn(|cx| socket.as_mut().poll_flush(cx)).await;
        flushed.map_err(io::Error::other)
    }
}
