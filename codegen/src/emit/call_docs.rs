//! What is said of a call: at the method that begins it, and at the setters of its request.

use std::borrow::Cow;

use super::docs;
use crate::ir::{Api, Argument, Call, Resource};
use crate::tokens::TokenStream;
use crate::words::plain;

/// What the call does, where, and what its arguments mean, unless the call that replies at once says so. The description comes
/// behind what is ours because it may have headings, under which nothing else should stand.
pub(super) fn method(api: &Api, call: &Call, at_once: Option<&Call>) -> Vec<String> {
    let paragraphs = [
        call.summary.clone(),
        call.mode.iter().cloned().collect(),
        endpoint(api, call),
        call.servers.clone(),
        call.repetition.clone(),
        call.description.clone(),
    ];
    let written: Vec<Vec<String>> = paragraphs
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let mut lines = written.join(&String::new());
    let told: Vec<&Argument> = call
        .required()
        .filter(|argument| same_argument(at_once, argument).is_none())
        .collect();
    if !told.is_empty() {
        let heading = format!("# {}", word(api, "Arguments", "参数"));
        lines.extend([String::new(), heading, String::new()]);
    }
    lines.extend(
        told.into_iter()
            .flat_map(|argument| argument_docs(api, argument)),
    );
    lines
}

/// ``Endpoint: `POST /v3/chat`. Documentation: [site.example](https://…).``
fn endpoint(api: &Api, call: &Call) -> Vec<String> {
    let endpoint = word(api, "Endpoint", "接口");
    let mut line = format!("{endpoint}: {}", address(call));
    let pages = call.pages.iter();
    let pages: Vec<String> = pages
        .map(|page| format!("[{}]({})", page.site, page.address))
        .collect();
    if !pages.is_empty() {
        let documentation = word(api, "Documentation", "文档");
        line = format!("{line}. {documentation}: {}.", pages.join(", "));
    }
    vec![line]
}

/// A word of ours in the languages of the documentation.
pub(super) fn word<'w>(api: &Api, english: &'w str, chinese: &str) -> Cow<'w, str> {
    if api.conventions.service.speaks_chinese {
        format!("{english} · {chinese}").into()
    } else {
        english.into()
    }
}

/// Where a call goes, as code.
pub(super) fn address(call: &Call) -> String {
    let path = &call.path;
    match call.channel() {
        Some(_) => format!("WebSocket `{path}`"),
        None => format!("`{} {path}`", call.method.as_str()),
    }
}

/// An argument as an entry of a list.
fn argument_docs(api: &Api, argument: &Argument) -> Vec<String> {
    let mut text = docs::or_type(api, &argument.docs, &argument.ty).into_iter();
    let first = text.next().unwrap_or_default();
    let first = format!("* `{}`: {first}", plain(&argument.name));
    let rest = text.map(|line| {
        if line.is_empty() {
            line
        } else {
            format!("  {line}")
        }
    });
    std::iter::once(first).chain(rest).collect()
}

/// Which call a request is of, and what that does.
pub(super) fn request(resource: &Resource, call: &Call) -> Vec<String> {
    let method = format!("[`{0}::{1}`]", resource.type_name, plain(&call.method_name));
    let ends = match call.channel() {
        Some(_) => "[`connect`](Self::connect) opens the connection.",
        None => "[`send`](Self::send) sends it.",
    };
    match docs::in_a_list(&call.summary) {
        None => vec![format!("The request of {method}; {ends}")],
        Some(does) => vec![
            format!("The request of {method}: {does}"),
            String::new(),
            ends.to_owned(),
        ],
    }
}

/// What a setter's argument means, or where that is said.
pub(super) fn setter(api: &Api, argument: &Argument, at_once: Option<&Call>) -> TokenStream {
    if let (Some(call), Some(_)) = (at_once, same_argument(at_once, argument)) {
        let setter = plain(&argument.name);
        return docs::attributes(&[format!("See [`{}::{setter}`].", call.type_name)]);
    }
    let own = docs::or_type(api, &argument.docs, &argument.ty);
    docs::with_default(
        docs::attributes(&own),
        argument.default.as_ref(),
        &argument.presence,
    )
}

/// The argument of the call that replies at once which is the same in every respect.
fn same_argument<'a>(at_once: Option<&'a Call>, argument: &Argument) -> Option<&'a Argument> {
    at_once?.arguments.iter().find(|other| {
        other.name == argument.name
            && other.presence == argument.presence
            && other.default == argument.default
            && other.docs == argument.docs
    })
}
