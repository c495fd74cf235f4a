//! Conversations and what was said in them.

use crate::server::Studio;

#[tokio::test]
async fn a_conversation_lives_its_life() {
    let studio = Studio::start().await;
    let conversations = studio.client().conversations();
    let made = conversations
        .create()
        .bot_id("1")
        .send()
        .await
        .expect("a conversation");
    assert_eq!((made.id.as_str(), made.creator_id.as_str()), ("10", "5"));
    assert!(made.meta_data.is_empty());

    let found = conversations
        .retrieve("10")
        .send()
        .await
        .expect("the conversation");
    assert_eq!((found.id.as_str(), found.creator_id.as_str()), ("10", "5"));
    assert_eq!(
        (found.name.as_str(), found.last_section_id.as_str()),
        ("Books", "30")
    );

    let named = conversations
        .update("10", "Films")
        .send()
        .await
        .expect("a new name");
    assert_eq!(named.name, "Films");

    let section = conversations
        .clear("10")
        .send()
        .await
        .expect("a new section");
    assert_eq!(
        (section.id.as_str(), section.conversation_id.as_str()),
        ("31", "10")
    );

    conversations.delete("10").send().await.expect("gone");
    assert_eq!(studio.request().method, "DELETE");
}

#[tokio::test]
async fn conversations_are_listed_page_by_page_also_where_there_is_none() {
    let studio = Studio::start().await;
    let conversations = studio.client().conversations();
    let all = conversations.list("1").page_num(1).page_size(1).items();
    let ids: Vec<String> = all
        .try_collect::<Vec<_>>()
        .await
        .expect("two pages")
        .into_iter()
        .map(|conversation| conversation.id)
        .collect();
    assert_eq!(ids, ["10", "9"]);

    let none = conversations
        .list("2")
        .page_num(1)
        .page_size(1)
        .send()
        .await;
    assert!(none.expect("no list").conversations.is_empty());
}

#[tokio::test]
async fn messages_are_listed_by_their_marks_also_where_there_is_none() {
    let studio = Studio::start().await;
    let messages = studio.client().conversations().messages();
    let mut all = messages.list("10").items();
    let mut ids = Vec::new();
    while let Some(message) = all.try_next().await.expect("a page") {
        ids.push((message.id, message.created_at));
    }
    let at = 1_760_000_000;
    assert_eq!(
        ids,
        [("44".into(), at), ("43".into(), at), ("42".into(), at)]
    );

    let none = messages.list("11").send().await.expect("no list");
    assert_eq!(
        (none.data.len(), none.last_id.as_str(), none.has_more),
        (0, "0", false)
    );
}
