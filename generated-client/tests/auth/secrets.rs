//! No text shows a token, a secret, a code or a key: not `Debug`, not an error, not even if the server repeats it.

use std::error::Error as _;
use std::fmt::Write as _;
use std::io;

use coze_client::Error;
use coze_client::auth::{AccessToken, DeviceApp, OAuthConfig, OAuthToken, PkceApp, WebApp};
use serde_json::json;

use crate::server::{Answer, Call, Reply, Server, ok};

/// Everything that an error says, and the errors behind it.
fn texts(error: &Error) -> String {
    let mut all = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(all, " {error} {error:?}").expect("memory");
        source = error.source();
    }
    all
}

fn assert_silent(text: &str) {
    assert!(!text.contains("_secret"), "{text}");
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let server = Server::start(|_| ok(json!({"device_code": "device_secret", "user_code": "u", "verification_uri": "https://x.example"}))).await;
    let client = server.client();
    let token = OAuthToken::new("access_secret", Some("refresh_secret".to_owned()), None);
    let web = WebApp::new(&client, "app", "client_secret");
    let device = DeviceApp::new(&client, "app");
    let code = device.request_code().await.expect("a code");
    let begun = PkceApp::new(&client, "app").authorize("http://localhost/");
    let begun = begun
        .expect("random")
        .with_state("state_secret")
        .with_verifier("verifier_secret".repeat(3));
    let renewing = web.renewing(token.clone(), |_| async { Ok::<_, io::Error>(()) });
    let text = format!(
        "{token:?} {web:?} {device:?} {code:?} {begun:?} {renewing:?} {:?}",
        AccessToken::new("x_secret")
    );
    assert_silent(&text);
    let client = client.with_token_source(renewing);
    assert_silent(&format!(
        "{client:?} {:?}",
        client.datasets().list("s").with_token("own_secret")
    ));
    let builder = server.builder().token_source(AccessToken::new("x_secret"));
    assert_silent(&format!("{builder:?}"));
}

#[tokio::test]
async fn no_error_shows_a_secret_not_even_one_that_the_server_repeats() {
    let repeat = |status| {
        move |call: &Call| {
            let text = format!("{} {} is wrong", call.bearer(), call.body);
            Reply::Json(
                status,
                json!({"error_code": "invalid_request", "error_message": text}),
            )
        }
    };
    let plain = |call: &Call| {
        Reply::Text(
            500,
            "text/plain",
            format!("{} {}", call.bearer(), call.body),
        )
    };
    let cut = |_: &Call| {
        Reply::Text(
            200,
            "application/json",
            r#"{"access_token":"access_secret","refresh_token":"refresh_secret","expi"#.to_owned(),
        )
    };
    let odd = |_: &Call| {
        ok(
            json!({"access_token": "", "refresh_token": "refresh_secret", "expires_in": "access_secret"}),
        )
    };
    let page = |_: &Call| Reply::Text(200, "text/html", "<p>access_secret</p>".to_owned());
    let answers: [Box<Answer>; 6] = [
        Box::new(repeat(200)),
        Box::new(repeat(400)),
        Box::new(plain),
        Box::new(cut),
        Box::new(odd),
        Box::new(page),
    ];
    for answer in answers {
        let server = Server::start(answer).await;
        let client = server.client();
        let web = WebApp::new(&client, "app", "client_secret");
        let error = web.refresh("refresh_secret").await.expect_err("refused");
        assert_silent(&texts(&error));
        let begun = PkceApp::new(&client, "app").authorize("http://localhost/");
        let begun = begun
            .expect("random")
            .with_state("s")
            .with_verifier("verifier_secret".repeat(3));
        let error = begun
            .finish("code=code_secret&state=s")
            .await
            .expect_err("refused");
        assert_silent(&texts(&error));
    }
}

#[test]
fn no_configuration_shows_a_secret() {
    let config = OAuthConfig::from_json(
        r#"{"client_type":"web","client_id":"app","client_secret":"client_secret","private_key":"key_secret"}"#,
    );
    let text = format!("{:?}", config.expect("valid"));
    assert!(
        !text.contains("\"client_secret\"") && !text.contains("key_secret"),
        "{text}"
    );
    for text in [
        r#"{"client_type":"web","client_id":"app","client_secret":"x_secret"#,
        r#"{"client_type":"web","client_id":"x_secret","client_id" "#,
        r#"["x_secret"]"#,
        r#"{"client_secret":"x_secret"}"#,
    ] {
        let error = OAuthConfig::from_json(text).expect_err(text);
        assert!(!texts(&error).contains("x_secret"), "{error}");
    }
}
