// part coze

//! What the server does in a session over a WebSocket, as a test says it.

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};

use super::gate::Gate;

/// What the server does in a session over a WebSocket (feature `realtime`), step by step. It is a [`Reply`](super::Reply) to the call that opens it.
///
/// After the last step, the server listens until the client closes the session. [`Server::events`](super::Server::events) has what it
/// heard.
///
/// ```
/// use coze_client::testing::{Script, Server};
/// use coze_client::{Method, RawEvent};
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> coze_client::Result<()> {
/// let server = Server::start().await;
/// let script = Script::new().event("created", ()).receive("ask").event("answer", json!({"text": "Yes"}));
/// server.on("GET /v1/oracle").reply(script);
///
/// let mut session = server.client().request(Method::Get, "/v1/oracle").connect().await?;
/// session.send(RawEvent::new("ask", "")).await?;
/// while let Some(message) = session.try_next().await? {
///     if message.event.event() == "answer" {
///         assert_eq!(message.event.data(), r#"{"text":"Yes"}"#);
///         break;
///     }
/// }
/// session.close().await?;
/// assert_eq!(server.events()[0]["event_type"], "ask");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a script does nothing until a server is told to play it"]
pub struct Script(pub(super) Vec<Step>);

#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Waits until an event of this name arrives.
    Receive(String),
    Text(String),
    /// The same, in frames of so many bytes.
    Fragments(String, usize),
    Binary(Bytes),
    Ping,
    Pass(Gate),
    Close(u16, String),
    Cut,
}

impl Script {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// Waits until the client sends an event of this name. Others that arrive before it are recorded.
    pub fn receive(self, event_type: impl Into<String>) -> Self {
        self.then(Step::Receive(event_type.into()))
    }

    /// Sends an event: its name, and its data; `()` for none.
    pub fn event(self, event_type: impl Into<String>, data: impl Serialize) -> Self {
        let text = self.framed(&event_type.into(), data);
        self.then(Step::Text(text))
    }

    /// The same, in frames of this many bytes each, as proxies cut it.
    pub fn event_in_fragments(
        self,
        bytes: usize,
        event_type: impl Into<String>,
        data: impl Serialize,
    ) -> Self {
        let text = self.framed(&event_type.into(), data);
        self.then(Step::Fragments(text, bytes.max(1)))
    }

    /// Sends a text that need not be an event.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.then(Step::Text(text.into()))
    }

    /// Sends a binary message.
    pub fn binary(self, bytes: impl Into<Bytes>) -> Self {
        self.then(Step::Binary(bytes.into()))
    }

    /// Sends a ping, and waits until the client answers it.
    pub fn ping(self) -> Self {
        self.then(Step::Ping)
    }

    /// Waits until the test opens the gate.
    pub fn pass(self, gate: &Gate) -> Self {
        self.then(Step::Pass(gate.clone()))
    }

    /// Closes the session with a code and a reason.
    pub fn close(self, code: u16, reason: impl Into<String>) -> Self {
        self.then(Step::Close(code, reason.into()))
    }

    /// Breaks the connection.
    pub fn cut(self) -> Self {
        self.then(Step::Cut)
    }

    /// An event in the frame of the service.
    fn framed(&self, event_type: &str, data: impl Serialize) -> String {
        let number = self.0.len() + 1;
        let mut frame = json!({
            "id": format!("event-{number}"),
            "event_type": event_type,
            "detail": {"logid": format!("log-of-event-{number}"), "respond_at": "1752487682150"},
        });
        let data = serde_json::to_value(data).unwrap_or_default();
        if data != Value::Null {
            frame["data"] = data;
        }
        frame.to_string()
    }
}
