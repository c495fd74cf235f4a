//! What nobody should see: values that the document marks as secret, and texts whose names say so.

use crate::ir::Type;
use crate::lower::context::{Context, component_name};
use crate::openapi::{AdditionalProperties, ReferenceOr, SchemaKind, SchemaRef};
use crate::words::split;

/// Lists in lists that are looked into.
const DEEPEST: usize = 8;

/// Last words of the names of secrets.
const SECRETS: [&str; 9] = [
    "apikey",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "pwd",
    "secret",
    "token",
];

/// What a key is for that is a secret; other keys are names of things.
const KEYS: [&str; 6] = ["access", "api", "auth", "encryption", "private", "secret"];

/// What a token is of that only says where a list goes on.
const PLACES: [&str; 8] = [
    "continuation",
    "cursor",
    "next",
    "page",
    "pagination",
    "prev",
    "previous",
    "sync",
];

/// Whether a value is a secret, or holds one: `format: password` is what `OpenAPI` has for values that nobody should see, and where
/// that is missing, a text is a secret by its name. Objects with fields hide these themselves.
pub(crate) fn is_secret(
    context: &Context<'_>,
    name: &str,
    schema: SchemaRef<'_>,
    ty: &Type,
) -> bool {
    (*ty == Type::Text && is_name_of_secret(name)) || holds_secret(context, schema, DEEPEST)
}

/// Whether the last word of a name says that it is a secret: `verify_token`, `clientSecret`, `X-Api-Key`; but `next_page_token` is a
/// place in a list, `token_type` no token, and `object_key` the name of an object.
fn is_name_of_secret(name: &str) -> bool {
    let words = split(name);
    let Some((last, before)) = words.split_last() else {
        return false;
    };
    let before = |known: &[&str]| before.iter().any(|word| known.contains(&word.as_str()));
    match last.as_str() {
        "key" => before(&KEYS),
        "token" => !before(&PLACES),
        last => SECRETS.contains(&last),
    }
}

fn holds_secret(context: &Context<'_>, schema: SchemaRef<'_>, deepest: usize) -> bool {
    let Some(deeper) = deepest.checked_sub(1) else {
        return false;
    };
    let schema = match schema {
        ReferenceOr::Item(schema) => schema,
        ReferenceOr::Reference(reference) => {
            let target = component_name(reference).and_then(|name| context.component_schema(name));
            return target.is_some_and(|target| holds_secret(context, target, deeper));
        }
    };
    let is_secret = |part: SchemaRef<'_>| holds_secret(context, part, deeper);
    let inner = match schema.kind() {
        Some(SchemaKind::String) => schema.format() == Some("password"),
        Some(SchemaKind::Array) => schema.items().is_some_and(is_secret),
        Some(SchemaKind::Object) => match schema.additional_properties() {
            Some(AdditionalProperties::Schema(values)) => is_secret(values),
            Some(AdditionalProperties::Any(_)) | None => false,
        },
        Some(SchemaKind::Boolean | SchemaKind::Integer | SchemaKind::Number) | None => false,
    };
    inner
        || schema.all_of().any(is_secret)
        || schema
            .alternatives()
            .any(|(_, mut list)| list.any(is_secret))
}

#[cfg(test)]
mod tests {
    use super::is_name_of_secret;

    #[test]
    fn names_that_end_like_secrets_are_secrets() {
        for name in [
            "token",
            "access_token",
            "verifyToken",
            "client_secret",
            "Password",
            "X-Api-Key",
            "apikey",
            "secret_access_key",
            "db_passwd",
        ] {
            assert!(is_name_of_secret(name), "{name}");
        }
    }

    #[test]
    fn places_counts_and_names_of_things_are_none() {
        for name in [
            "page_token",
            "next_page_token",
            "pageToken",
            "nextToken",
            "sync_token",
            "token_type",
            "token_count",
            "max_tokens",
            "tokens",
            "secret_id",
            "object_key",
            "key",
            "keyword",
            "monkey",
            "",
        ] {
            assert!(!is_name_of_secret(name), "{name}");
        }
    }
}
