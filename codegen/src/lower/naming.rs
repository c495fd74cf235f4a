//! Names by rule, for what `spec/names.yaml` does not name yet.

use crate::ir::Presence;
use crate::names::CallName;
use crate::reserved;
use crate::words::{call_part, camel, numbered, plain, singular, split};

/// Words that say how the vendor builds its services, not what a thing is.
const NOISE: [&str; 6] = ["openapi", "open", "api", "ret", "oapi", "properties"];

/// Last words of paths that say what is done, not what a thing is.
const VERBS: [&str; 60] = [
    "accept",
    "activate",
    "approve",
    "archive",
    "assign",
    "attach",
    "cancel",
    "capture",
    "clone",
    "close",
    "complete",
    "confirm",
    "copy",
    "deactivate",
    "decline",
    "detach",
    "disable",
    "download",
    "enable",
    "execute",
    "export",
    "finish",
    "import",
    "invite",
    "join",
    "leave",
    "lock",
    "login",
    "logout",
    "merge",
    "move",
    "mute",
    "pause",
    "preview",
    "publish",
    "query",
    "refresh",
    "register",
    "reject",
    "reopen",
    "reset",
    "restart",
    "restore",
    "resume",
    "retry",
    "revoke",
    "rotate",
    "search",
    "send",
    "start",
    "stop",
    "submit",
    "suspend",
    "unarchive",
    "unlock",
    "unpublish",
    "unsubscribe",
    "upload",
    "validate",
    "verify",
];

/// The type of a schema from its key: `properties_data_items` -> `DataItem`, `CreateBot.body.mode` -> `CreateBotMode`.
pub(crate) fn type_name(key: &str) -> String {
    let mut parts = key.split(['.', '|']);
    let owner = parts.next().unwrap_or_default();
    let mut words = without_noise(owner);
    for part in parts {
        match part.trim_end_matches(['[', ']', '{', '}']) {
            "body" | "query" | "path" | "header" | "cookie" => {}
            name if part.ends_with("[]") => words.extend(last_singular(split(name))),
            name => words.extend(split(name)),
        }
    }
    let name = camel(&words.join("_"));
    if reserved::TYPES.contains(&name.as_str()) {
        format!("{name}Object")
    } else {
        name
    }
}

/// The longer name that a type takes when its short one is taken.
pub(crate) fn long_type_name(key: &str) -> String {
    camel(&split(&key.replace(['.', '[', ']', '{', '}'], "_")).join("_"))
}

/// Where a call hangs, from its method and path: `GET /v1/datasets/{id}/images` -> `datasets.images.list`.
///
/// A path may end with a verb, if it is `alone`: there is neither another method of it nor a path below it. `POST
/// /v1/folders/{id}/move` -> `folders.move_`.
pub(crate) fn call_name(method: &str, path: &str, is_alone: bool) -> CallName {
    let segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty() && !is_version(segment))
        .collect();
    let mut resource: Vec<String> = segments
        .iter()
        .filter(|segment| !segment.starts_with('{'))
        .map(|segment| call_part(segment))
        .collect();
    let last = segments.last().copied().unwrap_or_default();
    let verb = match last
        .rsplit_once(':')
        .filter(|(_, verb)| !verb.contains('}'))
    {
        Some((thing, verb)) => {
            if !thing.starts_with('{') {
                resource.pop();
                resource.push(call_part(thing));
            }
            Some(call_part(verb)).filter(|_| !resource.is_empty())
        }
        None if is_alone && resource.len() > 1 && VERBS.contains(&last) => resource.pop(),
        None => None,
    };
    if let Some(method) = verb {
        return CallName {
            resource,
            method,
            request: None,
        };
    }
    if resource.is_empty() {
        resource.push("root".to_owned());
    }
    let on_one = segments
        .last()
        .is_some_and(|segment| segment.starts_with('{'));
    let verb = match (method, on_one) {
        ("GET", true) => "retrieve",
        ("GET", false) => "list",
        ("POST", _) => "create",
        ("PUT" | "PATCH", _) => "update",
        _ => "delete",
    };
    CallName {
        resource,
        method: verb.to_owned(),
        request: None,
    }
}

/// The handle of a resource: `["conversations", "messages"]` -> `ConversationMessages`.
pub(crate) fn handle_name(resource: &[String]) -> String {
    let mut words = Vec::new();
    for (index, part) in resource.iter().enumerate() {
        let part = split(part);
        words.extend(if index + 1 < resource.len() {
            last_singular(part)
        } else {
            part
        });
    }
    let name = camel(&words.join("_"));
    if reserved::CALL_TYPES.contains(&name.as_str()) {
        format!("{name}Calls")
    } else {
        name
    }
}

