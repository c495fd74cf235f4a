//! Where tokens come from.

use serde_json::{Value, json};

use crate::support::{Machine, ran};

const ME: [&str; 2] = ["users", "me"];

#[test]
fn who_signs_in_on_another_device_stays_signed_in() {
    let machine = Machine::new();
    let login = ["login", "--client-id", "an-app"];
    let ran_login = ran(machine.command(&login).env_remove("COZE_API_TOKEN"));
    assert_eq!(ran_login.code, Some(0), "{ran_login:?}");
    assert!(
        ran_login.err.contains("ABCD-EFGH") && ran_login.err.contains("/device"),
        "{ran_login:?}"
    );
    let file = machine.home.path().join(".config/coze/token.json");
    let kept = std::fs::read_to_string(&file).expect("it is kept");
    let kept: Value = serde_json::from_str(&kept).expect("JSON");
    assert_eq!(kept["client_id"], "an-app");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file)
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    let mut me = machine.command(&ME);
    ran(me.env_remove("COZE_API_TOKEN").env_remove("COZE_API_BASE")).good();
    let call = machine.server.calls_of("users.me").remove(0);
    let bearer = format!("Bearer {}", kept["access_token"].as_str().expect("a token"));
    assert_eq!(call.header("authorization"), Some(bearer.as_str()));

    // It goes to nobody else.
    let mut elsewhere = machine.command(&ME);
    elsewhere.env_remove("COZE_API_TOKEN");
    elsewhere.env("COZE_API_BASE", "https://api.coze.example");
    let line = ran(&mut elsewhere).failed(2);
    assert!(line.contains("signed in at"), "{line}");

    assert_eq!(machine.run(&["logout"]).code, Some(0));
    assert!(!file.exists());
    ran(machine.command(&ME).env_remove("COZE_API_TOKEN")).failed(2);
}

#[test]
fn a_token_that_expires_is_renewed_and_kept() {
    let machine = Machine::new();
    let folder = machine.home.path().join(".config/coze");
    std::fs::create_dir_all(&folder).expect("a folder");
    let old = json!({
        "base_url": machine.server.url(),
        "client_id": "an-app",
        "access_token": "old",
        "refresh_token": "refresh",
        "expires_at": 1,
    });
    std::fs::write(folder.join("token.json"), old.to_string()).expect("a file");
    ran(machine.command(&ME).env_remove("COZE_API_TOKEN")).good();
    let kept = std::fs::read_to_string(folder.join("token.json")).expect("it is kept");
    assert!(
        kept.contains("access-token-") && !kept.contains("\"old\""),
        "{kept}"
    );
}

#[test]
fn an_app_with_a_key_signs_in_by_itself() {
    let machine = Machine::new();
    let config = json!({
        "client_type": "jwt",
        "client_id": "an-app",
        "private_key": include_str!("../auth/keys/pkcs8.pem"),
        "public_key_id": "a-key",
        "coze_api_base": machine.server.url(),
    });
    let path = machine.file("coze_oauth_config.json", &config.to_string());
    let mut me = machine.command(&["users", "me", "--oauth-config", &path]);
    ran(me.env_remove("COZE_API_BASE")).good();
    let call = machine.server.calls_of("users.me").remove(0);
    let token = call.header("authorization").unwrap_or_default();
    assert!(token.starts_with("Bearer access-token-"), "{token}");
}
