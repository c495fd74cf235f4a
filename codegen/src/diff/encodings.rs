//! How the parts of two forms are written, where their `encoding` says other than the standard does.

use serde_json::Value;

use super::Direction;
use super::compare::{Comparison, Means, breaking, compatible, sent};
use crate::document::media;
use crate::document::shape;
use crate::document::tree::{Node, Tree};
use crate::report::unquoted;

const OTHER: Means = sent(breaking(
    "the service reads the part in another way than it is written",
));
const WIDER: Means = sent(compatible("the part may be written as before"));

/// What `encoding` says of a part of which it says nothing.
const DEFAULTS: [(&str, Option<Value>); 4] = [
    ("contentType", None),
    ("style", None),
    ("explode", None),
    ("allowReserved", Some(Value::Bool(false))),
];

impl<'a> Comparison<'a> {
    /// Compares how the parts are written that both forms have.
    pub(super) fn encodings(&mut self, name: &str, old: &Node<'a>, new: &Node<'a>, at: &str) {
        if !media::of(name).is_form() {
            return;
        }
        let parts = |tree: Tree<'a>, form: &Node<'a>| {
            let schema = tree.member(form, "schema");
            schema.map_or_else(Vec::new, |schema| shape::properties(tree, &schema))
        };
        let before = parts(self.old, old);
        for (part, now) in parts(self.new, new) {
            let Some((_, then)) = before.iter().find(|(other, _)| *other == part) else {
                continue;
            };
            let written = (
                Encoding::of(self.old, old, part, then),
                Encoding::of(self.new, new, part, &now),
            );
            self.encoding(written, (then, &now), &format!("{at} › {part}"));
        }
    }

    fn encoding(
        &mut self,
        (then, now): (Encoding, Encoding),
        nodes: (&Node<'a>, &Node<'a>),
        at: &str,
    ) {
        for ((key, before), (_, after)) in then.values.into_iter().zip(now.values) {
            if before == after {
                continue;
            }
            let what = format!(
                "`{key}` of `encoding` was {} and is {}",
                word(before.as_ref()),
                word(after.as_ref())
            );
            let means = if key == "contentType" && is_wider(before.as_ref(), after.as_ref()) {
                &WIDER
            } else {
                &OTHER
            };
            self.differs(nodes, at, what, Direction::Sending, means);
        }
    }
}

/// How a part is written, with what the standard has where nothing is said.
struct Encoding {
    values: Vec<(&'static str, Option<Value>)>,
}

impl Encoding {
    fn of<'a>(tree: Tree<'a>, form: &Node<'a>, part: &str, schema: &Node<'a>) -> Self {
        let said = form.value.get("encoding").and_then(|all| all.get(part));
        let said = |key: &str| said.and_then(|said| said.get(key)).cloned();
        let style = said("style").unwrap_or_else(|| "form".into());
        let defaults = DEFAULTS.into_iter().map(|(key, default)| {
            let default = match key {
                "contentType" => content_type(tree, schema).map(Value::from),
                "style" => Some(style.clone()),
                "explode" => Some(Value::Bool(style == "form")),
                _ => default,
            };
            (key, said(key).or(default))
        });
        Self {
            values: defaults.collect(),
        }
    }
}

fn word(value: Option<&Value>) -> String {
    value.map_or_else(
        || "absent".to_owned(),
        |value| format!("`{}`", unquoted(value)),
    )
}

/// The media type of a part of which nothing is said.
fn content_type<'a>(tree: Tree<'a>, schema: &Node<'a>) -> Option<&'static str> {
    let format = shape::says(tree, schema, "format").and_then(Value::as_str);
    match (shape::kind(tree, schema), format) {
        ("string", Some("binary" | "base64")) => Some("application/octet-stream"),
        ("string" | "integer" | "number" | "boolean", _) => Some("text/plain"),
        ("object", _) => Some("application/json"),
        ("array", _) => content_type(tree, &shape::member(tree, schema, "items")?),
        _ => None,
    }
}

/// Whether a list of media types has all that another one has.
fn is_wider(before: Option<&Value>, after: Option<&Value>) -> bool {
    let types = |value: Option<&Value>| -> Vec<String> {
        let text = value.and_then(Value::as_str).unwrap_or_default();
        text.split(',').map(|one| one.trim().to_owned()).collect()
    };
    let after = types(after);
    types(before).iter().all(|one| after.contains(one))
}
