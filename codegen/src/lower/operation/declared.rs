//! The operations of a document, each with where it stands.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::document::operation_id_by_rule;
use crate::document::tree::is_pseudo;
use crate::extension::Extension;
use crate::ir::{Call, Method};
use crate::names::CallName;
use crate::openapi::{Document, Operation, Parameter, Parts, Response, shared_parameters};

/// An operation and where it stands.
pub(crate) struct DeclaredOperation<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: Method,
    pub(crate) spec: Operation<'a>,
    /// Parameters of the whole path.
    pub(crate) shared: Parts<'a, Parameter<'a>>,
    id: Cow<'a, str>,
}

impl<'a> DeclaredOperation<'a> {
    /// The id that no other operation has.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn pointer(&self) -> String {
        path_pointer(self.path, self.method)
    }

    pub(crate) fn extension(&self, name: &'static str) -> Option<Extension<'a>> {
        Extension::of(self.spec.extension(name), &self.pointer(), name)
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
pub(crate) fn real(document: Document<'_>) -> Vec<DeclaredOperation<'_>> {
    let mut found = all(document);
    found.retain(|operation| !is_pseudo(|key| operation.spec.extension(key).is_some()));
    found
}

/// What stands among the operations and says that it is a form.
pub(crate) fn forms(document: Document<'_>) -> Vec<DeclaredOperation<'_>> {
    let mut found = all(document);
    found.retain(|operation| operation.spec.extension("x-form").is_some());
    found
}

fn all(document: Document<'_>) -> Vec<DeclaredOperation<'_>> {
    const METHODS: [Method; 5] = [
        Method::Get,
        Method::Post,
        Method::Put,
        Method::Delete,
        Method::Patch,
    ];
    let mut found = Vec::new();
    let mut ids = HashSet::new();
    for (path, item) in document.paths() {
        for method in METHODS {
            let Some(spec) = item.get(method.as_str().to_lowercase()) else {
                continue;
            };
            let spec = Operation::new(spec);
            found.push(DeclaredOperation {
                path,
                method,
                spec,
                shared: shared_parameters(item),
                id: own_id(spec, &path_pointer(path, method), &mut ids),
            });
        }
    }
    found
}

/// The id of an operation; one made by rule where it has none, or that of an operation before it, as `check` has said.
fn own_id<'a>(
    operation: Operation<'a>,
    pointer: &str,
    before: &mut HashSet<Cow<'a, str>>,
) -> Cow<'a, str> {
    let declared = operation.id().map(Cow::Borrowed);
    let own = declared.filter(|id| !before.contains(id));
    let id = own.unwrap_or_else(|| operation_id_by_rule(pointer).into());
    before.insert(id.clone());
    id
}

/// The response that a successful call has: 200, else any other 2xx, those with content first; else `default`.
pub(crate) fn success<'a>(
    document: Document<'a>,
    operation: Operation<'a>,
) -> Option<(&'a str, Response<'a>)> {
    let responses = operation.responses();
    let responses = responses.filter_map(|(status, response)| {
        let response = document.resolve(response)?;
        Some((status, response))
    });
    let (mut good, others): (Vec<_>, Vec<_>) =
        responses.partition(|(status, _)| status.starts_with('2'));
    good.sort_by_key(|(status, response)| (response.content().is_empty(), *status != "200"));
    let default = others.into_iter().find(|(status, _)| *status == "default");
    good.into_iter().next().or(default)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_operation_has_an_id_of_its_own() {
        let document = json!({"paths": {
            "/a": {"get": {}, "post": {"operationId": "A"}},
            "/b": {"get": {"operationId": "A"}},
            "/c": {"get": {"operationId": "GET /b"}},
        }});
        let operations = all(Document::new(&document));
        let ids: Vec<&str> = operations.iter().map(DeclaredOperation::id).collect();
        assert_eq!(ids, ["GET /a", "A", "GET /b", "GET /c"]);
    }

    #[test]
    fn the_reply_of_success_has_content_if_any_has() {
        let taken = |responses: serde_json::Value| {
            let operation = json!({"responses": responses});
            let document = json!({});
            let found = success(Document::new(&document), Operation::new(&operation));
            found.map(|(status, _)| status.to_owned())
        };
        let content = json!({"content": {"application/json": {}}});
        let of = |status: &str| Some(status.to_owned());
        assert_eq!(
            taken(json!({"204": {}, "200": {}, "default": {}})),
            of("200")
        );
        assert_eq!(taken(json!({"200": {}, "2XX": content})), of("2XX"));
        assert_eq!(taken(json!({"400": {}, "default": content})), of("default"));
        assert_eq!(taken(json!({"400": content})), None);
    }
}
