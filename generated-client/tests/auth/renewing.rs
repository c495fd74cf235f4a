//! Refresh tokens that work once: the next one is saved before anything else happens.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use coze_client::auth::{self, OAuthErrorCode, OAuthToken, PkceApp, WebApp};
use coze_client::{Client, ErrorKind};
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::{advance, sleep};

use crate::server::{Call, Issuer, Reply, Server, datasets, ok};

const LIFETIME: Duration = Duration::from_secs(15 * 60);

async fn call(client: &Client) -> coze_client::Result<()> {
    client.datasets().list("s").send().await.map(drop)
}

fn begun() -> OAuthToken {
    let expired = SystemTime::now() - Duration::from_secs(1);
    OAuthToken::new("old", Some("refresh_0_secret".to_owned()), Some(expired))
}

async fn issuing(skew: i64) -> Server {
    let mut issuer = Issuer::new(LIFETIME);
    let step = Duration::from_secs(skew.unsigned_abs());
    let now = SystemTime::now();
    let time = if skew < 0 { now - step } else { now + step };
    Server::start_at(time, move |call| issuer.answer(call)).await
}

/// Keeps what it is given, or fails.
#[derive(Clone, Default)]
struct Store {
    saved: Arc<Mutex<Vec<String>>>,
    broken: Arc<Mutex<bool>>,
}

impl Store {
    async fn save(self, token: OAuthToken) -> io::Result<()> {
        tokio::task::yield_now().await;
        let refresh_token = token.refresh_token().expect("one").to_owned();
        self.saved.lock().expect("no panic").push(refresh_token);
        if *self.broken.lock().expect("no panic") {
            Err(io::Error::other("disk full"))
        } else {
            Ok(())
        }
    }

