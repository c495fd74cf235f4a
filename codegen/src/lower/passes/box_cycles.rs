//! A type that contains itself gets a box, without which it would have no size.

use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// Puts a box where a struct would contain itself. Lists and maps are indirect already.
pub(crate) fn box_cycles(types: &mut [TypeDef]) {
    for index in 0..types.len() {
        let own = TypeId(index);
        let targets: Vec<TypeId> = direct(&types[index].kind).collect();
        let circular: Vec<TypeId> = targets
            .into_iter()
            .filter(|target| contains(types, *target, own))
            .collect();
        if let TypeKind::Struct(fields) = &mut types[index].kind {
            for field in fields {
                if let Type::Named(id) = field.ty
                    && circular.contains(&id)
                {
                    field.ty = Type::Boxed(id);
                }
            }
        }
    }
}

fn direct(kind: &TypeKind) -> impl Iterator<Item = TypeId> + '_ {
    kind.types().filter_map(|ty| match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    })
}

/// Whether a value of `outer` holds a value of `inner` without indirection.
fn contains(types: &[TypeDef], outer: TypeId, inner: TypeId) -> bool {
    let mut waiting = vec![outer];
    let mut seen = Vec::new();
    while let Some(id) = waiting.pop() {
        if id == inner {
            return true;
        }
        if !seen.contains(&id) {
            seen.push(id);
            waiting.extend(direct(&types[id.0].kind));
        }
    }
    false
}
