//! A text of YAML or JSON comes in, its value goes out; why it has none goes into the report.

use serde_json::Value;

use super::read::{self, Failure, Fault, FaultKind};
use crate::pointer;
use crate::report::{Place, Position, Problem, Report, Source, duplicate_keys};

/// Reads a text whose root is an object; keys keep their order.
///
/// Accepted is what JSON can say: text keys, each once, no tags, no infinite numbers. Everything else is an error.
pub fn parse(text: &str, source: Source, report: &mut Report) -> Option<Value> {
    // Editors on Windows begin a text with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match read::value(text) {
        Ok(value) if value.is_object() => return Some(value),
        Ok(_) => {
            report
                .error(Place::new(source, ""), "the root is not an object")
                .expected("keys and values");
        }
        Err(Failure::Syntax(error)) => syntax(&error, source, report),
        Err(Failure::Depth(at)) => {
            report
                .error(
                    Place::new(source, ""),
                    "not readable as YAML, or deeper nested than is read",
                )
                .at(at);
        }
        Err(Failure::Faults(found)) => faults(text, found, source, report),
    }
    None
}

fn syntax(error: &serde_yaml::Error, source: Source, report: &mut Report) {
    let problem = report.error(
        Place::new(source, ""),
        format!("not readable as YAML: {error}"),
    );
    problem.fix("look at this place and just before it");
    if let Some(at) = error.location() {
        problem.at(Position {
            line: at.line(),
            column: at.column(),
            length: 1,
        });
    }
}

fn faults(text: &str, faults: Vec<Fault>, source: Source, report: &mut Report) {
    let is_second = |fault: &Fault| matches!(fault.kind, FaultKind::SecondKey(_));
    let mut seconds = Vec::new();
    if faults.iter().any(is_second) {
        seconds = duplicate_keys(text);
    }
    for fault in faults {
        let found = seconds.iter().position(|(at, _)| *at == fault.pointer);
        let problem = report.push(problem(fault, source));
        if let Some(index) = found {
            problem.at(seconds.swap_remove(index).1);
        }
    }
}

fn problem(fault: Fault, source: Source) -> Problem {
    let place = Place::new(source, fault.pointer);
    let mut problem = Problem::error(place, found(&fault.kind));
    match fault.kind {
        FaultKind::SecondKey(_) => {
            problem
                .expected("each key of an object once")
                .fix("remove one of them");
        }
        FaultKind::Key(shown) => {
            problem.fix(format!("quote it: \"{shown}\""));
        }
        FaultKind::Tag(_) => {
            problem.fix("remove the tag; quote the value if it is a text");
        }
        FaultKind::Merge => {
            problem.expected("an object, or a list of objects");
        }
        FaultKind::Place => {
            problem.expected(format!("{} bytes at most", pointer::LONGEST));
        }
        FaultKind::Number(_) | FaultKind::Bomb => {}
    }
    problem
}

