//! Reports of clients: what is proposed generates, what contradicts is shown, and what is no report is named with its line.

use codegen::observe::{self, Documents, Findings, Line};
use codegen::report::{Report, Severity, Text, Texts};
use codegen::{Corrected, Inputs};
use serde_json::json;

const DOCUMENT: &str = "\
openapi: 3.0.0
info: {title: T, version: '1'}
paths:
  /v1/pets:
    get:
      operationId: ListPets
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                type: object
                properties:
                  owner: {$ref: '#/components/schemas/Wrong'}
                  pets:
                    type: array
                    items: {$ref: '#/components/schemas/Pet'}
  /v1/wrong:
    get:
      operationId: GetWrong
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Wrong'}
  /v1/stream:
    post:
      operationId: StreamPets
      responses:
        '200':
          description: ''
          content:
            text/event-stream:
              x-events:
                - {event: pet, name: Pet, description: A pet., schema: {$ref: '#/components/schemas/Pet'}}
components:
  schemas:
    Wrong: {type: object, properties: {quota: {type: integer}}}
    Owner: {type: object, properties: {owner_id: {type: string}, city: {type: string}}}
    Pet:
      type: object
      required: [name, age, kind]
      properties:
        name: {type: string}
        age: {type: integer, format: i64}
        kind: {type: string, enum: [cat, dog]}
        tags: {type: string}
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: T, version: '1'}
actions:
  - target: $.components.schemas.Pet.properties.tags
    description: A correction that was right once.
    x-expect: {type: string}
    update: {type: integer}
";

const PET: &str = "/components/schemas/Pet";

