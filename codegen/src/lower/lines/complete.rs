//! Every item of the client, and what is said of it in each language.

use std::collections::HashMap;

use super::MissingLine;
use super::declared::{Lines, Rows, Tables};
use super::language::Language;
use crate::docs;
use crate::ir::{Api, Argument, Call, EventAction, Field, Resource, TypeDef, TypeKind, Variant};
use crate::words::plain;

/// One round over all items.
pub(super) struct Completion<'r> {
    lines: &'r Lines<'r>,
    rows: &'r mut Rows,
    site: Option<&'r str>,
    missing: Vec<MissingLine>,
}

/// Where the row of an item stands.
struct Keys<'k> {
    /// The table of its own rows.
    table: &'static str,
    /// Its own keys, the first of which is proposed where there is no row.
    own: Vec<String>,
    /// The key that it shares with what has the same name.
    shared: Option<&'k str>,
}

impl<'r> Completion<'r> {
    pub(super) fn new(lines: &'r Lines<'r>, rows: &'r mut Rows, site: Option<&'r str>) -> Self {
        Self {
            lines,
            rows,
            site,
            missing: Vec::new(),
        }
    }

    /// Completes all items, and returns those of which nothing is said.
    pub(super) fn run(mut self, api: &mut Api) -> Vec<MissingLine> {
        let names = names(api);
        for resource in &mut api.resources {
            self.resource(resource, &names);
        }
        for definition in &mut api.types {
            self.definition(definition);
        }
        self.missing
            .sort_by(|a, b| (&a.language, &a.table).cmp(&(&b.language, &b.table)));
        self.missing
    }

    fn resource(&mut self, resource: &mut Resource, names: &Names) {
        for call in &mut resource.calls {
            // What is said of one of two calls of an operation is said of both, unless the other one has rows of its own.
            let own = call_name(&resource.path, call);
            let twins = names[&call.operation_id]
                .iter()
                .filter(|name| **name != own);
            let names: Vec<String> = std::iter::once(own.clone()).chain(twins.cloned()).collect();
            self.call(call, &names);
        }
        for child in &mut resource.children {
            self.resource(child, names);
        }
    }

    fn call(&mut self, call: &mut Call, names: &[String]) {
        let keys = Keys {
            table: "calls",
            own: names.to_vec(),
            shared: None,
        };
        let described = call.description.clone();
        self.complete(&keys, &mut call.summary, &described);
        for argument in &mut call.arguments {
            let Argument { wire, docs, .. } = argument;
            let keys = Keys {
                table: "calls",
                own: names.iter().map(|name| format!("{name}({wire})")).collect(),
                shared: Some(wire),
            };
            self.complete(&keys, docs, &[]);
        }
    }

    fn definition(&mut self, definition: &mut TypeDef) {
        let TypeDef {
            name, docs, kind, ..
        } = definition;
        let keys = Keys {
            table: "types",
            own: vec![name.clone()],
            shared: None,
        };
        self.complete(&keys, docs, &[]);
        match kind {
            TypeKind::Struct(fields) => self.fields(name, fields),
            TypeKind::StringEnum(variants) => self.variants(name, variants),
            TypeKind::IntEnum(variants) => self.variants(name, variants),
            TypeKind::Events(events) => {
                for event in events {
                    if let EventAction::Deliver { docs, .. } = &mut event.action {
                        self.complete(&of_type(name, &event.wire, None), docs, &[]);
                    }
                }
            }
            TypeKind::Messages(messages) => {
                for message in &mut messages.list {
                    self.complete(&of_type(name, &message.wire, None), &mut message.docs, &[]);
                }
            }
            // Which values an alternative is for, the emitted text says.
            TypeKind::Union(_) => {}
        }
    }

    fn fields(&mut self, owner: &str, fields: &mut [Field]) {
        for field in fields.iter_mut().filter(|field| !field.rest) {
            let Field { wire, docs, .. } = field;
            self.complete(&of_type(owner, wire, Some(wire)), docs, &[]);
        }
    }

    fn variants<V: ToString>(&mut self, owner: &str, variants: &mut [Variant<V>]) {
        for variant in variants {
            let value = variant.value.to_string();
            self.complete(&of_type(owner, &value, None), &mut variant.docs, &[]);
        }
    }

    /// Completes a text; `more` is said of the same item elsewhere.
    fn complete(&mut self, keys: &Keys<'_>, text: &mut Vec<String>, more: &[String]) {
        let lines = self.lines;
        let said = [text.as_slice(), more].concat();
        for language in Language::ALL {
            let Some(tables) = lines.of(language) else {
                continue;
            };
            let is_said = language.is_in(&said);
            match self.row(language, tables, keys, is_said) {
                // The row replaces a text in its own language only: both say the same, and the row says it better.
                Some(row) if is_said && more.is_empty() && !has_others(language, &said) => {
                    *text = row;
                }
                Some(row) => language.put(row, text),
                None if is_said => {}
                None => self.missing.push(MissingLine {
                    language: language.code().to_owned(),
                    table: keys.table.to_owned(),
                    key: keys.own[0].clone(),
                    says: said.first().cloned().unwrap_or_default(),
                }),
            }
        }
    }

    /// The row of an item; one that it shares only where nothing is said of the item itself.
    fn row(
        &mut self,
        language: Language,
        tables: &Tables<'_>,
        keys: &Keys<'_>,
        is_said: bool,
    ) -> Option<Vec<String>> {
        let at = ["x-lines", language.code(), keys.table];
        let table = if keys.table == "calls" {
            &tables.calls
        } else {
            &tables.types
        };
        let own = keys
            .own
            .iter()
            .find_map(|key| self.rows.take(&at, table, key));
        let shared = keys.shared.filter(|_| own.is_none() && !is_said);
        let at = ["x-lines", language.code(), "fields"];
        let row = own.or_else(|| self.rows.take(&at, &tables.fields, shared?))?;
        Some(docs::safe(row, self.site))
    }
}

/// Whether a text is in other languages, too.
fn has_others(language: Language, text: &[String]) -> bool {
    Language::ALL
        .iter()
        .any(|other| *other != language && other.is_in(text))
}

fn of_type<'k>(owner: &str, part: &str, shared: Option<&'k str>) -> Keys<'k> {
    Keys {
        table: "types",
        own: vec![format!("{owner}.{part}")],
        shared,
    }
}

/// Id of an operation -> its calls.
type Names = HashMap<String, Vec<String>>;

fn names(api: &Api) -> Names {
    let mut names = Names::new();
    for resource in api.all_resources() {
        for call in &resource.calls {
            let name = call_name(&resource.path, call);
            names
                .entry(call.operation_id.clone())
                .or_default()
                .push(name);
        }
    }
    names
}

/// `conversations.messages.list`
pub(super) fn call_name(path: &[String], call: &Call) -> String {
    format!("{}.{}", path_name(path), plain(&call.method_name))
}

/// `conversations.messages`
pub(super) fn path_name(path: &[String]) -> String {
    let parts: Vec<&str> = path.iter().map(|part| plain(part)).collect();
    parts.join(".")
}
