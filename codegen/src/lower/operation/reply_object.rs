//! The object that a reply or a body is, with its own texts.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema, SchemaData};

use crate::lower::context::{Context, Site, component_name};
use crate::lower::types::object::{self, Object};

/// An object with its own texts.
pub(crate) struct Found<'s> {
    pub(crate) site: Site,
    pub(crate) data: &'s SchemaData,
    pub(crate) object: Object<'s>,
}

/// The object that a schema is, through references; `None` for anything else.
pub(crate) fn object<'a: 's, 's, S: Borrow<Schema>>(
    context: &mut Context<'a>,
    site: Site,
    schema: &'s ReferenceOr<S>,
) -> Option<Found<'s>> {
    let (site, schema) = match schema {
        ReferenceOr::Item(schema) => (site, schema.borrow()),
        ReferenceOr::Reference { reference } => {
            let name = component_name(reference)?;
            context.resolve(Site::component(name), context.component_schema(name)?)?
        }
    };
    let shape = object::shape(context, &site, schema);
    shape.is_object().then(|| Found {
        site,
        data: &schema.schema_data,
        object: shape.object,
    })
}