fn texts<'a>(overlays: &'a [Text<'a>]) -> Texts<'a> {
    let text = |name, content| Text { name, content };
    Texts {
        document: text("document.yaml", DOCUMENT),
        overlays,
        names: text("names.yaml", ""),
        coverage: None,
        realtime: None,
    }
}

fn corrected(overlays: &[Text<'_>]) -> Corrected {
    codegen::correct(&texts(overlays), &mut Report::new()).expect("it is sound")
}

fn line(kind: &str, at: &str, schema: &str, seen: &str) -> Line {
    let line = json!({
        "operation": "ListPets", "call": "GET /v1/pets", "at": at, "schema": schema,
        "kind": kind, "seen": seen, "count": 2,
    });
    let mut lines = observe::read("f", line.to_string().as_bytes()).expect("a line");
    lines.remove(0)
}

fn findings(lines: Vec<Line>, overlays: &[Text<'_>]) -> Findings {
    let (vendor, corrected) = (corrected(&[]), corrected(overlays));
    let documents = Documents {
        base: &corrected.document,
        vendor: &vendor.document,
        corrected: &corrected.document,
        origins: &corrected.origins,
    };
    observe::propose(lines, documents)
}

/// Every kind of deviation that a correction can answer.
fn one_of_each() -> Vec<Line> {
    let owner =
        "/paths/~1v1~1pets/get/responses/200/content/application~1json/schema/properties/owner";
    let events = "/paths/~1v1~1stream/post/responses/200/content/text~1event-stream/x-events";
    let mut value = line(
        "unknown_value",
        "/pets/*/kind",
        &format!("{PET}/properties/kind"),
        "string",
    );
    value.value = Some("bird".to_owned());
    let mut event = line("unknown_event", "", events, "object");
    event.event = Some("pet.fed".to_owned());
    vec![
        line("unknown_field", "/pets/*/color", PET, "string"),
        line("unknown_field", "/pets/*/toys", PET, "array of object"),
        line("unknown_field", "/owner/owner_id", owner, "string"),
        line("unknown_field", "/owner/city", owner, "string"),
        line(
            "text_for_number",
            "/pets/*/age",
            &format!("{PET}/properties/age"),
            "string",
        ),
        line(
            "other_type",
            "/pets/*/tags",
            &format!("{PET}/properties/tags"),
            "array of string",
        ),
        line("null_for_required", "/pets/*/name", PET, "null"),
        line("nothing_for_required", "/pets/*/age", PET, "nothing"),
        value,
        event,
    ]
}

#[test]
fn what_is_proposed_generates_and_leaves_nothing_to_say() {
    let found = findings(one_of_each(), &[]);
    assert!(found.open.is_empty(), "{:#?}", found.open);
    let actions: Vec<_> = found
        .proposals
        .iter()
        .flat_map(|one| &one.actions)
        .collect();
    let overlay =
        json!({"overlay": "1.0.0", "info": {"title": "T", "version": "1"}, "actions": actions});
    let overlay = serde_yaml::to_string(&overlay).expect("YAML");
    let overlays = [Text {
        name: "proposed.yaml",
        content: &overlay,
    }];
    let texts = texts(&overlays);
    let output = codegen::generate(&Inputs {
        texts,
        unused_names: Severity::Error,
        skip_unsupported: false,
    });
    let output = output.unwrap_or_else(|report| panic!("{}\n{overlay}", report.render(&texts)));
    let document = &output.document;
    let owner = document.pointer(
        "/paths/~1v1~1pets/get/responses/200/content/application~1json/schema/properties/owner/$ref",
    );
    assert_eq!(owner, Some(&json!("#/components/schemas/Owner")));
    let pet = document.pointer(PET).expect("the pet");
    assert_eq!(pet["required"], json!(["kind"]));
    assert_eq!(pet["properties"]["color"], json!({"type": "string"}));
    assert_eq!(pet["properties"]["age"]["type"], "string");
    assert_eq!(
        pet["properties"]["kind"]["enum"],
        json!(["cat", "dog", "bird"])
    );
    assert_eq!(
        pet["properties"]["tags"]["items"],
        json!({"type": "string"})
    );
}

#[test]
fn reports_of_many_add_up() {
    let one = || line("unknown_field", "/pets/*/color", PET, "string");
    let found = findings(vec![one(), one(), one()], &[]);
    assert_eq!((found.seen.len(), found.seen[0].count), (1, 6));
    assert_eq!(found.proposals[0].count, 6);
}

#[test]
fn what_cannot_both_be_right_is_said_and_not_pasted() {
    let field = |seen| line("unknown_field", "/pets/*/color", PET, seen);
    let found = findings(vec![field("string"), field("object")], &[]);
    assert_eq!(
        found.proposals[0].contradictions,
        ["`color` was seen as object and as string"]
    );
    let text = observe::render(&found, &texts(&[]));
    assert!(text.contains("# CONTRADICTION: `color`"), "{text}");
    assert!(
        text.contains("  # - target: $.components.schemas.Pet"),
        "{text}"
    );
}

#[test]
fn a_correction_that_replies_speak_against_is_named() {
    let overlays = [Text {
        name: "overlay.yaml",
        content: OVERLAY,
    }];
    let tags = format!("{PET}/properties/tags");
    let found = findings(
        vec![line("text_for_number", "/pets/*/tags", &tags, "string")],
        &overlays,
    );
    let text = observe::render(&found, &texts(&overlays));
    assert!(text.contains("no longer need"), "{text}");
    assert!(text.contains("overlay.yaml:4"), "{text}");
    assert!(!text.contains("Actions for"), "{text}");
}

#[test]
fn what_cannot_be_proposed_is_left_to_a_person() {
    let lines = vec![
        line("unknown_field", "/pets/*/?", PET, "string"),
        line(
            "unknown_value",
            "/pets/*/kind",
            &format!("{PET}/properties/kind"),
            "string",
        ),
        line("no_envelope", "", PET, "object"),
        line("unknown_field", "/x", "/components/schemas/Gone", "string"),
    ];
    let found = findings(lines, &[]);
    assert_eq!((found.open.len(), found.proposals.len()), (4, 0));
}

#[test]
fn what_is_no_report_is_named_with_its_line() {
    let good = r#"{"operation":"A","call":"GET /a","at":"/x","schema":"/y","kind":"unknown_field","seen":"string","count":1}"#;
    let newer = good.replace("\"at\"", r#""event":null,"newer":{},"at""#);
    assert_eq!(
        observe::read("f", format!("\n{good}\n{newer}\n").as_bytes()).map(|lines| lines.len()),
        Ok(2)
    );
    for (line, said) in [
        ("not JSON".to_owned(), "this is no report: expected ident"),
        ("[]".to_owned(), "this is no report: it is no JSON object"),
        (
            good.replace(r#""seen":"string","#, ""),
            "this is no report: it has no `seen`",
        ),
        (
            good.replace("unknown_field", "unknown_\u{9b}kind"),
            r#"this is no report: `kind` is "unknown_kind", and not the kind of a difference"#,
        ),
        (
            good.replace(r#""count":1"#, r#""count":-1"#),
            "this is no report: `count` is -1, and not a number of times",
        ),
        (
            good.replace("\"GET /a\"", "1"),
            "this is no report: `call` is 1, and not a text",
        ),
        (
            good.replace(r#""at":"/x""#, r#""at":"x""#),
            "`at` is no JSON pointer",
        ),
        (
            good.replace("GET /a", "\\u001b[2J"),
            "`call` holds control characters",
        ),
        (
            good.replace("GET /a", &"x".repeat(2000)),
            "`call` is longer than 1024 bytes",
        ),
    ] {
        let file = format!("{good}\n{line}\n");
        let misread = observe::read("f.jsonl", file.as_bytes()).expect_err("it is no report");
        assert_eq!(misread.len(), 1, "{line}");
        let shown = misread[0].to_string();
        assert!(shown.starts_with(&format!("f.jsonl:2: {said}")), "{shown}");
        assert!(!shown.contains(char::is_control), "{shown}");
    }
    let misread = observe::read("f", b"\xff\xfe").expect_err("it is no text");
    assert_eq!(misread[0].line, 1);
}
