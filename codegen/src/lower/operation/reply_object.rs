//! The object that a reply or a body is, with its own texts.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema, SchemaData};

use crate::lower::context::{Context, SchemaLocation, component_name};
use crate::lower::types::object::{self, Object};

/// An object with its own texts.
pub(crate) struct ObjectSchema<'s> {
    pub(crate) location: SchemaLocation,
    pub(crate) data: &'s SchemaData,
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
pub(crate) fn object<'a: 's, 's, S: Borrow<Schema>>(
    context: &mut Context<'a>,
    location: SchemaLocation,
    schema: &'s ReferenceOr<S>,
) -> Option<ObjectSchema<'s>> {
    let (location, schema) = match schema {
        ReferenceOr::Item(schema) => (location, schema.borrow()),
        ReferenceOr::Reference { reference } => {
            let name = component_name(reference)?;
            context.resolve(
                SchemaLocation::component(name),
                context.component_schema(name)?,
            )?
        }
    };
    let shape = object::shape(context, &location, schema);
    shape.is_object().then(|| ObjectSchema {
        location,
        data: &schema.schema_data,
        object: shape.object,
    })
}