/// The request of a call: `datasets.list` -> `ListDatasets`, `datasets.update` -> `UpdateDataset`.
///
/// A method of several words already names its object: `submit_tool_outputs` -> `SubmitToolOutputs`.
pub(crate) fn request_name(call: &CallName) -> String {
    if let Some(chosen) = &call.request {
        return chosen.clone();
    }
    let method = split(&call.method);
    if method.len() > 1 {
        return camel(&method.join("_"));
    }
    long_request_name(call)
}

/// The request of a call whose short name is taken.
pub(crate) fn long_request_name(call: &CallName) -> String {
    let mut words = split(&call.method);
    let plural_last = call.method == "list";
    for (index, part) in call.resource.iter().enumerate() {
        let part = split(part);
        let keep = plural_last && index + 1 == call.resource.len();
        words.extend(if keep { part } else { last_singular(part) });
    }
    camel(&words.join("_"))
}

/// What has a setter: its name, and the names of its further setters.
pub(crate) struct Settable<'s> {
    pub(crate) name: &'s str,
    pub(crate) presence: &'s mut Presence,
    pub(crate) option_setter: &'s mut String,
}

/// Names the methods that send null and those that take an `Option`; none of them has the name of another method.
pub(crate) fn further_setters<'s>(
    settable: impl Iterator<Item = Settable<'s>>,
    mut taken: Vec<String>,
) {
    let mut settable: Vec<Settable<'_>> = settable.collect();
    let mut free = |wanted: &str| {
        let name = numbered(wanted, "_", |name| taken.iter().any(|other| other == name));
        taken.push(name.clone());
        name
    };
    for one in &mut settable {
        if let Presence::OptionalNullable(setter) = one.presence {
            *setter = free(setter);
        }
    }
    for one in settable {
        *one.option_setter = free(&format!("set_{}", plain(one.name)));
    }
}

fn without_noise(owner: &str) -> Vec<String> {
    let words = split(owner);
    let useful: Vec<String> = words
        .iter()
        .filter(|word| !NOISE.contains(&word.as_str()))
        .cloned()
        .collect();
    if useful.is_empty() { words } else { useful }
}

fn last_singular(mut words: Vec<String>) -> Vec<String> {
    if let Some(last) = words.pop() {
        words.push(singular(&last));
    }
    words
}

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|digits| {
        !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(text: &str) -> CallName {
        CallName::parse(text).expect("a call's name")
    }

    #[test]
    fn types_lose_the_vendors_noise() {
        assert_eq!(type_name("OpenAPIWorkflowBasic"), "WorkflowBasic");
        assert_eq!(type_name("properties_users_items"), "UsersItems");
        assert_eq!(type_name("CreateBot.body.mode"), "CreateBotMode");
        assert_eq!(type_name("ListBots.reply.items[]"), "ListBotsReplyItem");
        assert_eq!(type_name("Result"), "ResultObject");
        assert_eq!(type_name("CreateBot.body|text"), "CreateBotText");
    }

    #[test]
    fn calls_follow_method_and_path() {
        assert_eq!(
            call_name("GET", "/v1/datasets/{id}/images", true).to_string(),
            "datasets.images.list"
        );
        assert_eq!(
            call_name("DELETE", "/v1/bots/{id}", true).to_string(),
            "bots.delete"
        );
        assert_eq!(
            call_name("GET", "/v1/bots/{id}", true).to_string(),
            "bots.retrieve"
        );
    }

    #[test]
    fn verbs_at_the_end_of_a_path_are_methods() {
        let name = |path: &str, is_alone| call_name("POST", path, is_alone).to_string();
        assert_eq!(name("/v1/folders/{id}/move", true), "folders.move_");
        assert_eq!(name("/v1/folders/{id}/move", false), "folders.move_.create");
        assert_eq!(name("/v1/folders/{id}:move", false), "folders.move_");
        assert_eq!(name("/v1/folders:purge", false), "folders.purge");
        assert_eq!(name("/v1/folders/{id}/notes", true), "folders.notes.create");
        assert_eq!(name("/v1/search", true), "search.create");
        let moved = call_name("POST", "/v1/folders/{id}/move", true);
        assert_eq!(request_name(&moved), "MoveFolder");
    }

    #[test]
    fn requests_are_named_verb_first() {
        assert_eq!(request_name(&call("datasets.list")), "ListDatasets");
        assert_eq!(
            request_name(&call("conversations.messages.create")),
            "CreateConversationMessage"
        );
        assert_eq!(
            request_name(&call("chat.submit_tool_outputs")),
            "SubmitToolOutputs"
        );
    }
}
