//! Every way in which a connection can fail, and what the user reads then.
//!
//! With `-- --nocapture` it prints the table.

use coze_client::types::{ChatEvent, DatasetPage};
use coze_client::{Client, ClientBuilder, ErrorKind, EventStream, Result};
use tokio::time::Instant;

use crate::server::{Reply, Server, TOKEN};

const KIB: usize = 1024;
const GARBAGE: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\xce";
const EVENT: &str = "event:conversation.message.delta\ndata:{\"content\":\"hi\"}\n\n";

/// Limits that a test reaches quickly.
fn small(builder: ClientBuilder) -> Client {
    builder
        .max_reply_size(256 * KIB)
        .max_event_size(256 * KIB)
        .max_retries(0)
        .build()
        .expect("valid")
}

async fn plain(client: &Client) -> Result<DatasetPage> {
    client.datasets().list("s").send().await
}

async fn stream(client: &Client) -> Result<Vec<ChatEvent>> {
    let stream = client.chat().stream("bot", "user").send().await;
    EventStream::try_collect(stream?).await
}

async fn sound(client: &Client) -> Result<bytes::Bytes> {
    let download = client.audio().speech().create("voice", "hi").send().await;
    download?.bytes().await
}

/// The three ways to be answered.
#[derive(Clone, Copy)]
enum Call {
    Plain,
    Stream,
    Sound,
}

async fn check(fault: &str, reply: Reply, call: Call, kind: ErrorKind, text: &str) {
    let server = Server::start([reply]).await;
    let client = small(server.builder());
    let error = match call {
        Call::Plain => plain(&client).await.map(drop),
        Call::Stream => stream(&client).await.map(drop),
        Call::Sound => sound(&client).await.map(drop),
    };
    let error = error.expect_err(fault);
    println!("| {fault} | `{:?}` | {error} |", error.kind());
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (kind, text),
        "{fault}"
    );
}

fn json(body: &str) -> Reply {
    Reply::json(body).header("x-tt-logid", "L1")
}

