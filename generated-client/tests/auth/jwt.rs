//! A server that signs in by itself: what it signs, with which key, and for whom.

use std::time::{Duration, SystemTime};

use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use base64::Engine as _;
use coze_client::auth::{JwtApp, Scope};
use coze_client::{Client, ErrorKind};
use rustls_pki_types::PrivatePkcs1KeyDer;
use rustls_pki_types::pem::PemObject;
use serde_json::{Value, json};

use crate::server::{Call, Issuer, Reply, Server, ok};

const PKCS1: &str = include_str!("keys/pkcs1.pem");
const PKCS8: &str = include_str!("keys/pkcs8.pem");

fn app(client: &Client) -> JwtApp {
    JwtApp::new(client, "app", "key id", PKCS8).expect("a key")
}

async fn issuing() -> Server {
    let mut issuer = Issuer::new(Duration::from_secs(15 * 60));
    Server::start(move |call| issuer.answer(call)).await
}

/// Base64 for URLs, the other way round.
fn decoded(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes() {
        let value = alphabet.iter().position(|b| *b == byte).expect("base64url");
        bits = (bits << 6) | u32::try_from(value).expect("small");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).expect("a byte"));
        }
    }
    bytes
}

/// Header and claims of a JWT whose signature is right.
fn verified(jwt: &str) -> (Value, Value) {
    let (text, signature) = jwt.rsplit_once('.').expect("three parts");
    let der = PrivatePkcs1KeyDer::from_pem_slice(PKCS1.as_bytes()).expect("PEM");
    let pair = RsaKeyPair::from_der(der.secret_pkcs1_der()).expect("a key");
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key());
    public
        .verify(text.as_bytes(), &decoded(signature))
        .expect("signed");
    let (header, claims) = text.split_once('.').expect("three parts");
    let json = |part| serde_json::from_slice(&decoded(part)).expect("JSON");
    (json(header), json(claims))
}

#[tokio::test]
async fn a_jwt_is_signed_as_coze_wants_it() {
    let server = issuing().await;
    let client = server.client();
    let escaped = PKCS8.replace('\n', "\\n");
    let encoded = base64::engine::general_purpose::STANDARD.encode(PKCS8);
    let mut ids = Vec::new();
    for key in [
        PKCS8,
        PKCS1,
        &escaped,
        &format!("\n\n\"{PKCS8}\"\n"),
        &PKCS1.replace('\n', " "),
        &PKCS8.replace("PRIVATE KEY", "RSA PRIVATE KEY"),
        &encoded,
    ] {
        let app = JwtApp::new(&client, "app", "key id", key).expect("a key");
        let token = app.request_token().await.expect("a token");
        assert!(token.access_token().starts_with("access_"));
        let calls = server.authorizations();
        let call = calls.last().expect("a call");
        assert_eq!(call.line, "POST /api/permission/oauth2/token");
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        assert_eq!(
            call.body,
            json!({"grant_type": grant, "duration_seconds": 900})
        );
        let (header, claims) = verified(call.bearer());
        assert_eq!(
            header,
            json!({"alg": "RS256", "typ": "JWT", "kid": "key id"})
        );
        assert_eq!(claims["iss"], "app");
        assert_eq!(claims["aud"], server.url().trim_start_matches("http://"));
        assert_eq!(claims.as_object().expect("claims").len(), 5);
        let now = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .expect("now")
            .as_secs();
        // Good also for a server whose clock is five minutes off, either way.
        let (from, until) = (claims["iat"].as_u64(), claims["exp"].as_u64());
        assert!(from.expect("iat") + 300 < now && now + 300 < until.expect("exp"));
        let id = claims["jti"].as_str().expect("jti").to_owned();
        assert!(id.len() > 32 && !ids.contains(&id));
        ids.push(id);
    }
}

