//! The discriminants of the alternatives of a union.

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::object::Object;
use crate::lower::context::{Context, component_name};

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
    discriminator: &Discriminator,
    schema: &ReferenceOr<Schema>,
    listed: &IndexMap<String, Vec<String>>,
) -> Vec<String> {
    let name = component_of(schema);
    let mapped = discriminator.mapping.iter().filter(|(_, target)| {
        name.is_some_and(|name| component_name(target).unwrap_or(target) == name)
    });
    let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
    if !mapped.is_empty() {
        return mapped;
    }
    match listed.get(&discriminator.property_name) {
        Some(values) => values.clone(),
        None => name.into_iter().map(str::to_owned).collect(),
    }
}

/// Required keys whose values are listed.
pub(super) fn listed(
    context: &mut Context<'_>,
    object: &Object<'_>,
) -> IndexMap<String, Vec<String>> {
    let mut found = IndexMap::new();
    for (key, property) in &object.properties {
        let schema = match property.schema {
            ReferenceOr::Item(schema) => Some(&**schema),
            ReferenceOr::Reference { reference } => component_name(reference)
                .and_then(|name| context.component_schema(name))
                .and_then(|schema| context.resolve(property.location.clone(), schema))
                .map(|(_, schema)| schema),
        };
        if let Some(SchemaKind::Type(SchemaType::String(string))) =
            schema.map(|schema| &schema.schema_kind)
            && object.required.contains(key)
        {
            let values: Vec<String> = string.enumeration.iter().flatten().cloned().collect();
            if !values.is_empty() {
                found.insert((*key).to_owned(), values);
            }
        }
    }
    found
}

pub(super) fn component_of(schema: &ReferenceOr<Schema>) -> Option<&str> {
    match schema {
        ReferenceOr::Reference { reference } => component_name(reference),
        ReferenceOr::Item(_) => None,
    }
}
