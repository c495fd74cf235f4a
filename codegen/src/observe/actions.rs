//! Claims about one place of the document -> the overlay actions that would make them true.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::Proposal;
use super::claims::{Claim, Says, one_type};
use super::shapes::{path, resolved, schema_of};
use crate::pointer;

/// Lists whose items go by the side of the values of an enum.
const VALUE_NAMES: [&str; 2] = ["x-coze-enum-names", "x-apihub-enum-names"];

/// The actions, without their description.
struct Change {
    what: String,
    actions: Vec<Value>,
    contradictions: Vec<String>,
}

/// The proposal that answers claims of one kind about one place, or why there is none.
pub(super) fn proposal(group: &[Claim], base: &Value) -> Result<Proposal, String> {
    let Some(first) = group.first() else {
        return Err("nothing was seen".to_owned());
    };
    let schema = first.line.schema.clone();
    let node = base.pointer(&schema).unwrap_or(&Value::Null);
    let change = match first.says {
        Says::Field(_) if node.get("$ref").is_some() => other_object(&schema, node, group, base)?,
        Says::Field(_) => fields(&schema, group, base),
        Says::Value(_) => values(&schema, node, group, base)?,
        Says::Type => other_type(&schema, node, group, base)?,
        Says::NotRequired(_) => not_required(&schema, node, group, base),
        Says::Event(_) => events(&schema, group, base)?,
    };
    let operations: BTreeSet<&str> = group
        .iter()
        .map(|claim| claim.line.operation.as_str())
        .collect();
    let operations: Vec<String> = operations.into_iter().map(str::to_owned).collect();
    let count = group
        .iter()
        .fold(0_u64, |sum, claim| sum.saturating_add(claim.line.count));
    let description = format!(
        "{}. Seen {count} times in replies to {}.",
        change.what,
        operations.join(", ")
    );
    Ok(Proposal {
        schema,
        what: change.what,
        operations,
        count,
        actions: change
            .actions
            .into_iter()
            .map(|action| described(action, &description))
            .collect(),
        contradictions: change.contradictions,
        settled: Vec::new(),
        needless: None,
    })
}

/// The description stands behind the target.
fn described(action: Value, description: &str) -> Value {
    let mut ordered = Map::new();
    if let Value::Object(members) = action {
        for (key, value) in members {
            let is_target = key == "target";
            ordered.insert(key, value);
            if is_target {
                ordered.insert("description".to_owned(), description.into());
            }
        }
    }
    ordered.into()
}

/// What was seen of each field, by its name.
fn types(group: &[Claim]) -> BTreeMap<&str, Result<String, Vec<String>>> {
    let mut seen: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for claim in group {
        if let Says::Field(name) = &claim.says {
            seen.entry(name).or_default().push(&claim.line.seen);
        }
    }
    let types = seen.into_iter();
    types
        .map(|(name, seen)| (name, one_type(seen.into_iter())))
        .collect()
}

/// Schemas of fields, and the fields of which several types were seen.
fn schemas(
    types: &BTreeMap<&str, Result<String, Vec<String>>>,
) -> (Map<String, Value>, Vec<String>) {
    let (mut schemas, mut contradictions) = (Map::new(), Vec::new());
    for (name, seen) in types {
        match seen {
            Ok(one) => {
                schemas.insert((*name).to_owned(), schema_of(one));
            }
            Err(several) => {
                schemas.insert((*name).to_owned(), json!({}));
                contradictions.push(format!("`{name}` was seen as {}", several.join(" and as ")));
            }
        }
    }
    (schemas, contradictions)
}

fn fields(schema: &str, group: &[Claim], base: &Value) -> Change {
    let (new, contradictions) = schemas(&types(group));
    let names: Vec<String> = new.keys().map(|name| format!("`{name}`")).collect();
    let absent: Map<String, Value> = new.keys().map(|name| (name.clone(), Value::Null)).collect();
    Change {
        what: format!(
            "Replies have {}, which the document does not have",
            names.join(", ")
        ),
        actions: vec![json!({
            "target": path(base, schema),
            "x-expect": {"properties": absent},
            "update": {"properties": new},
        })],
        contradictions,
    }
}

/// Replies hold another object than the one that is referred to: the smallest component that has its fields, or a new one.
fn other_object(
    schema: &str,
    node: &Value,
    group: &[Claim],
    base: &Value,
) -> Result<Change, String> {
    let (new, contradictions) = schemas(&types(group));
    let components = base
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let properties = |one: &Value| one.get("properties").and_then(Value::as_object).cloned();
    let fits = |one: &Value| {
        let Some(properties) = properties(one) else {
            return false;
        };
        let has = |(name, seen): (&String, &Value)| {
            let declared = properties.get(name);
            let declared = declared.map(|one| resolved(base, one));
            declared.is_some_and(|one| {
                one.get("type")
                    .is_none_or(|kind| Some(kind) == seen.get("type"))
            })
        };
        new.iter().all(has)
    };
    let all = components
        .into_iter()
        .flatten()
        .filter(|(_, one)| fits(one));
    let least = all.min_by_key(|(_, one)| properties(one).map_or(0, |all| all.len()));
    let (what, there) = match least {
        Some((name, _)) => (
            format!("Replies hold a {name} here, by their fields"),
            json!({"$ref": format!("#/components/schemas/{}", pointer::escape(name))}),
        ),
        None => (
            "Replies hold another object here, with none of its fields".to_owned(),
            json!({"type": "object", "properties": new}),
        ),
    };
    Ok(Change {
        what,
        actions: replaced(schema, node, there, base)?,
        contradictions,
    })
}

