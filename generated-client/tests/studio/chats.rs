//! Chats that reply at once, and what is asked of them later.

use coze_client::ErrorKind;
use coze_client::types::{ChatStatus, MessageType, NewMessage};

use crate::replies::chat::good_stream;
use crate::server::{LOG_ID, Studio, events};

#[tokio::test]
async fn a_chat_is_begun_looked_at_and_read() {
    let studio = Studio::start().await;
    let chats = studio.client().chat();
    let begun = chats
        .create("1", "u")
        .additional_messages(["Hi"])
        .send()
        .await
        .expect("a chat");
    assert_eq!(
        (begun.id.as_str(), begun.status),
        ("20", Some(ChatStatus::InProgress))
    );
    assert!(begun.usage.is_none() && begun.completed_at == 0);

    let done = chats.retrieve("10", "20").send().await.expect("the chat");
    assert_eq!(done.usage.map(|usage| usage.token_count), Some(12));
    assert_eq!(
        studio.request().method,
        "GET",
        "no other method is known there"
    );

    let messages = chats
        .messages()
        .list("10", "20")
        .send()
        .await
        .expect("messages");
    let kinds: Vec<_> = messages
        .iter()
        .map(|message| message.r#type.clone())
        .collect();
    assert_eq!(
        kinds,
        [Some(MessageType::Question), Some(MessageType::Answer)]
    );
    assert_eq!(messages[1].content, "Hello!");

    let none = chats.messages().list("11", "20").send().await;
    assert!(none.expect("no list").is_empty());
}

#[tokio::test]
async fn a_chat_is_waited_for() {
    let studio = Studio::start().await;
    tokio::time::pause();
    let chat = studio
        .client()
        .chat()
        .create("1", "u")
        .additional_messages([NewMessage::user("Hi")]);
    let answer = chat.wait().await.expect("an answer");
    assert_eq!(answer.text(), "Hello!");
    assert_eq!(answer.usage().map(|usage| usage.token_count), Some(12));
}

#[tokio::test]
async fn a_cancelled_chat_says_so() {
    let studio = Studio::start().await;
    let chats = studio.client().chat();
    let chat = chats.cancel("10", "20").send().with_response().await;
    let chat = chat.expect("a chat");
    assert_eq!(chat.log_id(), Some(LOG_ID));
    assert_eq!(chat.value().status, Some(ChatStatus::Canceled));
}

#[tokio::test]
async fn a_code_within_the_text_is_the_code() {
    let studio = Studio::start().await;
    let error = studio.client().chat().cancel("10", "21").send().await;
    let error = error.expect_err("a chat that is over");
    let api = error.as_api().expect("a refusal");
    assert_eq!((api.code(), api.status()), (103_200_005, 400));
    assert_eq!(api.message(), "cannot cancel the run");
    assert!(!error.to_string().contains("backend/pkg"), "{error}");
    let kept = String::from_utf8_lossy(error.body().unwrap_or_default()).into_owned();
    assert!(kept.contains("backend/pkg"), "{kept}");
}

#[tokio::test]
async fn a_text_is_an_error_with_that_text() {
    let studio = Studio::start().await;
    let call = studio.client().chat().retrieve("10", "21");
    let error = call
        .with_max_retries(0)
        .send()
        .await
        .expect_err("an unknown chat");
    let api = error.as_api().expect("a refusal");
    assert_eq!((api.message(), api.status()), ("record not found", 500));
}

#[tokio::test]
async fn old_servers_that_stream_all_the_same_are_told_of() {
    let studio = Studio::saying(events(&good_stream())).await;
    let error = studio.client().chat().create("1", "u").send().await;
    let error = error.expect_err("a stream");
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    assert!(
        text.contains("stream of events") && text.contains("call that streams"),
        "{text}"
    );
}
