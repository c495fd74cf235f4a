//! What is wrong with the table of contents.

use super::*;

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
