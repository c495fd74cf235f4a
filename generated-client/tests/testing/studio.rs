//! The server as a self-hosted Coze Studio.

use coze_client::ErrorKind;
use coze_client::testing::Server;

#[tokio::test]
async fn what_studio_has_works_and_the_rest_is_refused_in_its_words() {
    let server = Server::start().await;
    server.play_studio();
    let client = server.client();
    let chat = client.chat().stream("1", "2").send().await;
    let text = chat.expect("it begins").text().await;
    assert_eq!(text.expect("it ends well"), "Hello! How can I help you?");
    let messages = client.chat().messages().list("1", "2").send().await;
    assert_eq!(messages.expect("they are read").len(), 1);
    let cancelled = client.chat().cancel("1", "2").send().await;
    assert!(!cancelled.expect("it is read").id.is_empty());

    let error = client.workspaces().list().send().await;
    let error = error.expect_err("it has no workspaces");
    let api = error.as_api().expect("it says so");
    assert_eq!((api.code(), api.status()), (401, 401));
    assert!(error.to_string().contains("missing session_key in cookie"));
    assert_eq!(error.log_id(), Some("log-4"));

    server.expire(server.token());
    let error = client.datasets().list("1").send().await;
    let error = error.expect_err("the token is bad");
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.as_api().map(|api| (api.code(), api.status())),
        Some((700_012_006, 200))
    );
}
