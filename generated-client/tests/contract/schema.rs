//! Schemas of the document -> JSON Schema, and what a validator says about a value.
//!
//! Which of the allowed values is sent is the caller's choice, so bounds, lengths and patterns are left out.

use std::collections::BTreeSet;
use std::rc::Rc;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::document::Document;
use crate::names;
use crate::shape::{all_of, alternatives};

/// Everything that is wrong with a value, one line each, with its place below `at`.
pub(crate) fn problems(
    document: &Document,
    schema: &Value,
    value: &Value,
    at: &str,
) -> Vec<String> {
    let validator = validator(document, schema);
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{at}{}: {error}", error.instance_path()))
        .collect()
}

fn validator(document: &Document, schema: &Value) -> Validator {
    let mut converter = Converter {
        document,
        names: Vec::new(),
        definitions: Map::new(),
    };
    let mut root = converter.convert(schema, Keys::Declared);
    if root.is_object() {
        root["$defs"] = Value::Object(converter.definitions);
    }
    jsonschema::draft202012::new(&root).expect("the document's schemas are schemas")
}

/// Which keys an object may have.
#[derive(Clone, Debug, PartialEq)]
enum Keys {
    /// Those that its schema declares.
    Declared,
    /// Any: what it is a part of says which, and declares these.
    Any(Rc<BTreeSet<String>>),
}

struct Converter<'d> {
    document: &'d Document,
    /// What was referred to; its place here is its name among the definitions.
    names: Vec<(String, Keys)>,
    definitions: Map<String, Value>,
}

