//! Knowledge bases and their documents (pull request 2562).

use serde_json::{Value, json};

use super::{framed, unreadable};
use crate::http::{Reply, Request};
use crate::server::{json_reply, text_reply};

pub(crate) fn done(request: &Request) -> Reply {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let ids = body["document_ids"].as_array();
    if ids.is_some_and(|ids| !ids.iter().all(Value::is_string)) {
        return text_reply(
            400,
            "text/plain; charset=utf-8",
            "Mismatch type string with value number",
        );
    }
    json_reply(200, &json!({"code": 0, "msg": "success", "BaseResp": null}))
}

fn document(id: &str) -> Value {
    json!({
        "document_id": id, "name": "report.txt", "size": 6, "type": "txt", "status": 1, "format_type": 0, "source_type": 0,
        "create_time": 1_760_000_000, "update_time": 1_760_000_000, "char_count": 6, "slice_count": 1, "hit_count": 0, "update_type": 0,
        "update_interval": 0, "chunk_strategy": null, "tos_uri": "tos-cn-i/5/report.txt",
    })
}

/// A document is made of an uploaded file, by the name that this has on the server, and of nothing else.
pub(crate) fn create_documents(request: &Request) -> Reply {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let source = &body["document_bases"][0]["source_info"];
    if source["tos_uri"].is_null() {
        return json_reply(
            200,
            &json!({"code": 105_000_000, "msg": "invalid parameter"}),
        );
    }
    framed("document_infos", json!([document("71")]))
}

/// Three documents in pages that are counted from 0.
pub(crate) fn documents(request: &Request) -> Reply {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let all = ["71", "72", "73"].map(document);
    let size = body["size"].as_u64().unwrap_or(100);
    let skipped = body["page"].as_u64().unwrap_or(0) * size;
    let count = |number: u64| usize::try_from(number).expect("a small number");
    let page: Vec<&Value> = all.iter().skip(count(skipped)).take(count(size)).collect();
    let infos = if page.is_empty() {
        Value::Null
    } else {
        json!(page)
    };
    json_reply(
        200,
        &json!({"document_infos": infos, "total": 3, "code": 0, "msg": "success", "BaseResp": null}),
    )
}

pub(crate) fn datasets(_: &Request) -> Reply {
    framed(
        "data",
        json!({"dataset_list": [{"dataset_id": "61", "name": "Books", "all_file_size": "6", "file_list": null, "status": 1}], "total_count": 1}),
    )
}

pub(crate) fn create_dataset(request: &Request) -> Reply {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    if body["space_id"].is_string() {
        framed("data", json!({"dataset_id": "61"}))
    } else {
        unreadable()
    }
}

pub(crate) fn images(_: &Request) -> Reply {
    framed(
        "data",
        json!({"photo_infos": [{"document_id": "81", "name": "cat.png", "url": "http://localhost:8889/cat.png", "caption": null}], "total_count": 1}),
    )
}

/// The ids have to be numbers: the mark that makes texts of numbers does not hold for lists.
pub(crate) fn process(request: &Request) -> Reply {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let ids = body["document_ids"].as_array().cloned().unwrap_or_default();
    if !ids.iter().all(Value::is_i64) {
        return unreadable();
    }
    let progress = |id: &Value| json!({"document_id": id.to_string(), "document_name": "report.txt", "progress": 100, "status": 1, "remaining_time": 0});
    let all: Vec<Value> = ids.iter().map(progress).collect();
    framed("data", json!({"data": all}))
}
