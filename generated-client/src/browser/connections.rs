//! Calls by `fetch`. What comes from the page must stay on its thread, while calls can be sent to others; so tasks of the page do the
//! work, and hand on what comes.

use std::future::{Future, pending, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use reqwest::{StatusCode, Url};
use tokio::sync::{mpsc, oneshot};
use wasm_bindgen_futures::spawn_local;

use super::runtime::unless;
use crate::Result;

/// How many pieces of a reply may wait to be read.
const WAITING: usize = 4;

/// What a page may set of connections: nothing.
#[derive(Clone, Default)]
pub(crate) struct ConnectionSettings(());

/// The connections of a client, which are the browser's.
pub(crate) struct Connections(Fetch);

#[allow(clippy::unnecessary_wraps)] // as on a machine
impl Connections {
    pub(crate) fn given(client: reqwest::Client, _: &ConnectionSettings) -> Result<Self> {
        Ok(Self(Fetch(client)))
    }

    pub(crate) fn new(_: ConnectionSettings, _encrypted: bool) -> Result<Self> {
        Ok(Self(Fetch(reqwest::Client::new())))
    }

    pub(crate) fn client(&self) -> Result<Fetch> {
        Ok(self.0.clone())
    }
}

#[derive(Clone)]
pub(crate) struct Fetch(reqwest::Client);

impl Fetch {
    /// Sends a request. Dropping the future ends it.
    pub(crate) fn execute(
        &self,
        request: reqwest::Request,
    ) -> impl Future<Output = reqwest::Result<Response>> + use<> {
        let client = self.0.clone();
        let (mut sender, reply) = oneshot::channel();
        spawn_local(async move {
            let reply = unless(sender.closed(), client.execute(request)).await;
            if let Some(reply) = reply {
                // Whoever waited may be gone.
                let _ = sender.send(reply.map(Response::of));
            }
        });
        async {
            match reply.await {
                Ok(reply) => reply,
                // The page has ended the task. Whoever waits has a time limit.
                Err(_) => pending().await,
            }
        }
    }
}

/// A reply whose head has come.
pub(crate) struct Response {
    status: StatusCode,
    headers: HeaderMap,
    url: Url,
    body: Body,
}

impl Response {
    fn of(reply: reqwest::Response) -> Self {
        let mut headers = reply.headers().clone();
        // The browser has taken the content out of its compression, and leaves the labels as they were.
        if headers.remove(CONTENT_ENCODING).is_some() {
            headers.remove(CONTENT_LENGTH);
        }
        let length = headers.get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        let (sender, pieces) = mpsc::channel(WAITING);
        let (status, url) = (reply.status(), reply.url().clone());
        spawn_local(hand_on(reply, sender));
        Self {
            status,
            headers,
            url,
            body: Body { pieces, length },
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }
}

/// Hands on the pieces of a reply as they come, until all are there or nobody wants more.
async fn hand_on(reply: reqwest::Response, sender: mpsc::Sender<reqwest::Result<Bytes>>) {
    let mut pieces = Box::pin(reply.bytes_stream());
    loop {
        let next = poll_fn(|cx| pieces.as_mut().poll_next(cx));
        let Some(Some(piece)) = unless(sender.closed(), next).await else {
            return;
        };
        if sender.send(piece).await.is_err() {
            return;
        }
    }
}

/// The body of a reply. Dropping it ends the reply.
pub(crate) struct Body {
    pieces: mpsc::Receiver<reqwest::Result<Bytes>>,
    length: Option<u64>,
}

impl From<Response> for Body {
    fn from(reply: Response) -> Self {
        reply.body
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<reqwest::Result<Frame<Bytes>>>> {
        let piece = self.pieces.poll_recv(cx);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}
