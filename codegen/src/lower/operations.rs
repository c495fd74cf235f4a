//! Operations -> calls.

use openapiv3::{MediaType, OpenAPI, Operation, Parameter, ReferenceOr};
use serde_json::Value;

use super::context::{Context, Site};
use super::{envelope, events, naming, order, paging, requests, text};
use crate::ir::{Call, Method, Reply};
use crate::names::{CallName, OperationNames};

/// An operation and where it stands.
pub(crate) struct Found<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: Method,
    pub(crate) operation: &'a Operation,
    /// Parameters of the whole path.
    pub(crate) shared: &'a [ReferenceOr<Parameter>],
}

impl Found<'_> {
    pub(crate) fn id(&self) -> &str {
        self.operation.operation_id.as_deref().unwrap_or_default()
    }

    pub(crate) fn pointer(&self) -> String {
        format!(
            "/paths/{}/{}",
            crate::document::pointer::escape(self.path),
            self.method.as_str().to_lowercase()
        )
    }
}

/// A call with the place that it takes in the tree of resources.
pub(crate) struct PlacedCall {
    pub(crate) name: CallName,
    pub(crate) call: Call,
}

/// The operations of the API, in the order of the document.
///
/// A configuration form of the browser SDK stands in the document as if it were an operation: it has a code sample for
/// that SDK and no documentation page (`x-coze-websdk-code-sample` without `x-coze-doc-id`).
pub(crate) fn real(document: &OpenAPI) -> Vec<Found<'_>> {
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
            if let Some(operation) = operation
                && !is_pseudo(operation)
            {
                found.push(Found {
                    path,
                    method,
                    operation,
                    shared: &item.parameters,
                });
            }
        }
    }
    found
}

fn is_pseudo(operation: &Operation) -> bool {
    operation
        .extensions
        .contains_key("x-coze-websdk-code-sample")
        && !operation.extensions.contains_key("x-coze-doc-id")
}

/// The calls of an operation: one, or two when the caller chooses between a reply at once and a stream.
pub(crate) fn lower<'a>(context: &mut Context<'a>, found: &Found<'a>) -> Vec<PlacedCall> {
    let (plain, stream) = replies(context, found);
    let chosen_by = stream
        .as_ref()
        .and_then(|(_, media)| media.extensions.get("x-when"))
        .cloned();
    let names = call_names(context, found, plain.is_some() && stream.is_some());
    let mut calls = Vec::new();
    if let (Some(reply), Some(name)) = (
        plain,
        names
            .call
            .clone()
            .or_else(|| (stream.is_none()).then(|| names.stream.clone()).flatten()),
    ) {
        calls.push(call(
            context,
            found,
            name,
            reply,
            chosen_by.as_ref().map(|when| (when, false)),
        ));
    }
    if let (Some((site, media)), Some(name)) = (
        stream,
        names
            .stream
            .or_else(|| calls.is_empty().then_some(names.call).flatten()),
    ) {
        let reply = Reply::Events(events::lower(context, &site, media));
        calls.push(call(
            context,
            found,
            name,
            reply,
            chosen_by.as_ref().map(|when| (when, true)),
        ));
    }
    calls
}

