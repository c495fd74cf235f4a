//! Bodies, contents and events come in, their problems go into the report.

use serde_json::Value;

use super::Checker;
use super::reference::Resolved;
use crate::document::media::{self, Media};
use crate::pointer;

impl<'a> Checker<'a> {
    pub(super) fn body(&mut self, body: &'a Value, at: &str) {
        let Some(Resolved::Here(members)) = self.resolve(body, "requestBodies", at) else {
            return;
        };
        self.texts(members, &["description"], at);
        self.flag(members, "required", at);
        if !members.contains_key("content") {
            self.error(at, "the request body has no `content`");
        }
        let contents = self.members(body, "content", at);
        let taken = media::sent(contents.iter().map(|(name, ..)| *name));
        for (name, content, at) in contents {
            self.content(name, content, &at);
            match taken {
                None => {
                    self.error(&at, format!("a request of `{name}` is not supported"))
                        .expected("application/json, a form, or the type of a file");
                }
                Some(taken) if name != taken && !media::of(taken).is_file() => {
                    let found =
                        format!("the body can be `{name}` as well; it is sent as `{taken}`");
                    self.warning(&at, found);
                }
                Some(taken) if name == taken && media::of(name) == Media::Other => {
                    let found =
                        format!("a request of `{name}` is sent as the bytes that are given");
                    self.warning(&at, found)
                        .fix("call it application/json in an overlay if that is what it is");
                }
                Some(_) => {}
            }
        }
    }

    /// What a reply may hold, whatever its status.
    pub(super) fn reply_content(&mut self, response: &'a Value, at: &str) {
        for (name, content, at) in self.members(response, "content", at) {
            self.content(name, content, &at);
        }
    }

    /// What the reply of a successful call holds, wherever it is written.
    pub(super) fn success_content(&mut self, response: &'a Value, at: &str) {
        let target = self.follow(response);
        let content = target.and_then(|target| target.get("content")?.as_object());
        let names = content.into_iter().flat_map(|content| content.keys());
        let names = names.map(String::as_str);
        let Some(taken) = media::received(names.clone()) else {
            return;
        };
        for name in names {
            // What is written elsewhere stands behind a reference.
            let at = pointer::join_all(at, &["content", name]);
            if name == taken {
                self.taken_content(name, &at);
            } else if media::of(name) != Media::Events {
                let found = format!("the reply can be `{name}` as well; it is read as `{taken}`");
                self.warning(&at, found);
            }
        }
    }

    fn taken_content(&mut self, name: &str, at: &str) {
        match media::of(name) {
            Media::Json | Media::Bytes | Media::Events => {}
            Media::Multipart | Media::FormUrlEncoded | Media::Other => {
                let found = format!("a reply of `{name}` is handed on as bytes");
                self.warning(at, found)
                    .fix("call it application/json in an overlay if that is what it is");
            }
        }
    }

    pub(super) fn content(&mut self, name: &str, content: &'a Value, at: &str) {
        let Some(members) = self.object(content, at) else {
            return;
        };
        if name.contains('*') && media::of(name) == Media::Json {
            self.warning(at, format!("`{name}` is taken as JSON"));
        }
        self.events(content, at);
        self.encodings(content, at);
        let typed = matches!(
            media::of(name),
            Media::Json | Media::Multipart | Media::FormUrlEncoded | Media::Events
        );
        match members.get("schema") {
            Some(schema) => self.schema(schema, &pointer::join(at, "schema")),
            None if members.contains_key("x-events") || !typed => {}
            None => {
                let found = format!("`{name}` has no `schema`; it is taken as any value");
                self.warning(at, found).fix("add the schema in an overlay");
            }
        }
    }

    /// How the fields of a form are written.
    fn encodings(&mut self, content: &'a Value, at: &str) {
        const STYLES: [&str; 4] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
        for (_, encoding, at) in self.members(content, "encoding", at) {
            let Some(members) = self.object(encoding, &at) else {
                continue;
            };
            self.texts(members, &["contentType"], &at);
            self.flag(members, "explode", &at);
            let is_known = |style: &&Value| style.as_str().is_some_and(|it| STYLES.contains(&it));
            if let Some(style) = members.get("style").filter(|style| !is_known(style)) {
                let at = pointer::join(&at, "style");
                self.error(&at, format!("the style {style} is not supported"))
                    .expected(STYLES.join(" or "));
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
