//! What is answered, and what is recorded.

use coze_client::testing::{Reply, Server};
use coze_client::types::{Message, User};
use coze_client::{ErrorKind, FilePart};
use serde_json::json;

#[tokio::test]
async fn the_latest_that_is_said_counts_and_then_the_document() {
    let server = Server::start().await;
    let client = server.client();
    let name = async || -> String {
        let user = client.users().me().send().await;
        user.map_or_else(|error| error.to_string(), |user| user.user_name.clone())
    };
    let named = |name: &str| Reply::value(json!({"user_name": name}));
    let by_document = name().await;

    let rule = server.on("GET /v1/users/me");
    rule.once(named("first")).once(named("second"));
    assert_eq!([name().await, name().await], ["first", "second"]);
    assert_eq!(name().await, by_document);
    server.on("users.me").reply(named("always"));
    server.on("users().me").once(named("once"));
    assert_eq!([name().await, name().await], ["once", "always"]);
}

#[tokio::test]
async fn values_stand_where_the_call_looks_for_them() {
    let server = Server::start().await;
    let client = server.client();
    let mut message = Message::default();
    message.content = "new".to_owned();
    server
        .on("conversations.messages.update")
        .reply(Reply::value(&message));
    server
        .on("chat.messages.list")
        .reply(Reply::items([&message, &message]));

    let messages = client.conversations().messages();
    let updated = messages.update("1", "2").send().await.expect("it is read");
    assert_eq!(updated.content, "new");
    let all = client.chat().messages().list("1", "2").send().await;
    assert_eq!(all.expect("they are read").len(), 2);
}

#[tokio::test]
async fn errors_have_the_words_and_the_log_id_of_the_service() {
    let server = Server::start().await;
    server
        .on("users.me")
        .reply(Reply::error(4200, "no such user").status(404));
    let error = server
        .client()
        .users()
        .me()
        .send()
        .await
        .expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.log_id(), Some("log-1"));
    assert!(error.to_string().contains("no such user"), "{error}");
}

#[tokio::test]
async fn a_closure_answers_as_the_call_asks() {
    let server = Server::start().await;
    server.on("/v1/bots/{bot_id}").reply_with(|call| {
        let id = call.path().rsplit('/').next().unwrap_or_default();
        Reply::value(json!({"bot_id": id, "name": format!("bot {id}")}))
    });
    let bot = server
        .client()
        .bots()
        .retrieve("73")
        .send()
        .await
        .expect("it is read");
    assert_eq!(bot.name, "bot 73");
}

#[tokio::test]
async fn what_was_asked_is_kept_without_secrets() {
    let server = Server::start().await;
    let client = server.client();
    let upload = client.files().upload(FilePart::bytes("a.txt", "inside"));
    upload.send().await.expect("it is taken");
    let chat = client.chat().create("bot", "user").conversation_id("a b");
    chat.send().await.expect("it is taken");

    let calls = server.calls();
    assert_eq!(calls[0].operation(), Some("files.upload"));
    assert_eq!(calls[0].part("file"), Some(b"inside".as_slice()));
    assert_eq!(calls[1].to_string(), "POST /v3/chat?conversation_id=a b");
    assert_eq!(calls[1].json()["bot_id"], "bot");
    assert_eq!(calls[1].token(), Some(server.token()));
    assert_eq!(calls[1].header("Content-Type"), Some("application/json"));
    assert!(!format!("{calls:?}{server:?}").contains(server.token()));
    assert_eq!(server.calls_of("chat.create").len(), 1);
    assert!(server.calls_of("chat.stream").is_empty());
}

#[tokio::test]
#[should_panic(expected = "no call is named `datasets.lost`; there are `")]
async fn a_name_that_nothing_has_is_a_mistake_of_the_test() {
    let _ = Server::start().await.on("datasets.lost");
}

#[test]
fn a_server_in_a_thread_needs_no_runtime() {
    let server = Server::start_in_thread();
    server
        .on("users.me")
        .reply(Reply::value(json!({"user_name": "Ada"})));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let me = server.client().users().me().send();
    let runtime = runtime.expect("a runtime");
    let user: User = runtime.block_on(me).expect("it is read");
    assert_eq!(user.user_name, "Ada");
    let url = server.url().replace("http://", "");
    drop(server);
    while std::net::TcpStream::connect(&url).is_ok() {
        std::thread::yield_now();
    }
}
