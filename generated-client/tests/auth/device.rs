//! Signing in on another device: how often the server is asked, and how that ends.

use std::time::Duration;

use coze_client::auth::{DeviceApp, OAuthErrorCode, OAuthToken};
use coze_client::{ErrorKind, Result};
use serde_json::json;
use tokio::time::Instant;

use crate::server::{Call, Reply, Server, ok};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn code(expires_in: u64, interval: u64) -> Reply {
    ok(json!({
        "device_code": "device_secret",
        "user_code": "WDJB-MJHT",
        "verification_uri": "https://www.coze.cn/device",
        "expires_in": expires_in,
        "interval": interval,
    }))
}

fn pending(status: u16) -> Reply {
    Reply::Json(
        status,
        json!({"error_code": "authorization_pending", "error_message": "wait"}),
    )
}

fn token(call: &Call) -> Reply {
    let expires_in =
        call.at.duration_since(std::time::UNIX_EPOCH).expect("now") + Duration::from_secs(15 * 60);
    ok(
        json!({"access_token": "access_secret", "refresh_token": "refresh_secret", "expires_in": expires_in.as_secs()}),
    )
}

/// Signs in with a server that answers the questions one after the other; also says at which seconds it was asked.
async fn sign_in(
    first: Reply,
    answers: impl Fn(usize, &Call) -> Reply + Send + 'static,
) -> (Result<OAuthToken>, Vec<u64>, Server) {
    let mut asked = 0;
    let server = Server::start(move |call| {
        if call.line.ends_with("/device/code") {
            return first.clone();
        }
        asked += 1;
        answers(asked, call)
    })
    .await;
    let began = server.clock().now();
    let client = server.builder().max_retries(2).build().expect("valid");
    let app = DeviceApp::new(&client, "app");
    let code = app.request_code().await.expect("a code");
    let outcome = app.wait(&code).await;
    let seconds = server.authorizations()[1..]
        .iter()
        .map(|call| call.at.duration_since(began).expect("later").as_secs())
        .collect();
    (outcome, seconds, server)
}

#[tokio::test(start_paused = true)]
async fn the_user_signs_in_while_the_device_asks_at_the_servers_pace() {
    let (outcome, seconds, server) = sign_in(code(300, 7), |asked, call| match asked {
        1 => pending(200),
        2 => pending(400),
        _ => token(call),
    })
    .await;
    let token = outcome.expect("a token");
    assert_eq!(token.access_token(), "access_secret");
    assert_eq!(token.refresh_token(), Some("refresh_secret"));
    assert_eq!(seconds, [7, 14, 21]);
    let calls = server.authorizations();
    assert_eq!(calls[0].line, "POST /api/permission/oauth2/device/code");
    assert_eq!(calls[0].body, json!({"client_id": "app"}));
    assert_eq!(calls[1].line, "POST /api/permission/oauth2/token");
    let body = json!({"grant_type": GRANT, "client_id": "app", "device_code": "device_secret"});
    assert_eq!(calls[1].body, body);
    assert!(calls.iter().all(|call| call.bearer().is_empty()));
}

