//! Sessions over a pipe, by the clock of the test: silence, splits and back-pressure.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream as _;
use futures_sink::Sink as _;
use tokio::io::{AsyncReadExt, DuplexStream, duplex};
use tokio::time::{Instant, sleep};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Message, Role};

use super::channel::Raw;
use super::link::Link;
use super::session::Session;
use crate::http::reply_headers::Headers;
use crate::json::limits::Allowance;
use crate::operation::{Method, Operation};
use crate::redaction::Redaction;
use crate::reply::context::Context;
use crate::reply::observing::Observing;
use crate::sse::timer::EventTimer;
use crate::{ErrorKind, RawEvent};

const MAX_EVENT: usize = 1024 * 1024;

/// The other end of a session.
type Service = WebSocketStream<DuplexStream>;

fn context() -> Context {
    Context {
        operation: Operation {
            method: Method::Get,
            template: "/v1/x".into(),
        },
        status: 101,
        log_id: None,
        headers: Headers::new(reqwest::header::HeaderMap::new()),
        redirect_target: None,
        attempts: 1,
        allowance: Allowance::unlimited(),
        redaction: Redaction::default(),
        observing: Observing::default(),
    }
}

/// A session over a pipe that holds so many bytes, and the other end of the pipe.
async fn piped(bytes: usize) -> (Session<Raw>, DuplexStream) {
    let (here, there) = duplex(bytes);
    let timer = EventTimer::new(None);
    let link = Link::new(Box::new(here), context(), MAX_EVENT, timer).await;
    (Session::new(link), there)
}

async fn with_service(bytes: usize) -> (Session<Raw>, Service) {
    let (session, there) = piped(bytes).await;
    let service = WebSocketStream::from_raw_socket(there, Role::Server, None).await;
    (session, service)
}

async fn say(service: &mut Service, text: &str) {
    let mut service = Pin::new(service);
    poll_fn(|cx| service.as_mut().poll_ready(cx)).await.unwrap();
    service.as_mut().start_send(Message::text(text)).unwrap();
    poll_fn(|cx| service.as_mut().poll_flush(cx)).await.unwrap();
}

async fn hear(service: &mut Service) -> Option<Message> {
    poll_fn(|cx| Pin::new(&mut *service).poll_next(cx))
        .await?
        .ok()
}

/// Answers pings until the client is gone.
async fn listen(mut service: Service) -> Service {
    while hear(&mut service).await.is_some() {}
    service
}

#[tokio::test]
async fn each_byte_may_arrive_by_itself() {
    let (mut session, mut service) = with_service(1).await;
    let text = format!("{{\"event_type\":\"{}\"}}", "名".repeat(100));
    let speaking = tokio::spawn(async move {
        for _ in 0..3 {
            say(&mut service, &text).await;
        }
        hear(&mut service).await
    });
    for _ in 0..3 {
        let message = session.try_next().await.unwrap().unwrap();
        assert_eq!(message.event.event(), "名".repeat(100));
    }
    session.send(RawEvent::new("thanks", "[1]")).await.unwrap();
    let heard = speaking.await.unwrap().unwrap().into_text().unwrap();
    assert!(
        heard.ends_with(r#""event_type":"thanks","data":[1]}"#),
        "{heard}"
    );
}

#[tokio::test(start_paused = true)]
async fn who_does_not_answer_a_ping_is_gone() {
    let (mut session, mut there) = piped(1024).await;
    let began = Instant::now();
    let error = session.next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), began.elapsed().as_secs()),
        (ErrorKind::Timeout, 40)
    );
    assert!(session.next().await.is_none() && !session.is_open());
    // A ping: final frame, masked, nothing in it.
    let mut head = [0; 2];
    there.read_exact(&mut head).await.unwrap();
    assert_eq!(head, [0x89, 0x80]);
}

#[tokio::test(start_paused = true)]
async fn silence_is_no_end_while_pings_are_answered() {
    let (mut session, service) = with_service(1024).await;
    let listening = tokio::spawn(listen(service));
    tokio::select! {
        next = session.next() => panic!("{next:?}"),
        () = sleep(Duration::from_secs(3600)) => {}
    }
    // Nor is it the end that nobody looked for an hour.
    sleep(Duration::from_secs(3600)).await;
    tokio::select! {
        next = session.next() => panic!("{next:?}"),
        () = sleep(Duration::from_secs(3600)) => {}
    }
    drop(session);
    listening.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn silence_may_be_limited() {
    let (session, service) = with_service(1024).await;
    tokio::spawn(listen(service));
    let mut session = session.with_idle_timeout(Some(Duration::from_secs(90)));
    let began = Instant::now();
    let error = session.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "GET /v1/x: there was no event for 90 s");
    assert_eq!(began.elapsed().as_secs(), 90);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_takes_nothing_makes_who_sends_wait() {
    let (mut session, there) = piped(1024).await;
    let began = Instant::now();
    let large = RawEvent::new("a", format!("\"{}\"", "x".repeat(100_000)));
    let error = session.send(large).await.unwrap_err();
    assert_eq!(
        (error.kind(), began.elapsed().as_secs()),
        (ErrorKind::Timeout, 60)
    );
    drop(there);
}

/// Says as much as is taken, and counts it in bytes.
async fn flood(mut service: Service, said: std::sync::Arc<std::sync::atomic::AtomicUsize>) {
    let text = format!(
        "{{\"event_type\":\"a\",\"data\":\"{}\"}}",
        "x".repeat(10_000)
    );
    loop {
        say(&mut service, &text).await;
        said.fetch_add(text.len(), std::sync::atomic::Ordering::SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_says_more_than_is_read_has_to_wait() {
    let (mut session, service) = with_service(64 * 1024).await;
    let said = std::sync::Arc::<std::sync::atomic::AtomicUsize>::default();
    let flooding = tokio::spawn(flood(service, said.clone()));
    for _ in 0..20 {
        session.send(RawEvent::new("a", "")).await.unwrap();
        sleep(Duration::from_secs(1)).await;
    }
    let kept = said.load(std::sync::atomic::Ordering::SeqCst);
    assert!((256 * 1024..512 * 1024).contains(&kept), "{kept}");
    // Whoever reads lets it go on.
    for _ in 0..100 {
        session.try_next().await.unwrap().unwrap();
    }
    let more = said.load(std::sync::atomic::Ordering::SeqCst) - kept;
    assert!(more > 512 * 1024, "{more}");
    flooding.abort();
}
