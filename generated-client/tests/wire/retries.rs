//! What is sent again, how often, and after how long.

use std::time::Duration;

use coze_client::{Client, ErrorKind, FilePart};
use tokio::time::Instant;

use crate::server::{Reply, Server, TOKEN};

const FOUND: &str = r#"{"code":0,"data":{"total_count":1,"id":"7"}}"#;
const TOO_MANY: &str = r#"{"code":4013,"msg":"slow down","detail":{"logid":"L1"}}"#;

fn status(status: u16) -> Reply {
    Reply::new(status, "text/plain", &[b"no"])
}

#[tokio::test(start_paused = true)]
async fn a_reading_call_is_repeated_until_it_succeeds() {
    let server = Server::start([status(503), Reply::hangup(), Reply::json(FOUND)]).await;
    let started = Instant::now();
    let page = server.client().datasets().list("s").send().await;
    assert_eq!(page.expect("the third attempt").total_count, 1);
    assert_eq!(server.calls().len(), 3);
    // Half a second and one second at most, each by chance.
    assert!(started.elapsed() <= Duration::from_millis(1510));
}

#[tokio::test(start_paused = true)]
async fn every_failure_that_may_pass_is_repeated_and_no_other() {
    for (reply, repeats) in [
        (Reply::hangup(), true),
        (status(408), true),
        (status(425), true),
        (status(429), true),
        (status(500), true),
        (status(502), true),
        (status(503), true),
        (status(504), true),
        (status(529), true),
        (Reply::json(TOO_MANY), true),
        (status(400), false),
        (status(404), false),
        (status(501), false),
        (status(505), false),
        (Reply::json(r#"{"code":4100}"#), false),
        (Reply::json("{\"code\":0").broken(), false),
        (Reply::json("{\"code\":0"), false),
    ] {
        let server = Server::start([reply.clone(), reply, Reply::json(FOUND)]).await;
        let call = server.client().datasets().list("s").with_max_retries(1);
        let error = call.send().await.expect_err("twice");
        let calls = if repeats { 2 } else { 1 };
        assert_eq!(server.calls().len(), calls, "{error}");
        assert_eq!(usize::try_from(error.attempts()), Ok(calls));
        assert_eq!(error.to_string().contains("2 attempts"), repeats, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_may_have_been_carried_out_is_repeated_only_if_that_does_no_harm() {
    for reply in [Reply::hangup(), status(502)] {
        let server = Server::start([reply.clone(), reply, Reply::json(FOUND)]).await;
        let call = server.client().chat().create("bot", "user");
        let error = call.clone().send().await.expect_err("not repeated");
        assert_eq!((error.attempts(), server.calls().len()), (1, 1));
        let chat = call.with_idempotency(true).send().await;
        assert_eq!(chat.expect("repeated").id, "7");
        let server = Server::start([status(502)]).await;
        let call = server.client().datasets().list("s").with_idempotency(false);
        assert_eq!(call.send().await.expect_err("not repeated").attempts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_refused_for_coming_too_often_is_repeated_whatever_it_does() {
    for reply in [Reply::json(TOO_MANY), status(429)] {
        let replies = [reply.clone(), Reply::json(FOUND), reply.clone()];
        let events = Reply::events("event:done\ndata:[DONE]\n\n");
        let sound = Reply::new(200, "audio/mpeg", &[b"sound"]);
        let replies = replies.into_iter().chain([events, reply, sound]);
        let server = Server::start(replies).await;
        let client = server.client();
        let chat = client.chat().create("bot", "user").send().await;
        assert_eq!(chat.expect("repeated").id, "7");
        let stream = client.chat().stream("bot", "user").send().await;
        let events: Vec<_> = stream
            .expect("repeated")
            .try_collect()
            .await
            .expect("events");
        assert_eq!(events.len(), 1);
        let sound = client.audio().speech().create("voice", "hi").send().await;
        assert_eq!(
            sound.expect("repeated").bytes().await.expect("all"),
            "sound"
        );
        assert_eq!(server.calls().len(), 6);
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_never_connected_is_repeated_whatever_it_does() {
    let nobody = Client::builder()
        .base_url("http://127.0.0.1:1")
        .token(TOKEN);
    let client = nobody.build().expect("valid");
    let error = client.chat().create("bot", "user").send().await;
    let error = error.expect_err("nobody listens");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert_eq!(
        error.to_string(),
        "POST /v3/chat: there is no connection to the service (3 attempts)"
    );
}

#[tokio::test(start_paused = true)]
async fn the_service_says_how_long_to_wait() {
    for (value, least) in [("7", 7), ("Sun, 06 Nov 1994 08:50:07 GMT", 30)] {
        let refused = status(503)
            .header("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
            .header("Retry-After", value);
        let server = Server::start([refused, Reply::json(FOUND)]).await;
        let started = Instant::now();
        server
            .client()
            .datasets()
            .list("s")
            .send()
            .await
            .expect("the second attempt");
        let (waited, least) = (started.elapsed(), Duration::from_secs(least));
        assert!(waited >= least && waited < least + Duration::from_secs(1));
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_makes_sense() {
    let refused = |seconds| status(429).header("Retry-After", seconds);
    let server = Server::start([refused("61"), refused("30"), refused("30")]).await;
    let client = server.client();
    let started = Instant::now();
    let call = client.datasets().list("s");
    let error = call.clone().send().await.expect_err("too long");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimit, 1));
    // The time that the call has left is too short.
    let call = call.with_timeout(Duration::from_secs(40));
    let error = call.send().await.expect_err("too long");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimit, 2));
    let waited = started.elapsed().as_secs();
    assert!((30..32).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn all_attempts_share_the_time_of_the_call() {
    let refused = status(503).header("Retry-After", "50");
    let server = Server::start([refused, Reply::nothing()]).await;
    let started = Instant::now();
    let call = server.client().datasets().list("s").send();
    let error = call.await.expect_err("silence");
    assert!(error.is_timeout(), "{error}");
    // The last one has a second one beside it.
    assert_eq!((error.attempts(), started.elapsed().as_secs()), (3, 120));
}

#[tokio::test(start_paused = true)]
async fn the_number_is_the_clients_or_the_calls() {
    let replies = || std::iter::repeat_n(status(503), 9);
    let server = Server::start(replies()).await;
    let client = server.builder().max_retries(0).build().expect("valid");
    let call = client.datasets().list("s");
    assert_eq!(call.clone().send().await.expect_err("503").attempts(), 1);
    let call = call.with_max_retries(5);
    assert_eq!(call.send().await.expect_err("503").attempts(), 6);
    let call = server.client().datasets().list("s");
    assert_eq!(call.send().await.expect_err("503").attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_made_anew() {
    let server = Server::start([status(429), Reply::json(FOUND)]).await;
    let path = std::env::temp_dir().join(format!("coze-client-again-{}", std::process::id()));
    std::fs::write(&path, vec![b'x'; 300_000]).expect("a file");
    let file = FilePart::path(&path).await.expect("a file");
    let uploaded = server.client().files().upload(file).send().await;
    std::fs::remove_file(&path).expect("removed");
    assert_eq!(uploaded.expect("the second attempt").id, "7");
    for call in server.calls() {
        assert!(call.text().contains(&"x".repeat(300_000)));
    }
    assert_eq!(server.calls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_has_begun_is_not_repeated() {
    let broken = Reply::events("event:conversation.message.delta\ndata:{}\n\n").broken();
    let server = Server::start([broken, Reply::json(FOUND)]).await;
    let call = server.client().chat().stream("bot", "user");
    let events = call.with_idempotency(true).send().await.expect("a stream");
    let error = events.try_collect::<Vec<_>>().await.expect_err("half");
    assert_eq!(error.kind(), ErrorKind::Truncated);
    assert_eq!(server.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_error_before_the_first_event_is_not_one_of_the_stream() {
    let server = Server::start([status(503), Reply::events("event:done\ndata:\n\n")]).await;
    let call = server.client().chat().stream("bot", "user");
    let stream = call.with_idempotency(true).send().await;
    let events: Vec<_> = stream
        .expect("repeated")
        .try_collect()
        .await
        .expect("events");
    assert_eq!((events.len(), server.calls().len()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn the_service_says_whether_to_repeat() {
    let no = status(503).header("X-Should-Retry", "false");
    let server = Server::start([no]).await;
    let error = server.client().datasets().list("s").send().await;
    assert_eq!(error.expect_err("not repeated").attempts(), 1);
    let yes = status(409).header("X-Should-Retry", "true");
    let busy = status(503).header("Retry-After", "0");
    let server = Server::start([yes, busy, Reply::json(FOUND)]).await;
    let chat = server.client().chat().create("bot", "user").send().await;
    assert_eq!(chat.expect("repeated").id, "7");
}

#[tokio::test(start_paused = true)]
async fn a_wait_has_fractions_and_no_size_that_breaks_anything() {
    let busy = |value| status(503).header("Retry-After", value);
    let server = Server::start([busy("1.5"), Reply::json(FOUND)]).await;
    let started = Instant::now();
    let call = server.client().datasets().list("s").send();
    call.await.expect("the second attempt");
    let waited = started.elapsed().as_secs_f64();
    assert!((1.5..2.1).contains(&waited), "{waited} s");
    for value in ["18446744073709551615", "99999999999999999999", "1e400"] {
        let server = Server::start(std::iter::repeat_n(busy(value), 3)).await;
        let error = server.client().datasets().list("s").send().await;
        let error = error.expect_err("busy");
        let _ = Instant::now() + error.retry_after().unwrap_or_default();
    }
}

#[tokio::test(start_paused = true)]
async fn a_reading_call_without_a_reply_is_sent_once_more_beside_the_first() {
    let server = Server::start([Reply::nothing(), Reply::json(FOUND)]).await;
    let started = Instant::now();
    let call = server.client().datasets().list("s");
    let call = call.with_timeout(Duration::from_secs(10));
    let page = call.send().with_response().await.expect("a reply");
    assert_eq!(page.value().total_count, 1);
    assert_eq!((server.calls().len(), started.elapsed().as_secs()), (2, 5));
    // A reply that is only slow still counts, and what does more than read is sent once.
    let slow = Reply::json(FOUND).slow(Duration::from_secs(3));
    let server = Server::start([slow.clone(), Reply::nothing(), slow]).await;
    let call = server.client().datasets().list("s");
    let call = call.with_timeout(Duration::from_secs(10)).send();
    assert_eq!(call.await.expect("a reply").total_count, 1);
    let server = Server::start([Reply::nothing(), Reply::json(FOUND)]).await;
    let error = server.client().chat().create("bot", "user").send().await;
    assert_eq!(error.expect_err("silence").attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_deleted_by_an_attempt_without_a_reply_is_deleted() {
    let gone = [status(404), Reply::json(r#"{"code":4200,"msg":"none"}"#)];
    for gone in gone {
        let server = Server::start([Reply::hangup(), gone.clone(), gone.clone()]).await;
        let client = server.client();
        let deleted = client.datasets().delete("7").send().with_response().await;
        assert_eq!(deleted.expect("it is gone").status(), 204);
        // What was never there is an error, and so is what another call does not find.
        let error = client.datasets().delete("7").send().await;
        let error = error.expect_err("nothing to delete");
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let server = Server::start([Reply::hangup(), gone]).await;
        let error = server.client().datasets().list("7").send().await;
        assert_eq!(error.expect_err("nothing").kind(), ErrorKind::NotFound);
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_in_trouble_is_not_asked_three_times_as_often() {
    let server = Server::start(std::iter::repeat_n(status(503), 600)).await;
    let client = server.client();
    for _ in 0..300 {
        let call = client.clone().datasets().list("s").send();
        call.await.expect_err("503");
    }
    assert_eq!(server.calls().len(), 300 + 100);
}
