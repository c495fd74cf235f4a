//! A token goes where it should, and is seen nowhere.

use coze_client::{Client, ErrorKind, Region};

use crate::server::{Reply, Server, TOKEN};

#[tokio::test]
async fn no_text_shows_a_token_or_a_header() {
    let server = Server::start([Reply::json(r#"{"code":4100,"msg":"invalid"}"#)]).await;
    let builder = Client::builder()
        .base_url(server.url())
        .token(TOKEN)
        .header("X-Key", "key_secret");
    let builder_text = format!("{builder:?}");
    let client = builder.build().expect("valid");
    let call = client
        .datasets()
        .list("s")
        .with_token("pat_other_secret")
        .with_header("X-Key2", "key2_secret");
    let mut texts = vec![
        builder_text,
        format!("{client:?}"),
        format!("{call:?}"),
        format!("{:?}", client.datasets()),
    ];
    let error = call.send().await.expect_err("refused");
    texts.extend([format!("{error}"), format!("{error:?}")]);
    for text in texts {
        assert!(!text.contains("secret"), "{text}");
    }
    assert_eq!(
        server.call().header("authorization"),
        Some("Bearer pat_other_secret")
    );
}

#[test]
fn a_token_is_never_sent_unencrypted_to_another_machine() {
    for url in [
        "http://api.coze.com",
        "http://10.0.0.1:8080",
        "http://localhost.evil.example",
    ] {
        let error = Client::builder()
            .base_url(url)
            .token(TOKEN)
            .build()
            .expect_err(url);
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!error.to_string().contains(TOKEN));
    }
}

#[test]
fn the_regions_are_known() {
    for (region, url) in [
        (Region::Com, "https://api.coze.com"),
        (Region::Cn, "https://api.coze.cn"),
    ] {
        let client = Client::builder().base_url(region).token(TOKEN).build();
        // A machine without certificates cannot make such a client.
        if let Ok(client) = client {
            assert!(format!("{client:?}").contains(url));
        }
    }
}

#[tokio::test]
async fn a_redirect_takes_the_token_nowhere() {
    let target = Server::start([Reply::json("{}")]).await;
    let moved = Reply::new(307, "text/plain", &[]).header("Location", target.url());
    let server = Server::start([moved]).await;
    let error = server
        .client()
        .datasets()
        .list("s")
        .send()
        .await
        .expect_err("moved");
    assert!(
        error.to_string().contains("redirects are not followed"),
        "{error}"
    );
    assert_eq!(target.calls().len(), 0);
}

#[tokio::test]
async fn a_token_is_cleaned_and_checked() {
    let server = Server::start([Reply::json("{}")]).await;
    let client = Client::builder()
        .base_url(server.url())
        .token(" pat_x\n")
        .build()
        .expect("cleaned");
    client.datasets().list("s").send().await.expect("success");
    assert_eq!(server.call().header("authorization"), Some("Bearer pat_x"));
    for token in ["", " \n", "a\nb"] {
        let error = Client::builder()
            .base_url(server.url())
            .token(token)
            .build()
            .expect_err(token);
        assert_eq!(error.kind(), ErrorKind::Config);
    }
    let client = Client::builder()
        .base_url(server.url())
        .build()
        .expect("tokens come with the calls");
    let error = client
        .datasets()
        .list("s")
        .send()
        .await
        .expect_err("no token");
    assert_eq!((error.kind(), server.calls().len()), (ErrorKind::Config, 1));
    let error = client
        .datasets()
        .list("s")
        .with_header("Authorization", "Bearer x")
        .send()
        .await
        .expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Argument);
}
