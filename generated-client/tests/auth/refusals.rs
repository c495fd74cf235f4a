//! What a user learns when an authorization server refuses, or something else answers in its place.

use std::time::Duration;

use coze_client::auth::{OAuthErrorCode, PkceApp};
use coze_client::{Error, ErrorKind};
use serde_json::{Value, json};

use crate::server::{Reply, Server};

async fn refused(reply: Reply) -> Error {
    let server = Server::start(move |_| reply.clone()).await;
    let app = PkceApp::new(&server.client(), "app");
    app.refresh("refresh_secret").await.expect_err("refused")
}

#[tokio::test]
async fn both_shapes_of_a_refusal_are_one_at_any_status() {
    let shapes: [fn(&str) -> Value; 3] = [
        |code| json!({"error_code": code, "error_message": "because"}),
        |code| json!({"error": code, "error_description": "because"}),
        |code| json!({"error_code": code, "error": "", "error_message": "because"}),
    ];
    for (code, expected) in [
        ("invalid_grant", OAuthErrorCode::InvalidGrant),
        ("invalid_client", OAuthErrorCode::InvalidClient),
        ("internal_error", OAuthErrorCode::InternalError),
        ("access_deny", OAuthErrorCode::AccessDeny),
        ("brand_new", OAuthErrorCode::from("brand_new")),
    ] {
        for status in [200, 400, 401] {
            for shape in shapes {
                let error = refused(Reply::Json(status, shape(code))).await;
                assert_eq!(error.kind(), ErrorKind::OAuth);
                let oauth = error.as_oauth().expect("a refusal");
                assert_eq!((oauth.code(), oauth.status()), (&expected, status));
                assert_eq!(oauth.description(), "because");
                assert_eq!(oauth.code().as_str(), code);
                assert_eq!(error.log_id(), Some("log-head"));
                assert_eq!(error.is_retryable(), code == "internal_error");
            }
        }
    }
    let error = refused(Reply::Json(400, json!({"error": "invalid_grant"}))).await;
    assert_eq!(
        error.to_string(),
        "POST /api/permission/oauth2/token: the authorization failed with invalid_grant and HTTP status 400 (log id log-head); a code or refresh token works once and not for ever: let the user sign in again"
    );
}

#[tokio::test]
async fn whatever_else_comes_is_an_error_that_says_so() {
    let page = "<html><body>log in to the network</body></html>";
    let text = |status, kind| Reply::Text(status, kind, page.to_owned());
    for (reply, kind, words) in [
        (
            text(200, "text/html; charset=utf-8"),
            ErrorKind::Decode,
            "a page for a browser",
        ),
        (text(502, "text/html"), ErrorKind::Api, "HTTP status 502"),
        (
            Reply::Json(200, json!({})),
            ErrorKind::Decode,
            "lacks a part",
        ),
        (
            Reply::Json(200, json!({"access_token": ""})),
            ErrorKind::Decode,
            "lacks a part",
        ),
        (
            Reply::Json(200, json!([])),
            ErrorKind::Decode,
            "not the JSON",
        ),
        (
            Reply::Json(200, json!({"code": 4013, "msg": "slow"})),
            ErrorKind::RateLimit,
            "4013",
        ),
        (
            Reply::Json(
                404,
                json!({"code": 4200, "msg": "no", "error": {"logid": "x"}}),
            ),
            ErrorKind::NotFound,
            "4200",
        ),
    ] {
        let error = refused(reply.clone()).await;
        assert_eq!(error.kind(), kind, "{reply:?}");
        let text = error.to_string();
        assert!(text.contains(words) && text.contains("log-head"), "{text}");
        assert!(
            text.starts_with("POST /api/permission/oauth2/token: "),
            "{text}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_ends() {
    let server = Server::start(|_| Reply::Nothing).await;
    let client = server.builder().timeout(Duration::from_secs(9)).build();
    let app = PkceApp::new(&client.expect("valid"), "app");
    let error = app.refresh("refresh_secret").await.expect_err("nothing");
    assert!(error.is_timeout(), "{error}");
}