    fn saved(&self) -> Vec<String> {
        self.saved.lock().expect("no panic").clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_rotated_token_is_saved_before_it_is_used() {
    let server = issuing(0).await;
    let (store, client) = (Store::default(), server.client());
    let keeper = store.clone();
    let app = WebApp::new(&client, "app", "client_secret");
    let client = client.with_token_source(app.renewing(begun(), move |t| keeper.clone().save(t)));
    for round in 1..=3 {
        call(&client).await.expect("success");
        assert_eq!(store.saved().len(), round);
        sleep(LIFETIME).await;
    }
    let saved = ["refresh_1_secret", "refresh_2_secret", "refresh_3_secret"];
    assert_eq!(store.saved(), saved);
    let refreshes = server.authorizations();
    assert_eq!(refreshes[0].bearer(), "client_secret");
    let body = json!({"grant_type": "refresh_token", "client_id": "app", "refresh_token": "refresh_0_secret"});
    assert_eq!(refreshes[0].body, body);
    assert_eq!(refreshes[2].field("refresh_token"), "refresh_2_secret");
}

#[tokio::test(start_paused = true)]
async fn tokens_that_cannot_be_saved_are_neither_used_nor_lost() {
    let server = issuing(0).await;
    let (store, client) = (Store::default(), server.client());
    let keeper = store.clone();
    let app = PkceApp::new(&client, "app");
    let client = client.with_token_source(app.renewing(begun(), move |t| keeper.clone().save(t)));
    *store.broken.lock().expect("no panic") = true;
    for _ in 0..3 {
        let error = call(&client).await.expect_err("not saved");
        assert_eq!(error.kind(), ErrorKind::OAuth);
        assert!(error.to_string().contains("could not be saved"), "{error}");
        sleep(Duration::from_secs(5)).await;
    }
    assert_eq!(server.bearers().len(), 0);
    *store.broken.lock().expect("no panic") = false;
    call(&client).await.expect("success");
    assert_eq!(server.bearers(), ["access_1_secret"]);
    // One refresh, offered until it was taken.
    assert_eq!(store.saved(), ["refresh_1_secret"; 4]);
    assert_eq!(server.authorizations().len(), 1);
    assert_eq!(server.authorizations()[0].bearer(), "");
}

#[tokio::test(start_paused = true)]
async fn clocks_may_be_five_minutes_apart() {
    for skew in [-300, 300] {
        let server = issuing(skew).await;
        let client = server.client();
        let app = PkceApp::new(&client, "app");
        let client =
            client.with_token_source(app.renewing(begun(), |_| async { Ok::<_, io::Error>(()) }));
        for seconds in [0, 830, 4, 60, 10] {
            sleep(Duration::from_secs(seconds)).await;
            call(&client).await.expect("success");
        }
        // Renewed once, not because of the clocks; and nothing was refused.
        assert_eq!(server.authorizations().len(), 2, "{skew}");
        assert_eq!(server.bearers().len(), 5, "{skew}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_good_is_used_first() {
    let server = Server::start(|_| datasets()).await;
    let client = server.client();
    let later = SystemTime::now() + Duration::from_secs(60 * 60);
    for (refresh_token, expires_at) in [(Some("r".to_owned()), Some(later)), (None, None)] {
        let token = OAuthToken::new("kept", refresh_token, expires_at);
        let app = PkceApp::new(&client, "app");
        let source = app.renewing(token, |_| async { Ok::<_, io::Error>(()) });
        call(&client.with_token_source(source))
            .await
            .expect("success");
    }
    assert_eq!(server.bearers(), ["kept", "kept"]);
    assert_eq!(server.authorizations().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_an_authorization_is_an_error_that_says_so() {
    let server = Server::start(|_| Reply::Json(400, json!({"error_code": "invalid_grant"}))).await;
    let client = server.client();
    let app = PkceApp::new(&client, "app");
    let nothing = |_| async { Ok::<_, io::Error>(()) };
    let ended = client.with_token_source(app.renewing(begun(), nothing));
    let error = call(&ended).await.expect_err("ended");
    let oauth = error.as_oauth().expect("a refusal");
    assert_eq!(oauth.code(), &OAuthErrorCode::InvalidGrant);
    assert!(
        error
            .to_string()
            .starts_with("POST /api/permission/oauth2/token: ")
    );
    let expired = OAuthToken::new("old", None, Some(SystemTime::UNIX_EPOCH));
    let without = client.with_token_source(app.renewing(expired, nothing));
    let error = call(&without).await.expect_err("no refresh token");
    assert!(error.to_string().contains("no refresh token"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_sends_no_refresh_token_leaves_the_old_one() {
    let answer = |call: &Call| {
        if call.is_authorization() {
            ok(json!({"access_token": "new", "expires_in": 100}))
        } else {
            datasets()
        }
    };
    let server = Server::start(answer).await;
    let client = server.client();
    let app = PkceApp::new(&client, "app");
    let client =
        client.with_token_source(app.renewing(begun(), |_| async { Ok::<_, io::Error>(()) }));
    for _ in 0..2 {
        call(&client).await.expect("success");
        sleep(Duration::from_secs(100)).await;
    }
    let calls = server.authorizations();
    assert_eq!(calls.len(), 2);
    assert!(
        calls
            .iter()
            .all(|call| call.field("refresh_token") == "refresh_0_secret")
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_repeated_does_not_repeat_what_its_token_repeats() {
    for (status, sent) in [(429, 3), (503, 1)] {
        let server = Server::start(move |_| Reply::Text(status, "text/plain", String::new())).await;
        let client = server.builder().max_retries(2).build().expect("valid");
        let app = PkceApp::new(&client, "app");
        let source = app.renewing(begun(), |_| async { Ok::<_, io::Error>(()) });
        let error = call(&client.with_token_source(source)).await;
        let text = error.expect_err("no token").to_string();
        assert!(
            text.starts_with("POST /api/permission/oauth2/token: "),
            "{text}"
        );
        assert_eq!(server.authorizations().len(), sent, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_stream_includes_the_wait_for_its_token() {
    let server = Server::start(|_| datasets()).await;
    let ends = Arc::new(Notify::new());
    let late = Arc::clone(&ends);
    let source = auth::from_fn(move || {
        let late = Arc::clone(&late);
        async move {
            late.notified().await;
            Ok::<_, io::Error>("late")
        }
    });
    let client = server.client().with_token_source(source);
    let stream = client.chat().stream("bot", "user");
    let stream = stream.with_timeout(Duration::from_secs(3)).send();
    let stream = tokio::spawn(stream.into_future());
    tokio::task::yield_now().await;
    advance(Duration::from_secs(4)).await;
    let error = stream.await.expect("no panic").expect_err("no token");
    assert!(error.is_timeout(), "{error:?}");
    assert!(
        error.to_string().contains("no access token within 3 s"),
        "{error}"
    );
    ends.notify_one();
}
