//! Each way to misbehave, as the client meets it.

use coze_client::testing::{Fault, Reply, Server};
use coze_client::types::{ChatStatus, Dataset};
use coze_client::{Client, Error, ErrorKind};
use serde_json::json;

/// A server whose lists have this wrong with them, and a client that does not try again.
async fn faulty(fault: Fault) -> (Server, Client) {
    let server = Server::start().await;
    server.on("datasets.list").reply(fault);
    let client = server.builder().max_retries(0).build().expect("a client");
    (server, client)
}

async fn error(fault: Fault) -> Error {
    let (_server, client) = faulty(fault).await;
    client
        .datasets()
        .list("1")
        .send()
        .await
        .expect_err("it is no success")
}

#[tokio::test]
async fn null_is_an_empty_list() {
    let (_server, client) = faulty(Fault::NullLists).await;
    let page = client
        .datasets()
        .list("1")
        .send()
        .await
        .expect("it is read");
    assert_eq!(page.dataset_list, []);
    assert_eq!(page.total_count, 3);
}

#[tokio::test]
async fn texts_are_numbers_and_what_is_new_is_no_failure() {
    let server = Server::start().await;
    let client = server.client();
    let datasets = client.datasets().list("1").items();
    let plain: Vec<Dataset> = datasets.try_collect().await.expect("they are read");
    for fault in [Fault::NumbersAsText, Fault::UnknownFields] {
        server.on("datasets.list").once(fault);
        let datasets = client.datasets().list("1").items();
        let same: Vec<Dataset> = datasets.try_collect().await.expect("they are read");
        assert_eq!(same, plain, "{fault:?}");
    }
    server.on("chat.retrieve").reply(Fault::UnknownValues);
    let chat = client
        .chat()
        .retrieve("1", "2")
        .send()
        .await
        .expect("it is read");
    assert_eq!(chat.status, Some(ChatStatus::from("value_of_tomorrow")));
}

#[tokio::test]
async fn what_is_no_success_is_an_error() {
    for (fault, kind) in [
        (Fault::RateLimited, ErrorKind::RateLimit),
        (Fault::ExpiredToken, ErrorKind::Auth),
        (Fault::EmptyReply, ErrorKind::Decode),
        (Fault::GatewayTimeout, ErrorKind::Api),
        (Fault::CutOff, ErrorKind::Truncated),
        (Fault::Hangup, ErrorKind::Transport),
    ] {
        let error = error(fault).await;
        assert_eq!(error.kind(), kind, "{fault:?}: {error}");
    }
    let limited = error(Fault::RateLimited).await;
    let limited = limited.as_api().expect("the service said so");
    assert_eq!((limited.code(), limited.status()), (4013, 200));
}

#[tokio::test]
async fn a_stream_misbehaves_event_by_event() {
    let server = Server::start().await;
    let client = server.client();
    server.misbehave(Fault::UnknownFields);
    let stream = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("it begins");
    assert_eq!(
        stream.text().await.expect("it ends well"),
        "Hello! How can I help you?"
    );
    server.behave();
    server.misbehave(Fault::CutOff);
    let stream = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("it begins");
    let error = stream.text().await.expect_err("it breaks off");
    assert_eq!(error.kind(), ErrorKind::Truncated);
    server.behave();
    server.on("chat.stream").reply(Fault::RateLimited);
    let client = server.builder().max_retries(0).build().expect("a client");
    let error = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::RateLimit);
}

#[tokio::test]
async fn a_token_expires() {
    let server = Server::start().await;
    let client = server.client();
    server
        .on("users.me")
        .reply(Reply::value(json!({"user_name": "Ada"})));
    assert!(client.users().me().send().await.is_ok());
    server.expire(server.token());
    let error = client
        .users()
        .me()
        .send()
        .await
        .expect_err("it has expired");
    assert_eq!(error.kind(), ErrorKind::Auth);
    let user = client.users().me().with_token("another").send().await;
    assert_eq!(user.expect("it is good").user_name, "Ada");
}
