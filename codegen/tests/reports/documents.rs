//! What is wrong with the document as a text and as OpenAPI.

use super::*;

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
        - {type: object, required: [id], properties: {id: {$ref: '#/components/schemas/Thing'}}}
        - {type: object, required: [id], properties: {id: {type: object, properties: {text: {type: string}}}}}",
    )));

    lists_without_an_end: errors(&broken(&document(
        &format!(
            "      parameters:
        - {{name: flat, in: query, explode: false, schema: {{type: object, properties: {{a: {{type: array, items: {{type: string}}}}}}}}}}
        - {{name: lists, in: query, explode: true, schema: {{type: array, items: {{type: array, items: {{type: string}}}}}}}}
{LIST_THINGS}"
        ),
        THING,
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
