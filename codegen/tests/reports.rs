//! The words that a maintainer reads when the document, an overlay or the names are wrong.
//!
//! Each snapshot says what was found, where, why that is wrong and what to do; nothing can be generated unless it says so.

mod support;

use support::{NamedText, Sources};

/// A document with one operation, `ListThings`; the arguments stand where things go wrong.
fn document(operation: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Things, version: '1'}}
paths:
  /v1/things:
    get:
{operation}
components:
  schemas:
{schemas}
x-envelope: {{code: code, message: msg, data: data, log_id: [detail, logid]}}
"
    )
}

/// An operation with a reply of a component.
const LIST_THINGS: &str = "      operationId: ListThings
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}";

const THING: &str = "    Thing: {type: object, properties: {id: {type: string}}}";

/// A sound document.
fn sound() -> Sources {
    broken(&document(LIST_THINGS, THING))
}

fn broken(document: &str) -> Sources {
    Sources {
        document: NamedText::new("spec/api.yaml", document),
        overlays: Vec::new(),
        names: NamedText::new("spec/names.yaml", ""),
        coverage: None,
    }
}

fn corrected(actions: &str) -> Sources {
    let overlay =
        format!("overlay: 1.0.0\ninfo: {{title: Corrections, version: '1'}}\n{actions}\n");
    Sources {
        overlays: vec![NamedText::new("spec/overlays/corrections.yaml", overlay)],
        ..sound()
    }
}

fn named(names: &str) -> Sources {
    Sources {
        names: NamedText::new("spec/names.yaml", names),
        ..sound()
    }
}

/// A sound document with a table of contents.
fn covered(coverage: &str) -> Sources {
    Sources {
        coverage: Some(NamedText::new("spec/coverage.yaml", coverage)),
        ..sound()
    }
}

/// The report on what cannot be generated.
#[track_caller]
fn errors(sources: &Sources) -> String {
    let report = sources.generate().expect_err("this has to fail");
    assert!(report.has_errors());
    sources.render(&report)
}

/// The report on what is doubtful.
#[track_caller]
fn warnings(sources: &Sources) -> String {
    let output = sources.output();
    assert!(!output.warnings.is_empty());
    sources.render(&output.warnings)
}

macro_rules! reports {
    ($($name:ident: $text:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::with_settings!({
                    omit_expression => true,
                    prepend_module_to_snapshot => false,
                    snapshot_path => "snapshots/reports",
                }, {
                    insta::assert_snapshot!(stringify!($name), $text);
                });
            }
        )*
    };
}

#[test]
fn the_sound_document_has_no_problems() {
    assert!(sound().output().warnings.is_empty());
}

