//! Which types have a total equality, `Eq` in Rust, and can be hashed.

use crate::ir::{Type, TypeDef};

/// Marks every type that holds neither a decimal number nor a file, at any depth. Types may hold one another, so all count as equal in
/// full until something in them says otherwise.
pub(crate) fn mark(types: &mut [TypeDef]) {
    let mut total = vec![true; types.len()];
    loop {
        let holds = |ty: &Type| is_total(ty, &total);
        let next: Vec<bool> = types
            .iter()
            .map(|definition| definition.kind.types().all(holds))
            .collect();
        if next == total {
            break;
        }
        total = next;
    }
    for (definition, total) in types.iter_mut().zip(total) {
        definition.total_eq = total;
    }
}

/// Whether values of a type can be equal in full, as far as that is known of the types of the arena.
fn is_total(ty: &Type, known: &[bool]) -> bool {
    match ty {
        Type::Bool
        | Type::Int
        | Type::UInt
        | Type::IntText
        | Type::Text
        | Type::Json
        | Type::Bytes => true,
        Type::Float | Type::File => false,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => is_total(inner, known),
        Type::Named(id) | Type::Boxed(id) => known[id.0],
    }
}
