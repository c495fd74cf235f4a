//! A user signs in with a browser: the address that it is sent to, and what is made of the one it comes back with.

use coze_client::auth::{Authorization, OAuthErrorCode, PkceApp, WebApp};
use coze_client::{Client, ErrorKind, Region};
use serde_json::json;

use crate::certificates::Authority;
use crate::server::{Issuer, Server};

const CALLBACK: &str = "http://127.0.0.1:9/callback?a=b";

async fn issuing() -> Server {
    let mut issuer = Issuer::new(std::time::Duration::from_secs(15 * 60));
    Server::start(move |call| issuer.answer(call)).await
}

/// The value of a parameter of an address.
fn parameter(url: &str, name: &str) -> String {
    let (_, query) = url.split_once('?').expect("a query");
    let mut values = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = values.find(|(key, _)| *key == name);
    found.expect(name).1.to_owned()
}

#[test]
fn users_are_sent_to_the_web_site_of_their_region() {
    for (region, host) in [(Region::Com, "coze.com"), (Region::Cn, "coze.cn")] {
        // Whether or not this machine trusts anybody itself.
        let builder = Client::builder().base_url(region);
        let client = builder.add_root_certificate(Authority::new().pem()).build();
        let client = client.expect("valid");
        let app = WebApp::new(&client, "app&id", "client_secret");
        let begun = app.authorize(CALLBACK).expect("random").with_state("s t");
        let query = "response_type=code&client_id=app%26id&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback%3Fa%3Db&state=s%20t";
        assert_eq!(
            begun.url().expect("an address"),
            format!("https://www.{host}/api/permission/oauth2/authorize?{query}")
        );
        assert_eq!(
            begun.workspace("7").url().expect("an address"),
            format!("https://www.{host}/api/permission/oauth2/workspace_id/7/authorize?{query}")
        );
        let elsewhere = app.www_url("https://sign-in.example/x/");
        let begun = elsewhere.authorize(CALLBACK).expect("random");
        let url = begun.url().expect("an address");
        assert!(
            url.starts_with("https://sign-in.example/x/api/permission/"),
            "{url}"
        );
    }
}

#[tokio::test]
async fn a_server_exchanges_the_code_with_its_secret() {
    let server = issuing().await;
    let app = WebApp::new(&server.client(), "app", "client_secret");
    let begun = app.authorize(CALLBACK).expect("random");
    let back = format!("{CALLBACK}&code=c%2B1&state={}", begun.state());
    let token = begun.finish(&back).await.expect("a token");
    assert_eq!(token.access_token(), "access_1_secret");
    assert_eq!(token.refresh_token(), Some("refresh_1_secret"));
    let left = token
        .expires_at()
        .expect("known")
        .duration_since(std::time::SystemTime::now());
    assert!((897..=900).contains(&left.expect("later").as_secs()));
    let calls = server.authorizations();
    assert_eq!(calls[0].line, "POST /api/permission/oauth2/token");
    assert_eq!(calls[0].bearer(), "client_secret");
    assert_eq!(
        calls[0].body,
        json!({"grant_type": "authorization_code", "client_id": "app", "redirect_uri": CALLBACK, "code": "c+1"})
    );
}

#[tokio::test]
async fn an_app_without_a_secret_proves_itself() {
    let server = issuing().await;
    let app = PkceApp::new(&server.client(), "app");
    let begun = app.authorize(CALLBACK).expect("random");
    let url = begun.url().expect("an address");
    let verifier = begun.verifier().expect("one").to_owned();
    assert_eq!(verifier.len(), 43);
    assert_eq!(parameter(&url, "code_challenge_method"), "S256");
    assert_eq!(parameter(&url, "code_challenge").len(), 43);
    assert!(!url.contains(&verifier));
    // Another process goes on with what was kept.
    let again = app.authorize(CALLBACK).expect("random");
    let again = again.with_state(begun.state()).with_verifier(&verifier);
    assert_eq!(again.url().expect("an address"), url);
    let back = format!("code=c&state={}", begun.state());
    again.finish(&back).await.expect("a token");
    let calls = server.authorizations();
    assert_eq!(calls[0].bearer(), "");
    assert_eq!(calls[0].field("code_verifier"), verifier);
    let plain = again.with_plain_challenge().url().expect("an address");
    assert_eq!(parameter(&plain, "code_challenge"), verifier);
    assert_eq!(parameter(&plain, "code_challenge_method"), "plain");
}

#[tokio::test]
async fn states_and_verifiers_are_new_each_time_and_verifiers_are_checked() {
    let server = issuing().await;
    let app = PkceApp::new(&server.client(), "app");
    let attempt = || app.authorize(CALLBACK).expect("random");
    let (one, other) = (attempt(), attempt());
    assert_ne!(one.state(), other.state());
    assert_ne!(one.verifier(), other.verifier());
    // RFC 7636, appendix B.
    let known = one.with_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    let url = known.url().expect("an address");
    assert_eq!(
        parameter(&url, "code_challenge"),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
    let unusable = [
        " ".repeat(43),
        "a".repeat(42),
        "a".repeat(129),
        "扣".repeat(20),
    ];
    for verifier in unusable {
        let begun = attempt().with_verifier(verifier);
        let error = begun.url().expect_err("no verifier");
        assert_eq!(error.kind(), ErrorKind::Argument);
        let back = format!("code=c&state={}", begun.state());
        let error = begun.finish(&back).await.expect_err("no verifier");
        assert_eq!(error.kind(), ErrorKind::Argument);
    }
    assert_eq!(server.calls().len(), 0);
}

#[tokio::test]
async fn a_redirect_that_is_not_ours_goes_nowhere() {
    let server = issuing().await;
    let app = WebApp::new(&server.client(), "app", "client_secret");
    let begun: Authorization = app.authorize(CALLBACK).expect("random");
    for back in ["code=c", "code=c&state=other", "code=c&state=", ""] {
        let error = begun.finish(back).await.expect_err(back);
        assert_eq!(error.kind(), ErrorKind::OAuth);
    }
    let denied = format!("/?error=access_denied&state={}", begun.state());
    let error = begun.finish(&denied).await.expect_err("denied");
    assert_eq!(
        error.as_oauth().expect("a refusal").code(),
        &OAuthErrorCode::AccessDenied
    );
    assert_eq!(server.calls().len(), 0);
}

#[tokio::test]
async fn an_app_with_a_secret_takes_no_verifier() {
    let server = issuing().await;
    let app = WebApp::new(&server.client(), "app", "client_secret");
    let begun = app.authorize(CALLBACK).expect("random");
    for begun in [
        begun.clone().with_verifier("a".repeat(43)),
        begun.with_plain_challenge(),
    ] {
        let error = begun.url().expect_err("no verifier");
        assert_eq!(error.kind(), ErrorKind::Argument);
        let back = format!("code=c&state={}", begun.state());
        let error = begun.finish(&back).await.expect_err("no verifier");
        assert_eq!(error.kind(), ErrorKind::Argument);
    }
    assert_eq!(server.calls().len(), 0);
}
