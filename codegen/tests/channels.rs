//! Endpoints that speak over a `WebSocket`: what becomes of a small document, what is said of wrong ones, and that the bundled one has
//! every event that is known.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use codegen::diff::{self, Format};
use codegen::report::Severity;
use codegen::surface::{Declaration, Form, Member, Surface};
use support::Sources;

/// Files of which channels are a part.
const FILES: [&str; 8] = [
    "coverage.rs",
    "mod.rs",
    "realtime.rs",
    "resources.rs",
    "resources/air.rs",
    "types.rs",
    "types/air.rs",
    "types/common.rs",
];

#[test]
fn channels() {
    let sources = Sources::channels();
    let output = sources.output();
    let mut text = String::new();
    for file in FILES {
        let _ = writeln!(text, "════ {file}\n{}", output.files[file]);
    }
    let _ = write!(text, "════ warnings\n{}", sources.render(&output.warnings));
    let _ = write!(text, "════ surface\n{}", output.surface());
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!("channels", text);
    });
}

#[test]
fn calls_of_channels_are_no_calls_over_http() {
    let output = Sources::channels().output();
    let calls: String = output.contract.values().map(String::as_str).collect();
    assert!(calls.contains("/stations") && !calls.contains("/listen"));
    let played = &output.files["testing/operations.rs"];
    assert!(played.contains("/stations") && !played.contains("/listen"));
    assert_eq!(output.counts.operations, 1);
}

/// The report on the document after a change of its text.
fn report(from: &str, to: &str) -> String {
    let mut sources = Sources::channels();
    let realtime = sources.realtime.as_mut().expect("a document of channels");
    assert!(realtime.content.contains(from), "{from}");
    realtime.content = realtime.content.replace(from, to);
    match sources.generate() {
        Ok(output) => sources.render(&output.warnings),
        Err(report) => sources.render(&report),
    }
}

#[test]
fn reports_name_the_line() {
    let cases = [
        ("asyncapi: 3.0.0", "asyncapi: 2.6.0"),
        ("x-frame:", "x-frames:"),
        ("    address: /listen", "    address: listen"),
        ("quality: {type: string,", "quality: {type: strin,"),
        ("{frequency: {type: number,", "{frequency: {type: numbr,"),
        (
            "- {$ref: '#/channels/Listen/messages/Tune'}",
            "- {$ref: '#/channels/Listen/messages/Tone'}",
        ),
        ("{kind: {const: title}", "{kind: {const: sound}"),
        (
            "document.yaml#/components/schemas/Station",
            "document.yaml#/components/schemas/Radio",
        ),
        (
            "sound}, body: {$ref: '#",
            "sound}, body: {$ref: 'other.yaml#",
        ),
        ("components:\n  messages", "components: [\n  messages"),
    ];
    let mut text = String::new();
    for (from, to) in cases {
        let _ = writeln!(text, "════ {to}\n{}", report(from, to));
    }
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!("channels_reports", text);
    });
}

#[test]
fn channels_have_a_resource_of_their_own() {
    let mut sources = Sources::channels();
    sources.names.content = sources
        .names
        .content
        .replace("air.listen", "stations.listen");
    let report = sources.generate().expect_err("a mistake");
    let errors = report.problems().iter();
    let errors = errors.filter(|problem| problem.severity == Severity::Error);
    let found: Vec<&str> = errors.map(|problem| problem.found.as_str()).collect();
    assert_eq!(
        found,
        ["this is a channel, and `client.stations()` has other calls, too"]
    );
}

#[test]
fn changes_of_channels_are_compared_in_their_direction() {
    let old = Sources::channels();
    let mut new = old.clone();
    let realtime = new.realtime.as_mut().expect("a document of channels");
    for (from, to) in [
        ("{const: tune}", "{const: retune}"),
        ("{const: title}", "{const: song}"),
        ("required: [samples]", "required: [samples, preview]"),
    ] {
        realtime.content = realtime.content.replace(from, to);
    }
    let (old, new) = (old.output(), new.output());
    let surfaces = (&Ok(old.surface()), &Ok(new.surface()));
    let difference = diff::compare(&old.document, &new.document, surfaces);
    let report = diff::render(&difference, Format::Terminal { colour: false }, false);
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!("channels_diff", report);
    });
}

/// Every event that is known: the channel, who sends it, and its name.
type Events = BTreeSet<(String, String, String)>;

/// The table of known events, which the client's own tests read and write.
fn known() -> Events {
    let path = support::root().join("generated-client/tests/realtime/events.tsv");
    let text = fs::read_to_string(path).expect("the table of events");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.map(|row| {
        let mut cells = row.split('\t').map(str::to_owned);
        let mut cell = || cells.next().expect("a cell");
        (cell(), cell(), cell())
    });
    rows.collect()
}

/// The events that the client has types for.
fn typed(surface: &Surface) -> Events {
    let mut events = Events::new();
    for item in &surface.items {
        let Declaration::Member(form, Member::Message { wire, .. }) = &item.declaration else {
            continue;
        };
        let (sender, ends) = match form {
            Form::ClientEvents => ("client", "ClientEvent"),
            _ => ("server", "ServerEvent"),
        };
        let channel = item.path[0].strip_suffix(ends).expect("a type of events");
        events.insert((channel.to_owned(), sender.to_owned(), wire.clone()));
    }
    events
}

#[test]
fn every_known_event_has_a_type_and_every_type_is_that_of_a_known_event() {
    let (known, typed) = (known(), typed(&Sources::bundled().output().surface()));
    let untyped: Vec<_> = known.difference(&typed).collect();
    let unknown: Vec<_> = typed.difference(&known).collect();
    assert!(
        untyped.is_empty() && unknown.is_empty(),
        "without a type: {untyped:?}\nunknown: {unknown:?}"
    );
}
