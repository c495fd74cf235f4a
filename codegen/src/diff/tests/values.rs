//! Null and numbers.

use serde_json::{Value, json};

use super::*;

#[test]
fn null_means_other_things_in_lists_and_maps() {
    let of = |nullable: bool| {
        let text = json!({"type": "string", "nullable": nullable});
        thing(&json!({
            "field": text,
            "list": {"type": "array", "items": text},
            "map": {"type": "object", "additionalProperties": text},
        }))
    };
    let place = "POST /v1/things/{id} › body";
    assert_eq!(
        differences(&of(false), &of(true)),
        [
            format!("{place} › list[]: may be null now (compatible, breaking)"),
            format!("{place} › field: may be null now (compatible, compatible)"),
            format!("{place} › map{{}}: may be null now (compatible, compatible)"),
        ]
    );
    let gone = differences(&of(true), &of(false));
    let expected = |place: &str| format!("{place}: may no longer be null (breaking, compatible)");
    assert_eq!(
        gone,
        ["field", "list[]", "map{}"].map(|at| expected(&format!("{place} › {at}")))
    );
    let why = |change: &Change| change.receiving.map_or("", |verdict| verdict.why);
    let changes = compare(&of(false), &of(true)).changes;
    assert!(
        why(&changes[0]).contains("out of lists"),
        "{}",
        why(&changes[0])
    );
    assert!(
        why(&changes[2]).contains("leaves entries out"),
        "{}",
        why(&changes[2])
    );
}

#[test]
fn null_is_not_written_into_parameters() {
    let of = |nullable: bool| {
        let mut document = thing(&json!({}));
        let parameter = &mut document["paths"]["/v1/things/{id}"]["post"]["parameters"][0];
        parameter["schema"]["nullable"] = json!(nullable);
        document
    };
    assert_eq!(
        differences(&of(true), &of(false)),
        ["POST /v1/things/{id} › path parameter `id`: may no longer be null (compatible, -)"]
    );
}

#[test]
fn null_among_the_values_of_an_enum_is_no_value() {
    let of = |values: Value, nullable: bool| {
        thing(&json!({"a": {"type": "string", "enum": values, "nullable": nullable}}))
    };
    let plain = of(json!(["x"]), false);
    let may_be_null = ["POST /v1/things/{id} › body › a: may be null now (compatible, compatible)"];
    assert_eq!(
        differences(&plain, &of(json!(["x", null]), false)),
        may_be_null
    );
    assert_eq!(
        differences(&plain, &of(json!(["x", null]), true)),
        may_be_null
    );
    // Some write it, and some do not.
    assert_eq!(
        differences(&of(json!(["x"]), true), &of(json!(["x", null]), true)),
        Vec::<String>::new()
    );
}

#[test]
fn formats_of_integers_say_which_numbers_travel() {
    let change = |then: &str, now: &str| {
        let of = |format: &str| match format {
            "" => thing(&json!({"a": {"type": "integer"}})),
            format => thing(&json!({"a": {"type": "integer", "format": format}})),
        };
        let changes = compare(&of(then), &of(now)).changes;
        let word = |verdict: Option<Verdict>| verdict.map_or("-", |verdict| verdict.impact.word());
        let [change] = changes.as_slice() else {
            return format!("{changes:?}");
        };
        format!("{} {}", word(change.sending), word(change.receiving))
    };
    for (then, now, expected) in [
        ("int32", "int64", "compatible compatible"),
        ("", "int64", "compatible compatible"),
        ("i64", "int64", "compatible compatible"),
        ("int64", "int32", "breaking compatible"),
        ("int64", "uint32", "breaking compatible"),
        ("int32", "uint64", "breaking breaking"),
        ("uint64", "int64", "breaking breaking"),
        ("uint64", "uint32", "breaking compatible"),
        ("uint", "uint64", "compatible compatible"),
        ("", "uint64", "breaking breaking"),
        ("uint32", "int64", "compatible compatible"),
    ] {
        assert_eq!(change(then, now), expected, "{then} {now}");
    }
}
