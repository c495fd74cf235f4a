// part coze

//! How a connection stops being HTTP and becomes a WebSocket (RFC 6455, section 4): the headers that ask for it, and the reply that agrees.
//!
//! The request is sent as every other one, so tokens, headers, TLS, proxies, time limits and repetitions are those of all calls.

use std::time::Duration;

use hyper::upgrade::OnUpgrade;
use reqwest::header::{
    CONNECTION, HeaderMap, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::incoming::Received;
use crate::error::Error;
use crate::reply::context::is_success;
use crate::text::excerpt;
use crate::{ErrorKind, Result};

/// How long a session may take to begin, unless the caller says otherwise.
pub(super) const TIMEOUT: Duration = Duration::from_secs(10);

/// The status of a reply that agrees.
pub(super) const SWITCHING: u16 = 101;

/// How many characters of another reply an error shows.
const EXCERPT: usize = 200;

/// What to do about a refusal without a code of its own (<https://github.com/coze-dev/coze-py/issues/171>).
const FORBIDDEN: &str = "the account may not be admitted to sessions over a WebSocket, which the service's support can change; or the \
                         token lacks the permission, or is one of another region";

/// The question whether the connection becomes a WebSocket.
pub(super) struct Offer {
    /// What proves that the answer is one to this question.
    answer: String,
}

impl Offer {
    /// Writes the question into the headers of a request, over whatever the caller has put there.
    pub(super) fn write(headers: &mut HeaderMap) -> Self {
        let key = generate_key();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        // Neither is spoken here.
        headers.remove(SEC_WEBSOCKET_EXTENSIONS);
        headers.remove(SEC_WEBSOCKET_PROTOCOL);
        if let Ok(value) = HeaderValue::try_from(&key) {
            headers.insert(SEC_WEBSOCKET_KEY, value);
        }
        Self {
            answer: derive_accept_key(key.as_bytes()),
        }
    }

    /// The connection, if the reply agrees.
    pub(super) fn accepted(self, reply: &reqwest::Response) -> Option<OnUpgrade> {
        let answer = reply.headers().get(SEC_WEBSOCKET_ACCEPT)?;
        let agrees = reply.status().as_u16() == SWITCHING && answer == self.answer.as_str();
        let connection = reply.extensions().get::<OnUpgrade>();
        connection.filter(|_| agrees).cloned()
    }
}

impl Received {
    /// The reply to an offer, with the connection if it was accepted.
    pub(super) fn with_upgrade(mut self: Box<Self>, upgrade: Option<OnUpgrade>) -> Box<Self> {
        self.upgrade = upgrade;
        self
    }
}

/// The reply, if it agrees; else why it does not.
pub(super) async fn recognise(mut received: Box<Received>) -> Result<Box<Received>> {
    if received.upgrade.is_some() {
        return Ok(received);
    }
    if received.context.status != SWITCHING {
        // What cannot be read says less than the status.
        _ = received.collect().await;
    }
    Err(refusal(&received))
}

fn refusal(received: &Received) -> Error {
    let (context, body) = (&received.context, received.incoming.buffered());
    if context.status != SWITCHING
        && let Some(error) = received.fault()
    {
        let has_no_code = error.as_api().is_some_and(|api| api.code() == 0);
        return match context.status {
            403 if has_no_code => error.with_hint(FORBIDDEN),
            _ => error,
        };
    }
    let mut what = format!(
        "the service did not open a WebSocket, it answered with status {}",
        context.status
    );
    if context.status == SWITCHING {
        what += ", but not to this request: something in between does not forward WebSockets as it should";
    } else if is_success(context.status) && !body.is_empty() {
        what = format!("{what}: {}", excerpt(body, EXCERPT));
    }
    context.of_reply(Error::new(ErrorKind::Decode, what), body)
}