// What is wrong with the document as a text and as OpenAPI.
reports! {
    malformed_yaml: errors(&broken("openapi: 3.0.3\ninfo: {title: Things\npaths: {}\n"));

    duplicate_key: errors(&broken(&document(
        LIST_THINGS,
        "    Thing: {type: object}\n    Thing: {type: string}",
    )));

    dangling_reference: errors(&broken(&document(LIST_THINGS, "    Thin: {type: object}")));

    credentials_that_nobody_can_send: errors(&broken(&format!(
        "{}security: [{{key: []}}, {{nowhere: []}}]\n",
        document(LIST_THINGS, THING).replace(
            "components:\n",
            "  /v1/other:
    get:
      operationId: GetOther
      security: [{login: [], token: []}, {nameless: []}]
      responses: {'200': {description: ''}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: Content-Length}
    token: {type: http, scheme: bearer}
    login: {type: http, scheme: basic}
    nameless: {type: apiKey, in: query}
    unused: {type: apiKey}
"
        )
    )));

    unknown_type: errors(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      properties:
        id: {type: strng}",
    )));

    missing_operation_id: warnings(&broken(&document(
        "      responses: {'200': {description: ''}}",
        THING,
    )));

    duplicate_operation_id: warnings(&broken(&document(
        &format!(
            "{LIST_THINGS}
    post:
      operationId: ListThings
      responses: {{'200': {{description: ''}}}}"
        ),
        THING,
    )));

    alternatives_that_cannot_be_told_apart: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      oneOf:
        - {type: object, required: [id], properties: {id: {type: string}}}
        - {type: object, required: [id], properties: {id: {type: integer}}}",
    )));

    parts_that_do_not_make_one_type: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      allOf:
        - {type: object, properties: {id: {type: string}}}
        - {type: string}",
    )));

    property_declared_twice: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      allOf:
        - {type: object, properties: {id: {type: string}}}
        - {type: object, properties: {id: {type: integer}}}",
    )));

    discriminator_without_alternatives: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      discriminator: {propertyName: kind}
      properties: {kind: {type: string}}",
    )));

    discriminator_of_something_else: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      oneOf: [{$ref: '#/components/schemas/Part'}, {type: string}]
      discriminator: {propertyName: kind, mapping: {part: Part, whole: '#/components/schemas/Whole'}}
    Part: {type: object, properties: {kind: {type: string}}}
    Whole: {type: object, properties: {kind: {type: string}}}",
    )));

    alternatives_beside_fields: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      properties: {id: {type: string}}
      oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, additionalProperties: {type: string}}, {type: array, items: {type: string}}]",
    )));

    alternatives_of_alternatives_and_fields: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing: {oneOf: [{$ref: '#/components/schemas/Part'}, {type: string}]}
    Part:
      type: object
      properties: {id: {type: string}}
      oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]",
    )));

    schema_made_of_itself: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      allOf: [{$ref: '#/components/schemas/Thing'}]
      properties: {id: {type: string}}",
    )));

    empty_composition: errors(&broken(&document(LIST_THINGS, "    Thing: {oneOf: []}")));

    reply_with_another_code: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing: {type: object, properties: {code: {type: string}, msg: {type: string}}}",
    )));

    one_key_of_two_types: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing: {type: object, properties: {part: {$ref: '#/components/schemas/Thing.kind'}, kind: {type: object, properties: {id: {type: string}}}}}\n    Thing.kind: {type: object, properties: {size: {type: integer}}}",
    )));

    cookie: errors(&broken(&document(
        &format!("{LIST_THINGS}\n      parameters: [{{name: ids, in: cookie, schema: {{type: array, items: {{type: string}}}}}}, {{name: a b, in: cookie, schema: {{type: string}}}}]"),
        THING,
    )));

    path_without_parameter: warnings(&broken(
        &document(LIST_THINGS, THING).replace("/v1/things:", "/v1/things/{thing_id}:"),
    ));

    component_of_itself: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing: {type: array, items: {$ref: '#/components/schemas/Thing'}}",
    )));

    object_in_the_query: errors(&broken(&document(
        &format!(
            "{LIST_THINGS}
      parameters:
        - {{name: filter, in: query, schema: {{type: object, additionalProperties: {{type: object, properties: {{id: {{type: string}}}}}}}}}}"
        ),
        THING,
    )));

    file_outside_a_form: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      properties:
        picture: {type: string, format: binary}",
    )));

    enum_lengths: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      properties:
        state:
          type: integer
          enum: [0, 1, 2]
          x-coze-enum-names: [Draft, Published]",
    )));

    doubtful_enum_names: warnings(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      properties:
        state:
          type: string
          enum: [in-work, in_work]",
    )));

    several_problems_in_file_order: errors(&Sources {
        overlays: vec![NamedText::new(
            "spec/overlays/corrections.yaml",
            "overlay: 1.0.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.components.schemas.Thing.properties
    update: {size: {type: strng}}
",
        )],
        ..broken(&document(
            LIST_THINGS,
            "    Thing:
      type: object
      properties:
        id: {type: strng}
        owner: {$ref: '#/components/schemas/Owner'}
      required: [id, id]",
        ))
    });
}

