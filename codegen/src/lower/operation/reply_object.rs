//! The object that a reply or a body is, with its own texts.

use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::object::{self, Object};
use crate::openapi::{Schema, SchemaRef};

/// An object with its own texts.
pub(crate) struct ObjectSchema<'s> {
    pub(crate) location: SchemaLocation,
    pub(crate) schema: Schema<'s>,
    pub(crate) object: Object<'s>,
}

impl ObjectSchema<'_> {
    /// What a reply carries has its key from the operation, whatever component the frame is.
    pub(super) fn rekey(&mut self, location: &SchemaLocation) {
        for (name, property) in &mut self.object.properties {
            property.location.key = location.property(name).key;
        }
    }
}

/// The object that a schema is, through references; `None` for anything else.
pub(crate) fn object<'a>(
    context: &mut Context<'a>,
    location: SchemaLocation,
    schema: SchemaRef<'a>,
) -> Option<ObjectSchema<'a>> {
    let (location, schema) = context.resolve(location, schema)?;
    let shape = object::shape(context, &location, schema);
    shape.is_object().then(|| ObjectSchema {
        location,
        schema,
        object: shape.object,
    })
}
