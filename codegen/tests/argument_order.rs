//! In which order calls and constructors take their arguments, and that no document changes it unseen.

mod support;

use std::collections::BTreeMap;

use serde_json::Value;
use support::{NamedText, Sources};
use syn::{ImplItem, Item};

/// A call and a type that require of each kind what they can.
const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /shelves/{shelf}/boxes/{box_id}/things:
    post:
      operationId: CreateThing
      parameters:
        - {name: box_id, in: path, required: true, schema: {type: string}}
        - {name: label, in: query, required: true, schema: {type: string}}
        - {name: shelf, in: path, required: true, schema: {type: string}}
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/NewThing'}}}
      responses: {'200': {description: ''}}
  /things:
    put:
      operationId: ReplaceThings
      requestBody:
        content: {application/json: {schema: {type: object, required: [things], properties: {
          things: {type: array, items: {$ref: '#/components/schemas/NewThing'}}}}}}
      responses: {'200': {description: ''}}
components:
  schemas:
    NewThing:
      type: object
      required: [note, file_name, owner_id, tag_ids, space_id]
      properties:
        note: {type: string}
        file_name: {type: string}
        owner_id: {type: string}
        tag_ids: {type: array, items: {type: string}}
        space_id: {type: string}
";

/// The same with two of its ids the other way round.
fn reordered() -> String {
    let (owner, tags) = (
        "        owner_id: {type: string}\n",
        "        tag_ids: {type: array, items: {type: string}}\n",
    );
    DOCUMENT.replace(&[owner, tags].concat(), &[tags, owner].concat())
}

const NAMES: &str = "
argument_order: {first: [space_id]}
operations: {CreateThing: things.create, ReplaceThings: things.replace}
types: {NewThing: NewThing}
";

const PINS: &str = "
arguments:
  things.create: [shelf, box_id, space_id, owner_id, tag_ids, file_name, label, note]
  NewThing: [space_id, owner_id, tag_ids, file_name, note]
";

fn sources(document: &str, names: &str) -> Sources {
    Sources {
        document: NamedText::new("api.yaml", document),
        names: NamedText::new("names.yaml", names),
        ..Sources::default()
    }
}

#[test]
fn paths_first_then_ids_then_names_then_the_rest() {
    let output = sources(DOCUMENT, NAMES).output();
    let signatures = signatures(&output.files);
    assert_eq!(
        signatures["Things::create"],
        "shelf, box_id, space_id, owner_id, tag_ids, file_name, label, note"
    );
    assert_eq!(
        signatures["NewThing::new"],
        "space_id, owner_id, tag_ids, file_name, note"
    );
}

#[test]
fn what_the_document_decides_is_proposed_for_the_names() {
    let output = sources(DOCUMENT, NAMES).output();
    let rows = written(&output.default_names.arguments);
    let names = format!("{NAMES}arguments:\n{rows}\n");
    let output = sources(DOCUMENT, &names).output();
    assert!(output.default_names.arguments.is_empty());
    assert_eq!(rows, PINS.trim().trim_start_matches("arguments:\n"));
}

#[test]
fn a_document_in_another_order_changes_no_signature_that_is_pinned() {
    let before = sources(DOCUMENT, &format!("{NAMES}{PINS}")).output();
    let after = sources(&reordered(), &format!("{NAMES}{PINS}")).output();
    assert_eq!(signatures(&before.files), signatures(&after.files));
    let unpinned = sources(&reordered(), NAMES).output();
    assert_ne!(signatures(&before.files), signatures(&unpinned.files));
}

#[test]
fn a_row_may_have_an_order_of_its_own() {
    let names =
        format!("{NAMES}arguments: {{NewThing: [note, space_id, tag_ids, owner_id, file_name]}}");
    let signatures = signatures(&sources(DOCUMENT, &names).output().files);
    assert_eq!(
        signatures["NewThing::new"],
        "note, space_id, tag_ids, owner_id, file_name"
    );
}

#[test]
fn what_a_row_lacks_comes_last_and_is_reported() {
    let row = "arguments: {NewThing: [owner_id, note, file_name, ghost]}";
    let sources = sources(DOCUMENT, &format!("{NAMES}{row}"));
    let output = sources.output();
    assert_eq!(
        signatures(&output.files)["NewThing::new"],
        "owner_id, note, file_name, space_id, tag_ids"
    );
    let text = sources.render(&output.warnings);
    let doubt = "the row of `NewThing` is [owner_id, note, file_name, ghost]; what is required is \
                 [owner_id, note, file_name, space_id, tag_ids], in this order";
    assert!(text.contains(doubt), "{text}");
}

#[test]
fn a_row_of_nothing_is_refused() {
    let sources = sources(DOCUMENT, &format!("{NAMES}arguments: {{Thing: [a, b]}}"));
    let report = sources.generate().expect_err("a leftover");
    let text = sources.render(&report);
    let problem = "no call and no type that is sent is called `Thing`";
    assert!(text.contains(problem), "{text}");
}

#[test]
fn nothing_in_the_order_of_the_bundled_document_decides_a_signature() {
    let bundled = Sources::bundled();
    let output = bundled.output();
    let before = signatures(&output.files);
    let mut document = output.document;
    reverse(&mut document);
    let reversed = Sources {
        document: NamedText::new("api.yaml", document.to_string()),
        overlays: Vec::new(),
        realtime: None,
        ..bundled
    };
    let after = signatures(&reversed.output().files);
    assert!(before.len() > 500, "{}", before.len());
    for (function, arguments) in before {
        assert_eq!(after.get(&function), Some(&arguments), "{function}");
    }
}

/// Turns the order of fields and parameters round, wherever it is said.
fn reverse(value: &mut Value) {
    let Value::Object(members) = value else {
        if let Value::Array(items) = value {
            items.iter_mut().for_each(reverse);
        }
        return;
    };
    for (key, member) in members.iter_mut() {
        match (key.as_str(), member) {
            (
                "required" | "parameters" | "x-coze-order" | "x-apihub-orders",
                Value::Array(items),
            ) => {
                items.reverse();
            }
            ("properties", Value::Object(fields)) => {
                *fields = std::mem::take(fields).into_iter().rev().collect();
            }
            _ => {}
        }
    }
    members.values_mut().for_each(reverse);
}

/// `Type::function` -> the names of its arguments.
fn signatures(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for text in files.values() {
        for item in syn::parse_file(text).expect("it is Rust").items {
            let Item::Impl(item) = item else { continue };
            let syn::Type::Path(owner) = &*item.self_ty else {
                continue;
            };
            let owner = owner
                .path
                .segments
                .last()
                .map(|last| last.ident.to_string());
            for function in item.items {
                if let ImplItem::Fn(function) = function {
                    let names = function.sig.inputs.iter().filter_map(|input| match input {
                        syn::FnArg::Typed(argument) => match &*argument.pat {
                            syn::Pat::Ident(name) => Some(name.ident.to_string()),
                            _ => None,
                        },
                        syn::FnArg::Receiver(_) => None,
                    });
                    let key = format!(
                        "{}::{}",
                        owner.as_deref().unwrap_or_default(),
                        function.sig.ident
                    );
                    found.insert(key, names.collect::<Vec<_>>().join(", "));
                }
            }
        }
    }
    found
}

/// Rows as `gen` prints them.
fn written(rows: &indexmap::IndexMap<String, Value>) -> String {
    let row = |(key, row): (&String, &Value)| {
        let names = row.as_array().into_iter().flatten();
        let names: Vec<&str> = names.filter_map(Value::as_str).collect();
        format!("  {key}: [{}]", names.join(", "))
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}
