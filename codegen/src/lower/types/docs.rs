//! Texts of the document -> lines of documentation.

use crate::docs;
use crate::ir::Service;
use crate::openapi::Schema;

/// The title and the description, unless the title only says how the schema is called, or is all that is for the public.
pub(crate) fn of_schema(service: &Service, schema: Schema<'_>) -> Vec<String> {
    let site = service.site.as_deref();
    let title = lines(site, [schema.title()]);
    if service.only_titles && !title.is_empty() {
        return title;
    }
    let description = lines(site, [schema.description()]);
    let is_heading = schema.title().is_some_and(|title| !is_name(title));
    match (title.is_empty(), description.is_empty()) {
        (false, true) => title,
        (false, false) if is_heading && !description.starts_with(&title) => {
            [title, vec![String::new()], description].concat()
        }
        _ => description,
    }
}

/// A parameter's own description says more than what is said of its schema.
pub(crate) fn of_parameter(
    service: &Service,
    description: Option<&str>,
    schema: Option<Schema<'_>>,
) -> Vec<String> {
    let own = lines(service.site.as_deref(), [description]);
    match schema.filter(|_| own.is_empty()) {
        Some(schema) => of_schema(service, schema),
        None => own,
    }
}

/// Whether a title is a name rather than a sentence.
pub(crate) fn is_name(title: &str) -> bool {
    const WORDS: usize = 3;
    let is_word = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric());
    let words = title.split([' ', '_', '-']);
    !title.is_empty() && words.clone().count() <= WORDS && words.into_iter().all(is_word)
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