fn found(kind: &FaultKind) -> String {
    match kind {
        FaultKind::SecondKey(key) => format!("the key `{key}` stands here a second time"),
        FaultKind::Key(shown) => format!("the key {shown} is not a text"),
        FaultKind::Number(shown) => format!("{shown} is not a number of JSON"),
        FaultKind::Tag(tag) => format!("the tag {tag} means nothing here"),
        FaultKind::Merge => "the merge key `<<` brings something else than objects".to_owned(),
        FaultKind::Place => "the keys that lead here are too long".to_owned(),
        FaultKind::Bomb => "aliases make more of this text than is read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let mut report = Report::new();
        assert_eq!(parse(text, Source::Document, &mut report), None);
        let line = |problem: &crate::report::Problem| problem.at.map_or(0, |at| at.line);
        report
            .problems()
            .iter()
            .map(|problem| {
                format!(
                    "{}:{}: {}",
                    line(problem),
                    problem.place.pointer,
                    problem.found
                )
            })
            .collect()
    }

    #[test]
    fn order_and_kinds_are_kept() {
        let text = "b: 1\na: '1'\nc: [1.5, null, true, ~, -3]\n\"200\": 2024-01-01\n";
        let mut report = Report::new();
        let value = parse(text, Source::Document, &mut report).map(|value| value.to_string());
        assert_eq!(
            value.as_deref(),
            Some(r#"{"b":1,"a":"1","c":[1.5,null,true,null,-3],"200":"2024-01-01"}"#)
        );
        assert!(report.is_empty());
    }

    #[test]
    fn texts_of_other_tools_are_read() {
        let read = |text: &str| {
            let mut report = Report::new();
            let value = parse(text, Source::Document, &mut report);
            value.unwrap_or_else(|| json!(format!("{report:?}")))
        };
        assert_eq!(read("\u{feff}a: 1\nb: 2\n"), json!({"a": 1, "b": 2}));
        assert_eq!(read("a:\r\n  b: 1\r\n"), json!({"a": {"b": 1}}));
        assert_eq!(read("a: {200: x}\n"), json!({"a": {"200": "x"}}));
        assert_eq!(read("{\"a\": \"\u{7f}\"}"), json!({"a": "\u{7f}"}));
        assert_eq!(
            read(r#"{"a": 18446744073709551616}"#)["a"].as_f64(),
            Some(18_446_744_073_709_551_616.0)
        );
    }

    #[test]
    fn aliases_are_followed() {
        let mut report = Report::new();
        let value = parse("a: &x {k: 1}\nb: *x\n", Source::Document, &mut report);
        assert_eq!(value, Some(json!({"a": {"k": 1}, "b": {"k": 1}})));
    }

    #[test]
    fn merge_keys_bring_what_is_not_there() {
        let read = |text: &str| {
            let mut report = Report::new();
            let value = parse(text, Source::Document, &mut report);
            value.map(|value| value["v"].to_string())
        };
        let anchors = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\n";
        let of = |object: &str| read(&format!("{anchors}v: {object}\n")).unwrap_or_default();
        assert_eq!(of("{<<: *a}"), r#"{"x":1,"y":2}"#);
        assert_eq!(of("{<<: *a, y: 5, z: 6}"), r#"{"x":1,"y":5,"z":6}"#);
        assert_eq!(of("{y: 5, <<: *a}"), r#"{"y":5,"x":1}"#);
        assert_eq!(of("{<<: [*a, *b]}"), r#"{"x":1,"y":2,"z":4}"#);
        assert_eq!(read(r#"{"v": {"<<": 1}}"#).as_deref(), Some(r#"{"<<":1}"#));
    }

    #[test]
    fn hostile_texts_are_refused_at_once() {
        let deep = format!("a: {}", "[".repeat(80_000));
        assert_eq!(
            problems(&deep),
            ["1:: not readable as YAML, or deeper nested than is read"]
        );
        let level = |level: usize| {
            let inner = format!("*a{}, ", level - 1).repeat(10);
            format!("a{level}: &a{level} [{inner}]\n")
        };
        let levels: String = (1..12).map(level).collect();
        let bomb = format!("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n{levels}");
        let found = problems(&bomb).join("");
        assert!(
            found.contains("aliases") || found.contains("repetition"),
            "{found}"
        );
        let text = "x".repeat(1 << 20);
        let texts = format!("a: &a {text}\nb: [{}]\n", "*a, ".repeat(100));
        assert_eq!(
            problems(&texts),
            ["0:/b/63: aliases make more of this text than is read"]
        );
        let long = format!("{{\"{}\": {{\"b\": 1}}}}", "k".repeat(10_000));
        let found = problems(&long).join("");
        assert!(
            found.ends_with("the keys that lead here are too long"),
            "{found}"
        );
    }

    #[test]
    fn a_second_key_is_refused_where_it_stands() {
        assert_eq!(
            problems("a:\n  k: 1\n  k: 2\n"),
            ["3:/a/k: the key `k` stands here a second time"]
        );
        assert_eq!(
            problems("a: {200: 1, '200': 2}\n"),
            ["1:/a/200: the key `200` stands here a second time"]
        );
        assert_eq!(
            problems("{\"a\": \"\u{7f}\", \"a\": 2}"),
            ["1:/a: the key `a` stands here a second time"]
        );
    }

    #[test]
    fn text_that_is_not_yaml_has_a_line() {
        let found = problems("a: 1\nb: [1\nc: 2\n");
        assert!(
            found[0].starts_with("3:: not readable as YAML: ")
                || found[0].starts_with("2:: not readable as YAML: "),
            "{found:?}"
        );
        assert_eq!(problems("").len(), 1);
    }

    #[test]
    fn what_json_cannot_say_is_refused() {
        assert_eq!(
            problems("a:\n  7: x\n"),
            ["0:/a/7: the key 7 is not a text"]
        );
        assert_eq!(
            problems("a: !x 1\n"),
            ["0:/a: the tag !x means nothing here"]
        );
        assert_eq!(
            problems("a: [.inf]\n"),
            ["0:/a/0: .inf is not a number of JSON"]
        );
        assert_eq!(
            problems("a: {<<: 1}\n"),
            ["0:/a/<<: the merge key `<<` brings something else than objects"]
        );
        assert_eq!(problems("- 1\n"), ["0:: the root is not an object"]);
    }
}
