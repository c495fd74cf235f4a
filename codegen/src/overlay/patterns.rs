//! Texts and patterns -> whether they match: the functions `match` and `search` of `JSONPath` (RFC 9535, 2.4.6 and 2.4.7).
//!
//! `serde_json_path` has them on `regex`, which takes ten times as long to build as `regex-lite`.

use regex_lite::Regex;
use serde_json::Value;
use serde_json_path::functions::{LogicalType, ValueType};
use serde_json_path_macros::function;

#[function(name = "match")]
fn is_matched(text: ValueType<'_>, pattern: ValueType<'_>) -> LogicalType {
    is_found(&text, &pattern, |pattern| format!("(?R)^(?:{pattern})$"))
}

#[function]
fn search(text: ValueType<'_>, pattern: ValueType<'_>) -> LogicalType {
    is_found(&text, &pattern, |pattern| format!("(?R){pattern}"))
}

/// What is no text, or no pattern, matches nothing.
fn is_found(
    text: &ValueType<'_>,
    pattern: &ValueType<'_>,
    whole: fn(&str) -> String,
) -> LogicalType {
    let (Some(Value::String(text)), Some(Value::String(pattern))) =
        (text.as_value(), pattern.as_value())
    else {
        return LogicalType::False;
    };
    let pattern = Regex::new(&whole(pattern));
    pattern.is_ok_and(|pattern| pattern.is_match(text)).into()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use serde_json_path::JsonPath;

    fn chosen(filter: &str) -> Vec<Value> {
        let document = json!(["page", "page_size", "按页", "Page\nsize", 1]);
        let path = JsonPath::parse(&format!("$[?{filter}]")).expect("this is a JSONPath");
        path.query(&document).all().into_iter().cloned().collect()
    }

    #[test]
    fn patterns_choose_texts() {
        assert_eq!(chosen("match(@, 'page|pag')"), [json!("page")]);
        assert_eq!(chosen("match(@, '.页')"), [json!("按页")]);
        assert_eq!(
            chosen("search(@, '[a-z]{2}_|^P')"),
            [json!("page_size"), json!("Page\nsize")]
        );
        assert_eq!(chosen("match(@, '.*size')"), [json!("page_size")]);
        assert_eq!(chosen("match(@, '(')"), [] as [Value; 0]);
    }

    #[test]
    fn functions_have_types() {
        assert!(JsonPath::parse("$[?match(@)]").is_err());
        assert!(JsonPath::parse("$[?search(@, 'a') == true]").is_err());
    }
}
