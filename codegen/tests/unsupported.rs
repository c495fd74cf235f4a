//! Operations that cannot be right: all that is wrong is said at once, and the rest of the document can be generated without them.

mod support;

use codegen::report::Severity;
use support::{NamedText, Sources, rust};

/// Problems that the checks find, and some that only lowering finds; `/good` and `/alike` have none.
const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /good: {get: {operationId: GetGood, responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Good'}}}}}}}
  /cookie:
    get: {operationId: GetCookie, parameters: [{name: c d, in: cookie, schema: {type: string}}], responses: {'204': {description: ''}}}
    delete: {operationId: DeleteCookie, responses: {'204': {description: ''}}}
  /bad: {get: {operationId: GetBad, responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}}}
  /path/{p}: {get: {operationId: GetPath, parameters: [{name: p, in: path, required: true, schema: {type: object, properties: {a: {type: string}}}}], responses: {'204': {description: ''}}}}
  /alike: {post: {operationId: PostAlike, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Good'}}}}, responses: {'204': {description: ''}}}}
components:
  schemas:
    Good: {type: object, properties: {id: {type: string}}}
    User: {type: object, properties: {bad: {$ref: '#/components/schemas/Bad'}}}
    Bad: {type: object, properties: {id: {type: strng}}}
";

fn sources() -> Sources {
    Sources {
        document: NamedText::new("api.yaml", DOCUMENT),
        ..Sources::default()
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let report = sources()
        .generate()
        .expect_err("three operations are wrong");
    let errors = report.problems().iter();
    let errors = errors.filter(|problem| problem.severity == Severity::Error);
    let found: Vec<&str> = errors.map(|problem| problem.found.as_str()).collect();
    assert_eq!(
        found,
        [
            "the type \"strng\" is not known",
            "`c d` cannot be the name of a cookie",
            "`p` stands in the path, but its values cannot be written there",
        ]
    );
}

#[test]
fn the_rest_is_generated_when_asked_for() {
    let output = sources().generate_supported().expect("the rest is right");
    let left_out = output.left_out.iter();
    let left_out: Vec<String> = left_out
        .map(|left| format!("{}: {}", left.operation, left.reasons.join("; ")))
        .collect();
    assert_eq!(
        left_out,
        [
            "GET /bad: the type \"strng\" is not known",
            "GET /cookie: `c d` cannot be the name of a cookie",
            "GET /path/{p}: `p` stands in the path, but its values cannot be written there",
        ]
    );
    assert_eq!(rust::problems(&output.files), [""; 0]);
    assert_eq!(output.counts.operations, 3);
    let paths = output.document["paths"].as_object().expect("paths");
    let paths: Vec<&str> = paths.keys().map(String::as_str).collect();
    assert_eq!(paths, ["/good", "/cookie", "/alike"]);
}

#[test]
fn what_asks_for_credentials_that_nobody_can_send_goes() {
    let mut sources = sources();
    let document = DOCUMENT.replace(
        "paths:",
        "security: [{lost: []}]\npaths:\n  /open: {get: {operationId: GetOpen, security: [], responses: {'204': {description: ''}}}}",
    );
    sources.document.content = document;
    let output = sources.generate_supported().expect("one call is right");
    assert_eq!(output.counts.operations, 1);
    let reasons = output.left_out.iter().map(|left| left.reasons.join("; "));
    let lost = "no credentials `lost` are declared";
    assert!(reasons.clone().all(|reasons| reasons.contains(lost)));
    assert_eq!(reasons.count(), 6);
}

#[test]
fn an_operation_whose_extension_cannot_be_read_goes() {
    let mut sources = sources();
    let extension = "operationId: GetGood, x-availability: [{servre: Studio, since: 1}],";
    sources.document.content = DOCUMENT.replace("operationId: GetGood,", extension);
    let output = sources.generate_supported().expect("the rest is right");
    let good = output
        .left_out
        .iter()
        .find(|left| left.operation == "GET /good");
    assert_eq!(
        good.expect("it is left out").reasons,
        [
            "`since` in `x-availability` is 1",
            "unknown key `servre` in `x-availability`",
        ]
    );
}

#[test]
fn what_is_wrong_with_the_whole_document_stays_an_error() {
    for (right, wrong) in [
        ("title: Things", "name: Things"),
        ("paths:", "x-error-codes: [{cod: 1}]\npaths:"),
    ] {
        let mut sources = sources();
        sources.document.content = DOCUMENT.replacen(right, wrong, 1);
        assert!(sources.generate_supported().is_err(), "{wrong}");
    }
}
