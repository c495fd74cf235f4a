//! What concerns all arguments of a request, wherever they stand.

use serde_json::Value;

use super::declared::DeclaredOperation;
use crate::ir::{Argument, Constant, ConstantValue, Place};
use crate::lower::context::Context;
use crate::lower::naming;
use crate::reserved;
use crate::words::{numbered, plain};

/// Turns the field that selects stream or reply into a constant.
pub(crate) fn choose(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
    when: &Value,
    streams: bool,
    arguments: &mut Vec<Argument>,
    constants: &mut Vec<Constant>,
) {
    let field = when
        .as_object()
        .and_then(|fields| fields.iter().next())
        .and_then(|(name, value)| Some((name, value.as_bool()?)));
    let position =
        field.and_then(|(name, _)| arguments.iter().position(|argument| argument.wire == *name));
    let (Some((name, value)), Some(position)) = (field, position) else {
        context.error(
            &operation.pointer(),
            "`x-when` does not name a boolean field of the request",
            "Write `x-when: {stream: true}`, with a field of the body.",
        );
        return;
    };
    let argument = arguments.remove(position);
    constants.push(Constant {
        wire: name.clone(),
        place: argument.place,
        value: ConstantValue::Bool(value == streams),
    });
}

/// A parameter and a field of the body may have one name; the later one says where it travels.
pub(crate) fn unique_arguments(arguments: &mut [Argument]) {
    for index in 0..arguments.len() {
        let (before, rest) = arguments.split_at_mut(index);
        let argument = &mut rest[0];
        let taken = |name: &str| {
            before.iter().any(|other| other.name == name) || reserved::ARGUMENTS.contains(&name)
        };
        if taken(&argument.name) {
            let suffix = if argument.place == Place::Body {
                "in_body"
            } else {
                "value"
            };
            let stem = plain(&argument.name).trim_end_matches('_');
            let longer = format!("{stem}_{suffix}");
            argument.name = numbered(&longer, "_", taken);
        }
    }
    let names = arguments.iter().map(|argument| argument.name.clone());
    let reserved = reserved::ARGUMENTS.iter().map(|name| (*name).to_owned());
    let taken = names.chain(reserved).collect();
    let settable = arguments.iter_mut().map(|argument| naming::Settable {
        name: &argument.name,
        presence: &mut argument.presence,
        option_setter: &mut argument.option_setter,
    });
    naming::further_setters(settable, taken);
}
