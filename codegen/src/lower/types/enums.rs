//! Values and names of an enum -> variants.

use super::value_texts;
use crate::ir::Variant;
use crate::lower::context::{Context, SchemaLocation};
use crate::openapi::Schema;
use crate::words::{Given, camel, split};

/// The variants of an enum: names from the document when they pair with the values, else made from the values.
pub(crate) fn variants<V: Clone + ToString>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: Schema<'_>,
    values: Vec<V>,
) -> Vec<Variant<V>> {
    let names = match declared_names(schema) {
        Some(names) if names.len() == values.len() => without_common_prefix(&names),
        Some(names) => {
            context.warn(
                &location.pointer,
                format!("{} names for {} values: which belong together is unknown, so names are made from the values", names.len(), values.len()),
                "Say in an overlay which name belongs to which value.",
            );
            names_of_values(&values)
        }
        None => names_of_values(&values),
    };
    let names = unique(context, location, names);
    let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
    let docs = value_texts::of(context.web(), schema, &texts);
    let variants = names.into_iter().zip(values).zip(docs);
    variants
        .map(|((name, value), docs)| Variant {
            name,
            value,
            aliases: Vec::new(),
            docs,
        })
        .collect()
}

fn declared_names(schema: Schema<'_>) -> Option<Vec<String>> {
    let list = ["x-coze-enum-names", "x-apihub-enum-names"]
        .iter()
        .find_map(|key| schema.extension(key)?.as_array())?;
    Some(
        list.iter()
            .map(|name| name.as_str().unwrap_or_default().to_owned())
            .collect(),
    )
}

fn names_of_values<V: ToString>(values: &[V]) -> Vec<String> {
    values
        .iter()
        .map(|value| name_of_value(&value.to_string()))
        .collect()
}

/// `object_string` -> `ObjectString`, `-1` -> `Minus1`, `20` -> `Value20`.
fn name_of_value(value: &str) -> String {
    match value.strip_prefix('-') {
        Some(rest) => format!("Minus{}", camel(rest).trim_start_matches("Value")),
        None => camel(value),
    }
}

/// Drops the words that all names begin with, as long as every name keeps one that can begin an identifier.
fn without_common_prefix(names: &[String]) -> Vec<String> {
    let words: Vec<Vec<String>> = names.iter().map(|name| split(name)).collect();
    let mut common = 0;
    if let [first, rest @ ..] = words.as_slice()
        && !rest.is_empty()
    {
        common = first.len();
        for other in rest {
            common = first
                .iter()
                .zip(other)
                .take(common)
                .take_while(|(a, b)| a == b)
                .count();
        }
    }
    while common > 0
        && words.iter().any(|name| {
            name.get(common)
                .is_none_or(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        })
    {
        common -= 1;
    }
    words
        .iter()
        .map(|name| camel(&name[common..].join("_")))
        .collect()
}

/// Different values get different variants: a name that is already used gets a number, and the report says so.
pub(crate) fn unique(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    names: Vec<String>,
) -> Vec<String> {
    let mut given = Given::default();
    given.give("Unrecognized", "");
    let mut unique = Vec::new();
    for name in names {
        let free = given.give(&name, "");
        if free != name {
            context.warn(
                &location.pointer,
                format!("two values of this enum have the Rust name `{name}`; the later one is called `{free}`"),
                "Name the values with `x-coze-enum-names` in an overlay.",
            );
        }
        unique.push(free);
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(names: &[&str]) -> Vec<String> {
        without_common_prefix(
            &names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn the_longest_common_word_prefix_goes() {
        assert_eq!(
            stripped(&["PublishStatusALL", "PublishStatusOnline"]),
            ["All", "Online"]
        );
        assert_eq!(
            stripped(&["API_MODE_CHAT_API", "API_MODE_RESPONSES_API"]),
            ["ChatApi", "ResponsesApi"]
        );
        assert_eq!(stripped(&["Text", "TextObject"]), ["Text", "TextObject"]);
        assert_eq!(stripped(&["OnlyOne"]), ["OnlyOne"]);
    }

    #[test]
    fn values_make_names() {
        assert_eq!(
            names_of_values(&["object_string", "a.b"]),
            ["ObjectString", "AB"]
        );
        assert_eq!(names_of_values(&[-1, 20]), ["Minus1", "Value20"]);
        assert_eq!(names_of_values(&["zh-CN"]), ["ZhCn"]);
    }
}
