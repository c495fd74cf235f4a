//! Parameters come in, their problems go into the report.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Checker;
use super::reference::Resolved;
use crate::document::{headers, media};
use crate::pointer;

/// Where a parameter may stand, and the ways of writing a list or an object there that are supported.
const PLACES: [(&str, &[&str]); 4] = [
    ("path", &["simple"]),
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

impl<'a> Checker<'a> {
    /// Checks the parameters of an operation or a path; returns place and name of each.
    pub(super) fn parameters(
        &mut self,
        owner: &'a Value,
        at: &str,
    ) -> BTreeSet<(&'a str, &'a str)> {
        let mut seen = BTreeSet::new();
        for (parameter, at) in self.items(owner, "parameters", at) {
            self.parameter(parameter, &at);
            let Some(target) = self.follow(parameter) else {
                continue;
            };
            let text = |key: &str| target.get(key).and_then(Value::as_str);
            if let (Some(place), Some(name)) = (text("in"), text("name"))
                && !seen.insert((place, name))
            {
                self.error(
                    &at,
                    format!("the {place} parameter `{name}` is declared twice"),
                );
            }
        }
        seen
    }

    pub(super) fn parameter(&mut self, parameter: &'a Value, at: &str) {
        let Some(Resolved::Here(members)) = self.resolve(parameter, "parameters", at) else {
            return;
        };
        if members
            .get("name")
            .and_then(Value::as_str)
            .is_none_or(|name| name.trim().is_empty())
        {
            self.error(at, "the parameter has no `name`");
        }
        self.parameter_place(members, at);
        self.texts(members, &["description"], at);
        for key in ["required", "deprecated", "explode"] {
            self.flag(members, key, at);
        }
        match (members.get("schema"), members.get("content")) {
            (Some(schema), _) => self.schema(schema, &pointer::join(at, "schema")),
            (None, Some(_)) => self.parameter_content(parameter, at),
            (None, None) => {
                self.error(at, "the parameter has no `schema`");
            }
        }
    }

    /// A value that is written in a media type of its own.
    fn parameter_content(&mut self, parameter: &'a Value, at: &str) {
        let contents = self.members(parameter, "content", at);
        if contents.len() != 1 {
            let found = format!("a parameter with {} media types", contents.len());
            self.error(&pointer::join(at, "content"), found)
                .expected("one");
        }
        for (name, content, at) in contents {
            self.content(name, content, &at);
            if !media::is_json(name) && !media::is_text(name) {
                self.error(&at, format!("a parameter of `{name}` is not supported"))
                    .expected("application/json or text/plain");
            } else if content.get("schema").is_none() {
                self.error(&at, "the parameter has no `schema`");
            }
        }
    }

    fn header(&mut self, parameter: &'a Map<String, Value>, at: &str) {
        let Some(name) = parameter.get("name").and_then(Value::as_str) else {
            return;
        };
        let at = pointer::join(at, "name");
        if headers::is_ignored(name) {
            let found = format!("the header `{name}` is no parameter; it is left out");
            self.warning(&at, found).expected(
                "`security` for credentials, and `content` for what is sent and received",
            );
        } else if headers::is_framing(name) {
            let found =
                format!("the header `{name}` says how a request travels; no caller sets it");
            self.error(&at, found).fix("remove it in an overlay");
        } else if !headers::is_name(name) && !name.trim().is_empty() {
            self.error(&at, format!("`{name}` cannot be the name of a header"));
        }
    }

    /// A cookie has one text, under a name like that of a header (RFC 6265, 4.1.1).
    fn cookie(&mut self, parameter: &'a Map<String, Value>, at: &str) {
        let name = parameter.get("name").and_then(Value::as_str);
        if let Some(name) = name.filter(|name| !headers::is_name(name)) {
            let at = pointer::join(at, "name");
            self.error(&at, format!("`{name}` cannot be the name of a cookie"));
        }
    }

    fn parameter_place(&mut self, parameter: &'a Map<String, Value>, at: &str) {
        let place = pointer::join(at, "in");
        let expected = "path, query, header or cookie";
        match parameter.get("in").map(|value| (value, value.as_str())) {
            None => {
                self.error(at, "the parameter does not say where it stands")
                    .expected(format!("`in`: {expected}"));
            }
            Some((value, text)) => match PLACES.iter().find(|(known, _)| text == Some(known)) {
                None => {
                    self.error(&place, format!("a parameter cannot stand in {value}"))
                        .expected(expected);
                }
                Some((known, styles)) => {
                    self.style(parameter, styles, at);
                    match *known {
                        "header" => self.header(parameter, at),
                        "cookie" => self.cookie(parameter, at),
                        _ => {}
                    }
                    if *known == "path" && parameter.get("required") != Some(&Value::Bool(true)) {
                        let found =
                            "a path parameter that is not `required`; it is taken as required";
                        self.warning(at, found).fix("add `required: true`");
                    }
                }
            },
        }
    }

    fn style(&mut self, parameter: &'a Map<String, Value>, supported: &[&str], at: &str) {
        let is_supported = |style: &str| supported.contains(&style);
        if let Some(style) = parameter
            .get("style")
            .filter(|style| !style.as_str().is_some_and(is_supported))
        {
            let problem = self.error(
                &pointer::join(at, "style"),
                format!("the style {style} is not supported"),
            );
            problem.expected(supported.join(" or "));
        }
    }
}
