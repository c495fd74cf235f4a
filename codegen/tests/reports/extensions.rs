//! What is wrong with our extensions.

use super::*;

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

/// An operation that streams where a field has a value.
fn dual_mode(when: &str) -> Sources {
    Sources {
        overlays: vec![NamedText::new(
            "spec/overlays/extensions.yaml",
            format!(
                "overlay: 1.0.0
info: {{title: Extensions, version: '1'}}
actions:
  - target: $.paths['/v3/chat'].post.responses['200'].content['text/event-stream']
    update: {{x-when: {when}, x-events: [{{event: done, end: true}}]}}
"
            ),
        )],
        ..Sources::fixture("dual_mode")
    }
}

reports! {
    conventions_malformed: errors(&broken(&format!(
        "{}{}",
        document(LIST_THINGS, THING).replace("x-envelope: {", "x-envelope: {result: data, "),
        "x-error-codes: [{code: 1, kind: unknown}]
x-service: {parts: [espresso]}
servers: [{url: 'https://a.example', x-region: one}, {url: 'https://b.example', x-region: One}]
",
    )));

    error_codes_repeated: errors(&broken(&format!(
        "{}x-error-codes: [{{code: 1}}, {{code: 2}}, {{code: 1, hint: wait}}]\n",
        document(LIST_THINGS, THING),
    )));

    all_that_is_wrong_with_the_service: errors(&broken(&format!(
        "{}x-error-codes:
  - {{code: '1', knid: auth, renew: yes}}
  - {{hint: wait, code: 2}}
  - 700012006
  - {{cod: 3, passes: null}}
x-service: {{site: [here], identity_header: null, logIdHeaders: [x-log], texts: titles, parts: coze}}
",
        document(LIST_THINGS, THING).replace("log_id: [detail, logid]", "log_id: [a, b, c]"),
    )));

    servers_with_marks_of_other_kinds: errors(&broken(&format!(
        "{}servers: [{{url: 'https://a.example', x-region: 1}}, {{url: 'https://b.example', x-region: B, x-default: yes}}]\n",
        document(LIST_THINGS, THING),
    )));

    paging_by_misspelt_names: errors(&broken(&document(
        &extended("      x-paging: {by: number, page: page_nmu, items: item, total: totla}"),
        THING,
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

    payload_malformed: errors(&broken(&document(
        &extended("      x-payload: [data, 1]"),
        THING,
    )));

    all_that_is_wrong_with_payload_aliases: errors(&broken(&document(
        &single("      x-payload-aliases: [[], [thing], [thing], {bare: name}, {bare: id}]"),
        THING,
    )));

    payload_aliases_malformed: errors(&broken(&document(
        &single("      x-payload-aliases: [items, [a, 1], {bear: id}, {bare: id, or: x}]"),
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

    form_of_no_module: errors(&broken(&document(&single("      x-form: Widgets!"), THING)));

    form_of_nothing: errors(&broken(&document(&single("      x-form: widgets"), THING)));

    repetition_that_is_no_text: errors(&broken(&document(
        &single("      x-repetition: [twice]"),
        THING,
    )));

    events_malformed: errors(&broken(&document(
        &stream("                - {event: done, ends: true}"),
        THING,
    )));

    all_that_is_wrong_with_events: errors(&broken(&document(
        &stream(
            "                - {evnet: delta, name: Delta, schema: {type: string}}
                - {event: 1, description: null, aliases: [a, 2], wraps: data}
                - {event: error, error: {code: [code, 7], mesage: msg}}
                - {event: failed, error: code}
                - {event: rest, error: {code: 1, message: {}}}
                - {event: end, end: 'true', may_end: null}",
        ),
        THING,
    )));

    events_that_contradict_themselves: errors(&broken(&document(
        &stream(
            "                - {event: ping, ignore: true, end: true}
                - {event: lost, ignore: true, error: {code: code, message: msg}}
                - {event: failed, error: {code: code, message: msg}, schema: {type: string}}
                - {event: done, end: true, may_end: true}",
        ),
        THING,
    )));

    events_of_a_channel_malformed: errors(&broken(&document(
        "      operationId: Listen
      x-channel: true
      requestBody:
        content:
          application/json:
            x-events:
              - {event: start, nmae: Start, schema: {type: string}}
              - {event: stop, name: Stop, end: true}
      responses: {'101': {description: '', content: {application/json: {x-events: [{event: 2}]}}}}",
        THING,
    )));

    events_repeated: errors(&broken(&document(
        &stream(
            "                - {event: delta, schema: {type: string}}
                - {event: message.delta, name: Delta, schema: {type: string}}
                - {event: stop, aliases: [halt, delta], marks: ['[DONE]', halt], end: true}",
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

    choice_by_a_field_of_no_name: errors(&dual_mode("{steram: true}"));

    choice_by_a_field_that_is_no_boolean: errors(&dual_mode("{bot_id: true}"));

    choice_by_a_text: errors(&dual_mode("{stream: 'true'}"));

    choice_by_two_fields: errors(&dual_mode("{stream: true, bot_id: false}"));

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