// What is wrong with overlays.
reports! {
    malformed_overlay: errors(&corrected(
        "actions:
  - target: $.components.schemas.Thing
    updates: {type: object}
  - target: $.components.schemas.Thing
  - update: {type: object}
extra: true",
    ));

    bad_json_path: errors(&corrected(
        "actions:
  - target: $.paths./v1/things.get
    update: {deprecated: true}",
    ));

    unmatched_target: errors(&corrected(
        "actions:
  - target: $.components.schemas.Thing.properties.name
    description: The name is a text (page list_things).
    update: {type: string}",
    ));

    wrong_matches: errors(&corrected(
        "actions:
  - target: $.components.schemas.Thing.properties.*
    description: Every property has a text.
    x-matches: 2
    update: {description: A property.}",
    ));

    stale_correction: errors(&corrected(
        "actions:
  - target: $.components.schemas.Thing
    description: The id is a text, not a number (page list_things).
    x-expect: {properties: {id: {type: integer}}}
    update: {properties: {id: {type: string}}}",
    ));

    stale_addition: errors(&corrected(
        "actions:
  - target: $.components.schemas.Thing
    description: A thing has an id (page list_things).
    x-expect: {properties: {id: null}}
    update: {properties: {id: {type: string}}}",
    ));

    operation_that_came_back: errors(&corrected(
        "actions:
  - target: $.paths
    description: Things are listed (page list_things).
    x-expect: {/v1/things: {get: null}}
    update:
      /v1/things:
        get:
          operationId: ListThing
          deprecated: true
          responses:
            '200':
              description: ''
              content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}",
    ));

    correction_that_does_not_fit: errors(&corrected(
        "actions:
  - target: $.components.schemas.Thing
    description: Properties are a list.
    update: {properties: [id]}",
    ));

    problem_in_what_an_overlay_brought: errors(&corrected(
        "actions:
  - target: $.components.schemas.Thing.properties
    description: A thing has an owner.
    update:
      owner: {$ref: '#/components/schemas/Owner'}",
    ));
}

/// An operation that gives one thing, with the extension that says where.
fn single(extension: &str) -> String {
    format!(
        "      operationId: RetrieveThing
{extension}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                type: object
                properties:
                  code: {{type: integer}}
                  data: {{$ref: '#/components/schemas/Thing'}}"
    )
}

/// An operation that pages or streams, with the extension that says how.
fn extended(extension: &str) -> String {
    format!(
        "      operationId: ListThings
{extension}
      parameters:
        - {{name: page_num, in: query, schema: {{type: integer}}}}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                type: object
                properties:
                  code: {{type: integer}}
                  data:
                    type: object
                    properties:
                      items: {{type: array, items: {{type: string}}}}
                      total: {{type: string}}"
    )
}

fn stream(events: &str) -> String {
    format!(
        "      operationId: ListThings
      responses:
        '200':
          description: ''
          content:
            text/event-stream:
              x-events:
{events}"
    )
}