impl Converter<'_> {
    /// A schema of OpenAPI as JSON Schema. What is not declared is not allowed, unless the schema says otherwise.
    fn convert(&mut self, schema: &Value, keys: Keys) -> Value {
        let Some(members) = schema.as_object() else {
            // Where nothing is declared, anything may stand.
            return if schema.is_null() {
                Value::Bool(true)
            } else {
                schema.clone()
            };
        };
        let converted = if let Some(reference) = schema["$ref"].as_str() {
            self.refer(reference, keys)
        } else {
            self.members(members, schema, &keys)
        };
        if schema["nullable"] == true {
            return json!({"anyOf": [{"type": "null"}, converted]});
        }
        converted
    }

    /// References lead to definitions, so that a schema may contain itself.
    fn refer(&mut self, reference: &str, keys: Keys) -> Value {
        let name = (reference.to_owned(), keys.clone());
        let known = self.names.iter().position(|known| *known == name);
        let index = known.unwrap_or(self.names.len());
        if known.is_none() {
            self.names.push(name);
            let reference = json!({"$ref": reference});
            let (schema, _) = self.document.resolve(&reference);
            let converted = self.convert(schema, keys);
            self.definitions.insert(index.to_string(), converted);
        }
        json!({"$ref": format!("#/$defs/{index}")})
    }

    fn members(&mut self, members: &Map<String, Value>, schema: &Value, keys: &Keys) -> Value {
        let mut converted = Map::new();
        let declared = self.declared(schema, keys);
        let is_text = schema["type"] == "string";
        for (key, member) in members {
            let member = match key.as_str() {
                "type" if is_known(member) => member.clone(),
                "const" => member.clone(),
                // Of numbers and of anything, values are the caller's.
                "enum" if is_text || schema["type"] == "integer" => member.clone(),
                "required" => self.required(member, schema, &declared),
                "properties" => self.each(member),
                "items" | "additionalProperties" => self.inner(member),
                _ => continue,
            };
            converted.insert(key.clone(), member);
        }
        if names::is_integer_text(schema) {
            converted.insert("pattern".to_owned(), json!("^-?[0-9]+$"));
        }
        self.composition(schema, keys, &declared, &mut converted);
        Value::Object(converted)
    }

    /// An item of a list or a value of a map, where an integer that is written as text is a text like others.
    fn inner(&mut self, member: &Value) -> Value {
        let mut converted = self.convert(member, Keys::Declared);
        if let Some(members) = converted.as_object_mut() {
            members.remove("pattern");
        }
        converted
    }

    fn composition(
        &mut self,
        schema: &Value,
        keys: &Keys,
        declared: &Rc<BTreeSet<String>>,
        converted: &mut Map<String, Value>,
    ) {
        let part_of_this = || Keys::Any(Rc::clone(declared));
        let parts: Vec<&Value> = all_of(schema).collect();
        let alternatives: Vec<&Value> = alternatives(schema).collect();
        // An object without fields is one of any.
        let own = schema["properties"].as_object();
        let has_own = own.is_some_and(|own| !own.is_empty());
        if !parts.is_empty() {
            let parts = parts.iter().map(|part| self.convert(part, part_of_this()));
            converted.insert("allOf".to_owned(), parts.collect());
        }
        // Alone, an alternative is known by its keys; beside fields, it does not know them all.
        let is_alone = !has_own && parts.is_empty();
        let inner = if is_alone {
            keys.clone()
        } else {
            part_of_this()
        };
        if !alternatives.is_empty() {
            let alternatives = alternatives
                .iter()
                .map(|one| self.tagged(schema, one, inner.clone()));
            converted.insert("anyOf".to_owned(), alternatives.collect());
        }
        // To the crate, an object without fields is one of any: what stands in it is the caller's choice.
        if schema["additionalProperties"] == false && !has_own {
            converted.remove("additionalProperties");
        }
        let is_open = schema.get("additionalProperties").is_some();
        let has_any = has_own || parts.iter().any(|part| self.has_properties(part));
        if *keys == Keys::Declared && has_any && !is_open {
            let is_plain = parts.is_empty() && alternatives.is_empty();
            let key = if is_plain {
                "additionalProperties"
            } else {
                "unevaluatedProperties"
            };
            converted.insert(key.to_owned(), json!(false));
        }
    }

    /// An alternative, with its value of the tag.
    fn tagged(&mut self, schema: &Value, one: &Value, keys: Keys) -> Value {
        let converted = self.convert(one, keys);
        let tag = &schema["discriminator"]["propertyName"];
        let (Some(tag), Some(values)) = (tag.as_str(), tags(schema, one)) else {
            return converted;
        };
        let says = json!({"required": [tag], "properties": {tag: {"enum": values}}});
        json!({"allOf": [converted, says]})
    }

    fn has_properties(&self, schema: &Value) -> bool {
        let mut names = BTreeSet::new();
        self.add_names(schema, 0, &mut names);
        !names.is_empty()
    }

    /// The keys that a schema or what it is a part of declares.
    fn declared(&self, schema: &Value, keys: &Keys) -> Rc<BTreeSet<String>> {
        let mut names = match keys {
            Keys::Declared => BTreeSet::new(),
            Keys::Any(around) => (**around).clone(),
        };
        self.add_names(schema, 0, &mut names);
        Rc::new(names)
    }

    fn add_names(&self, schema: &Value, depth: usize, names: &mut BTreeSet<String>) {
        let (schema, _) = self.document.resolve(schema);
        let own = schema["properties"].as_object().into_iter().flatten();
        names.extend(own.map(|(name, _)| name.clone()));
        if depth < 8 {
            let parts = all_of(schema).chain(alternatives(schema));
            parts.for_each(|part| self.add_names(part, depth + 1, names));
        }
    }

    /// What the service alone sets is not required of a request, nor what is declared nowhere: nobody knows what it is.
    fn required(&self, names: &Value, schema: &Value, declared: &BTreeSet<String>) -> Value {
        let names = names.as_array().into_iter().flatten();
        let is_asked = |name: &&Value| {
            let name = name.as_str().unwrap_or_default();
            let property = schema["properties"].get(name);
            let property = property.map(|property| self.document.resolve(property).0);
            declared.contains(name)
                && !property.is_some_and(|property| property["readOnly"] == true)
        };
        names.filter(is_asked).cloned().collect()
    }

    fn each(&mut self, properties: &Value) -> Value {
        let properties = properties.as_object().into_iter().flatten();
        let converted =
            properties.map(|(name, schema)| (name.clone(), self.convert(schema, Keys::Declared)));
        Value::Object(converted.collect())
    }
}

