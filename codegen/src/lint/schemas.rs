//! Schemas come in, what is doubtful about each of them by itself goes out.

use serde_json::Value;

use super::{Doubt, Rule};
use crate::document::visit::{Located, Visit, is_in_parts};
use crate::pointer;
use crate::report::{clipped_to, unquoted};

const ENUM_NAMES: Rule = Rule {
    name: "enum-names",
    why: "names that do not pair with the values name the wrong ones, or none",
};
const EXAMPLE: Rule = Rule {
    name: "example-type",
    why: "where the example contradicts the type, one of them is wrong, and the wire may follow the example",
};
const IMPLICIT: Rule = Rule {
    name: "implicit-enum",
    why: "values that only the prose lists are compared as texts, and typing errors compile",
};
const NUMBER: Rule = Rule {
    name: "number-as-text",
    why: "a number written as text is an id or a quantity: one is a `String`, the other an `i64`",
};
const ORDER: Rule = Rule {
    name: "order-unknown",
    why: "a name in an order list without a property: a field that the export has lost",
};
const REQUIRED: Rule = Rule {
    name: "required-unknown",
    why: "a required field without a property: one that the export has lost, or a typing error",
};
const SHAPELESS: Rule = Rule {
    name: "shapeless-object",
    why: "an object without properties is any JSON value to the caller",
};

/// Words with which the prose announces values.
const LISTS: [&str; 3] = ["枚举值", "取值包括", "可选值"];

const ORDERS: [&str; 2] = ["x-coze-order", "x-apihub-orders"];

pub(super) fn lint(visit: &Visit<'_>, doubts: &mut Vec<Doubt>) {
    for schema in &visit.schemas {
        names(schema, doubts);
        lists(schema, doubts);
        kinds(schema, doubts);
        examples(schema, doubts);
    }
}

fn doubt(schema: &Located<'_>, rule: Rule, key: &str, found: String) -> Doubt {
    let pointer = match key {
        "" => schema.pointer.clone(),
        key => pointer::join(&schema.pointer, key),
    };
    Doubt {
        rule,
        pointer,
        found,
    }
}

fn names(schema: &Located<'_>, doubts: &mut Vec<Doubt>) {
    let list = |key: &str| schema.value.get(key).and_then(Value::as_array);
    let Some(values) = list("enum") else { return };
    for key in ["x-coze-enum-names", "x-apihub-enum-names"] {
        let names = list(key).filter(|names| names.len() != values.len());
        if let Some(names) = names {
            let found = format!("{} names for {} values", names.len(), values.len());
            doubts.push(doubt(schema, ENUM_NAMES, key, found));
        }
    }
}

/// Lists of property names.
fn lists(schema: &Located<'_>, doubts: &mut Vec<Doubt>) {
    if is_in_parts(&schema.pointer, schema.value) {
        return;
    }
    let properties = schema.value.get("properties").and_then(Value::as_object);
    let rules = std::iter::once(("required", REQUIRED)).chain(ORDERS.map(|key| (key, ORDER)));
    for (key, rule) in rules {
        let names = schema.value.get(key).and_then(Value::as_array);
        let names = names.into_iter().flatten().filter_map(Value::as_str);
        let unknown: Vec<&str> = names
            .filter(|name| !properties.is_some_and(|known| known.contains_key(*name)))
            .collect();
        if !unknown.is_empty() {
            let found = format!("no property is called {}", unknown.join(", "));
            doubts.push(doubt(schema, rule, key, found));
        }
    }
}

fn kinds(schema: &Located<'_>, doubts: &mut Vec<Doubt>) {
    let text = |key: &str| {
        schema
            .value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let has = |key: &str| schema.value.contains_key(key);
    match text("type") {
        "object" if !has("properties") && !has("additionalProperties") => {
            let found = "an object without properties".to_owned();
            doubts.push(doubt(schema, SHAPELESS, "", found));
        }
        "string" if ["i64", "i32", "int64", "int32"].contains(&text("format")) => {
            let found = format!("a text of the format `{}`", text("format"));
            doubts.push(doubt(schema, NUMBER, "format", found));
        }
        "string" if !has("enum") => {
            let prose = ["title", "description"];
            let lists = |key: &&str| LISTS.iter().any(|word| text(key).contains(word));
            if let Some(key) = prose.into_iter().find(|key| lists(key)) {
                let found = "the prose lists values, the schema does not".to_owned();
                doubts.push(doubt(schema, IMPLICIT, key, found));
            }
        }
        _ => {}
    }
}

fn examples(schema: &Located<'_>, doubts: &mut Vec<Doubt>) {
    let kind = schema.value.get("type").and_then(Value::as_str);
    let values = schema.value.get("enum").and_then(Value::as_array);
    for key in ["example", "x-coze-example"] {
        let Some(example) = schema.value.get(key) else {
            continue;
        };
        if !fits(kind.unwrap_or_default(), example) {
            let found = format!(
                "the example {} is no {}",
                clipped_to(example, 40),
                kind.unwrap_or_default()
            );
            doubts.push(doubt(schema, EXAMPLE, key, found));
        } else if let Some(values) = values
            && !values
                .iter()
                .any(|value| unquoted(value) == unquoted(example))
        {
            let found = format!(
                "the example {} is none of the values",
                clipped_to(example, 40)
            );
            doubts.push(doubt(schema, EXAMPLE, key, found));
        }
    }
}

/// Whether an example can be read as a type: the vendor writes many of them as texts, and lists as one of their items.
fn fits(kind: &str, example: &Value) -> bool {
    let text = example.as_str().map(str::trim);
    match kind {
        "integer" => match text {
            Some(text) => text.parse::<i64>().is_ok(),
            None => example.as_f64().is_some_and(|number| number.fract() == 0.0),
        },
        "number" => text.map_or(example.is_number(), |text| text.parse::<f64>().is_ok()),
        "boolean" => text.map_or(example.is_boolean(), |text| {
            ["true", "false"].contains(&text)
        }),
        "object" => text.map_or(example.is_object(), |text| text.starts_with(['{', '['])),
        _ => true,
    }
}
