//! What programs have to say and to hear about attempts, and their own decisions about repeating them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use coze_client::{AttemptOutcome, ClientBuilder, ErrorKind, FilePart, Retry};

use crate::server::{Reply, Server};

const BUSY: &str = r#"{"code":4013,"msg":"too many","detail":{"logid":"B"}}"#;
const BOT: &str = r#"{"code":0,"data":{"bot_id":"7"}}"#;

type Heard = Arc<Mutex<Vec<String>>>;

/// Writes down what is heard.
fn listening(builder: ClientBuilder) -> (ClientBuilder, Heard) {
    let heard = Heard::default();
    let lines = Arc::clone(&heard);
    let builder = builder.after_attempt(move |outcome| {
        lines.lock().expect("no panic").push(line(outcome));
    });
    (builder, heard)
}

fn line(outcome: &AttemptOutcome<'_>) -> String {
    let attempt = outcome.attempt();
    let status = outcome.status().map_or("-".to_owned(), |s| s.to_string());
    let error = outcome.error().map(coze_client::Error::kind);
    let given_up = if outcome.is_abandoned() {
        " given up"
    } else {
        ""
    };
    let (path, number) = (attempt.path(), attempt.number());
    format!(
        "{path} {number} {status} {error:?} {:?}{given_up}",
        outcome.log_id()
    )
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_told_of_and_may_have_headers_of_its_own() {
    let replies = [
        Reply::json(BUSY),
        Reply::hangup(),
        Reply::json(BOT).header("X-Tt-Logid", "L"),
    ];
    let server = Server::start(replies).await;
    let builder = server
        .builder()
        .header("X-Try", "0")
        .before_attempt(|attempt| {
            attempt.set_header("X-Try", attempt.number().to_string());
            attempt.set_header("X-Call", attempt.call_id().to_string());
        });
    let (builder, heard) = listening(builder);
    builder
        .build()
        .expect("a client")
        .bots()
        .retrieve("7")
        .send()
        .await
        .expect("a bot");
    let calls = server.calls();
    let tries: Vec<_> = calls
        .iter()
        .filter_map(|call| call.header("x-try"))
        .collect();
    assert_eq!(tries, ["1", "2", "3"]);
    assert_eq!(calls[0].header("x-call"), calls[2].header("x-call"));
    let expected = [
        r#"/v1/bots/{bot_id} 1 200 Some(RateLimit) Some("B")"#,
        "/v1/bots/{bot_id} 2 - Some(Transport) None",
        r#"/v1/bots/{bot_id} 3 200 None Some("L")"#,
    ];
    assert_eq!(*heard.lock().expect("no panic"), expected);
}

#[tokio::test]
async fn streams_uploads_and_downloads_are_told_of_too() {
    let stream = Reply::events("event: done\ndata: \"[DONE]\"\n\n");
    let sound = Reply::new(200, "audio/mpeg", &[b"ab"]);
    let refusal = Reply::json(r#"{"code":4101,"msg":"no"}"#);
    let server = Server::start([stream, sound, refusal, Reply::success()]).await;
    let (builder, heard) = listening(server.builder());
    let client = builder.build().expect("a client");
    let _ = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("a stream");
    let speech = || client.audio().speech().create("voice", "hello").send();
    let _ = speech().await.expect("a download");
    assert!(speech().await.is_err());
    let _ = client
        .files()
        .upload(FilePart::bytes("a.txt", "a"))
        .send()
        .await;
    let expected = [
        "/v3/chat 1 200 None None",
        "/v1/audio/speech 1 200 None None",
        "/v1/audio/speech 1 200 Some(Auth) None",
        "/v1/files/upload 1 200 None None",
    ];
    assert_eq!(*heard.lock().expect("no panic"), expected);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_is_given_up_is_told_of() {
    let server = Server::start([Reply::nothing()]).await;
    let (builder, heard) = listening(server.builder());
    let call = builder
        .build()
        .expect("a client")
        .chat()
        .create("bot", "user");
    let error = call.with_timeout(Duration::from_secs(1)).send().await;
    assert_eq!(error.expect_err("no reply").kind(), ErrorKind::Timeout);
    assert_eq!(
        *heard.lock().expect("no panic"),
        ["/v3/chat 1 - None None given up"]
    );
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_an_error_of_the_call() {
    let server = Server::start([]).await;
    let builder = server
        .builder()
        .before_attempt(|attempt| attempt.set_header("Authorization", "x"));
    let call = builder
        .build()
        .expect("a client")
        .bots()
        .retrieve("7")
        .send();
    assert_eq!(
        call.await.expect_err("no header").kind(),
        ErrorKind::Argument
    );
    assert!(server.calls().is_empty());
}

#[tokio::test]
async fn what_is_told_of_a_refusal_holds_neither_token_nor_reply() {
    let reply = format!(r#"{{"code":4000,"msg":"bad {}"}}"#, crate::server::TOKEN);
    let server = Server::start([Reply::new(400, "application/json", &[reply.as_bytes()])]).await;
    let told = Arc::new(Mutex::new(String::new()));
    let text = Arc::clone(&told);
    let builder = server.builder().after_attempt(move |outcome| {
        let error = outcome.error().expect("a refusal");
        assert_eq!(error.body(), None);
        *text.lock().expect("no panic") = format!("{error} {outcome:?}");
    });
    let _ = builder
        .build()
        .expect("a client")
        .bots()
        .retrieve("7")
        .send()
        .await;
    let told = told.lock().expect("no panic").clone();
    assert!(
        told.contains("4000") && !told.contains(crate::server::TOKEN),
        "{told}"
    );
}

fn failing() -> Reply {
    Reply::new(
        400,
        "application/json",
        &[br#"{"code":9999,"msg":"try again"}"#],
    )
}

/// How often a call is sent with such a policy, and whether it succeeds.
async fn sent(
    replies: Vec<Reply>,
    policy: impl Fn(&coze_client::FailedAttempt) -> Retry + Send + Sync + 'static,
    is_chat: bool,
) -> (usize, bool) {
    let server = Server::start(replies).await;
    let builder = server.builder().max_retries(3).retry_policy(policy);
    let client = builder.build().expect("a client");
    let succeeded = if is_chat {
        client.chat().create("bot", "user").send().await.is_ok()
    } else {
        client.bots().retrieve("7").send().await.is_ok()
    };
    (server.calls().len(), succeeded)
}

#[tokio::test(start_paused = true)]
async fn a_policy_of_ones_own_decides_by_the_error() {
    let patient = |failed: &coze_client::FailedAttempt| match failed.error().as_api() {
        Some(api) if api.code() == 9999 => Retry::after(Duration::from_secs(1)),
        _ => Retry::never(),
    };
    let replies = || vec![failing(), failing(), Reply::json(BOT)];
    assert_eq!(sent(replies(), patient, false).await, (3, true));
    assert_eq!(sent(replies(), |_| Retry::never(), false).await, (1, false));
    assert_eq!(
        sent(
            replies(),
            coze_client::FailedAttempt::default_decision,
            false
        )
        .await,
        (1, false)
    );
    let endless = vec![failing(), failing(), failing(), failing(), Reply::json(BOT)];
    assert_eq!(
        sent(endless, patient, false).await,
        (4, false),
        "`max_retries` stays"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_may_have_been_carried_out_is_sent_twice_only_in_so_many_words() {
    let chat = r#"{"code":0,"data":{"id":"c","status":"created"}}"#;
    let replies = || vec![Reply::hangup(), Reply::json(chat)];
    let again = Retry::after(Duration::ZERO);
    assert_eq!(sent(replies(), move |_| again, true).await, (1, false));
    assert_eq!(
        sent(replies(), move |_| again.even_if_carried_out(), true).await,
        (2, true)
    );
    let refused = vec![Reply::json(BUSY), Reply::json(chat)];
    let not_begun = move |failed: &coze_client::FailedAttempt| {
        assert!(!failed.may_be_carried_out() && !failed.is_idempotent());
        again
    };
    assert_eq!(sent(refused, not_begun, true).await, (2, true));
}
