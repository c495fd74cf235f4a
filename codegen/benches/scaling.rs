//! How the time of generation grows with the document: `cargo bench -p codegen`.
//!
//! Of each kind of document there are three, each four times as long as the one before. Where the work is linear, each takes about four
//! times as long.

use std::fmt::Write as _;
use std::time::Instant;

use codegen::Inputs;
use codegen::report::{Severity, Text, Texts};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

/// A document with so many of something.
type Kind = fn(usize) -> String;

fn operations(count: usize) -> String {
    let mut text = format!("{HEAD}paths:\n");
    for index in 0..count {
        let _ = writeln!(
            text,
            "  /things{index}: {{get: {{operationId: get{index}, responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}}}}}"
        );
    }
    text + "components: {schemas: {Thing: {type: object, properties: {id: {type: string}}}}}\n"
}

/// Operations that all use the first of many types, each of which holds the next one and the one before.
fn types(count: usize) -> String {
    let operations = operations(count / 4);
    let (text, _) = operations.split_once("components:").unwrap_or_default();
    let mut text =
        format!("{text}components:\n  schemas:\n    Thing: {{$ref: '#/components/schemas/T0'}}\n");
    for index in 0..count {
        let (next, before) = ((index + 1) % count, index.saturating_sub(1));
        let _ = writeln!(
            text,
            "    T{index}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/T{next}'}}, before: {{$ref: '#/components/schemas/T{before}'}}}}}}"
        );
    }
    text
}

fn fields(count: usize) -> String {
    let mut text = operations(1);
    text.truncate(text.len() - "}}}}\n".len());
    for index in 0..count {
        let _ = write!(text, ", field{index}: {{type: string, enum: [a, b]}}");
    }
    text + "}}}}\n"
}

fn values_of_one_name(count: usize) -> String {
    let text = operations(1);
    let values: Vec<String> = (0..count)
        .map(|index| {
            format!(
                "'{}'",
                format!("{index:b}").replace('0', "-").replace('1', "_")
            )
        })
        .collect();
    text.replace(
        "{type: string}",
        &format!("{{type: string, enum: [{}]}}", values.join(", ")),
    )
}

fn description(count: usize) -> String {
    let text = "[a](b) `c` <d> https://e.f 1. ~ ".repeat(count);
    let described = format!("get: {{description: \"{text}\", ");
    operations(1).replace("get: {", &described)
}

fn problems(count: usize) -> String {
    fields(count).replace("type: string, enum", "type: strng, enum")
}

/// How long generation takes, and whether there was nothing wrong.
fn generate(document: &str) -> (f64, bool) {
    let text = |content| Text { name: "", content };
    let texts = Texts {
        document: text(document),
        overlays: &[],
        names: text(""),
        coverage: None,
        realtime: None,
    };
    let started = Instant::now();
    let result = codegen::generate(&Inputs {
        texts,
        unused_names: Severity::Warning,
        skip_unsupported: false,
    });
    let is_sound = result.is_ok();
    let report = result.map_or_else(|report| report, |output| output.warnings);
    let _ = report.render_all(&texts);
    (started.elapsed().as_secs_f64() * 1000.0, is_sound)
}

fn main() {
    let kinds: [(&str, Kind, usize); 6] = [
        ("operations", operations, 100),
        ("types", types, 100),
        ("fields", fields, 100),
        ("values of one name", values_of_one_name, 300),
        ("description", description, 1000),
        ("problems", problems, 300),
    ];
    for (name, document, count) in kinds {
        let times = [1, 4, 16].map(|factor| {
            let (time, is_sound) = generate(&document(count * factor));
            assert_eq!(is_sound, name != "problems", "{name}");
            time
        });
        let [one, four, sixteen] = times;
        println!(
            "{name:20} {one:8.1} ms {four:8.1} ms {sixteen:8.1} ms   × {:.1}, × {:.1}",
            four / one,
            sixteen / four
        );
    }
}
