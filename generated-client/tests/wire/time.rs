//! How long a call waits, by default and if told otherwise.

use std::time::Duration;

use coze_client::{Client, ErrorKind, FilePart, Result};
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::certificates::Authority;
use crate::server::{Reply, Server, TOKEN};

const EVENT: &str = "event:conversation.message.delta\ndata:{\"content\":\"hi\"}\n\n";

/// The error of a call, and after how many seconds it came.
async fn failed<T: std::fmt::Debug>(call: impl Future<Output = Result<T>>) -> (String, f64) {
    let started = Instant::now();
    let error = call.await.expect_err("nothing comes");
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    (error.to_string(), started.elapsed().as_secs_f64())
}

/// Timers are rounded up to milliseconds.
fn assert_seconds(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.01, "{found} s");
}

#[tokio::test(start_paused = true)]
async fn a_plain_call_has_two_minutes_for_all_of_it() {
    for reply in [Reply::nothing(), Reply::json("{\"code\":").silent()] {
        let server = Server::start([reply.clone(), reply]).await;
        let (text, seconds) = failed(
            server
                .client()
                .datasets()
                .list("s")
                .with_max_retries(0)
                .send(),
        )
        .await;
        assert_eq!(text, "GET /v1/datasets: no complete reply within 120 s");
        assert_seconds(seconds, 120.0);
        // The call was given up: its connection is closed.
        server.client_gone().await;
        let call = server.client().datasets().list("s");
        let (text, seconds) = failed(
            call.with_max_retries(0)
                .with_timeout(Duration::from_millis(30))
                .send(),
        )
        .await;
        assert_eq!(text, "GET /v1/datasets: no complete reply within 0.03 s");
        assert_seconds(seconds, 0.03);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_may_be_silent_for_three_minutes() {
    for own in [None, Some(7)] {
        let replies = [Reply::nothing(), Reply::events(EVENT).silent()];
        let server = Server::start(replies).await;
        let seconds = own.unwrap_or(180);
        let call = || {
            let call = server.client().chat().stream("bot", "user");
            match own {
                None => call,
                Some(own) => call.with_timeout(Duration::from_secs(own)),
            }
        };
        let (text, waited) = failed(call().send()).await;
        assert_eq!(
            text,
            format!("POST /v3/chat: no complete reply within {seconds} s")
        );
        assert_seconds(waited, f64::from(u32::try_from(seconds).expect("small")));
        let mut events = call().send().await.expect("a stream");
        assert!(events.try_next().await.expect("an event").is_some());
        let (text, waited) = failed(events.try_next()).await;
        assert_eq!(
            text,
            format!("POST /v3/chat: nothing arrived for {seconds} s")
        );
        assert_seconds(waited, f64::from(u32::try_from(seconds).expect("small")));
        server.client_gone().await;
    }
}

#[tokio::test(start_paused = true)]
async fn only_waiting_counts_as_silence() {
    let server = Server::start([Reply::events(&EVENT.repeat(2)).silent()]).await;
    let mut events = server
        .client()
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("a stream");
    assert!(events.try_next().await.expect("an event").is_some());
    // The caller is busy with it for an hour.
    tokio::time::advance(Duration::from_secs(60 * 60)).await;
    assert!(events.try_next().await.expect("an event").is_some());
    let (_, waited) = failed(events.try_next()).await;
    assert_seconds(waited, 180.0);
}

#[tokio::test(start_paused = true)]
async fn what_gets_on_has_no_limit_as_a_whole() {
    let mut pieces = vec![EVENT.as_bytes(); 20];
    pieces.push(b"event:done\ndata:\n\n");
    let chat = Reply::new(200, "text/event-stream", &pieces).slow(Duration::from_secs(170));
    let sound = Reply::new(200, "audio/mpeg", &[&b"x"[..]; 20]).slow(Duration::from_secs(50));
    let page = Reply::new(200, "application/json", &[b"{", b"}"]).slow(Duration::from_secs(50));
    let servers = [
        Server::start([chat]).await,
        Server::start([sound]).await,
        Server::start([page]).await,
    ];
    let [chat, sound, page] = servers.each_ref().map(Server::client);
    let started = Instant::now();
    let stream = chat.chat().stream("bot", "user").send().await;
    let events: Vec<_> = stream.expect("a stream").try_collect().await.expect("all");
    assert_eq!((events.len(), started.elapsed().as_secs() / 60), (21, 62));
    let sound = sound.audio().speech().create("voice", "hi").send().await;
    assert_eq!(sound.expect("sound").bytes().await.expect("all").len(), 20);
    // A plain call has.
    let (_, waited) = failed(page.datasets().list("s").send()).await;
    assert_seconds(waited, 120.0);
}

#[tokio::test(start_paused = true)]
async fn a_download_may_stand_still_for_a_minute() {
    let server = Server::start([Reply::new(200, "audio/mpeg", &[b"one"]).silent()]).await;
    let call = server.client().audio().speech().create("voice", "hi");
    let download = call.send().await.expect("a download");
    let (text, waited) = failed(download.bytes()).await;
    assert_eq!(text, "POST /v1/audio/speech: nothing arrived for 60 s");
    assert_seconds(waited, 60.0);
}

#[tokio::test(start_paused = true)]
async fn an_upload_may_stand_still_for_a_minute() {
    // Nobody reads: the connection's buffers fill up, far below this size.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let client = Client::builder().base_url(url).token(TOKEN).build();
    let file = FilePart::bytes("big", vec![0; 64 << 20]);
    let call = client.expect("valid").files().upload(file);
    let (text, waited) = failed(call.send()).await;
    assert_eq!(
        text,
        "POST /v1/files/upload: the upload made no progress for 60 s"
    );
    assert_seconds(waited, 60.0);
}

#[tokio::test(start_paused = true)]
async fn the_reply_to_an_upload_may_take_two_minutes() {
    let server = Server::start([Reply::nothing()]).await;
    let call = server.client().files().upload(FilePart::bytes("a", "abc"));
    let (text, waited) = failed(call.send()).await;
    assert_eq!(
        text,
        "POST /v1/files/upload: no complete reply within 120 s"
    );
    assert_seconds(waited, 120.0);
    server.client_gone().await;
}

#[tokio::test(start_paused = true)]
async fn the_client_sets_every_limit() {
    let replies = [
        Reply::nothing(),
        Reply::events(EVENT).silent(),
        Reply::new(200, "audio/mpeg", &[b"one"]).silent(),
    ];
    let server = Server::start(replies).await;
    let client = server
        .builder()
        .max_retries(0)
        .timeout(Duration::from_secs(1))
        .stream_idle_timeout(Duration::from_secs(2))
        .transfer_idle_timeout(Duration::from_secs(3))
        .build()
        .expect("valid");
    let (_, waited) = failed(client.datasets().list("s").send()).await;
    assert_seconds(waited, 1.0);
    let call = client.chat().stream("bot", "user").send().await;
    let (_, waited) = failed(call.expect("a stream").try_collect::<Vec<_>>()).await;
    assert_seconds(waited, 2.0);
    let call = client.audio().speech().create("voice", "hi").send().await;
    let (_, waited) = failed(call.expect("a download").bytes()).await;
    assert_seconds(waited, 3.0);
}

#[tokio::test(start_paused = true)]
async fn a_connection_has_five_seconds_and_a_closed_door_is_no_timeout() {
    // It accepts, and never answers the greeting of TLS.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let builder = Client::builder()
        .base_url(format!("https://{address}"))
        .token(TOKEN)
        .add_root_certificate(Authority::new().pem())
        .max_retries(0);
    let started = Instant::now();
    let client = builder.build().expect("valid");
    let call = client.datasets().list("s").send();
    let error = call.await.expect_err("no TLS");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_timeout(), "{error}");
    assert_seconds(started.elapsed().as_secs_f64(), 5.0);
    drop(listener);
    let nobody = Client::builder()
        .base_url(format!("http://{address}"))
        .token(TOKEN)
        .build();
    let call = nobody.expect("valid").datasets().list("s").send();
    let error = call.await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && !error.is_timeout(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn there_may_be_no_limit_at_all() {
    let sound = Reply::new(200, "audio/mpeg", &[b"one"]);
    let stream = Reply::events("event:done\ndata:\n\n");
    let replies = [Reply::json(FOUND), Reply::json(UPLOADED), stream, sound];
    let server = Server::start(replies).await;
    let builder = server.builder().connect_timeout(Duration::MAX);
    let builder = builder.pool_idle_timeout(Duration::MAX);
    let builder = builder.stream_event_timeout(Duration::MAX);
    let client = builder.build().expect("valid");
    let call = client.datasets().list("s").with_timeout(Duration::MAX);
    call.send().await.expect("a page");
    let call = client.files().upload(FilePart::bytes("a", "abc"));
    let call = call.with_timeout(Duration::MAX).send();
    call.await.expect("an upload");
    let call = client.chat().stream("b", "u").with_timeout(Duration::MAX);
    let events = call.send().await.expect("a stream").try_collect();
    events
        .await
        .map(|events: Vec<_>| assert_eq!(events.len(), 1))
        .expect("all");
    let call = client.audio().speech().create("voice", "hi");
    let call = call.with_timeout(Duration::MAX).send();
    assert_eq!(
        call.await.expect("sound").bytes().await.expect("all"),
        "one"
    );
}

const FOUND: &str = r#"{"code":0,"data":{"total_count":1}}"#;
const UPLOADED: &str = r#"{"code":0,"data":{"id":"7"}}"#;

/// However steadily something drips in that is not what was asked for, there is an end to it.
#[tokio::test(start_paused = true)]
async fn a_refusal_that_drips_in_is_not_waited_for() {
    let failed = Reply::new(500, "text/plain", &[b"x"]);
    let refusal = Reply::new(200, "application/json", &[b"{\"code\":", b" "]);
    let labelled = Reply::new(200, "text/event-stream", &[b"{\"code\":", b" "]);
    for reply in [failed, refusal, labelled] {
        let reply = reply.slow(Duration::from_millis(300)).endless();
        let server = Server::start([reply.clone(), reply.clone(), reply]).await;
        let client = server.builder().max_retries(0).build().expect("valid");
        let two = Duration::from_secs(2);
        let started = Instant::now();
        let call = client.chat().stream("bot", "user").with_timeout(two);
        let error = call.send().await.expect_err("no stream");
        assert!(
            matches!(error.kind(), ErrorKind::Api | ErrorKind::Timeout),
            "{error}"
        );
        let call = client
            .audio()
            .speech()
            .create("voice", "hi")
            .with_timeout(two);
        let error = call.send().await.expect_err("no sound");
        assert!(
            matches!(error.kind(), ErrorKind::Api | ErrorKind::Timeout),
            "{error}"
        );
        let call = client.datasets().list("s").with_timeout(two);
        let error = call.send().await.expect_err("no page");
        assert!(
            matches!(error.kind(), ErrorKind::Api | ErrorKind::Timeout),
            "{error}"
        );
        let waited = started.elapsed().as_secs_f64();
        assert!(waited < 9.0, "{waited} s");
    }
}

#[tokio::test(start_paused = true)]
async fn signs_of_life_are_no_events() {
    let comments = Reply::new(
        200,
        "text/event-stream",
        &[EVENT.as_bytes(), b": alive\n\n"],
    );
    let comments = comments.slow(Duration::from_secs(10)).endless();
    let server = Server::start([comments.clone(), comments]).await;
    let builder = server
        .builder()
        .stream_event_timeout(Duration::from_secs(25));
    let client = builder.build().expect("valid");
    let mut events = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("a stream");
    assert!(events.try_next().await.expect("an event").is_some());
    let (text, waited) = failed(events.try_next()).await;
    assert_eq!(text, "POST /v3/chat: there was no event for 25 s");
    assert_seconds(waited, 25.0);
    // It is off if nobody asks for it.
    let client = server.client();
    let mut events = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("a stream");
    assert!(events.try_next().await.expect("an event").is_some());
    let hour = tokio::time::timeout(Duration::from_secs(60 * 60), events.try_next());
    assert!(hour.await.is_err(), "it goes on");
}

/// The thread on which it was read.
struct ReadOn(std::thread::ThreadId);

impl<'de> serde::Deserialize<'de> for ReadOn {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> std::result::Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer)?;
        Ok(Self(std::thread::current().id()))
    }
}

#[tokio::test]
async fn a_long_reply_is_read_apart_from_what_else_goes_on() {
    let here = std::thread::current().id();
    for (length, is_apart) in [(1_000_000, false), (3_000_000, true)] {
        let reply = format!(r#"{{"code":0,"data":"{}"}}"#, "x".repeat(length));
        let server = Server::start([Reply::json(&reply)]).await;
        let call = server.client().request(coze_client::Method::Get, "/v1/x");
        let ReadOn(thread) = call.send().await.expect("success");
        assert_eq!(thread != here, is_apart, "{length} bytes");
    }
}
