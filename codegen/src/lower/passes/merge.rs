//! Types that `names.yaml` gives one name become one type; no two types that remain share a name.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::redirect::redirect;
use crate::ir::{Alternative, Field, Fit, Presence, TypeDef, TypeId, TypeKind, Variant};
use crate::lower::context::Context;
use crate::lower::naming;
use crate::lower::operation::declared::PlacedCall;
use crate::reserved;
use crate::words::numbered;

/// Unites types with one chosen name, then lengthens default names that are still used twice.
pub(crate) fn by_name(context: &mut Context<'_>, calls: &mut [PlacedCall]) {
    let leaders = leaders(context);
    redirect(&mut context.types, calls, &|id| leaders[id.0]);
    let mut united: Vec<TypeDef> = Vec::new();
    let mut places: HashMap<TypeId, TypeId> = HashMap::new();
    for (index, definition) in std::mem::take(&mut context.types).into_iter().enumerate() {
        let leader = leaders[index];
        if let Some(place) = places.get(&leader) {
            unite(context, &mut united[place.0], definition);
        } else {
            places.insert(leader, TypeId(united.len()));
            united.push(definition);
        }
    }
    context.types = united;
    redirect(&mut context.types, calls, &|id| places[&id]);
    unite_alternatives(&mut context.types);
    lengthen_taken_names(context);
}

/// For every type the first one that is the same: same key (an operation with two calls is lowered twice), or same chosen name.
fn leaders(context: &Context<'_>) -> Vec<TypeId> {
    let mut by_key: IndexMap<&str, TypeId> = IndexMap::new();
    let mut by_name: IndexMap<&str, TypeId> = IndexMap::new();
    let mut leaders = Vec::new();
    for (index, definition) in context.types.iter().enumerate() {
        let own = TypeId(index);
        let chosen = context.names.types.contains_key(&definition.key);
        let leader = if chosen {
            *by_name.entry(&definition.name).or_insert(own)
        } else {
            *by_key.entry(&definition.key).or_insert(own)
        };
        leaders.push(leader);
    }
    leaders
}

/// Alternatives that have become one type become one alternative.
fn unite_alternatives(types: &mut [TypeDef]) {
    for definition in types {
        let TypeKind::Union(union) = &mut definition.kind else {
            continue;
        };
        let mut kept: Vec<Alternative> = Vec::new();
        for one in std::mem::take(&mut union.alternatives) {
            match kept.iter_mut().find(|other| other.ty == one.ty) {
                None => kept.push(one),
                Some(other) => {
                    if let (Fit::Tag(values), Fit::Tag(more)) = (&mut other.fit, one.fit) {
                        values.extend(more);
                    }
                }
            }
        }
        union.alternatives = kept;
    }
}

/// Adds what `other` has to `base`; what both have must agree.
fn unite(context: &mut Context<'_>, base: &mut TypeDef, other: TypeDef) {
    let disagreement = match (&mut base.kind, other.kind) {
        (TypeKind::Struct(fields), TypeKind::Struct(others)) => unite_fields(fields, others),
        (TypeKind::StringEnum(variants), TypeKind::StringEnum(others)) => {
            unite_variants(variants, others)
        }
        (TypeKind::IntEnum(variants), TypeKind::IntEnum(others)) => {
            unite_variants(variants, others)
        }
        (TypeKind::Union(union), TypeKind::Union(other)) => {
            (*union != other).then(|| "their alternatives differ".to_owned())
        }
        (TypeKind::Events(events), TypeKind::Events(others)) => {
            (*events != others).then(|| "their events differ".to_owned())
        }
        (TypeKind::Messages(messages), TypeKind::Messages(others)) => {
            (*messages != others).then(|| "their events differ".to_owned())
        }
        _ => Some("they are different kinds of types".to_owned()),
    };
    if let Some(disagreement) = disagreement {
        context.error(
            &other.pointer,
            format!(
                "`{}` and `{}` are both named `{}`, but {disagreement}",
                base.key, other.key, base.name
            ),
            "Give one of them another name in spec/names.yaml, or correct the document.",
        );
    }
    if base.docs.is_empty() {
        base.docs = other.docs;
    }
    base.example = base.example.take().or(other.example);
    base.form = base.form.take().or(other.form);
    if other.key != base.key {
        base.doc_aliases.push(other.key);
    }
}

fn unite_fields(fields: &mut Vec<Field>, others: Vec<Field>) -> Option<String> {
    for field in fields.iter_mut() {
        // A request may leave out what any of the uses may leave out.
        let mut same = others.iter().filter(|other| other.wire == field.wire);
        let is_required = |field: &Field| field.presence == Presence::Required;
        if is_required(field) && !same.any(is_required) {
            field.presence = Presence::Optional;
        }
    }
    for other in others {
        let Some(field) = fields.iter_mut().find(|field| field.wire == other.wire) else {
            fields.push(Field {
                presence: Presence::Optional,
                ..other
            });
            continue;
        };
        if field.ty != other.ty {
            return Some(format!("their field `{}` has different types", other.wire));
        }
        if field.docs.is_empty() {
            field.docs = other.docs;
        }
        field.example = field.example.take().or(other.example);
        for alias in other.aliases {
            if !field.aliases.contains(&alias) {
                field.aliases.push(alias);
            }
        }
    }
    None
}

fn unite_variants<V: PartialEq + std::fmt::Display>(
    variants: &mut Vec<Variant<V>>,
    others: Vec<Variant<V>>,
) -> Option<String> {
    for other in others {
        match variants
            .iter_mut()
            .find(|variant| variant.value == other.value || variant.name == other.name)
        {
            Some(variant) if variant.value == other.value && variant.name == other.name => {
                if variant.docs.is_empty() {
                    variant.docs = other.docs;
                }
                for alias in other.aliases {
                    if !variant.aliases.contains(&alias) {
                        variant.aliases.push(alias);
                    }
                }
            }
            Some(_) => return Some(format!("the value `{}` has different names", other.value)),
            None => variants.push(other),
        }
    }
    None
}

/// Default names that clash with others are lengthened by their path, then numbered.
fn lengthen_taken_names(context: &mut Context<'_>) {
    let mut taken: IndexMap<String, ()> = IndexMap::new();
    for definition in &context.types {
        if context.names.types.contains_key(&definition.key) {
            taken.insert(definition.name.clone(), ());
        }
    }
    for index in 0..context.types.len() {
        let definition = &context.types[index];
        let (key, short, pointer) = (
            definition.key.clone(),
            definition.name.clone(),
            definition.pointer.clone(),
        );
        if context.names.types.contains_key(&key) {
            continue;
        }
        let is_taken = |name: &str| taken.contains_key(name) || reserved::TYPES.contains(&name);
        let free = if is_taken(&short) {
            numbered(&naming::long_type_name(&key), "", is_taken)
        } else {
            short.clone()
        };
        if free != short {
            context.warn(
                &pointer,
                format!("the name `{short}` is taken; the type of `{key}` is called `{free}`"),
                "Name it in spec/names.yaml.",
            );
            context.default_type_names.insert(key, free.clone());
        }
        taken.insert(free.clone(), ());
        context.types[index].name = free;
    }
}
