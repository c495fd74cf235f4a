//! The discriminants of the alternatives of a union.

use indexmap::IndexMap;
use serde_json::Value;

use super::object::Object;
use crate::ir::{Field, Presence, Type, TypeDef, TypeKind};
use crate::lower::context::{Context, component_name};
use crate::openapi::{Discriminator, ReferenceOr, SchemaKind, SchemaRef};

/// What discriminates an alternative from the others.
#[derive(Clone, Default)]
pub(super) struct Discriminants {
    /// The keys of an object; none for anything else.
    pub(super) required: Vec<String>,
    pub(super) optional: Vec<String>,
    /// The tag that the document declares, and its values for this alternative.
    pub(super) declared: Option<(String, Vec<String>)>,
    /// Required keys whose values are listed, with the list: each may be a tag.
    pub(super) listed: IndexMap<String, Vec<String>>,
}

impl Discriminants {
    pub(super) fn is_object(&self) -> bool {
        !self.required.is_empty() || !self.optional.is_empty()
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        self.required.iter().chain(&self.optional)
    }

    /// The discriminant values of this alternative for a tag.
    pub(super) fn values(&self, tag: &str) -> &[String] {
        let declared = self
            .declared
            .as_ref()
            .filter(|(declared, _)| declared == tag);
        let declared = declared.map(|(_, values)| values);
        let values = declared.or_else(|| self.listed.get(tag));
        values.map(Vec::as_slice).unwrap_or_default()
    }
}

/// The values of the declared tag: those of the mapping, else those that the alternative lists, else its name.
pub(super) fn declared(
    discriminator: Discriminator<'_>,
    schema: SchemaRef<'_>,
    listed: &IndexMap<String, Vec<String>>,
) -> Vec<String> {
    let name = component_of(schema);
    let mapped = discriminator.mapping().filter(|(_, target)| {
        name.is_some_and(|name| component_name(target).unwrap_or(target) == name)
    });
    let mapped: Vec<String> = mapped.map(|(value, _)| value.to_owned()).collect();
    if !mapped.is_empty() {
        return mapped;
    }
    match listed.get(discriminator.property_name()) {
        Some(values) => values.clone(),
        None => name.into_iter().map(str::to_owned).collect(),
    }
}

/// Required keys whose values are listed.
pub(super) fn listed<'a>(
    context: &Context<'a>,
    object: &Object<'a>,
) -> IndexMap<String, Vec<String>> {
    let mut found = IndexMap::new();
    for (key, property) in &object.properties {
        let schema = context.document.resolve(property.schema);
        let texts = schema.filter(|schema| schema.kind() == Some(SchemaKind::String));
        let Some(schema) = texts.filter(|_| object.required.contains(key)) else {
            continue;
        };
        let values = schema.values().into_iter().filter_map(Value::as_str);
        let values: Vec<String> = values.map(str::to_owned).collect();
        if !values.is_empty() {
            found.insert((*key).to_owned(), values);
        }
    }
    found
}

/// No alternatives of alternatives are nested deeper, unless they go in circles.
const DEEPEST: usize = 8;

/// What discriminates the objects of a type that is lowered already; `None` where it has others, or is still being lowered.
pub(super) fn of_type(types: &[TypeDef], ty: &Type) -> Option<Discriminants> {
    nested(types, ty, DEEPEST)
}

fn nested(types: &[TypeDef], ty: &Type, depth: usize) -> Option<Discriminants> {
    match &types[ty.named()?.0].kind {
        TypeKind::Struct(fields) if fields.iter().any(|field| !field.rest) => {
            Some(of_fields(types, fields))
        }
        TypeKind::Union(union) if !union.alternatives.is_empty() && depth > 0 => {
            let mut all = Vec::new();
            for one in &union.alternatives {
                all.push(nested(types, &one.ty, depth - 1)?);
            }
            Some(common(&all))
        }
        TypeKind::Struct(_)
        | TypeKind::Union(_)
        | TypeKind::Events(_)
        | TypeKind::Messages(_)
        | TypeKind::StringEnum(_)
        | TypeKind::IntEnum(_) => None,
    }
}

fn of_fields(types: &[TypeDef], fields: &[Field]) -> Discriminants {
    let mut found = Discriminants::default();
    for field in fields.iter().filter(|field| !field.rest) {
        let is_required = matches!(field.presence, Presence::Required | Presence::Nullable);
        if !is_required {
            found.optional.push(field.wire.clone());
            continue;
        }
        found.required.push(field.wire.clone());
        let kind = field.ty.named().map(|id| &types[id.0].kind);
        if let (Type::Named(_), Some(TypeKind::StringEnum(variants))) = (&field.ty, kind) {
            let values = variants.iter().map(|variant| variant.value.clone());
            found.listed.insert(field.wire.clone(), values.collect());
        }
    }
    found
}

/// What discriminates objects that are one of several: what all of them require is required.
fn common(all: &[Discriminants]) -> Discriminants {
    let mut found = Discriminants::default();
    for key in all.iter().flat_map(Discriminants::keys) {
        if found.keys().any(|known| known == key) {
            continue;
        }
        if all.iter().all(|one| one.required.contains(key)) {
            found.required.push(key.clone());
        } else {
            found.optional.push(key.clone());
        }
    }
    for key in &found.required {
        let values: Option<Vec<&Vec<String>>> = all.iter().map(|one| one.listed.get(key)).collect();
        if let Some(values) = values {
            let values = values.into_iter().flatten().cloned();
            found.listed.insert(key.clone(), values.collect());
        }
    }
    found
}

pub(super) fn component_of(schema: SchemaRef<'_>) -> Option<&str> {
    match schema {
        ReferenceOr::Reference(reference) => component_name(reference),
        ReferenceOr::Item(_) => None,
    }
}
