//! What concerns all arguments of a request, wherever they stand.

use crate::extension::{Extension, Reader};
use crate::ir::{Argument, Constant, ConstantValue, Place, Type};
use crate::lower::context::Context;
use crate::lower::naming;
use crate::nearest;
use crate::reserved;
use crate::words::{numbered, plain};

/// Turns the field that selects stream or reply into a constant.
pub(crate) fn choose(
    context: &mut Context<'_>,
    when: &Extension<'_>,
    streams: bool,
    arguments: &mut Vec<Argument>,
    constants: &mut Vec<Constant>,
) {
    const FIX: &str = "Write `x-when: {stream: true}`, with a field of the body.";
    let fields = context.read(when, FIX, |reader, fields| {
        reader.table(fields, Reader::flag)
    });
    let Some(fields) = fields else {
        return;
    };
    let field = fields.first().filter(|_| fields.len() == 1);
    let is_it =
        |argument: &Argument, name: &str| argument.wire == name && argument.ty == Type::Bool;
    let position = field.and_then(|(name, _)| {
        let mut arguments = arguments.iter();
        arguments.position(|argument| is_it(argument, name))
    });
    let (Some((name, value)), Some(position)) = (field, position) else {
        let flags = arguments
            .iter()
            .filter(|argument| argument.ty == Type::Bool);
        let flags: Vec<&str> = flags.map(|argument| argument.wire.as_str()).collect();
        let fix = match field {
            Some((name, _)) => nearest::fix(name, &flags, FIX),
            None => FIX.to_owned(),
        };
        let found = "`x-when` does not name one boolean field of the request";
        context.error(&when.pointer, found, &fix);
        return;
    };
    let argument = arguments.remove(position);
    constants.push(Constant {
        wire: (*name).to_owned(),
        place: argument.place,
        value: ConstantValue::Bool(*value == streams),
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