// What is wrong with our extensions.
reports! {
    conventions_malformed: errors(&broken(&format!(
        "{}{}",
        document(LIST_THINGS, THING).replace("x-envelope: {", "x-envelope: {result: data, "),
        "x-error-codes: [{code: 1, kind: unknown}]
x-service: {parts: [espresso]}
servers: [{url: 'https://a.example', x-region: one}, {url: 'https://b.example', x-region: One}]
",
    )));

    paging_by_a_missing_field: errors(&broken(&document(
        &extended("      x-paging: {by: number, page: page_num, items: items, has_more: has_more}"),
        THING,
    )));

    paging_by_a_missing_argument: errors(&broken(&document(
        &extended("      x-paging: {by: number, page: page, items: items, total: total}"),
        THING,
    )));

    paging_by_a_field_of_the_wrong_type: errors(&broken(&document(
        &extended("      x-paging: {by: number, page: page_num, items: items, total: total}"),
        THING,
    )));

    paging_malformed: errors(&broken(&document(
        &extended("      x-paging: {by: numbers, page: page_num, items: items}"),
        THING,
    )));

    payload_that_leads_nowhere: errors(&broken(&document(
        &extended("      x-payload: [data, things]"),
        THING,
    )));

    payload_aliases_malformed: errors(&broken(&document(
        &extended("      x-payload-aliases: [items]"),
        THING,
    )));

    payload_aliases_of_no_single_thing: errors(&broken(&document(
        &format!("{LIST_THINGS}\n      x-payload-aliases: [[things]]"),
        THING,
    )));

    payload_aliases_repeated: errors(&broken(&document(
        &single("      x-payload-aliases: [[thing], [thing]]"),
        THING,
    )));

    payload_aliases_bare_by_another_key: errors(&broken(&document(
        &single("      x-payload-aliases: [{bare: name}]"),
        THING,
    )));

    payload_aliases_bare_by_the_frame: errors(&broken(&document(
        &single("      x-payload-aliases: [{bare: msg}]"),
        "    Thing: {type: object, properties: {id: {type: string}, msg: {type: string}}}",
    )));

    availability_malformed: errors(&broken(&document(
        &single("      x-availability: [{server: Studio, from: v1}]"),
        THING,
    )));

    availability_repeated: errors(&broken(&document(
        &single("      x-availability: [{server: Studio, since: '1'}, {server: Studio, since: '2'}]"),
        THING,
    )));

    availability_only_of_two: errors(&broken(&document(
        &single("      x-availability: [{server: Studio, since: '1', only: true}, {server: Box, since: '2'}]"),
        THING,
    )));

    repetition_that_is_no_text: errors(&broken(&document(
        &single("      x-repetition: [twice]"),
        THING,
    )));

    events_malformed: errors(&broken(&document(
        &stream("                - {event: done, ends: true}"),
        THING,
    )));

    events_repeated: errors(&broken(&document(
        &stream(
            "                - {event: delta, schema: {type: string}}
                - {event: message.delta, name: Delta, schema: {type: string}}
                - {event: delta, end: true}",
        ),
        THING,
    )));

    reply_or_stream_by_nothing: warnings(&Sources {
        overlays: vec![NamedText::new(
            "spec/overlays/extensions.yaml",
            "overlay: 1.0.0
info: {title: Extensions, version: '1'}
actions:
  - target: $.paths['/v3/chat'].post.responses['200'].content['text/event-stream']
    update: {x-events: [{event: done, end: true}]}
",
        )],
        ..Sources::fixture("dual_mode")
    });

    aliases_of_values: errors(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      properties: {status: {type: string, enum: [open, closed], x-aliases: {close: [Closed], open: [closed]}}}",
    )));

    aliases_malformed: errors(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      x-aliases: {id: ID}
      properties: {id: {type: string}}",
    )));

    aliases_of_something_else: errors(&broken(&document(
        LIST_THINGS,
        "    Thing:
      type: object
      x-aliases: {id: [ID, name], title: [Title]}
      properties: {id: {type: string}, name: {type: string}}",
    )));
}

/// Two operations whose replies have different shapes.
fn two_shapes() -> String {
    document(
        &format!(
            "{LIST_THINGS}
    post:
      operationId: CreateThing
      responses:
        '200':
          description: ''
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Created'}}}}}}"
        ),
        &format!("{THING}\n    Created: {{type: object, properties: {{id: {{type: integer}}}}}}"),
    )
}

