//! What is deep or large takes neither the stack nor all day.

use std::thread;

use serde_json::{Value, json};

use super::{found, refused};
use crate::json_path::JsonPath;

/// Lists in one another.
fn nested(levels: usize) -> Value {
    (0..levels).fold(json!(1), |inner, _| Value::Array(vec![inner]))
}

#[test]
fn paths_are_nested_as_deep_as_anybody_writes_them() {
    let parentheses = |levels: usize| format!("$[?{}@{}]", "(".repeat(levels), ")".repeat(levels));
    let filters = |levels: usize| format!("${}{}", "[?@".repeat(levels), "]".repeat(levels));
    let functions = |levels: usize| {
        let (begin, end) = ("length(".repeat(levels), ")".repeat(levels));
        format!("$[?{begin}@{end} == 1]")
    };
    assert_eq!(found(&parentheses(60), &json!([1])), "/0");
    assert_eq!(found(&filters(60), &nested(61)), "/0");
    assert_eq!(found(&functions(60), &json!([1])), "");
    for path in [parentheses(100_000), filters(100_000), functions(100_000)] {
        let problem = refused(&path);
        assert!(
            problem.ends_with("| filters and functions in one another at most 64 deep"),
            "{problem}"
        );
    }
}

#[test]
fn documents_are_as_deep_as_they_like() {
    let document = nested(1000);
    assert_eq!(found("$[?@ == $[0]]", &document), "/0");
    assert_eq!(found("$..[?@ == 1]", &document), "/0".repeat(1000));
}

/// With what is below each node once more, two segments would come by four hundred million.
#[test]
fn segments_that_descend_again_come_by_nothing_twice() {
    const STACK: usize = 256 << 20;
    let walk = || {
        let found = found("$..*..*..[?@ == 1]", &nested(20_000));
        assert_eq!(found, "/0".repeat(20_000));
    };
    let walked = thread::Builder::new().stack_size(STACK).spawn(walk);
    let walked = walked.map(thread::JoinHandle::join);
    assert!(walked.is_ok_and(|walked| walked.is_ok()));
}

/// For each node of the list again, it would look at four hundred million.
#[test]
fn queries_from_the_root_are_asked_once() {
    let document = json!((0..20_000).collect::<Vec<_>>());
    let path = JsonPath::parse("$[?count($..*) > @]");
    assert_eq!(path.map(|path| path.pointers(&document).len()), Ok(20_000));
}
