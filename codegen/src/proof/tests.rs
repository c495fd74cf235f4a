use serde_json::{Value, json};

use super::*;
use crate::impact::Impact;
use crate::notes::notes;
use crate::report::{Severity, Text, Texts};
use crate::{Inputs, Output, surface};

const NAMES: &str = "operations: {ListThings: things.list}\ntypes: {Thing: Thing, Kind: Kind}\n";

/// A document with a list that takes these parameters, and things of these kinds.
fn output(parameters: &[&str], kinds: &[&str]) -> Output {
    let text = json!({"type": "string"});
    let parameters = parameters.iter();
    let parameters: Vec<Value> = parameters
        .map(|name| json!({"name": name, "in": "query", "schema": text}))
        .collect();
    let thing =
        json!({"type": "object", "properties": {"kind": {"$ref": "#/components/schemas/Kind"}}});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"get": {
            "operationId": "ListThings",
            "parameters": parameters,
            "responses": {"200": {"description": "", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Thing"},
            }}}},
        }}},
        "components": {"schemas": {"Thing": thing, "Kind": {"type": "string", "enum": kinds}}},
    });
    let document = document.to_string();
    let named = |name, content| Text { name, content };
    let texts = Texts {
        document: named("document", &document),
        overlays: &[],
        names: named("names", NAMES),
        coverage: None,
        realtime: None,
    };
    let inputs = Inputs {
        texts,
        unused_names: Severity::Warning,
        skip_unsupported: false,
    };
    crate::generate(&inputs).expect("it can be generated")
}

fn index(uses: &[Use], path: &[&str]) -> usize {
    let found = uses.iter().position(|one| one.path == path);
    found.expect("every item has a use")
}

#[test]
fn every_item_has_a_use_that_users_could_have_written() {
    let output = output(&["name"], &["round"]);
    let (surface, uses) = (output.surface(), output.uses());
    let surface = surface.items.iter().map(|item| &item.path);
    let paths = uses.iter().map(|one| &one.path);
    assert!(surface.eq(paths));
    let expressions = uses.iter().map(Use::expression);
    let expressions: Vec<String> = expressions.collect();
    assert_eq!(
        expressions,
        [
            "client.things()",
            "client.things().list()",
            "client.things().list().name(\"name\")",
            "types::Kind",
            "types::Kind::Round",
            "types::Thing",
            "thing.kind",
        ]
    );
}

#[test]
fn what_no_longer_compiles_is_told_with_its_note() {
    let (old, new) = (
        output(&["name"], &["round", "flat"]),
        output(&["title"], &["round"]),
    );
    let difference = surface::compare(&old.surface(), &new.surface());
    let setter = index(&old.uses(), &["client.things()", "list", "name"]);
    let call = index(&old.uses(), &["client.things()", "list"]);
    let value = index(&old.uses(), &["Kind", "Flat"]);
    let refused = Refused::from([setter, call, value].map(|index| (index, format!("no {index}"))));
    let uses = old.uses();
    let proof = judge(&difference, &uses, &refused);
    assert_eq!(proof.disagreements, Vec::<String>::new());
    let text = render(&proof, &notes(&difference, &old.uses(), &new.uses()));
    let expected = format!(
        "proved: of 8 uses of the crate as it was, 3 no longer compile:\n\n  \
         * client.things().list().name(\"name\")\n    no {setter}\n    \
         note: the argument `name` of `client.things().list` is gone\n\n  \
         * types::Kind::Flat\n    no {value}\n    note: the value `Flat` of `Kind` is gone\n\n  \
         and 1 more that needs something of these\n"
    );
    assert_eq!(text, expected);
}

#[test]
fn a_change_that_the_comparison_does_not_see_is_an_error_of_ours() {
    let (old, new) = (output(&["name"], &["round"]), output(&[], &["round"]));
    let mut difference = surface::compare(&old.surface(), &new.surface());
    // The fault: a comparison that knows nothing of arguments.
    difference.items.clear();
    let setter = index(&old.uses(), &["client.things()", "list", "name"]);
    let refused = Refused::from([(setter, "no method".to_owned())]);
    let uses = old.uses();
    let proof = judge(&difference, &uses, &refused);
    let said = "`client.things().list.name` no longer compiles (no method), and the comparison does not say so";
    assert_eq!(proof.disagreements, [said]);
    let text = render(&proof, &[]);
    assert!(
        text.contains(&format!("error of this program: {said}")),
        "{text}"
    );
}

#[test]
fn a_break_that_no_compiler_sees_is_an_error_of_ours() {
    let (old, new) = (output(&[], &["round"]), output(&["name"], &["round"]));
    let mut difference = surface::compare(&old.surface(), &new.surface());
    // The fault: a new argument that is optional is taken for a break of its call.
    for change in &mut difference.items {
        change.impact = Impact::Breaking;
        change.compiles = false;
    }
    let refused = Refused::new();
    let uses = old.uses();
    let proof = judge(&difference, &uses, &refused);
    let [said] = &proof.disagreements[..] else {
        panic!("{:?}", proof.disagreements);
    };
    assert!(said.contains("client.things().list.name: String"), "{said}");
}

#[test]
fn a_conversion_that_only_the_compiler_knows_is_told_and_no_error() {
    let old = output(&["name"], &["round"]);
    let mut new = old.surface().clone();
    for item in &mut new.items {
        if let surface::Declaration::Setter { ty } = &mut item.declaration {
            "Kind".clone_into(ty);
        }
    }
    let difference = surface::compare(&old.surface(), &new);
    let refused = Refused::new();
    let uses = old.uses();
    let proof = judge(&difference, &uses, &refused);
    assert_eq!(proof.disagreements, Vec::<String>::new());
    let text = render(&proof, &[]);
    assert!(
        text.contains("means something else:\n    - client.things().list.name: String"),
        "{text}"
    );
}

#[test]
fn the_same_word_for_another_value_compiles_and_is_told() {
    let old = output(&[], &["round"]);
    let mut new = old.surface().clone();
    for item in &mut new.items {
        if let surface::Declaration::Member(_, surface::Member::Value { wire }) =
            &mut item.declaration
        {
            "circular".clone_into(wire);
        }
    }
    let difference = surface::compare(&old.surface(), &new);
    assert_eq!(difference.verdict(), Some(Impact::Breaking));
    let refused = Refused::new();
    let uses = old.uses();
    let proof = judge(&difference, &uses, &refused);
    assert_eq!(proof.disagreements, Vec::<String>::new());
    let text = render(&proof, &[]);
    assert!(
        text.contains("means something else:\n    - enum Kind { Round = round }"),
        "{text}"
    );
}
