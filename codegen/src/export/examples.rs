//! The vendor's examples -> standard ones, which say what the schema beside them declares.

use serde_json::{Map, Value};

use crate::document::envelope;
use crate::document::examples::{NOTHING, VENDORS, meant, text, whole};
use crate::document::shape;
use crate::document::tree::{Node, Tree};
use crate::document::visit::Visit;
use crate::ir::Envelope;
use crate::report::{Origins, Report};

/// Where everybody looks for them.
const STANDARD: &str = "example";

/// How deep examples are looked into.
const DEEPEST: usize = 32;

/// Adds an `example` to every schema and parameter that has one of the vendor's which is a value of its type, and 0 to the code of
/// every reply: any other is a failure.
pub(super) fn add(document: &mut Value) {
    let mut examples = converted(document);
    examples.extend(codes(document));
    for (at, example) in examples {
        if let Some(Value::Object(owner)) = document.pointer_mut(&at) {
            owner.insert(STANDARD.to_owned(), example);
        }
    }
}

/// The vendor's examples where there is no other one, as values of their types; and what they are for.
fn converted(document: &Value) -> Vec<(String, Value)> {
    let tree = Tree::new(document);
    let visit = Visit::of(document);
    let mut found = Vec::new();
    for owner in visit.schemas.iter().chain(&visit.parameters) {
        let Some(example) = owner.value.get(VENDORS) else {
            continue;
        };
        // What stands beside a reference does not count.
        if ["$ref", STANDARD]
            .iter()
            .any(|key| owner.value.contains_key(*key))
        {
            continue;
        }
        let node = tree.node(owner.pointer.clone());
        let schema = node.and_then(|node| tree.member(&node, "schema").or(Some(node)));
        let value = schema.and_then(|schema| convert(tree, &schema, example, 0));
        found.extend(value.map(|value| (owner.pointer.clone(), value)));
    }
    found
}

/// The codes of replies that succeed.
fn codes(document: &Value) -> Vec<(String, Value)> {
    // Whoever generated from this document knows of what is wrong in it.
    let envelope = envelope::read(document, &Origins::default(), &mut Report::new());
    let Some(envelope) = envelope else {
        return Vec::new();
    };
    let tree = Tree::new(document);
    let mut found = Vec::new();
    for operation in tree.operations() {
        let replies = tree.member(&operation.node, "responses");
        for (status, reply) in replies.iter().flat_map(|replies| tree.members(replies)) {
            if status.starts_with('2') || status == "default" {
                found.extend(code(tree, &envelope, &reply));
            }
        }
    }
    found
}

fn code(tree: Tree<'_>, envelope: &Envelope, reply: &Node<'_>) -> Option<(String, Value)> {
    let content = tree.member(reply, "content")?;
    let schema = tree.member(&tree.member(&content, "application/json")?, "schema")?;
    let properties = shape::properties(tree, &schema);
    if !envelope.is_around(|key| properties.iter().any(|(name, _)| *name == key)) {
        return None;
    }
    let (_, code) = properties
        .into_iter()
        .find(|(name, _)| *name == envelope.code)?;
    // A component may be something else in another place.
    let is_its_own =
        !code.pointer.starts_with("/components/") || code.pointer.contains("/properties/");
    let success = convert(tree, &code, &0.into(), 0)?;
    is_its_own.then_some((code.pointer, success))
}

/// An example as a value of a schema, if it is one or is a text that means one.
fn convert(tree: Tree<'_>, schema: &Node<'_>, example: &Value, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    if example.is_null() {
        return shape::is_nullable(tree, schema).then_some(Value::Null);
    }
    let value = match shape::kind(tree, schema) {
        "string" => text(example)
            .filter(|text| !NOTHING.contains(&text.as_str()))?
            .into(),
        "boolean" => meant(example, Value::is_boolean)?,
        "integer" => whole(&meant(example, Value::is_number)?)?,
        "number" => meant(example, Value::is_number)?,
        "array" => list(tree, schema, &meant(example, Value::is_array)?, depth)?,
        "object" => object(tree, schema, &meant(example, Value::is_object)?, depth)?,
        "any" => example.clone(),
        _ => return None,
    };
    is_allowed(tree, schema, &value).then_some(value)
}

