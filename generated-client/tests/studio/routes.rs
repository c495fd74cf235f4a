//! What the server has (api/router/coze/api.go), since when, and what answers it.

use serde_json::{Value, json};

use crate::http::{Reply, Request};
use crate::replies;
use crate::server::json_reply;

/// An operation: method, path, the first version that lets a token in, and its reply.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) since: &'static str,
    /// Whether the hosted service does not have it.
    pub(crate) only: bool,
    answer: fn(&Request) -> Reply,
}

const fn shared(
    since: &'static str,
    method: &'static str,
    path: &'static str,
    answer: fn(&Request) -> Reply,
) -> Route {
    Route {
        method,
        path,
        since,
        only: false,
        answer,
    }
}

const fn only(
    since: &'static str,
    method: &'static str,
    path: &'static str,
    answer: fn(&Request) -> Reply,
) -> Route {
    Route {
        only: true,
        ..shared(since, method, path, answer)
    }
}

pub(crate) const ROUTES: [Route; 32] = [
    shared("v0.1.1", "POST", "/v3/chat", replies::chat::begin),
    shared(
        "v0.5.1",
        "GET",
        "/v3/chat/retrieve",
        replies::chat::retrieve,
    ),
    shared(
        "v0.5.1",
        "GET",
        "/v3/chat/message/list",
        replies::chat::messages,
    ),
    shared("v0.3.0", "POST", "/v3/chat/cancel", replies::chat::cancel),
    shared(
        "v0.1.1",
        "POST",
        "/v1/conversation/create",
        replies::conversation::create,
    ),
    shared(
        "v0.5.1",
        "GET",
        "/v1/conversation/retrieve",
        replies::conversation::retrieve,
    ),
    shared(
        "v0.1.1",
        "GET",
        "/v1/conversations",
        replies::conversation::list,
    ),
    shared(
        "v0.3.0",
        "PUT",
        "/v1/conversations/{id}",
        replies::conversation::update,
    ),
    shared(
        "v0.3.0",
        "DELETE",
        "/v1/conversations/{id}",
        replies::conversation::delete,
    ),
    shared(
        "v0.1.1",
        "POST",
        "/v1/conversations/{id}/clear",
        replies::conversation::clear,
    ),
    shared(
        "v0.1.1",
        "POST",
        "/v1/conversation/message/list",
        replies::conversation::messages,
    ),
    shared("v0.1.1", "POST", "/v1/workflow/run", replies::workflow::run),
    shared(
        "v0.1.1",
        "POST",
        "/v1/workflow/stream_run",
        replies::workflow::stream_run,
    ),
    shared(
        "v0.1.1",
        "POST",
        "/v1/workflow/stream_resume",
        replies::workflow::stream_resume,
    ),
    shared(
        "v0.3.0",
        "POST",
        "/v1/workflows/chat",
        replies::workflow::chat,
    ),
    shared(
        "v0.3.0",
        "GET",
        "/v1/workflows/{id}",
        replies::workflow::role,
    ),
    shared("v0.1.1", "POST", "/v1/files/upload", replies::agent::upload),
    shared(
        "v0.1.1",
        "GET",
        "/v1/bot/get_online_info",
        replies::agent::online,
    ),
    shared("v0.3.0", "GET", "/v1/bots/{id}", replies::agent::published),
    shared(
        "v0.5.1",
        "POST",
        "/open_api/knowledge/document/create",
        replies::knowledge::create_documents,
    ),
    shared(
        "v0.5.1",
        "POST",
        "/open_api/knowledge/document/update",
        replies::knowledge::done,
    ),
    shared(
        "v0.5.1",
        "POST",
        "/open_api/knowledge/document/delete",
        replies::knowledge::done,
    ),
    shared(
        "v0.5.1",
        "POST",
        "/open_api/knowledge/document/list",
        replies::knowledge::documents,
    ),
    shared(
        "v0.5.1",
        "GET",
        "/v1/datasets",
        replies::knowledge::datasets,
    ),
    shared(
        "v0.5.1",
        "POST",
        "/v1/datasets",
        replies::knowledge::create_dataset,
    ),
    shared(
        "v0.5.1",
        "PUT",
        "/v1/datasets/{id}",
        replies::knowledge::done,
    ),
    shared(
        "v0.5.1",
        "DELETE",
        "/v1/datasets/{id}",
        replies::knowledge::done,
    ),
    shared(
        "v0.5.1",
        "GET",
        "/v1/datasets/{id}/images",
        replies::knowledge::images,
    ),
    shared(
        "v0.5.1",
        "POST",
        "/v1/datasets/{id}/process",
        replies::knowledge::process,
    ),
    only(
        "v0.1.1",
        "GET",
        "/v1/workflow/get_run_history",
        replies::workflow::history,
    ),
    only(
        "v0.3.0",
        "POST",
        "/v1/workflow/conversation/create",
        replies::workflow::conversation,
    ),
    only("v0.3.0", "GET", "/v1/apps/{id}", replies::agent::app),
];

/// Whether a path has this form; ids are numbers.
fn fits(form: &str, path: &str) -> bool {
    let is_id = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mut form, mut path) = (form.split('/'), path.split('/'));
    loop {
        match (form.next(), path.next()) {
            (None, None) => return true,
            (Some("{id}"), Some(id)) if is_id(id) => {}
            (Some(wanted), Some(found)) if wanted == found => {}
            _ => return false,
        }
    }
}

/// Whether a token, and not the cookie of the web site, is asked for here.
pub(crate) fn is_protected(path: &str) -> bool {
    ROUTES.iter().any(|route| fits(route.path, path))
}

/// The answer to somebody who may ask.
pub(crate) fn answer(request: &Request) -> Reply {
    let route = ROUTES
        .iter()
        .find(|route| route.method == request.method && fits(route.path, &request.path));
    match route {
        Some(_) if does_not_bind(request) => json_reply(
            400,
            &json!({"code": 400, "msg": "strconv.ParseInt: parsing \"\": invalid syntax"}),
        ),
        Some(route) => (route.answer)(request),
        None => json_reply(404, &json!({"code": 404, "msg": "not found"})),
    }
}

/// A number of the query without digits is refused, as is a body that is no JSON by its label.
fn does_not_bind(request: &Request) -> bool {
    let is_empty = |(name, value): &(String, String)| name.ends_with("_id") && value.is_empty();
    let media_type = request.header("content-type").unwrap_or_default();
    let is_labelled = media_type == "application/json" || media_type.starts_with("multipart/");
    request.query.iter().any(is_empty) || !(request.body.is_empty() || is_labelled)
}

/// A field of the body that has to be a text.
pub(crate) fn text_field(request: &Request, name: &str) -> Option<String> {
    let body: Value = serde_json::from_slice(&request.body).ok()?;
    body[name].as_str().map(str::to_owned)
}

/// A parameter of the query.
pub(crate) fn parameter<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let found = request.query.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}
