//! What is wrong with the names.

use super::*;

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