#[tokio::test]
async fn whom_and_what_a_token_is_for_can_be_said() {
    let server = issuing().await;
    let app = app(&server.client());
    let scope = Scope::new()
        .account(["Bot.read", "Connector.botChat"])
        .chat_with(["1", "2"])
        .workspaces(["w"], ["getMetadata"])
        .workflows(["f"], ["run"])
        .set("more", 1);
    app.clone()
        .account("12/3")
        .session_name("alice")
        .device_id("d-1")
        .custom_consumer("c-1")
        .session_context("room", "kitchen")
        .scope(scope)
        .duration(Duration::from_secs(86399))
        .audience("api.coze.cn")
        .request_token()
        .await
        .expect("a token");
    app.enterprise("volcano_1")
        .request_token()
        .await
        .expect("a token");
    let calls = server.authorizations();
    assert_eq!(
        calls[0].line,
        "POST /api/permission/oauth2/account/12%2F3/token"
    );
    assert_eq!(
        calls[1].line,
        "POST /api/permission/oauth2/enterprise_id/volcano_1/token"
    );
    let (_, claims) = verified(calls[0].bearer());
    assert_eq!(claims["aud"], "api.coze.cn");
    assert_eq!(claims["session_name"], "alice");
    let context =
        json!({"device_info": {"device_id": "d-1", "custom_consumer": "c-1"}, "room": "kitchen"});
    assert_eq!(claims["session_context"], context);
    assert_eq!(calls[0].body["duration_seconds"], 86399);
    assert_eq!(
        calls[0].body["scope"],
        json!({
            "account_permission": {"permission_list": ["Bot.read", "Connector.botChat"]},
            "attribute_constraint": {"connector_bot_chat_attribute": {"bot_id_list": ["1", "2"]}},
            "workspace_permission": {"workspace_id_list": ["w"], "permission_list": ["getMetadata"]},
            "workflow_permission": {"workflow_id_list": ["f"], "permission_list": ["run"]},
            "more": 1,
        })
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_signs_in_again_before_its_token_expires() {
    let server = issuing().await;
    let client = server.client();
    let client = client.with_token_source(app(&client));
    for seconds in [0, 800, 50, 10, 900] {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        client.datasets().list("s").send().await.expect("success");
    }
    let calls = server.authorizations();
    assert_eq!(calls.len(), 3);
    let ids: Vec<Value> = calls
        .iter()
        .map(|call| verified(call.bearer()).1["jti"].clone())
        .collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
}

#[tokio::test]
async fn what_cannot_work_is_not_sent() {
    let server = issuing().await;
    let client = server.client();
    for seconds in [0, 86400] {
        let app = app(&client).duration(Duration::from_secs(seconds));
        let error = app.request_token().await.expect_err("too long or short");
        assert_eq!(error.kind(), ErrorKind::Argument);
    }
    let error = app(&client).account("").request_token().await;
    assert_eq!(error.expect_err("no account").kind(), ErrorKind::Argument);
    assert_eq!(server.calls().len(), 0);
    let broken = PKCS8.replacen("MII", "AAA", 1);
    let encrypted = PKCS8.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let public = PKCS8.replace("PRIVATE KEY", "PUBLIC KEY");
    for key in ["", "key_secret", &broken, &encrypted, &public] {
        let error = JwtApp::new(&client, "app", "id", key).expect_err("no key");
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn neither_key_nor_jwt_is_shown() {
    let repeat = |call: &Call| {
        let text = format!("{} is wrong", call.bearer());
        Reply::Json(
            401,
            json!({"error_code": "invalid_client", "error_message": text}),
        )
    };
    let server = Server::start(repeat).await;
    let app = app(&server.client());
    let body: String = PKCS8
        .lines()
        .nth(3)
        .expect("a line")
        .chars()
        .take(20)
        .collect();
    let error = app.request_token().await.expect_err("refused");
    let text = format!("{app:?} {error} {error:?}");
    let jwt = server.authorizations()[0].bearer().to_owned();
    assert!(
        !text.contains(&body) && !text.contains(&jwt[..40]),
        "{text}"
    );
    let silent = Server::start(|_| ok(json!({}))).await;
    let error = JwtApp::new(&silent.client(), "a", "b", PKCS8)
        .expect("a key")
        .request_token()
        .await;
    assert_eq!(error.expect_err("no token").kind(), ErrorKind::Decode);
}
