//! Sessions over a WebSocket, against the server for tests.

#[path = "../common/certificates.rs"]
#[allow(dead_code)] // others need more of it
mod certificates;
mod endings;
mod events;
mod handshake;
mod long;
mod network;
mod typed;
mod voice;

use coze_client::realtime::{Connecting, Raw, ServerMessage, Session};
use coze_client::testing::{Reply, Server};
use coze_client::{Client, Error, Method, RawEvent, Result};

/// An endpoint that the document does not have.
const PATH: &str = "/v1/oracle";
const ORACLE: &str = "GET /v1/oracle";

/// A server that answers the opening of a session with this.
async fn server(reply: impl Into<Reply>) -> Server {
    let server = Server::start().await;
    server.on(ORACLE).reply(reply);
    server
}

fn open(client: &Client) -> Connecting<Raw> {
    client.request(Method::Get, PATH).connect()
}

/// A session with a server that answers its opening with this.
async fn session(reply: impl Into<Reply>) -> (Session<Raw>, Server) {
    let server = server(reply).await;
    let session = open(&server.client()).await;
    (session.expect("a session"), server)
}

fn event(name: &str) -> RawEvent {
    RawEvent::new(name, "")
}

type Next = Option<Result<ServerMessage<RawEvent>>>;

/// The message that is next.
fn message(next: Next) -> ServerMessage<RawEvent> {
    next.expect("not the end").expect("no error")
}

/// The error that is next.
fn error(next: Next) -> Error {
    next.expect("not the end").expect_err("no event")
}

/// The names of all events until the session ends as it should.
async fn names(session: &mut Session<Raw>) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(next) = session.next().await {
        names.push(message(Some(next)).event.event().to_owned());
    }
    names
}
