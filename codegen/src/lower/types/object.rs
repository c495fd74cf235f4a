//! A schema comes in; what it says about its values goes out, through references and `allOf`: fields, alternatives, or
//! something else.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind,
    Type as SchemaType,
};

use super::{aliases, order};
use crate::lower::context::{Context, SchemaLocation};

pub(crate) type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// What a schema says about its values.
#[derive(Default)]
pub(crate) struct Shape<'s> {
    /// The fields that an object has.
    pub(crate) object: Object<'s>,
    /// Lists of alternatives, of each of which one holds.
    pub(crate) unions: Vec<Alternatives<'s>>,
    /// Schemas that are neither objects nor alternatives.
    pub(crate) others: Vec<Part<'s>>,
}

/// Fields, wherever they are declared.
#[derive(Clone, Default)]
pub(crate) struct Object<'s> {
    /// The declared fields by their keys, in the order that the document means.
    pub(crate) properties: IndexMap<&'s str, Property<'s>>,
    /// Keys without which a request is refused.
    pub(crate) required: Vec<&'s str>,
    /// What stands under all other keys, if anything may.
    pub(crate) rest: Option<(SchemaLocation, &'s AdditionalProperties)>,
}

/// A declared field.
#[derive(Clone)]
pub(crate) struct Property<'s> {
    pub(crate) location: SchemaLocation,
    pub(crate) schema: &'s ReferenceOr<Box<Schema>>,
    /// Other spellings of its key.
    pub(crate) aliases: Vec<String>,
}

/// `oneOf` or `anyOf`.
pub(crate) struct Alternatives<'s> {
    pub(crate) location: SchemaLocation,
    pub(crate) keyword: &'static str,
    pub(crate) schemas: &'s [ReferenceOr<Schema>],
    pub(crate) discriminator: Option<&'s Discriminator>,
}

/// A schema and where it stands.
pub(crate) struct Part<'s> {
    pub(crate) location: SchemaLocation,
    pub(crate) schema: PartSchema<'s>,
}

#[derive(Clone, Copy)]
pub(crate) enum PartSchema<'s> {
    Reference(&'s ReferenceOr<Schema>),
    Inline(&'s Schema),
}

impl Object<'_> {
    /// Whether nothing is known about its keys.
    pub(crate) fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.rest.is_none()
    }

    /// An object with the fields of both; of two declarations of one, that of the other counts.
    pub(crate) fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        let properties = other.properties.iter();
        both.properties
            .extend(properties.map(|(name, property)| (*name, property.clone())));
        both.required.extend(&other.required);
        both.rest = other.rest.clone().or(both.rest);
        both
    }
}

impl Shape<'_> {
    /// Whether it is an object with fields, and nothing else.
    pub(crate) fn is_object(&self) -> bool {
        !self.object.is_empty() && self.unions.is_empty() && self.others.is_empty()
    }

    /// Whether it says nothing but which fields must be there, if that.
    pub(crate) fn is_empty(&self) -> bool {
        self.object.is_empty() && self.unions.is_empty() && self.others.is_empty()
    }
}

/// The shape of a schema.
pub(crate) fn shape<'a: 's, 's>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: &'s Schema,
) -> Shape<'s> {
    let mut shape = Shape::default();
    gather(context, location, schema, &mut shape, &mut Way::default());
    // A list of the whole orders the fields of its parts, too.
    let listed: Vec<&str> = order::listed(&schema.schema_data).collect();
    let place = |name: &str| listed.iter().position(|other| *other == name);
    let properties = &mut shape.object.properties;
    properties.sort_by_cached_key(|name, _| place(name).unwrap_or(listed.len()));
    shape
}

/// So many parts of a schema may stand within one another: a document in which each schema is made of the one before would have
/// fields beyond number.
const DEEPEST_PARTS: usize = 100;

/// Which schemas were gone through, by their pointers.
#[derive(Default)]
struct Way {
    /// Those around the present one.
    around: BTreeSet<String>,
    /// All of them: what is part of a shape twice is part of it.
    seen: BTreeSet<String>,
}

impl Way {
    /// Whether one of these alternatives is made of the schema that lists them: of a parent that names its children, a child has the
    /// fields.
    fn leads_back(&self, alternatives: &[ReferenceOr<Schema>]) -> bool {
        let mut alternatives = alternatives.iter();
        alternatives.any(|alternative| match alternative {
            ReferenceOr::Reference { reference } => reference
                .strip_prefix('#')
                .is_some_and(|target| self.around.contains(target)),
            ReferenceOr::Item(_) => false,
        })
    }
}

/// The schemas that a schema is made of; of one that is not, none.
pub(crate) fn all_of(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        SchemaKind::Type(_)
        | SchemaKind::OneOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => &[],
    }
}

/// Whether a schema is made of others.
pub(crate) fn is_composed(schema: &Schema) -> bool {
    !all_of(schema).is_empty() || !lists(schema).is_empty()
}

/// Its `oneOf` and its `anyOf`.
pub(crate) fn lists(schema: &Schema) -> Vec<(&'static str, &[ReferenceOr<Schema>])> {
    let (one_of, any_of): (&[_], &[_]) = match &schema.schema_kind {
        SchemaKind::OneOf { one_of } => (one_of, &[]),
        SchemaKind::AnyOf { any_of } => (&[], any_of),
        SchemaKind::Any(any) => (&any.one_of, &any.any_of),
        SchemaKind::Type(_) | SchemaKind::AllOf { .. } | SchemaKind::Not { .. } => (&[], &[]),
    };
    let lists = [("oneOf", one_of), ("anyOf", any_of)];
    lists
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .collect()
}

