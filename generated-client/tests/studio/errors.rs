//! What to do about the refusals that callers meet.

use coze_client::ErrorKind;
use serde_json::json;

use crate::server::{Studio, json_reply};

/// The refusals that callers meet (types/errno), the kind they are of, and a word of the advice.
const CODES: [(i64, ErrorKind, &str); 17] = [
    (400, ErrorKind::Api, "another type"),
    (100_000_000, ErrorKind::Api, "publish"),
    (103_000_001, ErrorKind::Auth, "belongs to"),
    (103_000_002, ErrorKind::NotFound, "conversation"),
    (103_100_002, ErrorKind::NotFound, "agent"),
    (103_200_002, ErrorKind::Api, "log of the server"),
    (103_200_003, ErrorKind::NotFound, ""),
    (103_200_005, ErrorKind::Api, "over"),
    (104_000_006, ErrorKind::Api, "`file`"),
    (106_000_001, ErrorKind::Auth, "belongs to"),
    (700_012_006, ErrorKind::Auth, "not one of this server"),
    (720_702_002, ErrorKind::Api, "parameter"),
    (720_702_004, ErrorKind::NotFound, ""),
    (720_702_011, ErrorKind::Api, "publish"),
    (777_777_762, ErrorKind::NotFound, "name"),
    (777_777_775, ErrorKind::NotFound, "app_id"),
    (777_777_780, ErrorKind::Api, "chat flow"),
];

#[tokio::test]
async fn each_common_refusal_comes_with_its_kind_and_advice() {
    for (code, kind, word) in CODES {
        let body = json!({"code": code, "msg": "refused"});
        let studio = Studio::saying(json_reply(200, &body)).await;
        let error = studio.client().conversations().retrieve("1").send().await;
        let error = error.expect_err("a refusal");
        assert_eq!(error.kind(), kind, "{code}: {error}");
        let text = error.to_string();
        let (_, advice) = text.split_once("refused").expect("the message");
        assert!(advice.contains(word), "{code}: {text}");
    }
}
