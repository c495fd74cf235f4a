//! Replies that are compressed because the client asks for it.

use coze_client::ErrorKind;

use crate::server::{Reply, Server, gzip};

fn compressed(body: &str) -> Reply {
    let body = gzip(body.as_bytes());
    Reply::new(200, "application/json", &[&body]).header("Content-Encoding", "gzip")
}

#[tokio::test]
async fn only_plain_calls_ask_for_it_and_only_if_told_to() {
    let bot = r#"{"code":0,"data":{"bot_id":"7","name":"a"}}"#;
    let stream = Reply::events("event: done\ndata: \"[DONE]\"\n\n");
    let sound = Reply::new(200, "audio/mpeg", &[b"ab"]);
    let server = Server::start([compressed(bot), stream, sound, Reply::json(bot)]).await;
    let client = server.builder().gzip(true).build().expect("a client");
    let response = client.bots().retrieve("7").send().with_response().await;
    let response = response.expect("a bot");
    assert_eq!(
        (&*response.value().name, &**response.body()),
        ("a", bot.as_bytes())
    );
    let _ = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("a stream");
    let _ = client
        .audio()
        .speech()
        .create("voice", "hello")
        .send()
        .await
        .expect("speech");
    let plain = server.client().bots().retrieve("7").send().await;
    assert_eq!(plain.expect("a bot").name, "a");
    let calls = server.calls();
    let asked: Vec<_> = calls
        .iter()
        .map(|call| call.header("accept-encoding"))
        .collect();
    assert_eq!(asked, [Some("gzip"), None, None, None]);
}

#[tokio::test]
async fn a_reply_that_becomes_too_large_is_an_error() {
    let server = Server::start([compressed(&"x".repeat(100_000))]).await;
    let builder = server.builder().gzip(true).max_reply_size(10_000);
    let call = builder
        .build()
        .expect("a client")
        .bots()
        .retrieve("7")
        .send();
    assert_eq!(call.await.expect_err("too large").kind(), ErrorKind::Decode);
}