fn values(schema: &str, node: &Value, group: &[Claim], base: &Value) -> Result<Change, String> {
    let Some(known) = node.get("enum").and_then(Value::as_array) else {
        return Err("the document no longer lists values here".to_owned());
    };
    let is_number = known.iter().any(Value::is_number);
    let mut new = Vec::new();
    for claim in group {
        let Says::Value(text) = &claim.says else {
            continue;
        };
        let value = match text.parse::<i64>() {
            Ok(number) if is_number => json!(number),
            _ if is_number => return Err(format!("`{text}` is no number, and the values are")),
            _ => json!(text),
        };
        if !known.contains(&value) && !new.contains(&value) {
            new.push(value);
        }
    }
    if new.is_empty() {
        return Err("the document has these values by now".to_owned());
    }
    let texts: Vec<String> = new
        .iter()
        .map(|value| format!("`{}`", plain(value)))
        .collect();
    let (mut expect, mut update) = (Map::new(), Map::new());
    expect.insert("enum".to_owned(), known.clone().into());
    update.insert("enum".to_owned(), new.clone().into());
    for key in VALUE_NAMES {
        let names = node.get(key).and_then(Value::as_array);
        if names.is_some_and(|names| names.len() == known.len()) {
            let names = new
                .iter()
                .map(|value| format!("VALUE_{}", plain(value).to_ascii_uppercase()));
            update.insert(key.to_owned(), names.collect::<Vec<_>>().into());
        }
    }
    Ok(Change {
        what: format!("There are further values: {}", texts.join(", ")),
        actions: vec![json!({"target": path(base, schema), "x-expect": expect, "update": update})],
        contradictions: Vec::new(),
    })
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn other_type(schema: &str, node: &Value, group: &[Claim], base: &Value) -> Result<Change, String> {
    let seen = one_type(group.iter().map(|claim| claim.line.seen.as_str()));
    let (seen, contradictions) = match seen {
        Ok(one) => (one, Vec::new()),
        Err(several) => {
            let said = format!("it was seen as {}", several.join(" and as "));
            (several.into_iter().next().unwrap_or_default(), vec![said])
        }
    };
    let declared = node
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("something else");
    let new = schema_of(&seen);
    let is_simple = |schema: &Value| {
        let kind = schema.get("type").and_then(Value::as_str);
        kind.is_some_and(|kind| !matches!(kind, "object" | "array"))
    };
    let is_plain = is_simple(node) && is_simple(&new) && node.get("enum").is_none();
    // Text that is a number keeps its format, which says so.
    let keeps_format = seen == "string" || node.get("format") == new.get("format");
    let actions = if is_plain && (keeps_format || node.get("format").is_none()) {
        vec![json!({"target": path(base, schema), "x-expect": {"type": declared}, "update": new})]
    } else {
        replaced(schema, node, new, base)?
    };
    Ok(Change {
        what: format!("Replies hold {seen} here, and the document says {declared}"),
        actions,
        contradictions,
    })
}

fn not_required(schema: &str, node: &Value, group: &[Claim], base: &Value) -> Change {
    let names: BTreeSet<&str> = group
        .iter()
        .filter_map(|claim| match &claim.says {
            Says::NotRequired(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let required = node
        .get("required")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let left: Vec<Value> = required
        .iter()
        .filter(|name| !name.as_str().is_some_and(|name| names.contains(name)))
        .cloned()
        .collect();
    let mut actions = vec![json!({
        "target": format!("{}.required", path(base, schema)),
        "x-expect": required,
        "remove": true,
    })];
    if !left.is_empty() {
        actions.push(json!({"target": path(base, schema), "x-expect": {"required": null}, "update": {"required": left}}));
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    Change {
        what: format!(
            "Replies leave out {}, which the document requires",
            names.join(", ")
        ),
        actions,
        contradictions: Vec::new(),
    }
}

fn events(schema: &str, group: &[Claim], base: &Value) -> Result<Change, String> {
    let Some((media, _)) = pointer::split_last(schema) else {
        return Err("the document no longer has this stream".to_owned());
    };
    let names: BTreeSet<&str> = group
        .iter()
        .filter_map(|claim| match &claim.says {
            Says::Event(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let new: Vec<Value> = names
        .iter()
        .map(|name| {
            json!({
                "event": name,
                "name": crate::words::camel(name),
                "description": "Seen in streams.",
                "schema": {"type": "object"},
            })
        })
        .collect();
    let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    Ok(Change {
        what: format!("There are further events: {}", shown.join(", ")),
        actions: vec![json!({
            "target": path(base, media),
            "x-expect": {"x-events": []},
            "x-expect-lists": "subset",
            "update": {"x-events": new},
        })],
        contradictions: Vec::new(),
    })
}

/// Puts something else in the place of a member.
fn replaced(schema: &str, node: &Value, new: Value, base: &Value) -> Result<Vec<Value>, String> {
    let (parent, key) = pointer::split_last(schema).unwrap_or_default();
    if parent.is_empty() || key.chars().all(|c| c.is_ascii_digit()) {
        return Err("this is an alternative in a list, which has to be changed by hand".to_owned());
    }
    let expected = match node.get("$ref") {
        Some(reference) => json!({ "$ref": reference }),
        None => json!({"type": node.get("type").cloned().unwrap_or_default()}),
    };
    let member = |value: Value| Value::Object(Map::from_iter([(key.clone(), value)]));
    Ok(vec![
        json!({"target": path(base, schema), "x-expect": expected, "remove": true}),
        json!({"target": path(base, parent), "x-expect": member(Value::Null), "update": member(new)}),
    ])
}
