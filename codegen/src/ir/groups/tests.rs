use std::collections::BTreeMap;

use crate::Output;

/// Cats and dogs have an owner; a socket is called like a feature of the runtime, and a leash is a form.
const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Animals, version: '1'}
paths:
  /cats: {get: {operationId: ListCats, responses: &cats {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}}}}
  /dogs: {get: {operationId: ListDogs, responses: &dogs {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Dog'}}}}}}}
  /socks: {get: {operationId: ListSocks, responses: *dogs}}
  /leash:
    post:
      operationId: Leash
      x-form: forms
      requestBody: {content: {application/json: {schema: {type: object, properties: {length: {type: integer}}}}}}
      responses: {'200': {description: ''}}
components:
  schemas:
    Cat: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}}}
    Dog: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}}}
    Owner: {type: object, properties: {name: {type: string}}}
";

/// Module -> the condition before its declaration.
fn conditions(index: &str) -> BTreeMap<&str, &str> {
    let mut conditions = BTreeMap::new();
    let mut condition = "";
    for line in index.lines() {
        let declared = line
            .strip_suffix(';')
            .and_then(|line| line.rsplit_once("mod "));
        if let Some((_, module)) = declared {
            conditions.insert(module, condition);
        }
        condition = if line.starts_with("#[") { line } else { "" };
    }
    conditions
}

#[test]
fn a_group_is_there_with_its_feature_and_what_groups_share_always() {
    let output = Output::of(DOCUMENT);
    assert_eq!(output.groups(), ["cats", "dogs", "forms"]);
    let cats = ("cats", "#[cfg(feature = \"cats\")]");
    let dogs = ("dogs", "#[cfg(feature = \"dogs\")]");
    let forms = ("forms", "#[cfg(feature = \"forms\")]");
    let resources = conditions(&output.files["resources.rs"]);
    assert_eq!(resources, BTreeMap::from([cats, dogs, ("socks", "")]));
    let types = conditions(&output.files["types.rs"]);
    assert_eq!(types, BTreeMap::from([cats, ("common", ""), forms]));
}

#[test]
fn one_group_is_no_choice() {
    let (start, rest) = DOCUMENT.split_once("  /dogs").expect("dogs");
    let (_, schemas) = rest.split_once("components:").expect("schemas");
    let output = Output::of(&format!("{start}components:{schemas}"));
    assert_eq!(output.groups(), Vec::<&str>::new());
    assert!(!output.files["resources.rs"].contains("feature"));
}
