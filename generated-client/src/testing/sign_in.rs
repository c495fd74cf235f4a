// part coze

//! The endpoints by which users and servers sign in, as they answer to what is right.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::call::Call;
use super::reply::Reply;

/// How long tokens are good, in seconds, as those of the service are.
const LIFETIME: u64 = 900;

/// What is answered to a call of OAuth; `number` is that of the call, so that no two tokens are the same.
pub(super) fn reply(call: &Call, number: usize) -> Option<Reply> {
    let (_, step) = call.path().split_once("/api/permission/oauth2")?;
    match step.rsplit('/').next()? {
        "authorize" => back_to_the_program(call),
        "code" => Some(json_reply(&json!({
            "device_code": format!("device-code-{number}"),
            "user_code": "ABCD-EFGH",
            "verification_uri": format!("http://{}/device", call.header("host")?),
            "expires_in": 300,
            "interval": 1,
        }))),
        "token" => Some(json_reply(&tokens(call, number))),
        _ => None,
    }
}

/// Sends a browser back, as if its user had agreed.
fn back_to_the_program(call: &Call) -> Option<Reply> {
    let (uri, state) = (
        call.query("redirect_uri")?,
        call.query("state").unwrap_or_default(),
    );
    let separator = if uri.contains('?') { '&' } else { '?' };
    let location = format!("{uri}{separator}code=code-of-a-test&state={state}");
    Some(
        Reply::raw("text/plain", "")
            .status(302)
            .header("location", location),
    )
}

/// New tokens; those of a key come without a refresh token. When they expire is said as a point in time.
fn tokens(call: &Call, number: usize) -> Value {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let mut tokens = json!({
        "access_token": format!("access-token-{number}"),
        "expires_in": now.as_secs() + LIFETIME,
        "token_type": "Bearer",
    });
    let grant = call.json()["grant_type"].take();
    if !grant.as_str().unwrap_or_default().ends_with("jwt-bearer") {
        tokens["refresh_token"] = json!(format!("refresh-token-{number}"));
    }
    tokens
}

fn json_reply(body: &Value) -> Reply {
    Reply::raw("application/json", body.to_string())
}
