//! What is too much of a document is refused where it stands; what is much is generated on any thread.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::*;

/// What is found at these pointers, with one schema for the things.
fn refusals(thing: &str) -> Vec<String> {
    let sources = broken(&document(LIST_THINGS, &format!("    Thing: {thing}")));
    let report = sources.generate().expect_err("this is too much");
    let problems = report.problems().iter();
    let lines = problems.map(|problem| format!("{}: {}", problem.place.pointer, problem.found));
    lines.collect()
}

fn each(count: usize, of: impl Fn(usize) -> String) -> String {
    (0..count).map(of).collect::<Vec<_>>().join(", ")
}

#[test]
fn more_than_any_document_has_is_refused_where_it_stands() {
    let at = "/components/schemas/Thing";
    let values = each(10_001, |index| format!("v{index}"));
    assert_eq!(
        refusals(&format!("{{type: string, enum: [{values}]}}")),
        [format!("{at}/enum: `enum` has 10001 members")]
    );
    let properties = each(5001, |index| format!("p{index}: {{type: string}}"));
    assert_eq!(
        refusals(&format!("{{type: object, properties: {{{properties}}}}}")),
        [format!("{at}/properties: `properties` has 5001 members")]
    );
    let alternatives = each(1001, |_| "{type: string}".to_owned());
    assert_eq!(
        refusals(&format!("{{oneOf: [{alternatives}]}}")),
        [format!("{at}/oneOf: `oneOf` has 1001 members")]
    );
    let text = "x".repeat((1 << 20) + 1);
    assert_eq!(
        refusals(&format!("{{type: string, description: {text}}}")),
        [format!(
            "{at}/description: a text of 1048577 bytes; at most 1048576 are taken"
        )]
    );
}

#[test]
fn examples_may_hold_as_much_as_they_want() {
    let values = each(20_000, |index| index.to_string());
    let thing = format!(
        "    Thing: {{type: object, example: {{enum: [{values}]}}, properties: {{id: {{type: string}}}}}}"
    );
    assert!(broken(&document(LIST_THINGS, &thing)).generate().is_ok());
}

/// Components in a row, each of which holds the next one so many levels deep.
fn chain(count: usize, levels: usize) -> Sources {
    let mut text = String::from("    Thing: {$ref: '#/components/schemas/A0'}\n");
    let (open, close) = ("{properties: {a: ".repeat(levels), "}}".repeat(levels));
    for index in 0..count {
        let next = index + 1;
        let _ = writeln!(
            text,
            "    A{index}: {open}{{$ref: '#/components/schemas/A{next}'}}{close}"
        );
    }
    let _ = write!(
        text,
        "    A{count}: {{type: object, properties: {{id: {{type: string}}}}}}"
    );
    broken(&document(LIST_THINGS, &text))
}

#[test]
fn schemas_within_one_another_need_no_larger_stack_and_have_an_end() {
    assert!(chain(3000, 1).generate().is_ok());
    let report = chain(300, 50).generate().expect_err("this is too deep");
    let found = &report.problems()[0].found;
    assert!(report.has_errors(), "{found}");
    let is_refused =
        |problem: &codegen::report::Problem| problem.found.contains("within one another");
    assert!(report.problems().iter().any(is_refused), "{found}");
}

#[test]
fn parts_of_parts_have_an_end() {
    let made_of_one_another = |count: usize| {
        let mut text = String::from("    Thing: {$ref: '#/components/schemas/A0'}\n");
        for index in 0..count {
            let next = index + 1;
            let _ = writeln!(
                text,
                "    A{index}: {{allOf: [{{$ref: '#/components/schemas/A{next}'}}], properties: {{p{index}: {{type: string}}}}}}"
            );
        }
        let _ = write!(
            text,
            "    A{count}: {{type: object, properties: {{id: {{type: string}}}}}}"
        );
        broken(&document(LIST_THINGS, &text))
    };
    assert!(made_of_one_another(99).generate().is_ok());
    let report = made_of_one_another(200)
        .generate()
        .expect_err("this is too deep");
    let is_refused =
        |problem: &&codegen::report::Problem| problem.found.contains("a part of a part");
    let refused = report.problems().iter().filter(is_refused);
    let places: BTreeSet<&str> = refused
        .map(|problem| problem.place.pointer.as_str())
        .collect();
    assert_eq!(places, BTreeSet::from(["/components/schemas/A100"]));
}
