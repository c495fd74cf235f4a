//! Forms among the operations -> types that are sent, but by no call.

use serde_json::Value;

use super::declared::{self, DeclaredOperation};
use crate::document::media::{self, Media};
use crate::ir::Type;
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::schema;
use crate::pointer;

/// Lowers what each operation with `x-form` takes; that it is no call, [`declared::real`] sees to.
pub(crate) fn lower(context: &mut Context<'_>) {
    for form in declared::forms(context.document) {
        let at = format!("{}/x-form", form.pointer());
        let Some(module) = form.spec.extension("x-form").and_then(module) else {
            let fix = "Write the name of a module in small letters, such as `x-form: widgets`.";
            context.error(&at, "`x-form` does not name a module", fix);
            continue;
        };
        let Some(Type::Named(id)) = body(context, &form) else {
            let fix = "Give it a body of application/json with an object, or remove `x-form`.";
            context.error(&at, "a form without a JSON object to fill in", fix);
            continue;
        };
        context.types[id.0].form = Some(module.to_owned());
    }
}

fn module(value: &Value) -> Option<&str> {
    let name = value.as_str()?;
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_plain.then_some(name)
}

/// The type of the JSON that the form takes.
fn body<'a>(context: &mut Context<'a>, form: &DeclaredOperation<'a>) -> Option<Type> {
    let body = form.spec.request_body()?.item()?;
    let name = media::sent(body.content().names())?;
    let schema = body.content().get(name)?.schema()?;
    let location = SchemaLocation {
        key: format!("{}.body", form.id()),
        pointer: pointer::join_all(&form.pointer(), &["requestBody", "content", name, "schema"]),
    };
    (media::of(name) == Media::Json).then(|| schema::lower(context, &location, schema))
}