#[tokio::test]
async fn a_closed_door() {
    let nobody = Client::builder()
        .base_url("http://127.0.0.1:1")
        .token(TOKEN);
    let error = plain(&small(nobody)).await.expect_err("nobody listens");
    println!("| refused | `{:?}` | {error} |", error.kind());
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(
        error.to_string(),
        "GET /v1/datasets: there is no connection to the service"
    );
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_refusals() {
    let refused = Reply::new(429, "text/plain", &[b"slow down"]);
    let busy = Reply::json(r#"{"code":4013,"msg":"slow down","detail":{"logid":"L1"}}"#);
    let told = "GET /v1/datasets: the service answered with";
    let advice = "too many calls: wait before the next one";
    for (fault, reply, least, text) in [
        (
            "429, again and again",
            refused.clone(),
            0,
            format!("{told} HTTP status 429: slow down (3 attempts); {advice}"),
        ),
        (
            "429, again and again, `Retry-After: 7`",
            refused.header("Retry-After", "7"),
            14,
            format!("{told} HTTP status 429: slow down (3 attempts); {advice}"),
        ),
        (
            "code 4013, again and again",
            busy,
            0,
            format!("{told} code 4013: slow down (log id L1, 3 attempts); {advice}"),
        ),
    ] {
        let server = Server::start([reply.clone(), reply.clone(), reply]).await;
        let started = Instant::now();
        let error = plain(&server.client()).await.expect_err(fault);
        let waited = started.elapsed().as_secs();
        println!(
            "| {fault}; given up after {waited} s | `{:?}` | {error} |",
            error.kind()
        );
        assert_eq!(error.to_string(), text);
        assert!((least..=least + 2).contains(&waited), "{waited} s");
    }
}

#[tokio::test(start_paused = true)]
#[allow(clippy::too_many_lines)] // it is a table
async fn a_reply_that_does_not_come_or_stops() {
    for (fault, reply, call, kind, text) in [
        (
            "accepted, then closed",
            Reply::hangup(),
            Call::Plain,
            ErrorKind::Transport,
            "GET /v1/datasets: the connection broke before the reply",
        ),
        (
            "accepted, then silent",
            Reply::nothing(),
            Call::Plain,
            ErrorKind::Timeout,
            "GET /v1/datasets: no complete reply within 120 s",
        ),
        (
            "closed after the head",
            json("").broken(),
            Call::Plain,
            ErrorKind::Truncated,
            "GET /v1/datasets: the connection broke before the end of the reply (log id L1)",
        ),
        (
            "closed within the body",
            json("{\"code\":0,\"data\"").broken(),
            Call::Plain,
            ErrorKind::Truncated,
            "GET /v1/datasets: the connection broke before the end of the reply (log id L1)",
        ),
        (
            "shorter than announced",
            json("{\"code\":0}").announcing(99),
            Call::Plain,
            ErrorKind::Truncated,
            "GET /v1/datasets: the connection broke before the end of the reply (log id L1)",
        ),
        (
            "silent within the body",
            json("{\"code\":0,\"data\"").silent(),
            Call::Plain,
            ErrorKind::Timeout,
            "GET /v1/datasets: no complete reply within 120 s (log id L1)",
        ),
        (
            "stream: silent",
            Reply::events(EVENT).silent(),
            Call::Stream,
            ErrorKind::Timeout,
            "POST /v3/chat: nothing arrived for 180 s",
        ),
        (
            "stream: closed between events",
            Reply::events(EVENT).broken(),
            Call::Stream,
            ErrorKind::Truncated,
            "POST /v3/chat: the connection broke before the end of the reply",
        ),
        (
            "stream: ended without its last event",
            Reply::events(EVENT),
            Call::Stream,
            ErrorKind::Truncated,
            "POST /v3/chat: the stream was truncated: it ended before its last event",
        ),
        (
            "download: silent",
            Reply::new(200, "audio/mpeg", &[b"so"]).silent(),
            Call::Sound,
            ErrorKind::Timeout,
            "POST /v1/audio/speech: nothing arrived for 60 s",
        ),
        (
            "download: closed within",
            Reply::new(200, "audio/mpeg", &[b"so"]).broken(),
            Call::Sound,
            ErrorKind::Truncated,
            "POST /v1/audio/speech: the connection broke before the end of the reply",
        ),
    ] {
        check(fault, reply, call, kind, text).await;
    }
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // it is a table
async fn a_reply_that_is_something_else() {
    let html = b"<html>\r\n<h1>502 Bad Gateway</h1></html>";
    for (fault, reply, call, kind, text) in [
        (
            "JSON that ends too early",
            json(r#"{"code":0,"data":{"total_count":1"#),
            Call::Plain,
            ErrorKind::Decode,
            "GET /v1/datasets: the reply cannot be read at `data.total_count`: EOF while parsing an object (log id L1)",
        ),
        (
            "compressed garbage",
            Reply::new(200, "application/json", &[GARBAGE]),
            Call::Plain,
            ErrorKind::Decode,
            "GET /v1/datasets: the reply is compressed (gzip), which was not asked for",
        ),
        (
            "compressed",
            Reply::new(200, "application/json", &[GARBAGE]).header("Content-Encoding", "gzip"),
            Call::Plain,
            ErrorKind::Decode,
            "GET /v1/datasets: the reply is compressed (gzip), which was not asked for",
        ),
        (
            "a page of a gateway",
            Reply::new(502, "text/html", &[html]),
            Call::Plain,
            ErrorKind::Api,
            "GET /v1/datasets: the service answered with HTTP status 502: <html>  <h1>502 Bad Gateway</h1></html>",
        ),
        (
            "a page of a gateway, cut off",
            Reply::new(502, "text/html", &[html]).broken(),
            Call::Plain,
            ErrorKind::Api,
            "GET /v1/datasets: the service answered with HTTP status 502: <html>  <h1>502 Bad Gateway</h1></html>",
        ),
        (
            "a page with status 200",
            Reply::new(200, "text/html", &[b"<html>Log in to the hotel</html>"]),
            Call::Plain,
            ErrorKind::Decode,
            "GET /v1/datasets: the reply is a page for a browser: <html>Log in to the hotel</html>",
        ),
        (
            "stream: a page with status 200",
            Reply::new(200, "text/html", &[b"<html>Log in to the hotel</html>"]),
            Call::Stream,
            ErrorKind::Decode,
            "POST /v3/chat: the reply is a page for a browser: <html>Log in to the hotel</html>",
        ),
        (
            "download: a page with status 200",
            Reply::new(200, "text/html", &[b"<html>Log in to the hotel</html>"]),
            Call::Sound,
            ErrorKind::Decode,
            "POST /v1/audio/speech: the reply is a page for a browser: <html>Log in to the hotel</html>",
        ),
    ] {
        check(fault, reply, call, kind, text).await;
    }
}

#[tokio::test]
async fn a_refusal() {
    let away = "https://other.example/login?ticket=1";
    for (fault, reply, call, kind, text) in [
        (
            "a refusal with status 200",
            json(r#"{"code":4101,"msg":"no permission"}"#),
            Call::Plain,
            ErrorKind::Auth,
            "GET /v1/datasets: the service answered with code 4101: no permission (log id L1); the token lacks the permission for this call, or belongs to the other region: api.coze.com and api.coze.cn do not share tokens",
        ),
        (
            "stream: a refusal instead, declared as text",
            Reply::new(200, "text/plain", &[br#"{"code":4016,"msg":"busy"}"#]),
            Call::Stream,
            ErrorKind::Api,
            "POST /v3/chat: the service answered with code 4016: busy; the conversation has a running chat: wait for its end, cancel it, or use another conversation",
        ),
        (
            "download: a refusal instead, declared as sound",
            Reply::new(400, "audio/mpeg", &[br#"{"code":3010,"msg":"too long"}"#]),
            Call::Sound,
            ErrorKind::Api,
            "POST /v1/audio/speech: the service answered with code 3010 and HTTP status 400: too long",
        ),
        (
            "too many calls",
            Reply::new(429, "text/plain", &[b"slow down"]).header("Retry-After", "90"),
            Call::Plain,
            ErrorKind::RateLimit,
            "GET /v1/datasets: the service answered with HTTP status 429: slow down; too many calls: wait before the next one",
        ),
        (
            "a redirect to another host",
            Reply::new(307, "text/html", &[b"<a>moved</a>"]).header("Location", away),
            Call::Plain,
            ErrorKind::Api,
            "GET /v1/datasets: the service answered with HTTP status 307: it redirects to another host, https://other.example; redirects are not followed: check the base URL",
        ),
        (
            "a redirect on the same host",
            Reply::new(301, "text/html", &[]).header("Location", "/elsewhere"),
            Call::Plain,
            ErrorKind::Api,
            "GET /v1/datasets: the service answered with HTTP status 301: it redirects to another path; redirects are not followed: check the base URL",
        ),
        (
            "a redirect to nowhere",
            Reply::new(302, "text/html", &[]).header("Location", "javascript:secret"),
            Call::Plain,
            ErrorKind::Api,
            "GET /v1/datasets: the service answered with HTTP status 302: it redirects to what is no address of the web; redirects are not followed: check the base URL",
        ),
    ] {
        check(fault, reply, call, kind, text).await;
    }
}

#[tokio::test]
async fn a_reply_that_is_too_large() {
    let (piece, data) = (vec![b' '; 64 * KIB], vec![b'x'; 64 * KIB]);
    let gib5 = 5 << 30;
    for (fault, reply, call, text) in [
        (
            "5 GiB announced",
            Reply::new(200, "application/json", &[&piece])
                .announcing(gib5)
                .endless(),
            Call::Plain,
            "GET /v1/datasets: the reply is larger than 262144 bytes, the most that is kept in memory",
        ),
        (
            "5 GiB unannounced",
            Reply::new(200, "application/json", &[&piece]).endless(),
            Call::Plain,
            "GET /v1/datasets: the reply is larger than 262144 bytes, the most that is kept in memory",
        ),
        (
            "download: 5 GiB into memory",
            Reply::new(200, "audio/mpeg", &[&piece]).endless(),
            Call::Sound,
            "POST /v1/audio/speech: the reply is larger than 262144 bytes, the most that is kept in memory",
        ),
        (
            "an event without end",
            Reply::new(200, "text/event-stream", &[b"data:", &data]).endless(),
            Call::Stream,
            "POST /v3/chat: an event is larger than 262144 bytes",
        ),
        (
            "an event of lines without end",
            Reply::new(200, "text/event-stream", &[b"data: yes, more\n"]).endless(),
            Call::Stream,
            "POST /v3/chat: an event is larger than 262144 bytes",
        ),
        (
            "JSON without end instead of a stream",
            Reply::new(200, "text/event-stream", &[b"{", &piece]).endless(),
            Call::Stream,
            "POST /v3/chat: the reply is larger than 262144 bytes, the most that is kept in memory",
        ),
    ] {
        check(fault, reply, call, ErrorKind::Decode, text).await;
    }
}

#[tokio::test]
async fn a_failure_without_end_is_that_failure() {
    let reply = Reply::new(503, "text/plain", &[b"come back later "]).endless();
    let server = Server::start([reply]).await;
    let error = plain(&small(server.builder())).await.expect_err("503");
    assert_eq!(error.as_api().map(coze_client::ApiError::status), Some(503));
    assert!(error.to_string().contains("come back later"), "{error}");
}