fn list(tree: Tree<'_>, schema: &Node<'_>, example: &Value, depth: usize) -> Option<Value> {
    let items = example.as_array()?;
    let Some(each) = shape::member(tree, schema, "items") else {
        return Some(example.clone());
    };
    let items = items
        .iter()
        .map(|item| convert(tree, &each, item, depth + 1));
    items.collect::<Option<Vec<Value>>>().map(Value::Array)
}

fn object(tree: Tree<'_>, schema: &Node<'_>, example: &Value, depth: usize) -> Option<Value> {
    let members = example.as_object()?;
    let properties = shape::properties(tree, schema);
    let others = shape::member(tree, schema, "additionalProperties");
    let mut required = shape::required(tree, schema).into_iter();
    if !required.all(|name| members.contains_key(name)) {
        return None;
    }
    let member = |(name, member): (&String, &Value)| {
        let known = properties.iter().find(|(known, _)| known == name);
        let schema = known.map(|(_, schema)| schema).or(others.as_ref());
        let value = match schema.map(|schema| (schema, schema.value)) {
            None | Some((_, Value::Bool(true))) => member.clone(),
            Some((_, Value::Bool(false))) => return None,
            Some((schema, _)) => convert(tree, schema, member, depth + 1)?,
        };
        Some((name.clone(), value))
    };
    let members = members.iter().map(member);
    members
        .collect::<Option<Map<String, Value>>>()
        .map(Value::Object)
}