// What is wrong with the names.
reports! {
    names_malformed: errors(&named(
        "operations:
  ListThings: things.List
types:
  Thing: thing
  Result: Result
resources: {}
",
    ));

    one_call_twice: errors(&Sources {
        names: NamedText::new(
            "spec/names.yaml",
            "operations:\n  ListThings: things.list\n  CreateThing: things.list\n",
        ),
        ..broken(&two_shapes())
    });

    one_type_of_two_shapes: errors(&Sources {
        names: NamedText::new("spec/names.yaml", "types:\n  Thing: Thing\n  Created: Thing\n"),
        ..broken(&two_shapes())
    });

    one_name_for_an_enum_and_a_page: errors(&Sources {
        names: NamedText::new(
            "spec/names.yaml",
            "types: {ListThings.query.kind: Page, Page: Page}\n",
        ),
        ..broken(&document(
            &format!(
                "{LIST_THINGS}
      parameters: [{{name: kind, in: query, schema: {{type: string, enum: [big, small]}}}}]
  /v2/things:
    get:
      operationId: ListPages
      x-paging: {{by: number, page: page, items: items, total: total}}
      parameters: [{{name: page, in: query, schema: {{type: integer}}}}]
      responses:
        '200':
          description: ''
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Page'}}}}}}"
            ),
            &format!(
                "{THING}
    Page: {{type: object, properties: {{items: {{type: array, items: {{type: object, properties: {{size: {{type: integer}}}}}}}}, total: {{type: integer}}}}}}"
            ),
        ))
    });

    two_names_for_one_call: errors(&named(
        "operations:\n  ListThings: {call: things.list, stream: things.stream}\n",
    ));

    one_name_for_two_calls: errors(&Sources {
        names: NamedText::new("spec/names.yaml", "operations:\n  ChatV3: chat.create\n"),
        ..Sources::fixture("dual_mode")
    });

    names_of_nothing: errors(&named(
        "operations:\n  ListThing: things.list\ntypes:\n  Things: Thing\n",
    ));

    one_call_by_rule_twice: warnings(&broken(&document(
        &format!(
            "{LIST_THINGS}
  /v2/things:
    get:
      operationId: ListThingsV2
      responses: {{'200': {{description: ''}}}}"
        ),
        THING,
    )));

    one_request_twice: errors(&Sources {
        names: NamedText::new(
            "spec/names.yaml",
            "operations:\n  ListThings: things.list as Things\n  CreateThing: things.create as CreateThing\n",
        ),
        ..broken(&two_shapes())
    });

    a_resource_that_the_client_has_not_free: errors(&named(
        "operations:\n  ListThings: transport.list\n",
    ));

    a_call_like_a_resource: errors(&Sources {
        names: NamedText::new(
            "spec/names.yaml",
            "operations:\n  ListThings: things.parts\n  CreateThing: things.parts.create\n",
        ),
        ..broken(&two_shapes())
    });
}

// What is wrong with the table of contents.
reports! {
    coverage_malformed: errors(&covered(
        "Things:
  List things: [ListThings]
  Things over a socket: {websocket: true}
Guides: a guide
",
    ));

    coverage_of_nothing: errors(&covered(
        "Things:
  List things: ListThing
  Things over a socket: {not_http: a WebSocket}
",
    ));
}

#[test]
fn problems_of_the_table_of_contents_come_with_all_others() {
    let coverage = covered("Things:\n  List things: [ListThings]\n").coverage;
    let others = [
        broken(&document(LIST_THINGS, THING).replace("200", "99")),
        broken("openapi: [3.0.3"),
        named("types: {Thing: 7}\n"),
        corrected("actions: [{target: $.nowhere, remove: true}]"),
    ];
    for sources in others {
        let alone = errors(&sources);
        let coverage = coverage.clone();
        let text = errors(&Sources {
            coverage,
            ..sources
        });
        let first = alone.lines().next().expect("an error");
        assert!(text.contains(first), "{text}");
        assert!(
            text.contains("does not say what stands for `List things`"),
            "{text}"
        );
        assert!(text.contains("--> spec/coverage.yaml:2:3"), "{text}");
    }
}

#[test]
fn the_table_of_contents_may_be_whole_or_absent() {
    let page = |sources: Sources| sources.output().files["coverage.rs"].clone();
    let whole = page(covered(
        "Things:\n  List | things: ListThings\n  Sockets: {planned: some day}\n",
    ));
    let lines = [
        "//! Titles: 2. Calls: 1. In the runtime: 0. Planned: 1. Not HTTP calls: 0.",
        "//! | List \\| things | [`things().list`](crate::resources::things::Things::list) |",
        "//! | Sockets | planned: some day |",
    ];
    assert!(lines.iter().all(|line| whole.contains(line)), "{whole}");
    let absent = page(sound());
    let line =
        "//! | `GET /v1/things` | [`things().list`](crate::resources::things::Things::list) |";
    assert!(absent.contains(line), "{absent}");
}