#[tokio::test(start_paused = true)]
async fn it_slows_down_for_good_when_told_to_and_for_a_while_when_the_server_fails() {
    let slow_down = json!({"error": "slow_down", "error_description": "slower"});
    let (outcome, seconds, _) = sign_in(code(300, 5), move |asked, call| match asked {
        1 => Reply::Json(400, slow_down.clone()),
        2 | 5 => pending(200),
        3 | 4 => Reply::Text(502, "text/html", "<html>bad gateway</html>".to_owned()),
        _ => token(call),
    })
    .await;
    outcome.expect("a token");
    // 5 s, from then on 10, twice and four times that after the failures, and 10 again.
    assert_eq!(seconds, [5, 15, 25, 45, 85, 95]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_busy_is_left_alone_once_for_as_long_as_it_asks() {
    let (outcome, seconds, _) = sign_in(code(300, 5), |asked, call| match asked {
        1 => Reply::Busy(30),
        2 => pending(400),
        3 => Reply::Text(429, "text/plain", String::new()),
        _ => token(call),
    })
    .await;
    outcome.expect("a token");
    assert_eq!(seconds, [5, 35, 40, 50]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_fails_until_the_code_expires_is_the_error() {
    let (outcome, seconds, _) = sign_in(code(20, 5), |_, _| Reply::Busy(1)).await;
    let error = outcome.expect_err("no token");
    assert_eq!(error.as_api().expect("a refusal").status(), 503);
    assert_eq!(seconds, [5, 15]);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_and_the_end_of_the_code_end_it() {
    for (error, code_of_it) in [
        ("access_denied", OAuthErrorCode::AccessDenied),
        ("expired_token", OAuthErrorCode::ExpiredToken),
    ] {
        let (outcome, seconds, _) =
            sign_in(code(300, 5), move |_, _| ok(json!({"error": error}))).await;
        let found = outcome.expect_err("refused");
        assert_eq!(found.kind(), ErrorKind::OAuth);
        assert_eq!(found.as_oauth().expect("a refusal").code(), &code_of_it);
        assert_eq!(seconds, [5]);
    }
    let started = Instant::now();
    let (outcome, seconds, _) = sign_in(code(20, 5), |_, _| pending(200)).await;
    let found = outcome.expect_err("too late");
    assert_eq!(
        found.as_oauth().expect("a refusal").code(),
        &OAuthErrorCode::ExpiredToken
    );
    assert_eq!(seconds, [5, 10, 15]);
    assert!(started.elapsed() <= Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn the_times_that_a_server_leaves_out_are_those_of_its_documents() {
    let bare = ok(
        json!({"device_code": "d", "user_code": 1234, "verification_uri": "https://x.example/d?a=b"}),
    );
    let server = Server::start(move |_| bare.clone()).await;
    let app = DeviceApp::new(&server.client(), "app");
    let code = app.request_code_in_workspace("7/1").await.expect("a code");
    assert_eq!(code.interval(), Duration::from_secs(5));
    assert_eq!(code.remaining().as_secs(), 300);
    assert_eq!(code.user_code(), "1234");
    assert_eq!(code.verification_uri(), "https://x.example/d?a=b");
    assert_eq!(
        code.verification_uri_complete(),
        "https://x.example/d?a=b&user_code=1234"
    );
    let line = "POST /api/permission/oauth2/workspace_id/7%2F1/device/code";
    assert_eq!(server.authorizations()[0].line, line);
}

#[tokio::test(start_paused = true)]
async fn dropping_it_ends_it() {
    let server = Server::start(|call| {
        if call.line.ends_with("/device/code") {
            code(300, 5)
        } else {
            pending(200)
        }
    })
    .await;
    let app = DeviceApp::new(&server.client(), "app");
    let code = app.request_code().await.expect("a code");
    let waiting = tokio::time::timeout(Duration::from_secs(12), app.wait(&code));
    waiting.await.expect_err("pending");
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(server.authorizations().len(), 3);
}

#[tokio::test]
async fn a_user_is_shown_an_address_of_the_web_and_a_code_that_is_text() {
    let reply = |address: &str, complete: &str, user_code: &str| {
        let (address, complete) = (address.to_owned(), complete.to_owned());
        ok(json!({
            "device_code": "d",
            "user_code": user_code,
            "verification_uri": address,
            "verification_uri_complete": complete,
        }))
    };
    let request = async |first: Reply| {
        let server = Server::start(move |_| first.clone()).await;
        DeviceApp::new(&server.client(), "app").request_code().await
    };
    let web = "https://x.example/d";
    let code = request(reply(web, "https://x.example/d/AB", "AB")).await;
    let code = code.expect("a code");
    assert_eq!(code.verification_uri_complete(), "https://x.example/d/AB");
    let code = request(reply(web, "file:///etc/passwd", "AB")).await;
    let code = code.expect("a code");
    assert_eq!(
        code.verification_uri_complete(),
        "https://x.example/d?user_code=AB"
    );
    for (address, user_code) in [
        ("javascript:alert(1)", "AB"),
        ("file:///etc/passwd", "AB"),
        ("vscode://x/y", "AB"),
        ("/device", "AB"),
        ("", "AB"),
        (web, "A\u{1b}[2JB"),
        (web, "A\u{202e}B"),
    ] {
        let error = request(reply(address, "", user_code)).await;
        let error = error.expect_err(address);
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains("cannot be shown"), "{error}");
    }
}
