//! The replies that a test sets up.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::fault::Fault;
use super::gate::Gate;

/// A reply of the server: its content, and how it is sent.
///
/// [`value`](Self::value), [`items`](Self::items) and [`events`](Self::events) set what the caller gets, and the server puts it into
/// the envelope of the operation; [`raw`](Self::raw) sets every byte.
#[derive(Clone, Debug)]
#[must_use = "a reply does nothing until a server is told to give it"]
pub struct Reply {
    pub(super) content: Content,
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) faults: Vec<Fault>,
    pub(super) gate: Option<Gate>,
    pub(super) cut: Option<usize>,
}

/// What a reply says.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// What the document shows.
    Example,
    Value(Value),
    Items(Vec<Value>),
    Events(Vec<Value>),
    Error(i64, String),
    Raw(String, Bytes),
    // part coze
    #[cfg(feature = "realtime")]
    Session(super::script::Script),
    // end part
}

impl Reply {
    fn new(content: Content) -> Self {
        Self {
            content,
            status: None,
            headers: Vec::new(),
            faults: Vec::new(),
            gate: None,
            cut: None,
        }
    }

    /// The example of the API's document. This is the reply to every call for which the test sets none.
    pub fn example() -> Self {
        Self::new(Content::Example)
    }

    /// The result of the call: a value of its type, or the JSON of one.
    // part coze
    ///
    /// ```
    /// # use coze_client::testing::{Reply, Server};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> coze_client::Result<()> {
    /// # let server = Server::start().await;
    /// let mut user = coze_client::types::User::default();
    /// user.nick_name = "Ada".to_owned();
    /// server.on("users.me").reply(Reply::value(&user));
    /// assert_eq!(server.client().users().me().send().await?.nick_name, "Ada");
    /// # Ok(())
    /// # }
    /// ```
    // end part
    pub fn value(value: impl Serialize) -> Self {
        Self::new(Content::Value(json_of(value)))
    }

    /// The items of a list. The server sends them page by page, in the page size of the call; without one, all in one page.
    // part coze
    ///
    /// ```
    /// # use coze_client::testing::{Reply, Server};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> coze_client::Result<()> {
    /// # let server = Server::start().await;
    /// let names = ["Novels", "Poems", "Letters"];
    /// let datasets = names.map(|name| serde_json::json!({"name": name}));
    /// server.on("datasets.list").reply(Reply::items(datasets));
    ///
    /// let list = server.client().datasets().list("space").page_size(2);
    /// let found: Vec<_> = list.items().try_collect().await?;
    /// assert_eq!(found.len(), 3);
    /// assert_eq!(server.calls().len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    // end part
    pub fn items<T: Serialize>(items: impl IntoIterator<Item = T>) -> Self {
        Self::new(Content::Items(items.into_iter().map(json_of).collect()))
    }

    /// The events of a stream: those of the call's type, [`RawEvent`](crate::RawEvent)s, or `{"event": …, "data": …}`.
    ///
    /// If the last of them does not end the stream, the event that does follows; see [`cut_after`](Self::cut_after) for streams that
    /// break off.
    pub fn events<E: Serialize>(events: impl IntoIterator<Item = E>) -> Self {
        Self::new(Content::Events(events.into_iter().map(json_of).collect()))
    }

    /// A refusal in the form of the service, at HTTP status 200 unless [`status`](Self::status) sets another.
    pub fn error(code: i64, message: impl Into<String>) -> Self {
        Self::new(Content::Error(code, message.into()))
    }

    /// A body of this media type, as it is: without envelope and faults.
    pub fn raw(media_type: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::new(Content::Raw(media_type.into(), body.into()))
    }

    /// Sets the HTTP status.
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Applies a fault to the reply.
    pub fn with(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Breaks the connection after this many events of a stream, or bytes of any other reply.
    pub fn cut_after(mut self, pieces: usize) -> Self {
        self.cut = Some(pieces);
        self
    }

    /// Sends the reply through a gate: each event of a stream by itself, any other reply as a whole.
    pub fn through(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }
}

/// The fault of an otherwise good reply.
impl From<Fault> for Reply {
    fn from(fault: Fault) -> Self {
        Self::example().with(fault)
    }
}

/// The same as [`Reply::value`].
impl From<Value> for Reply {
    fn from(value: Value) -> Self {
        Self::value(value)
    }
}

// part coze
/// The call is to open a session, which goes on like this.
#[cfg(feature = "realtime")]
impl From<super::script::Script> for Reply {
    fn from(script: super::script::Script) -> Self {
        Self::new(Content::Session(script))
    }
}

// end part
/// A value that cannot be serialized, such as a map whose keys are lists, is null.
fn json_of(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