fn gather<'a: 's, 's>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: &'s Schema,
    shape: &mut Shape<'s>,
    way: &mut Way,
) {
    if way.around.contains(&location.pointer) {
        context.warn(
            &location.pointer,
            "this schema is made of itself, which adds nothing to it",
            "Give it a shape that ends.",
        );
        return;
    }
    if way.around.len() >= DEEPEST_PARTS {
        context.error(
            &location.pointer,
            format!("this is a part of a part, and so on, more than {DEEPEST_PARTS} times"),
            "Give it a shape that ends sooner.",
        );
        return;
    }
    if !way.seen.insert(location.pointer.clone()) {
        return;
    }
    way.around.insert(location.pointer.clone());
    for (index, part) in all_of(schema).iter().enumerate() {
        let at = location.part("allOf", index);
        member(context, at, part, shape, way);
    }
    way.around.remove(&location.pointer);
    own(context, location, schema, shape);
    for (keyword, schemas) in lists(schema) {
        if way.leads_back(schemas) {
            continue;
        }
        shape.unions.push(Alternatives {
            location: location.clone(),
            keyword,
            schemas,
            discriminator: schema.schema_data.discriminator.as_ref(),
        });
    }
}

/// One schema of an `allOf`.
fn member<'a: 's, 's>(
    context: &mut Context<'a>,
    location: SchemaLocation,
    part: &'s ReferenceOr<Schema>,
    shape: &mut Shape<'s>,
    way: &mut Way,
) {
    let (at, schema) = match part {
        ReferenceOr::Item(schema) => (location.clone(), schema),
        ReferenceOr::Reference { .. } => match context.resolve(location.clone(), part) {
            Some(found) => found,
            None => return,
        },
    };
    let mut inner = Shape::default();
    gather(context, &at, schema, &mut inner, way);
    if inner.others.is_empty() {
        unite(context, &at, shape, inner);
    } else {
        shape.others.push(Part {
            location,
            schema: PartSchema::Reference(part),
        });
    }
}

fn unite<'s>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    shape: &mut Shape<'s>,
    inner: Shape<'s>,
) {
    for (name, property) in inner.object.properties {
        declare(context, location, &mut shape.object, name, property);
    }
    shape.object.required.extend(inner.object.required);
    shape.object.rest = inner.object.rest.or(shape.object.rest.take());
    shape.unions.extend(inner.unions);
}

/// Adds a field; one that is declared twice is what it was declared as last.
fn declare<'s>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    object: &mut Object<'s>,
    name: &'s str,
    property: Property<'s>,
) {
    let Some(known) = object.properties.get_mut(name) else {
        object.properties.insert(name, property);
        return;
    };
    if !is_same(known.schema, property.schema) {
        context.warn(
            &location.pointer,
            format!("`{name}` is declared more than once through `allOf`, and not alike; the last one counts"),
            "Remove all but one of them in an overlay.",
        );
    }
    *known = property;
}

/// Whether two declarations differ in their texts at most.
fn is_same(one: &ReferenceOr<Box<Schema>>, other: &ReferenceOr<Box<Schema>>) -> bool {
    match (one, other) {
        (ReferenceOr::Item(one), ReferenceOr::Item(other)) => one.schema_kind == other.schema_kind,
        (one, other) => one == other,
    }
}

/// What the schema itself says, apart from what it is made of.
fn own<'s>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: &'s Schema,
    shape: &mut Shape<'s>,
) {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => {
            let (properties, required) = (&object.properties, &object.required);
            let rest = object.additional_properties.as_ref();
            fields(
                context,
                location,
                &schema.schema_data,
                properties,
                &mut shape.object,
            );
            also(location, required, rest, &mut shape.object);
        }
        SchemaKind::Any(any) if is_object(any) => {
            let (properties, required) = (&any.properties, &any.required);
            let rest = any.additional_properties.as_ref();
            fields(
                context,
                location,
                &schema.schema_data,
                properties,
                &mut shape.object,
            );
            also(location, required, rest, &mut shape.object);
        }
        SchemaKind::Any(any) if any.typ.is_none() => {}
        // `type: string` beside `oneOf` says what the alternatives say as well.
        SchemaKind::Any(any) if !any.one_of.is_empty() || !any.any_of.is_empty() => {}
        SchemaKind::Type(_) | SchemaKind::Any(_) => shape.others.push(Part {
            location: location.clone(),
            schema: PartSchema::Inline(schema),
        }),
        SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => {}
    }
}

fn is_object(any: &AnySchema) -> bool {
    let is_object = any.typ.as_deref() == Some("object");
    is_object || !any.properties.is_empty() || !any.required.is_empty()
}

fn fields<'s>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    data: &'s SchemaData,
    properties: &'s Properties,
    object: &mut Object<'s>,
) {
    let known: Vec<&str> = properties.keys().map(String::as_str).collect();
    let mut aliases = aliases::read(context, location, data, &known);
    for name in order::properties(data, properties) {
        let property = Property {
            location: location.property(name),
            schema: &properties[name],
            aliases: aliases.shift_remove(name).unwrap_or_default(),
        };
        declare(context, location, object, name, property);
    }
}

fn also<'s>(
    location: &SchemaLocation,
    required: &'s [String],
    rest: Option<&'s AdditionalProperties>,
    object: &mut Object<'s>,
) {
    object.required.extend(required.iter().map(String::as_str));
    match rest {
        Some(AdditionalProperties::Any(false)) | None => {}
        Some(rest) => object.rest = Some((location.clone(), rest)),
    }
}
