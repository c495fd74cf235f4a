//! Who may not call, and what is not there.

use coze_client::{Client, ErrorKind, Method};

use crate::server::{LOG_ID, Studio, TOKEN, json_reply, text_reply};

#[tokio::test]
async fn a_refused_token_is_an_error_at_status_200_with_its_log_id() {
    let studio = Studio::start().await;
    let client = studio
        .builder()
        .token("pat_of_another_server")
        .build()
        .expect("valid");
    let error = client
        .conversations()
        .retrieve("10")
        .send()
        .await
        .expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Auth);
    let api = error.as_api().expect("a refusal");
    assert_eq!((api.code(), api.status()), (700_012_006, 200));
    assert_eq!(error.log_id(), Some(LOG_ID));
    let text = error.to_string();
    assert!(
        text.contains("CheckPermission failed") && text.contains("not one of this server"),
        "{text}"
    );
    // Also where a stream was asked for.
    let error = client
        .chat()
        .stream("1", "u")
        .send()
        .await
        .expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Auth);
}

#[tokio::test]
async fn a_call_without_a_token_never_leaves() {
    let studio = Studio::start().await;
    let client = Client::builder()
        .base_url(studio.url())
        .build()
        .expect("valid");
    let error = client
        .conversations()
        .retrieve("10")
        .send()
        .await
        .expect_err("no token");
    assert_eq!((error.kind(), studio.count()), (ErrorKind::Config, 0));
}

#[tokio::test]
async fn an_endpoint_that_is_missing_says_which_calls_there_are() {
    let studio = Studio::start().await;
    let client = studio.client();
    let error = client.users().me().send().await.expect_err("missing");
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.as_api().map(|api| (api.code(), api.status())),
        Some((401, 401))
    );
    let text = error.to_string();
    assert!(
        text.contains("no such endpoint") && text.contains("coverage"),
        "{text}"
    );
    assert_eq!(studio.count(), 1, "another token would not help");
}

/// Up to v0.3.0.
#[tokio::test]
async fn older_servers_say_it_with_the_code_for_tokens() {
    let text = "authentication failed: missing session_key in cookie";
    let body = serde_json::json!({"code": 700_012_006, "msg": text});
    let studio = Studio::saying(json_reply(200, &body)).await;
    let error = studio
        .client()
        .users()
        .me()
        .send()
        .await
        .expect_err("missing");
    let text = error.to_string();
    assert!(
        text.contains("missing session_key") && text.contains("no such endpoint"),
        "{text}"
    );
}

#[tokio::test]
async fn another_method_of_a_path_is_not_found() {
    let studio = Studio::start().await;
    let call = studio.client().request(Method::Post, "/v3/chat/retrieve");
    let error = call
        .send::<serde_json::Value>()
        .await
        .expect_err("only GET");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

/// The site's own server forwards `/api`, `/v1` to `/v3` and `/admin`, and nothing else.
#[tokio::test]
async fn a_path_that_is_not_forwarded_says_so() {
    let page = "<html><head><title>405 Not Allowed</title></head></html>";
    let studio = Studio::saying(text_reply(405, "text/html", page)).await;
    let documents = studio.client().datasets().documents();
    let error = documents.list("61").send().await.expect_err("a page");
    let text = error.to_string();
    assert!(text.contains("405") && text.contains("forward"), "{text}");
}

#[tokio::test]
async fn ids_that_are_not_set_are_not_sent() {
    let studio = Studio::start().await;
    let chat = studio.client().chat().create("1", "u");
    chat.send().await.expect("an empty number would be refused");
    assert_eq!(studio.request().query, []);
    assert_eq!(
        studio.request().header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
}