/// Whether JSON has such a type: some documents have words of their own, which say nothing.
fn is_known(declared: &Value) -> bool {
    const TYPES: [&str; 7] = [
        "array", "boolean", "integer", "null", "number", "object", "string",
    ];
    let mut names = declared
        .as_array()
        .map_or(vec![declared], |all| all.iter().collect())
        .into_iter();
    names.all(|name| name.as_str().is_some_and(|name| TYPES.contains(&name)))
}

/// The values of the tag that mean an alternative; `None` where it stands without a name.
pub(crate) fn tags(schema: &Value, alternative: &Value) -> Option<Vec<String>> {
    let reference = alternative["$ref"].as_str()?;
    let name = reference.rsplit('/').next()?;
    let mapping = schema["discriminator"]["mapping"].as_object();
    let mapped = mapping.into_iter().flatten();
    let mapped = mapped.filter(|(_, target)| *target == reference || *target == name);
    let values: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
    Some(if values.is_empty() {
        vec![name.to_owned()]
    } else {
        values
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(document: &Document, schema: &Value, value: &Value) -> usize {
        problems(document, schema, value, "body").len()
    }

    #[test]
    fn what_is_not_declared_is_not_allowed() {
        let schemas = json!({"Inner": {"type": "object", "properties": {"n": {"type": "integer", "format": "int"}}, "required": ["n"]}});
        let document = Document {
            root: json!({"components": {"schemas": schemas}}),
        };
        let schema = json!({"type": "object", "properties": {
            "inner": {"$ref": "#/components/schemas/Inner"},
            "map": {"type": "object", "additionalProperties": {"type": "string"}},
            "id": {"type": "string", "format": "i64"},
        }});
        let good = json!({"inner": {"n": 1}, "map": {"k": "v"}, "id": "42"});
        assert_eq!(faults(&document, &schema, &good), 0);
        for wrong in [
            json!({"other": 1}),
            json!({"inner": {}}),
            json!({"inner": {"n": "1"}}),
            json!({"inner": {"n": 1, "m": 2}}),
            json!({"map": {"k": 1}}),
            json!({"id": 42}),
            json!({"id": "x"}),
        ] {
            assert_eq!(faults(&document, &schema, &wrong), 1, "{wrong}");
        }
    }

    #[test]
    fn parts_and_alternatives_know_what_belongs_to_them() {
        let schemas = json!({
            "Base": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "Cat": {"type": "object", "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}},
            "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Base"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat"}}},
        });
        let document = Document {
            root: json!({"components": {"schemas": schemas}}),
        };
        let whole = json!({"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"n": {"type": "integer"}}}]});
        assert_eq!(faults(&document, &whole, &json!({"id": "1", "n": 1})), 0);
        assert_ne!(faults(&document, &whole, &json!({"id": "1", "m": 1})), 0);
        assert_ne!(faults(&document, &whole, &json!({"n": 1})), 0);
        let pet = json!({"$ref": "#/components/schemas/Pet"});
        assert_eq!(
            faults(&document, &pet, &json!({"kind": "cat", "lives": 9})),
            0
        );
        assert_ne!(
            faults(&document, &pet, &json!({"kind": "Cat", "lives": 9})),
            0
        );
        assert_ne!(
            faults(&document, &pet, &json!({"kind": "cat", "id": "1"})),
            0
        );
        let nothing = json!({"nullable": true, "allOf": [pet]});
        assert_eq!(faults(&document, &nothing, &Value::Null), 0);
    }
}