/// Whether a value of the right kind is one of those that the schema allows.
fn is_allowed(tree: Tree<'_>, schema: &Node<'_>, value: &Value) -> bool {
    let says = |key| shape::says(tree, schema, key);
    let number = |key| says(key).and_then(Value::as_f64);
    let length = value.as_str().map(|text| text.chars().count());
    let length = length.or_else(|| value.as_array().map(Vec::len));
    let length = length
        .and_then(|length| u32::try_from(length).ok())
        .map(f64::from);
    let in_range = |value: Option<f64>, least, most| {
        let least = number(least).unwrap_or(f64::NEG_INFINITY);
        let most = number(most).unwrap_or(f64::INFINITY);
        value.is_none_or(|value| (least..=most).contains(&value))
    };
    let lengths = if value.is_array() {
        ("minItems", "maxItems")
    } else {
        ("minLength", "maxLength")
    };
    let values = says("enum").and_then(Value::as_array);
    values.is_none_or(|values| values.contains(value))
        && in_range(value.as_f64(), "minimum", "maximum")
        && in_range(length, lengths.0, lengths.1)
        // A pattern is the business of those who check it.
        && says("pattern").is_none()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn example(schema: &Value, vendors: &Value) -> Option<Value> {
        let document = json!({"components": {"schemas": {
            "Named": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
            "Circle": {"type": "array", "items": {"$ref": "#/components/schemas/Circle"}},
            "It": schema,
        }}});
        let mut document = document;
        document["components"]["schemas"]["It"][VENDORS] = vendors.clone();
        add(&mut document);
        document["components"]["schemas"]["It"]
            .get(STANDARD)
            .cloned()
    }

    #[test]
    fn examples_become_values_of_their_types() {
        let items = json!({"type": "array", "items": {"$ref": "#/components/schemas/Named"}});
        for (schema, vendors, expected) in [
            (
                json!({"type": "string"}),
                json!("扣子"),
                Some(json!("扣子")),
            ),
            (json!({"type": "string"}), json!(7), Some(json!("7"))),
            (
                json!({"type": "boolean"}),
                json!("false"),
                Some(json!(false)),
            ),
            (json!({"type": "integer"}), json!("12"), Some(json!(12))),
            (
                json!({"type": "integer"}),
                json!(1_729_686_510.0),
                Some(json!(1_729_686_510)),
            ),
            (
                json!({"type": "integer"}),
                json!(u64::MAX),
                Some(json!(u64::MAX)),
            ),
            (json!({"type": "number"}), json!("1.5"), Some(json!(1.5))),
            (
                items.clone(),
                json!("[{\"a\": \"1\"}]"),
                Some(json!([{"a": 1}])),
            ),
            (
                json!({"type": "object"}),
                json!("{\"k\": 1}"),
                Some(json!({"k": 1})),
            ),
            (json!({}), json!("pc"), Some(json!("pc"))),
            (
                json!({"type": "string", "nullable": true}),
                json!(null),
                Some(json!(null)),
            ),
        ] {
            assert_eq!(example(&schema, &vendors), expected, "{schema} {vendors}");
        }
    }

    #[test]
    fn what_contradicts_its_type_is_no_example() {
        let map = json!({"type": "object", "additionalProperties": {"type": "integer"}});
        for (schema, vendors) in [
            (json!({"type": "string"}), json!("-")),
            (json!({"type": "string"}), json!(null)),
            (json!({"type": "string", "enum": ["a"]}), json!("b")),
            (json!({"type": "string", "maxLength": 2}), json!("abc")),
            (json!({"type": "integer"}), json!("\\")),
            (json!({"type": "integer"}), json!(1.5)),
            (json!({"type": "integer"}), json!(1e300)),
            (json!({"type": "integer", "minimum": 3}), json!(2)),
            (json!({"type": "array"}), json!("参见响应参数")),
            (
                json!({"type": "array", "items": {"type": "integer"}}),
                json!("[\"a\"]"),
            ),
            (
                json!({"$ref": "#/components/schemas/Named"}),
                json!("{\"a\": 1}"),
            ),
            (
                json!({"allOf": [{"$ref": "#/components/schemas/Named"}]}),
                json!("{\"b\": 1}"),
            ),
            (map, json!("{\"a\": \"b\"}")),
            (json!({"type": "string", "example": "kept"}), json!("other")),
        ] {
            let found = example(&schema, &vendors);
            let kept = schema.get(STANDARD).cloned();
            assert_eq!(found, kept, "{schema} {vendors}");
        }
    }

    #[test]
    fn schemas_of_themselves_and_deep_examples_end() {
        let deep = "[".repeat(100) + &"]".repeat(100);
        let circle = json!({"type": "array", "items": {"$ref": "#/components/schemas/Circle"}});
        assert_eq!(example(&circle, &json!(deep)), None);
        assert_eq!(example(&circle, &json!("[[]]")), Some(json!([[]])));
    }

    #[test]
    fn replies_that_succeed_say_so() {
        let reply = |schema: &Value| json!({"content": {"application/json": {"schema": schema}}});
        let code = json!({"type": "integer", VENDORS: 4000});
        let envelope =
            json!({"type": "object", "properties": {"code": code, "msg": {"type": "string"}}});
        let country = json!({"type": "object", "properties": {"code": code}});
        let other = json!({"type": "object", "properties": {"code": {"type": "integer", "enum": [200]}, "msg": {}}});
        let replies = json!({"200": reply(&envelope), "201": reply(&country), "202": reply(&other), "400": reply(&envelope)});
        let frame = json!({"code": "code", "message": "msg", "data": "data"});
        let paths = json!({"/a": {"get": {"responses": replies}}});
        let mut document = json!({"x-envelope": frame, "paths": paths});
        add(&mut document);
        let example = |status: &str| {
            let at = format!(
                "/paths/~1a/get/responses/{status}/content/application~1json/schema/properties/code/example"
            );
            document.pointer(&at).cloned()
        };
        assert_eq!(example("200"), Some(json!(0)));
        assert_eq!(example("201"), Some(json!(4000)));
        assert_eq!(example("202"), None);
        assert_eq!(example("400"), Some(json!(4000)));
    }

    #[test]
    fn parameters_have_examples_of_their_schemas() {
        let parameter =
            json!({"name": "n", "in": "query", "schema": {"type": "integer"}, VENDORS: "5"});
        let mut document = json!({"paths": {"/a": {"get": {"parameters": [parameter]}}}});
        add(&mut document);
        assert_eq!(document["paths"]["/a"]["get"]["parameters"][0][STANDARD], 5);
    }
}
