//! The configuration file of the official SDKs.

use coze_client::auth::{OAuthApp, OAuthConfig};
use coze_client::{Client, ErrorKind};
use serde_json::{Value, json};

fn load(config: &Value) -> coze_client::Result<OAuthApp> {
    let builder = Client::builder().max_retries(0);
    OAuthConfig::from_json(&config.to_string())?.app_with(builder)
}

/// A configuration of an app whose API is on this machine.
fn config(client_type: &str) -> Value {
    json!({
        "client_type": client_type,
        "client_id": "app",
        "client_secret": "client_secret",
        "public_key_id": "key id",
        "private_key": include_str!("keys/pkcs8.pem"),
        "coze_api_base": "http://127.0.0.1:9",
        "coze_www_base": "https://www.coze.cn",
        "unknown": {"a": 1},
    })
}

#[test]
fn every_type_of_app_is_loaded() {
    let OAuthApp::Web(web) = load(&config("web")).expect("valid") else {
        panic!("web");
    };
    let begun = web.authorize("http://localhost/").expect("random");
    let url = begun.url().expect("an address");
    assert!(url.starts_with("https://www.coze.cn/api/"), "{url}");
    assert!(matches!(load(&config("pkce")), Ok(OAuthApp::Pkce(_))));
    assert!(matches!(load(&config("device")), Ok(OAuthApp::Device(_))));
    #[cfg(feature = "jwt")]
    assert!(matches!(load(&config("jwt")), Ok(OAuthApp::Jwt(_))));
}

#[test]
fn what_is_missing_is_named() {
    let mut missing = vec![
        ("web", "client_secret"),
        ("web", "client_id"),
        ("pkce", "client_type"),
    ];
    if cfg!(feature = "jwt") {
        missing.extend([("jwt", "private_key"), ("jwt", "public_key_id")]);
    }
    for (client_type, name) in missing {
        let mut config = config(client_type);
        config[name] = Value::Null;
        let error = load(&config).expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
    }
    let error = load(&config("saml")).expect_err("unknown");
    assert!(error.to_string().contains("client_type"), "{error}");
    let mut unencrypted = config("web");
    unencrypted["coze_www_base"] = "http://www.coze.cn".into();
    let Ok(OAuthApp::Web(web)) = load(&unencrypted) else {
        panic!("web");
    };
    let begun = web.authorize("http://localhost/").expect("random");
    begun.url().expect_err("users do not sign in unencrypted");
}

#[test]
fn a_file_is_read() {
    let path = std::env::temp_dir().join(format!("coze-client-oauth-{}.json", std::process::id()));
    std::fs::write(&path, format!("\u{feff}{}", config("device"))).expect("a file");
    let read = OAuthConfig::from_file(&path);
    std::fs::remove_file(&path).expect("the file");
    assert!(matches!(
        read.expect("valid").app(),
        Ok(OAuthApp::Device(_))
    ));
    let error = OAuthConfig::from_file(&path).expect_err("no file");
    assert_eq!(error.kind(), ErrorKind::File);
}