/// The reply at once and the stream, as far as the operation declares them.
fn replies<'a>(
    context: &mut Context<'a>,
    found: &Found<'a>,
) -> (Option<Reply>, Option<(Site, &'a MediaType)>) {
    let Some((status, response)) = success(context.document, found.operation) else {
        return (Some(Reply::Nothing), None);
    };
    let site = |media: &str| Site {
        key: format!("{}.reply", found.id()),
        pointer: format!(
            "{}/responses/{status}/content/{}",
            found.pointer(),
            crate::document::pointer::escape(media)
        ),
    };
    let mut plain = response.content.is_empty().then_some(Reply::Nothing);
    let mut stream = None;
    for (name, media) in &response.content {
        match name.split(';').next().unwrap_or_default().trim() {
            "application/json" => {
                let declared = found.operation.extensions.get("x-payload");
                let schema = media.schema.as_ref();
                plain = Some(envelope::reply(context, &site(name), schema, declared));
            }
            "text/event-stream" => {
                stream = Some((
                    Site {
                        key: format!("{}.events", found.id()),
                        ..site(name)
                    },
                    media,
                ));
            }
            _ => plain = plain.or(Some(Reply::Binary)),
        }
    }
    (plain, stream)
}

/// The response that a successful call has: 200, else any other 2xx, else `default`.
fn success<'a>(
    document: &'a OpenAPI,
    operation: &'a Operation,
) -> Option<(String, &'a openapiv3::Response)> {
    use openapiv3::StatusCode;
    let responses = &operation.responses.responses;
    let good = responses.get_key_value(&StatusCode::Code(200)).or_else(|| {
        responses
            .iter()
            .find(|(code, _)| matches!(code, StatusCode::Code(200..=299) | StatusCode::Range(2)))
    });
    let (status, response) = match good {
        Some((status, response)) => (status.to_string(), response),
        None => ("default".to_owned(), operation.responses.default.as_ref()?),
    };
    match response {
        ReferenceOr::Item(response) => Some((status, response)),
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/responses/")?;
            Some((
                status,
                document
                    .components
                    .as_ref()?
                    .responses
                    .get(name)?
                    .as_item()?,
            ))
        }
    }
}

fn call_names(context: &mut Context<'_>, found: &Found<'_>, both: bool) -> OperationNames {
    if let Some(names) = context.names.operations.get(found.id()) {
        return names.clone();
    }
    let call = naming::call_name(found.method.as_str(), found.path);
    let stream = both.then(|| CallName {
        method: format!("{}_stream", call.method),
        ..call.clone()
    });
    let row = match &stream {
        Some(stream) => format!("{{call: {call}, stream: {stream}}}"),
        None => call.to_string(),
    };
    context.made_operations.insert(found.id().to_owned(), row);
    OperationNames {
        call: Some(call),
        stream,
    }
}

fn call(
    context: &mut Context<'_>,
    found: &Found<'_>,
    name: CallName,
    reply: Reply,
    when: Option<(&Value, bool)>,
) -> PlacedCall {
    let mut arguments = Vec::new();
    let mut constants = Vec::new();
    requests::parameters(context, found, &mut arguments, &mut constants);
    let body = requests::body(context, found, &mut arguments);
    if let Some((when, streams)) = when {
        requests::choose(
            context,
            found,
            when,
            streams,
            &mut arguments,
            &mut constants,
        );
    }
    requests::unique_arguments(&mut arguments);
    order::arguments(&mut arguments, found.path);
    let paging = paging::lower(context, found, &mut arguments, &reply);
    let call = Call {
        operation_id: found.id().to_owned(),
        method_name: name.method.clone(),
        type_name: naming::request_name(&name),
        method: found.method,
        path: found.path.to_owned(),
        deprecated: found.operation.deprecated,
        docs: docs(found),
        arguments,
        constants,
        body,
        reply,
        paging,
    };
    PlacedCall { name, call }
}

/// Summary, description, endpoint.
fn docs(found: &Found<'_>) -> Vec<String> {
    let mut lines = text::lines([found.operation.summary.as_deref()]);
    let description = text::lines([found.operation.description.as_deref()]);
    if !lines.is_empty() && !description.is_empty() {
        lines.push(String::new());
    }
    lines.extend(description);
    lines.push(String::new());
    let page = found
        .operation
        .extensions
        .get("x-coze-doc-id")
        .and_then(Value::as_str);
    let page = page
        .map(|id| format!(" (documentation page `{id}`)"))
        .unwrap_or_default();
    lines.push(format!(
        "Endpoint: `{} {}`{page}",
        found.method.as_str(),
        found.path
    ));
    lines
}
