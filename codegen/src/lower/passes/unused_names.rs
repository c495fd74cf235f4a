//! Rows of `names.yaml` must name something.

use crate::lower::context::Context;
use crate::lower::operation::declared::PlacedCall;
use crate::pointer;
use crate::report::{Place, Problem, Severity, Source};

/// A row that names nothing is a leftover, or a typing error.
pub(crate) fn report(context: &mut Context<'_>, calls: &[PlacedCall], severity: Severity) {
    let mut unused = Vec::new();
    for id in context.names.operations.keys() {
        if !calls.iter().any(|placed| placed.call.operation_id == *id) {
            unused.push((format!("/operations/{}", pointer::escape(id)), id));
        }
    }
    for key in context.names.types.keys() {
        if !context
            .types
            .iter()
            .any(|definition| definition.key == *key)
        {
            unused.push((format!("/types/{}", pointer::escape(key)), key));
        }
    }
    for (pointer, name) in unused {
        context.report.push(Problem {
            severity,
            place: Place {
                source: Source::Names,
                pointer,
            },
            found: format!("nothing in the document is called `{name}`"),
            expected: None,
            fix: Some("Remove the row, or correct its key.".to_owned()),
            at: None,
        });
    }
}
