//! Values of replies -> what may be said of them: the JSON type, and names that are names.

use serde_json::Value;

/// The longest value of an enum that is reported, in characters.
const LONGEST_VALUE: usize = 40;

/// The longest name that is reported.
const LONGEST_NAME: usize = 64;

/// From so many digits in a row, a name may be an id.
const LONG_NUMBER: usize = 6;

/// The JSON type of a value; of a list, with that of its items.
pub(super) fn type_of(value: &Value) -> String {
    let Value::Array(items) = value else {
        return simple(value).to_owned();
    };
    let mut types = items.iter().filter(|item| !item.is_null()).map(simple);
    match types.next() {
        Some(first) if types.all(|other| other == first) => format!("array of {first}"),
        Some(_) => "array of several".to_owned(),
        None => "array".to_owned(),
    }
}

fn simple(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The name, if it looks like one and not like content.
pub(super) fn name(text: &str) -> &str {
    let begins_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    let digits = text.split(|c: char| !c.is_ascii_digit());
    let has_number = digits.map(str::len).max() >= Some(LONG_NUMBER);
    if begins_well && text.len() <= LONGEST_NAME && text.chars().all(is_plain) && !has_number {
        text
    } else {
        "?"
    }
}

/// The value of an enum, if it is short.
pub(super) fn value(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_short = text.chars().nth(LONGEST_VALUE).is_none();
    (is_short && !text.contains(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_names_are_named() {
        for good in ["chat_id", "nodeType", "conversation.chat.created", "x-1"] {
            assert_eq!(name(good), good);
        }
        for content in [
            "",
            "7",
            "ada@example.com",
            "sk 1",
            "user_7512045450401153075",
            "名",
        ] {
            assert_eq!(name(content), "?", "{content}");
        }
    }

    #[test]
    fn lists_say_what_they_hold() {
        assert_eq!(type_of(&json!([null, "a", "b"])), "array of string");
        assert_eq!(type_of(&json!([1, 1.5])), "array of several");
        assert_eq!(type_of(&json!([])), "array");
    }
}
