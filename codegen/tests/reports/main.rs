//! The words that a maintainer reads when the document, an overlay or the names are wrong.
//!
//! Each snapshot says what was found, where, why that is wrong and what to do; nothing can be generated unless it says so.

mod coverage;
mod documents;
mod extensions;
mod limits;
mod names;
mod overlays;
#[path = "../support/mod.rs"]
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
        realtime: None,
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
                    snapshot_path => "../snapshots/reports",
                }, {
                    insta::assert_snapshot!(stringify!($name), $text);
                });
            }
        )*
    };
}

use reports;

#[test]
fn the_sound_document_has_no_problems() {
    assert!(sound().output().warnings.is_empty());
}
