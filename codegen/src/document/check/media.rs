//! Bodies, contents and events come in, their problems go into the report.

use serde_json::Value;

use super::Checker;
use super::reference::Resolved;
use crate::document::pointer;

const SENT: [&str; 2] = ["application/json", "multipart/form-data"];
const RECEIVED: [&str; 2] = ["application/json", "text/event-stream"];
const BINARY: [&str; 5] = [
    "application/octet-stream",
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-tar",
];
const BINARY_KINDS: [&str; 4] = ["audio/", "image/", "video/", "font/"];

impl<'a> Checker<'a> {
    pub(super) fn body(&mut self, body: &'a Value, at: &str) {
        let Some(Resolved::Here(members)) = self.resolve(body, "requestBodies", at) else {
            return;
        };
        self.flag(members, "required", at);
        if !members.contains_key("content") {
            self.error(at, "the request body has no `content`");
        }
        for (media, content, at) in self.members(body, "content", at) {
            if SENT.contains(&essence(media)) {
                self.content(media, content, &at);
            } else {
                let problem = self.error(&at, format!("a request of `{media}` is not supported"));
                problem.expected(SENT.join(" or "));
            }
        }
    }

    pub(super) fn reply_content(&mut self, response: &'a Value, at: &str) {
        for (media, content, at) in self.members(response, "content", at) {
            let essence = essence(media);
            if RECEIVED.contains(&essence) {
                self.content(media, content, &at);
            } else if !is_binary(essence) {
                let problem = self.error(&at, format!("a reply of `{media}` is not supported"));
                problem.expected(format!(
                    "{}, {} or audio, images, video",
                    RECEIVED.join(", "),
                    BINARY.join(", ")
                ));
            }
        }
    }

    fn content(&mut self, media: &str, content: &'a Value, at: &str) {
        let Some(members) = self.object(content, at) else {
            return;
        };
        self.events(content, at);
        match members.get("schema") {
            Some(schema) => self.schema(schema, &pointer::join(at, "schema")),
            None if members.contains_key("x-events") => {}
            None => {
                let found = format!("`{media}` has no `schema`; it is taken as any value");
                self.warning(at, found).fix("add the schema in an overlay");
            }
        }
    }

    /// Our own list of what a stream sends, each with the schema of its data.
    pub(super) fn events(&mut self, owner: &'a Value, at: &str) {
        for (event, at) in self.items(owner, "x-events", at) {
            if let Some(schema) = self
                .object(event, &at)
                .and_then(|event| event.get("schema"))
            {
                self.schema(schema, &pointer::join(&at, "schema"));
            }
        }
    }
}

/// A media type without its parameters.
fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

fn is_binary(essence: &str) -> bool {
    BINARY.contains(&essence) || BINARY_KINDS.iter().any(|kind| essence.starts_with(kind))
}
