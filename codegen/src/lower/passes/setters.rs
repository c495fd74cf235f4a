//! Setters of types get names that nothing else of theirs has.

use crate::ir::{TypeDef, TypeKind};
use crate::lower::naming::{Settable, further_setters};
use crate::words::numbered;

/// Setters are called like their fields, and types that are sent have functions of these names already.
pub(crate) fn without_conflict(types: &mut [TypeDef]) {
    let sent = types.iter_mut().filter(|definition| definition.flow.sent);
    for definition in sent {
        let TypeKind::Struct(fields) = &mut definition.kind else {
            continue;
        };
        for index in 0..fields.len() {
            let name = fields[index].name.as_str();
            if ["new", "default"].contains(&name) {
                let longer = format!("{name}_value");
                let taken = |name: &str| fields.iter().any(|field| field.name == name);
                fields[index].name = numbered(&longer, "_", taken);
            }
        }
        let names = fields.iter().map(|field| field.name.clone()).collect();
        let settable = fields.iter_mut().map(|field| Settable {
            name: &field.name,
            presence: &mut field.presence,
            option_setter: &mut field.option_setter,
        });
        further_setters(settable, names);
    }
}
