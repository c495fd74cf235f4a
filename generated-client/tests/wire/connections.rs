//! Connections that are used again, that were closed meanwhile, or that belong to another runtime.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use coze_client::{Client, ErrorKind, FilePart};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use crate::read_call::read_call;
use crate::server::TOKEN;

/// What a server does with a connection once it has replied to a call.
#[derive(Clone, Copy, Debug)]
enum Then {
    /// It waits for the next call.
    Serve,
    /// It closes the connection.
    Close,
    /// It closes the connection as the next call arrives, and reads nothing of it.
    CloseWhenUsed,
}

/// The calls that a server has read, by connection.
type Calls = Arc<Mutex<Vec<Vec<String>>>>;

/// Starts a server that keeps its connections open; gives its address and its calls.
async fn serve(reply: &'static str, then: Then) -> (String, Calls) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let calls = Calls::default();
    let all = Arc::clone(&calls);
    tokio::spawn(async move {
        for number in 0.. {
            let Ok((stream, _)) = listener.accept().await else {
                return;
            };
            all.lock().expect("no panic").push(Vec::new());
            tokio::spawn(connection(stream, number, reply, then, Arc::clone(&all)));
        }
    });
    (url, calls)
}

async fn connection(
    mut stream: TcpStream,
    number: usize,
    reply: &'static str,
    then: Then,
    calls: Calls,
) {
    while let Some(call) = read_call(&mut stream).await {
        calls.lock().expect("no panic")[number].push(call);
        if stream.write_all(reply.as_bytes()).await.is_err() {
            return;
        }
        match then {
            Then::Serve => {}
            Then::Close => return,
            Then::CloseWhenUsed => {
                stream.readable().await.expect("a connection");
                return;
            }
        }
    }
}

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url).token(TOKEN);
    builder.build().expect("valid")
}

const FOUND: &str = "HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n{\"code\":0,\"data\":{\"total_count\":1,\"id\":\"123\"}}";

#[tokio::test(start_paused = true)]
async fn a_connection_that_was_closed_while_nobody_used_it_costs_no_call() {
    for then in [Then::Close, Then::CloseWhenUsed] {
        let (url, calls) = serve(FOUND, then).await;
        let client = client(&url);
        for user in ["a", "b", "c"] {
            let chat = client.chat().create("bot", user).send().await;
            assert_eq!(chat.expect("success").id, "123", "{then:?}");
        }
        let calls = calls.lock().expect("no panic").concat();
        assert_eq!(calls.len(), 3, "{then:?}: each has arrived once: {calls:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_again_where_that_is_not_wanted() {
    let (url, calls) = serve(FOUND, Then::CloseWhenUsed).await;
    let client = client(&url);
    let call = client.chat().create("bot", "a").with_max_retries(0);
    call.clone().send().await.expect("success");
    let error = call.send().await.expect_err("closed");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    let text = error.to_string();
    assert!(
        text.contains("was closed before the call was sent"),
        "{text}"
    );
    assert_eq!(calls.lock().expect("no panic").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_used_again() {
    let (url, calls) = serve(FOUND, Then::Serve).await;
    let client = client(&url);
    for _ in 0..3 {
        client.datasets().list("s").send().await.expect("success");
    }
    assert_eq!(calls.lock().expect("no panic").len(), 1);
    // Unless it is told otherwise, or nobody has used it for long.
    let builder = || Client::builder().base_url(url.as_str()).token(TOKEN);
    let none = builder().pool_max_idle(0).build().expect("valid");
    none.datasets().list("s").send().await.expect("success");
    none.datasets().list("s").send().await.expect("success");
    assert_eq!(calls.lock().expect("no panic").len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_connection_of_a_stream_is_used_again() {
    // The end of the body comes with the last event, as with most servers, and is not read with it.
    const STREAM: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n\
                          14\r\nevent:done\ndata:{}\n\n\r\n\
                          3\r\n\n\n\n\r\n0\r\n\r\n";
    let (url, calls) = serve(STREAM, Then::Serve).await;
    let client = client(&url);
    for _ in 0..3 {
        let stream = client.chat().stream("bot", "user").send().await;
        let events: Vec<_> = stream.expect("events").try_collect().await.expect("all");
        assert_eq!(events.len(), 1);
        // The rest is read in the background.
        tokio::time::advance(Duration::from_millis(1)).await;
    }
    assert_eq!(calls.lock().expect("no panic").len(), 1);
}

#[test]
fn a_client_works_in_several_runtimes() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().expect("a runtime")
    };
    let server = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let (url, _) = server.block_on(serve(FOUND, Then::Serve));
    let client = client(&url);
    // The first ones are still there, and do not run: their connections are mute.
    let runtimes: Vec<_> = (0..20).map(|_| runtime()).collect();
    for runtime in runtimes.iter().chain(&runtimes) {
        let call = client.datasets().list("s").with_max_retries(0);
        let call = call.with_timeout(Duration::from_secs(60)).send();
        runtime.block_on(call.into_future()).expect("success");
    }
    drop(runtimes);
    let call = client.datasets().list("s").send();
    runtime().block_on(call.into_future()).expect("success");
}

/// What a future says that nobody drives.
fn polled<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn outside_of_a_runtime_there_is_an_error() {
    let client = client("http://127.0.0.1:1");
    let call = polled(client.datasets().list("s").send().into_future());
    let upload = FilePart::bytes("a", "abc");
    for error in [
        call.map(drop).expect_err("no runtime"),
        polled(client.files().upload(upload).send().into_future())
            .map(drop)
            .expect_err("no runtime"),
        polled(client.chat().stream("b", "u").send().into_future())
            .map(drop)
            .expect_err("no runtime"),
        polled(FilePart::path("Cargo.toml"))
            .map(drop)
            .expect_err("no runtime"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("tokio runtime"), "{error}");
    }
}
