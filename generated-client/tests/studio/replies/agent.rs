//! Agents, apps and files (api/model/app, application/singleagent, application/upload).

use serde_json::{Value, json};

use super::framed;
use crate::http::{self, Reply, Request};
use crate::routes::parameter;
use crate::server::json_reply;

fn bot() -> Value {
    json!({
        "bot_id": "7512345678901234567", "name": "Librarian", "description": "Knows every book", "icon_url": "http://localhost:8889/icon.png",
        "create_time": 0, "update_time": 0, "version": "1720000000", "bot_mode": 0,
        "prompt_info": {"prompt": "Be brief."},
        "onboarding_info": {"prologue": "Hello!", "suggested_questions": ["Which book?"]},
        "model_info": {"model_id": "61010", "model_name": "doubao"},
        "workflow_info_list": null, "shortcut_commands": null,
        "plugin_info_list": [{"plugin_id": "5", "api_id": "6", "api_name": "search", "plugin_from": null, "api_version_ms": "0"}],
        "suggest_reply_info": null, "background_image_info": null, "variables": null,
    })
}

/// The agent and nothing around it. The channel is read even where there is none.
pub(crate) fn online(request: &Request) -> Reply {
    let channel = parameter(request, "connector_id").unwrap_or_default();
    match channel.parse::<i64>() {
        Ok(_) => json_reply(200, &bot()),
        Err(_) => json_reply(500, &json!({"code": 500, "msg": "internal server error"})),
    }
}

pub(crate) fn published(request: &Request) -> Reply {
    if request.path.ends_with("/404") {
        let text = "agent not published to the connector";
        return json_reply(200, &json!({"code": 100_000_000, "msg": text}));
    }
    json_reply(200, &json!({"data": bot(), "code": 0, "msg": ""}))
}

pub(crate) fn app(request: &Request) -> Reply {
    if request.path.ends_with("/404") {
        return json_reply(200, &Value::Null);
    }
    json_reply(
        200,
        &json!({
            "data": {"app_id": "11", "version": "v1.0.0", "name": "Shop", "description": "Sells", "icon_url": "", "variables": [{"keyword": "city"}]},
            "BaseResp": null,
        }),
    )
}

/// One part, which is called `file`.
pub(crate) fn upload(request: &Request) -> Reply {
    let parts = http::parts(request).expect("a form");
    let files: Vec<_> = parts.iter().filter(|part| part.name == "file").collect();
    let [file] = files[..] else {
        return json_reply(
            200,
            &json!({"code": 104_000_006, "msg": "file is required"}),
        );
    };
    framed(
        "data",
        json!({
            "uri": "tos-cn-i/5/report.txt", "bytes": file.content.len(), "CreatedAt": 1_760_000_000,
            "file_name": file.file_name, "url": "http://localhost:8889/report.txt?x=1", "id": "7598765432109876543",
        }),
    )
}
