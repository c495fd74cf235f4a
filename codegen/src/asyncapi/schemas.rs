//! Schemas of the `AsyncAPI` document, as they stand among the components of the `OpenAPI` document.

use serde_json::Value;

use super::Parts;
use super::node::Node;
use crate::document::visit_schemas;
use crate::pointer;
use crate::report::{Origins, Report};

/// Takes over the schemas of the components.
pub(super) fn read(root: &Node<'_>, parts: &mut Parts) {
    let schemas = root.member("components");
    let schemas = schemas.and_then(|components| components.member("schemas"));
    for (name, schema) in schemas.iter().flat_map(Node::members) {
        let at = pointer::join("/components/schemas", name);
        parts.places.push((at, schema.place()));
        parts.schemas.insert(name.to_owned(), schema.value.clone());
    }
}

/// References into the other document refer to this one, now that both are one. That document may have any name: it is the one file to
/// which anything refers.
pub(super) fn refer_to_one_document(fragment: &mut Value, origins: &Origins, report: &mut Report) {
    let mut beside: Option<String> = None;
    visit_schemas(fragment, &mut |schema, at| {
        let Some(Value::String(reference)) = schema.get_mut("$ref") else {
            return;
        };
        let (file, within) = reference.split_once('#').unwrap_or((reference, ""));
        if file.is_empty() {
            return;
        }
        let known = beside.get_or_insert_with(|| file.to_owned());
        if file == known {
            *reference = format!("#{within}");
        } else {
            let found = format!("`{reference}` refers to another file than `{known}`");
            report.error(origins.place(at), found);
        }
    });
}

/// Texts in base64 are bytes, which the crate encodes and decodes: `x-bytes`.
pub(super) fn keep_bytes(fragment: &mut Value) {
    visit_schemas(fragment, &mut |schema, _| {
        if let Value::Object(members) = schema
            && members.get("contentEncoding").and_then(Value::as_str) == Some("base64")
        {
            members.shift_remove("contentEncoding");
            members.insert("x-bytes".to_owned(), true.into());
        }
    });
}
