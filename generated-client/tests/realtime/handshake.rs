//! How a session begins, and why it may not.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use coze_client::auth::{self, FromFn};
use coze_client::testing::{Fault, Gate, Reply, Script};
use coze_client::{ApiError, Client, Error, ErrorKind, Method, Result};

use super::{ORACLE, PATH, open, server, session};

/// Tokens `t1`, `t2` and so on.
fn numbered() -> FromFn<impl Fn() -> std::future::Ready<Result<String>> + Send + Sync + 'static> {
    let count = AtomicUsize::new(0);
    auth::from_fn(move || {
        let number = count.fetch_add(1, SeqCst) + 1;
        std::future::ready(Ok::<_, Error>(format!("t{number}")))
    })
}

async fn refused(reply: impl Into<Reply>) -> Error {
    let server = server(reply).await;
    let client = server.builder().max_retries(0).build().expect("a client");
    open(&client).await.expect_err("no session")
}

#[tokio::test]
async fn it_begins_like_every_call() {
    let server = server(Script::new()).await;
    let builder = server.builder().header("X-Team", "7");
    let client = builder.build().expect("a client");
    let call = client
        .request(Method::Get, PATH)
        .with_query("bot_id", "a b");
    let call = call.with_header("Sec-WebSocket-Protocol", "x");
    let session = call.connect().await.expect("a session");
    assert_eq!(session.log_id().as_deref(), Some("log-1"));

    let call = server.calls().remove(0);
    assert_eq!(call.query("bot_id"), Some("a b"));
    assert_eq!(call.token(), Some(server.token()));
    let header = |name| call.header(name).unwrap_or_default();
    assert!(header("user-agent").starts_with("coze-client/"));
    assert!(header("x-coze-client-user-agent").contains("rust"));
    assert_eq!((header("x-team"), header("upgrade")), ("7", "websocket"));
    assert_eq!(call.header("sec-websocket-protocol"), None);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    for refusal in [
        Reply::from(Fault::ExpiredToken),
        Reply::error(4100, "expired"),
        Reply::raw("text/html", "<html>401</html>").status(401),
    ] {
        let server = server(Script::new()).await;
        server.on(ORACLE).once(refusal);
        let client = server.client().with_token_source(numbered());
        let opened = open(&client).await;
        assert!(opened.is_ok_and(|session| session.is_open()));
        let calls = server.calls();
        let tokens: Vec<_> = calls.iter().filter_map(|call| call.token()).collect();
        assert_eq!(tokens, ["t1", "t2"]);
    }
}

#[tokio::test]
async fn who_is_not_admitted_learns_what_that_means() {
    let error = refused(Reply::raw("text/plain", "Forbidden by token-of-a-test").status(403)).await;
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.as_api().map(ApiError::status), Some(403));
    assert_eq!(error.log_id(), Some("log-1"));
    let text = error.to_string();
    assert!(text.starts_with("GET /v1/oracle: "), "{text}");
    assert!(
        text.contains("Forbidden by") && text.contains("admitted"),
        "{text}"
    );
    assert!(!text.contains("token-of-a-test"), "{text}");
    // A code says more.
    let error = refused(Reply::error(4101, "no").status(403)).await;
    assert!(error.to_string().contains("permission"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_busy_service_is_asked_again() {
    let server = server(Script::new()).await;
    server
        .on(ORACLE)
        .once(Fault::GatewayTimeout)
        .once(Fault::Hangup);
    let opened = open(&server.client()).await;
    assert!(opened.is_ok_and(|session| session.is_open()));
    assert_eq!(server.calls().len(), 3);
}

#[tokio::test]
async fn another_reply_is_no_session() {
    let page = "<html><title>Log in</title></html>";
    for (reply, kind, words) in [
        (
            Reply::raw("text/html", page),
            ErrorKind::Decode,
            "status 200",
        ),
        (Reply::value(7), ErrorKind::Decode, "status 200"),
        (
            Reply::raw("", "")
                .status(101)
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Accept", "of another"),
            ErrorKind::Decode,
            "not to this request",
        ),
        (
            Reply::raw("", "").status(101),
            ErrorKind::Decode,
            "not to this request",
        ),
        (
            Reply::raw("", "").status(204),
            ErrorKind::Decode,
            "status 204",
        ),
        (Reply::from(Fault::GatewayTimeout), ErrorKind::Api, "504"),
        (Reply::error(4000, "what?"), ErrorKind::Api, "4000: what?"),
        (Reply::raw("", "").status(404), ErrorKind::NotFound, "404"),
        (
            Reply::raw("", "")
                .status(302)
                .header("Location", "https://elsewhere.example"),
            ErrorKind::Api,
            "another host, https://elsewhere.example",
        ),
        (
            Reply::from(Fault::Hangup),
            ErrorKind::Transport,
            "the connection",
        ),
    ] {
        let error = refused(reply).await;
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn it_begins_within_ten_seconds() {
    let gate = Gate::closed();
    let server = server(Reply::value(1).through(&gate)).await;
    let client = server.client();
    for (call, words) in [
        (client.request(Method::Get, PATH), "within 10 s"),
        (
            client
                .request(Method::Get, PATH)
                .with_timeout(Duration::from_millis(30)),
            "within 0.03 s",
        ),
    ] {
        let error = call.connect().await.expect_err("no session");
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn what_cannot_begin_is_not_sent() {
    let (_session, server) = session(Script::new()).await;
    let client = Client::builder()
        .base_url(server.url())
        .build()
        .expect("a client");
    let error = open(&client).await.expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Config);
    let call = server.client().request(Method::Post, PATH).connect();
    assert_eq!(
        call.await.expect_err("a method").kind(),
        ErrorKind::Argument
    );
    assert_eq!(server.calls().len(), 1);
}

#[tokio::test]
async fn hooks_see_it() {
    let server = server(Script::new()).await;
    let (seen, outcomes) = std::sync::mpsc::channel();
    let builder = server.builder().after_attempt(move |outcome| {
        _ = seen.send((outcome.status(), outcome.attempt().path().to_owned()));
    });
    let opened = open(&builder.build().expect("a client")).await;
    assert!(opened.is_ok_and(|session| session.is_open()));
    assert_eq!(outcomes.recv(), Ok((Some(101), PATH.to_owned())));
    assert_eq!(server.calls().len(), 1);
}
