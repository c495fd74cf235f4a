//! A token goes where it should, and is seen nowhere.

use coze_client::types::{ApiApp, Room};
use coze_client::{Client, ErrorKind, FilePart, Region};

use crate::certificates::Authority;
use crate::server::{Reply, Server, TOKEN};

/// An error's own texts and those of everything that caused it.
fn texts_of(error: &coze_client::Error) -> Vec<String> {
    let mut texts = vec![format!("{error:?}"), format!("{error:#?}")];
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        texts.extend([format!("{error}"), format!("{error:?}")]);
        cause = error.source();
    }
    texts
}

fn assert_no_secret(texts: &[String]) {
    for text in texts {
        assert!(!text.contains("secret"), "{text}");
    }
}

#[tokio::test]
async fn no_public_type_shows_a_token_or_the_value_of_a_header() {
    let page = Reply::json(r#"{"code":0,"data":{"total_count":1}}"#);
    let events = Reply::events("event:done\ndata:\n\n");
    let sound = Reply::new(200, "audio/mpeg", &[b"sound"]);
    let server = Server::start([page, events, sound]).await;
    let builder = server
        .builder()
        .header("X-Key", "key_secret")
        .proxy("http://user:password_secret@127.0.0.1:1");
    let mut texts = vec![format!("{builder:?}"), format!("{builder:#?}")];
    let client = builder.build().expect("valid");
    let list = client
        .datasets()
        .list("s")
        .with_token("pat_other_secret")
        .with_header("X-Key2", "key2_secret");
    texts.extend([
        format!("{client:?}"),
        format!("{list:?}"),
        format!("{:?}", client.datasets()),
        format!("{:?}", list.clone().pages()),
        format!("{:?}", list.clone().items()),
        format!("{:?}", list.clone().send()),
        format!("{:?}", FilePart::bytes("a", "content_secret")),
    ]);
    let page = list.send().with_response().await.expect("success");
    let stream = client.chat().stream("bot", "user").send().await;
    let sound = client.audio().speech().create("voice", "hi").send().await;
    texts.extend([
        format!("{page:?}"),
        format!("{:?}", stream.expect("a stream")),
        format!("{:?}", sound.expect("sound")),
    ]);
    assert_no_secret(&texts);
    let used = server.calls()[0].header("authorization").map(str::to_owned);
    assert_eq!(used.as_deref(), Some("Bearer pat_other_secret"));
}

#[tokio::test]
async fn no_error_shows_a_token_or_the_value_of_a_header() {
    let server = Server::start([
        Reply::hangup(),
        Reply::json("{\"code\":0").broken(),
        Reply::json("<html>"),
        Reply::json(r#"{"code":4100,"msg":"invalid"}"#),
        Reply::new(502, "text/html", &[b"<html>"]),
        Reply::new(307, "text/html", &[]).header("Location", "https://a.example/?ticket=secret"),
    ])
    .await;
    let builder = server
        .builder()
        .header("X-Key", "key_secret")
        .max_retries(0);
    let client = builder.build().expect("valid");
    let call = client.datasets().list("s");
    let mut errors = Vec::new();
    for _ in 0..6 {
        errors.push(call.clone().send().await.expect_err("refused"));
    }
    for call in [
        call.clone().with_header("X-Key", "line\nsecret"),
        call.clone().with_token("line\nsecret"),
        call.with_header("Authorization", "secret"),
    ] {
        errors.push(call.send().await.expect_err("not sent"));
    }
    for builder in [
        Client::builder().token("line\nsecret"),
        Client::builder().header("X-Key", "line\nsecret"),
        Client::builder().base_url("https://user:secret@api.coze.com"),
        Client::builder().proxy("gopher://user:secret@127.0.0.1"),
    ] {
        errors.push(builder.build().expect_err("not valid"));
    }
    for error in &errors {
        assert_no_secret(&texts_of(error));
    }
    assert_eq!(server.calls().len(), 6);
}

#[tokio::test]
async fn what_http_does_not_allow_in_a_header_is_an_error_and_so_is_its_framing() {
    let client = Client::builder()
        .base_url("http://127.0.0.1:1")
        .token(TOKEN);
    let call = client.clone().build().expect("valid").datasets().list("s");
    for (name, value) in [
        ("Bad Name", "x"),
        ("", "x"),
        ("X-Line\r\nX-Evil", "x"),
        ("X-Value", "a\r\nX-Evil: 1"),
        ("X-Value", "\0"),
        ("Host", "other.example"),
        ("Content-Length", "3"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "close"),
        ("Content-Type", "text/plain"),
    ] {
        let error = call.clone().with_header(name, value).send().await;
        let error = error.expect_err("not sent");
        assert_eq!(error.kind(), ErrorKind::Argument, "{name}: {error}");
        let error = client.clone().header(name, value).build();
        let error = error.expect_err("not valid");
        assert_eq!(error.kind(), ErrorKind::Config, "{name}: {error}");
    }
}

#[tokio::test]
async fn an_id_stays_within_its_segment() {
    let server = Server::start([Reply::success(), Reply::success()]).await;
    let workflows = server.client().workflows();
    for id in ["../v1/users?x=", "%2f..%2F"] {
        workflows.retrieve(id).send().await.expect("success");
    }
    let lines: Vec<String> = server.calls().into_iter().map(|call| call.line).collect();
    assert_eq!(
        lines,
        [
            "GET /v1/workflows/..%2Fv1%2Fusers%3Fx%3D",
            "GET /v1/workflows/%252f..%252F",
        ]
    );
    for id in ["", ".", ".."] {
        let error = workflows.retrieve(id).send().await.expect_err("not sent");
        assert_eq!(error.kind(), ErrorKind::Argument, "{error}");
    }
}

#[tokio::test]
async fn a_proxy_sees_where_a_call_goes_and_nothing_else() {
    let proxy = Server::start([Reply::new(403, "text/plain", &[])]).await;
    let address = proxy.url().replace("http://", "http://user:pass@");
    let builder = Client::builder()
        .base_url("https://api.example")
        .token(TOKEN)
        .add_root_certificate(Authority::new().pem())
        .max_retries(0);
    let client = builder.proxy(address).build().expect("valid");
    let error = client.datasets().list("s").send().await.expect_err("403");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    let call = proxy.call();
    assert_eq!(call.line, "CONNECT api.example:443");
    assert_eq!(call.header("authorization"), None);
    assert!(call.header("proxy-authorization").is_some());
}

#[tokio::test]
async fn a_call_to_this_machine_goes_through_no_proxy() {
    let (proxy, server) = (
        Server::start([]).await,
        Server::start([Reply::success()]).await,
    );
    let client = server.builder().proxy(proxy.url()).build().expect("valid");
    client.datasets().list("s").send().await.expect("success");
    assert_eq!((proxy.calls().len(), server.calls().len()), (0, 1));
}

/// It follows redirects, as every reqwest client does that is not told otherwise.
#[cfg(feature = "unstable-http-client")]
#[tokio::test]
async fn a_users_own_http_client_is_used_and_its_redirects_are_noticed() {
    let other = Server::start([Reply::success()]).await;
    let away = Reply::new(307, "text/plain", &[]).header("Location", other.url());
    let server = Server::start([Reply::success(), away]).await;
    let own = reqwest::Client::builder()
        .no_proxy()
        .tls_backend_preconfigured(
            rustls::ClientConfig::builder_with_provider(std::sync::Arc::new(
                rustls::crypto::aws_lc_rs::default_provider(),
            ))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth(),
        )
        .user_agent("own/1");
    let builder = server.builder().http_client(own.build().expect("valid"));
    // What it makes void is not ignored.
    let void = builder.clone().connect_timeout(std::time::Duration::MAX);
    let error = void.build().expect_err("void");
    assert!(error.to_string().contains("`connect_timeout`"), "{error}");
    let client = builder.build().expect("valid");
    client.datasets().list("s").send().await.expect("success");
    let error = client.datasets().list("s").send().await;
    let error = error.expect_err("elsewhere");
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("to another host"), "{error}");
    // reqwest itself keeps the token from the other host.
    assert_eq!(other.call().header("authorization"), None);
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
        let builder = Client::builder().base_url(region).token(TOKEN);
        let client = builder.add_root_certificate(Authority::new().pem()).build();
        assert!(format!("{:?}", client.expect("valid")).contains(url));
    }
}

#[tokio::test]
async fn a_redirect_takes_the_token_nowhere() {
    let target = Server::start([Reply::success()]).await;
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
        error.to_string().contains("to another host")
            && error.to_string().contains("redirects are not followed"),
        "{error}"
    );
    assert_eq!(target.calls().len(), 0);
}

#[tokio::test]
async fn a_token_is_cleaned_and_checked() {
    let server = Server::start([Reply::success()]).await;
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

#[test]
fn secrets_of_replies_are_not_shown() {
    let mut app = ApiApp::default();
    app.id = "app-1".to_owned();
    app.verify_token = "s3cret".to_owned();
    let mut room = Room::default();
    room.token = "s3cret".to_owned();
    let shown = format!("{app:?} {room:?} {:#?}", vec![app.clone()]);
    assert!(
        shown.contains("app-1") && !shown.contains("s3cret"),
        "{shown}"
    );
}
