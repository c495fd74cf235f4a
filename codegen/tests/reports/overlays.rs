//! What is wrong with overlays.

use super::*;

reports! {
    malformed_overlay: errors(&corrected(
        "actions:
  - target: $.components.schemas.Thing
    updates: {type: object}
  - target: $.components.schemas.Thing
  - update: {type: object}
extra: true",
    ));

    extensions_of_no_name: warnings(&corrected(
        "actions:
  - target: $.paths['/v1/things'].get
    update:
      x-pagnig: {by: number, page: page_num, items: items}
      x-internal: {x-evnets: []}
  - target: $.components.schemas.Thing
    update: {allOf: [{xAliases: {id: [ID]}}, {x-alias: {id: [ID]}}]}",
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
