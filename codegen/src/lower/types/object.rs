//! A schema comes in; what it says about its values goes out, through references and `allOf`: fields, alternatives, or
//! something else.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{aliases, order};
use crate::lower::context::{Context, SchemaLocation};
use crate::openapi::{
    AdditionalProperties, Discriminator, Parts, ReferenceOr, Schema, SchemaKind, SchemaRef,
};

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
    pub(crate) rest: Option<(SchemaLocation, AdditionalProperties<'s>)>,
}

/// A declared field.
#[derive(Clone)]
pub(crate) struct Property<'s> {
    pub(crate) location: SchemaLocation,
    pub(crate) schema: SchemaRef<'s>,
    /// Other spellings of its key.
    pub(crate) aliases: Vec<String>,
}

/// `oneOf` or `anyOf`.
pub(crate) struct Alternatives<'s> {
    pub(crate) location: SchemaLocation,
    pub(crate) keyword: &'static str,
    pub(crate) schemas: Parts<'s, Schema<'s>>,
    pub(crate) discriminator: Option<Discriminator<'s>>,
}

/// A schema and where it stands.
pub(crate) struct Part<'s> {
    pub(crate) location: SchemaLocation,
    pub(crate) schema: PartSchema<'s>,
}

#[derive(Clone, Copy)]
pub(crate) enum PartSchema<'s> {
    /// One of those that the schema is made of.
    Member(SchemaRef<'s>),
    /// The schema itself.
    Own(Schema<'s>),
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
pub(crate) fn shape<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Schema<'a>,
) -> Shape<'a> {
    let mut shape = Shape::default();
    gather(context, location, schema, &mut shape, &mut Way::default());
    // A list of the whole orders the fields of its parts, too.
    let listed: Vec<&str> = order::listed(schema).collect();
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
    fn leads_back(&self, mut alternatives: Parts<'_, Schema<'_>>) -> bool {
        alternatives.any(|alternative| match alternative {
            ReferenceOr::Reference(reference) => reference
                .strip_prefix('#')
                .is_some_and(|target| self.around.contains(target)),
            ReferenceOr::Item(_) => false,
        })
    }
}

fn gather<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Schema<'a>,
    shape: &mut Shape<'a>,
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
    for (index, part) in schema.all_of().enumerate() {
        let at = location.part("allOf", index);
        member(context, at, part, shape, way);
    }
    way.around.remove(&location.pointer);
    own(context, location, schema, shape);
    for (keyword, schemas) in schema.alternatives() {
        if way.leads_back(schemas.clone()) {
            continue;
        }
        shape.unions.push(Alternatives {
            location: location.clone(),
            keyword,
            schemas,
            discriminator: schema.discriminator(),
        });
    }
}

/// One schema of an `allOf`.
fn member<'a>(
    context: &mut Context<'a>,
    location: SchemaLocation,
    part: SchemaRef<'a>,
    shape: &mut Shape<'a>,
    way: &mut Way,
) {
    let Some((at, schema)) = context.resolve(location.clone(), part) else {
        return;
    };
    let mut inner = Shape::default();
    gather(context, &at, schema, &mut inner, way);
    if inner.others.is_empty() {
        unite(context, &at, shape, inner);
    } else {
        shape.others.push(Part {
            location,
            schema: PartSchema::Member(part),
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
fn is_same<'s>(one: SchemaRef<'s>, other: SchemaRef<'s>) -> bool {
    match (one, other) {
        (ReferenceOr::Item(one), ReferenceOr::Item(other)) => one.has_shape_of(other),
        (one, other) => one == other,
    }
}

/// What the schema itself says, apart from what it is made of.
fn own<'s>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: Schema<'s>,
    shape: &mut Shape<'s>,
) {
    match schema.kind() {
        Some(SchemaKind::Object) => fields(context, location, schema, &mut shape.object),
        None if schema.required().next().is_some() => {
            fields(context, location, schema, &mut shape.object);
        }
        None => {}
        // `type: string` beside `oneOf` says what the alternatives say as well.
        Some(_) if schema.alternatives().next().is_some() => {}
        Some(_) => shape.others.push(Part {
            location: location.clone(),
            schema: PartSchema::Own(schema),
        }),
    }
}

fn fields<'s>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: Schema<'s>,
    object: &mut Object<'s>,
) {
    let properties = order::properties(schema);
    let known: Vec<&str> = properties.keys().copied().collect();
    let mut aliases = aliases::read(context, location, schema, &known);
    for (name, schema) in properties {
        let property = Property {
            location: location.property(name),
            schema,
            aliases: aliases.shift_remove(name).unwrap_or_default(),
        };
        declare(context, location, object, name, property);
    }
    object.required.extend(schema.required());
    match schema.additional_properties() {
        Some(AdditionalProperties::Any(false)) | None => {}
        Some(rest) => object.rest = Some((location.clone(), rest)),
    }
}
