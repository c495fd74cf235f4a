//! Conversations (api/model/conversation/{conversation,message}, application/conversation).

use serde_json::{Value, json};

use super::framed;
use crate::http::{Reply, Request};
use crate::routes::{parameter, text_field};
use crate::server::json_reply;

fn conversation(creator: &str) -> Value {
    let mut conversation = json!({
        "id": "10", "created_at": 1_760_000_000, "meta_data": null, "connector_id": "1024", "last_section_id": "30", "name": "Books",
        "user_id": "u", "account_id": null,
    });
    conversation[creator] = json!("5");
    conversation
}

pub(crate) fn create(_: &Request) -> Reply {
    json_reply(
        200,
        &json!({"code": 0, "msg": "", "data": conversation("creator_id")}),
    )
}

pub(crate) fn retrieve(_: &Request) -> Reply {
    framed("ConversationData", conversation("creator_d"))
}

pub(crate) fn list(request: &Request) -> Reply {
    let all = match (parameter(request, "bot_id"), parameter(request, "page_num")) {
        (Some("1"), Some("1")) => {
            json!({"conversations": [conversation("creator_id")], "has_more": true})
        }
        (Some("1"), _) => json!({"conversations": [{"id": "9"}], "has_more": false}),
        _ => json!({"conversations": null, "has_more": false}),
    };
    framed("data", all)
}

pub(crate) fn update(request: &Request) -> Reply {
    let mut conversation = conversation("creator_id");
    conversation["name"] = json!(text_field(request, "name"));
    framed("data", conversation)
}

pub(crate) fn delete(_: &Request) -> Reply {
    json_reply(200, &json!({"code": 0, "msg": "", "BaseResp": null}))
}

pub(crate) fn clear(_: &Request) -> Reply {
    framed("data", json!({"id": "31", "conversation_id": "10"}))
}

/// The newest first, and older ones behind the mark.
pub(crate) fn messages(request: &Request) -> Reply {
    let message = |id: &str| {
        json!({
            "id": id, "role": "user", "type": "question", "content": "Hi", "content_type": "text", "created_at": 1_760_000_000,
            "updated_at": 1_760_000_000, "conversation_id": "10",
        })
    };
    let page = |items: Value, first: &str, last: &str, has_more: bool| {
        let mut body =
            json!({"has_more": has_more, "first_id": first, "last_id": last, "code": 0, "msg": ""});
        if !items.is_null() {
            body["data"] = items;
        }
        json_reply(200, &body)
    };
    match text_field(request, "after_id").as_deref() {
        _ if parameter(request, "conversation_id") != Some("10") => {
            page(Value::Null, "0", "0", false)
        }
        None => page(json!([message("44"), message("43")]), "44", "43", true),
        Some("43") => page(json!([message("42")]), "42", "42", false),
        Some(_) => page(Value::Null, "0", "0", false),
    }
}
