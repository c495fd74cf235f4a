//! Calls over HTTP/2: what a server refused, or had not begun when it went away, is sent again, and a mute connection is given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use coze_client::{Client, ErrorKind};
use h2::Reason;
use h2::server::{Connection, SendResponse};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;
use tokio_rustls::server::TlsStream;

use crate::certificates::Authority;
use crate::server::TOKEN;

/// What the server does with its first call, or its first connection.
#[derive(Clone, Copy, Debug)]
enum First {
    RefuseTheCall,
    GoAwayInstead,
    /// It answers the first call, and never again says anything on that connection.
    FallSilent,
}

type Incoming = Connection<TlsStream<TcpStream>, Bytes>;

/// Starts a server; gives a client of it, and how many calls have arrived.
async fn serve(first: First) -> (Client, Arc<AtomicUsize>) {
    let authority = Authority::new();
    let acceptor = authority.acceptor(&["h2"], false);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("https://{}", listener.local_addr().expect("bound"));
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    tokio::spawn(async move {
        let mut is_first = true;
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else {
                continue;
            };
            let connection = h2::server::handshake(stream).await.expect("HTTP/2");
            let first = std::mem::take(&mut is_first).then_some(first);
            tokio::spawn(answer(connection, first, Arc::clone(&count)));
        }
    });
    let builder = Client::builder().base_url(url).token(TOKEN);
    let builder = builder.add_root_certificate(authority.pem());
    (builder.build().expect("valid"), calls)
}

async fn answer(mut connection: Incoming, mut first: Option<First>, calls: Arc<AtomicUsize>) {
    while let Some(Ok((_, mut respond))) = connection.accept().await {
        calls.fetch_add(1, SeqCst);
        match first {
            Some(First::RefuseTheCall) => respond.send_reset(Reason::REFUSED_STREAM),
            Some(First::GoAwayInstead) => {
                connection.abrupt_shutdown(Reason::NO_ERROR);
                respond.send_reset(Reason::REFUSED_STREAM);
            }
            Some(First::FallSilent) => {
                found(&mut respond);
                let sent = Duration::from_millis(10);
                let _ = tokio::time::timeout(sent, connection.accept()).await;
                // It is held, and nobody looks at it.
                return std::future::pending().await;
            }
            None => found(&mut respond),
        }
        first = None;
    }
}

fn found(respond: &mut SendResponse<Bytes>) {
    let body = r#"{"code":0,"data":{"total_count":1,"id":"7"}}"#;
    let head = http::Response::new(());
    let mut stream = respond.send_response(head, false).expect("sent");
    stream.send_data(body.into(), true).expect("sent");
}

#[tokio::test(start_paused = true)]
async fn what_a_server_refused_or_had_not_begun_is_sent_again() {
    for first in [First::RefuseTheCall, First::GoAwayInstead] {
        let (client, calls) = serve(first).await;
        let chat = client.chat().create("bot", "user").send().await;
        assert_eq!(chat.expect("the second attempt").id, "7", "{first:?}");
        assert_eq!(calls.load(SeqCst), 2, "{first:?}");
    }
    // Not where every call is sent once.
    let (client, calls) = serve(First::RefuseTheCall).await;
    let call = client.chat().create("bot", "user").with_max_retries(0);
    let error = call.send().await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert_eq!(calls.load(SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_falls_silent_is_given_up() {
    let (client, calls) = serve(First::FallSilent).await;
    let call = client.datasets().list("s");
    call.clone().send().await.expect("a page");
    let started = Instant::now();
    call.send().await.expect("a page");
    let waited = started.elapsed();
    // A ping is sent every twenty seconds, unless something came in the meantime, and has ten to be answered. Nothing else ends the wait
    // for a reply before two minutes have passed.
    assert!(waited < Duration::from_secs(60), "{waited:?}");
    assert_eq!(calls.load(SeqCst), 2);
}
