//! Texts of the document -> lines of documentation.

use openapiv3::SchemaData;

use crate::docs;

/// `title` carries the public documentation, `description` is the engineers' comment.
pub(crate) fn of_schema(site: Option<&str>, data: &SchemaData) -> Vec<String> {
    lines(site, [data.title.as_deref(), data.description.as_deref()])
}

/// Parameters are the other way round: their own description is the public text.
pub(crate) fn of_parameter(
    site: Option<&str>,
    description: Option<&str>,
    schema: Option<&SchemaData>,
) -> Vec<String> {
    let data = schema
        .map(|data| [data.title.as_deref(), data.description.as_deref()])
        .unwrap_or_default();
    lines(site, [description, data[0], data[1]])
}

/// The lines of the first text that has any. Links that begin with a slash lead to `site`.
pub(crate) fn lines<const N: usize>(site: Option<&str>, texts: [Option<&str>; N]) -> Vec<String> {
    texts
        .into_iter()
        .flatten()
        .map(|text| docs::safe(&docs::markdown(text), site))
        .find(|lines| !lines.is_empty())
        .unwrap_or_default()
}
