//! The operations of a document, each with where it stands.

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation, Parameter, ReferenceOr, Response, StatusCode};

use crate::document::tree::{LONGEST_CHAIN, is_pseudo};
use crate::extension::Extension;
use crate::ir::{Call, Method};
use crate::names::CallName;

/// An operation and where it stands.
pub(crate) struct DeclaredOperation<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: Method,
    pub(crate) spec: &'a Operation,
    /// Parameters of the whole path.
    pub(crate) shared: &'a [ReferenceOr<Parameter>],
}

impl<'a> DeclaredOperation<'a> {
    pub(crate) fn id(&self) -> &str {
        self.spec.operation_id.as_deref().unwrap_or_default()
    }

    pub(crate) fn pointer(&self) -> String {
        path_pointer(self.path, self.method)
    }

    pub(crate) fn extension(&self, name: &'static str) -> Option<Extension<'a>> {
        Extension::of(self.spec.extensions.get(name), &self.pointer(), name)
    }
}

/// Where the operation of a path stands.
pub(crate) fn path_pointer(path: &str, method: Method) -> String {
    let method = method.as_str().to_lowercase();
    crate::pointer::join_all("/paths", &[path, &method])
}

/// A call with the place that it takes in the tree of resources.
pub(crate) struct PlacedCall {
    pub(crate) name: CallName,
    pub(crate) call: Call,
}

/// The operations of the API, in the order of the document, without what stands there by mistake.
pub(crate) fn real(document: &OpenAPI) -> Vec<DeclaredOperation<'_>> {
    let mut found = all(document);
    found.retain(|operation| !is_pseudo(|key| operation.spec.extensions.contains_key(key)));
    found
}

/// What stands among the operations and says that it is a form.
pub(crate) fn forms(document: &OpenAPI) -> Vec<DeclaredOperation<'_>> {
    let mut found = all(document);
    found.retain(|operation| operation.spec.extensions.contains_key("x-form"));
    found
}

fn all(document: &OpenAPI) -> Vec<DeclaredOperation<'_>> {
    let mut found = Vec::new();
    for (path, item) in &document.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let methods = [
            (Method::Get, &item.get),
            (Method::Post, &item.post),
            (Method::Put, &item.put),
            (Method::Delete, &item.delete),
            (Method::Patch, &item.patch),
        ];
        for (method, operation) in methods {
            let Some(spec) = operation else { continue };
            found.push(DeclaredOperation {
                path,
                method,
                spec,
                shared: &item.parameters,
            });
        }
    }
    found
}

/// The response that a successful call has: 200, else any other 2xx, those with content first; else `default`.
pub(crate) fn success<'a>(
    document: &'a OpenAPI,
    operation: &'a Operation,
) -> Option<(String, &'a Response)> {
    let resolved = |response: &'a ReferenceOr<Response>| {
        resolve(document, response, "responses", |components| {
            &components.responses
        })
    };
    let responses = operation.responses.responses.iter();
    let mut good: Vec<(&StatusCode, &Response)> = responses
        .filter(|(code, _)| matches!(code, StatusCode::Code(200..=299) | StatusCode::Range(2)))
        .filter_map(|(code, response)| Some((code, resolved(response)?)))
        .collect();
    good.sort_by_key(|(code, response)| {
        (response.content.is_empty(), **code != StatusCode::Code(200))
    });
    if let Some((code, response)) = good.first() {
        return Some((code.to_string(), response));
    }
    let default = operation.responses.default.as_ref()?;
    Some(("default".to_owned(), resolved(default)?))
}

/// What stands at the end of references to this section of the components.
pub(crate) fn resolve<'d, T>(
    document: &'d OpenAPI,
    start: &'d ReferenceOr<T>,
    section: &str,
    entries: fn(&'d Components) -> &'d IndexMap<String, ReferenceOr<T>>,
) -> Option<&'d T> {
    let mut at = start;
    // A chain longer than this is a cycle.
    for _ in 0..=LONGEST_CHAIN {
        match at {
            ReferenceOr::Item(found) => return Some(found),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/")?;
                let name = name.strip_prefix(section)?.strip_prefix('/')?;
                at = entries(document.components.as_ref()?).get(name)?;
            }
        }
    }
    None
}
