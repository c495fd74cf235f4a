// part coze

//! A call of the table and what it is given -> a request of the library.

use coze_client::{Client, CustomRequest, Method};
use serde_json::{Map, Value};

use super::failure::Failure;
use super::given::{Content, Given};
use super::table::{Argument, Body, Constant, Operation, Place};
use super::transfer;

/// Makes the request. Its files are opened.
pub(crate) async fn request(
    client: &Client,
    operation: &'static Operation,
    given: &Given,
) -> Result<CustomRequest, Failure> {
    let request = client.request(method(operation), operation.endpoint);
    let mut draft = Draft {
        request,
        body: operation.body,
        fields: given.body.clone(),
        pairs: Vec::new(),
        cookies: Vec::new(),
    };
    for (name, place, constant) in operation.constants {
        let value = match constant {
            Constant::Bool(value) => Value::Bool(*value),
            Constant::Text(text) => Value::from(*text),
        };
        draft.put(name, *place, None, value);
    }
    for (argument, content) in &given.values {
        draft.add(argument, content).await?;
    }
    Ok(draft.finish())
}

fn method(operation: &Operation) -> Method {
    match operation.method {
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        "PATCH" => Method::Patch,
        _ => Method::Get,
    }
}

/// A request that is being made.
struct Draft {
    request: CustomRequest,
    body: Body,
    fields: Map<String, Value>,
    pairs: Vec<(&'static str, String)>,
    cookies: Vec<String>,
}

impl Draft {
    async fn add(&mut self, argument: &'static Argument, content: &Content) -> Result<(), Failure> {
        match content {
            Content::Json(value) => {
                self.put(
                    argument.wire,
                    argument.place,
                    argument.joined,
                    value.clone(),
                );
            }
            Content::Files(paths) => {
                for path in paths {
                    let file = transfer::file(path).await?;
                    let request = self.request.clone();
                    self.request = match argument.place {
                        Place::WholeBody => request.body(&file),
                        _ => request.file_part(argument.wire, file),
                    };
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, name: &'static str, place: Place, joined: Option<&str>, value: Value) {
        let request = self.request.clone();
        match (place, self.body) {
            (Place::Path, _) => self.request = request.path(name, text(&value)),
            (Place::Header, _) => self.request = request.with_header(name, text(&value)),
            (Place::Cookie, _) => self.cookies.push(format!("{name}={}", text(&value))),
            (Place::WholeBody, _) => self.request = request.json(&value),
            (Place::Body, Body::Json) => {
                self.fields.insert(name.to_owned(), value);
            }
            (Place::Query, _) => {
                let texts = texts(&value, joined).into_iter();
                self.request = texts.fold(request, |request, text| request.with_query(name, text));
            }
            (Place::Body, Body::Multipart) => {
                let texts = texts(&value, joined).into_iter();
                self.request = texts.fold(request, |request, text| request.text_part(name, text));
            }
            (Place::Body, Body::None | Body::File | Body::Form) => {
                let texts = texts(&value, joined).into_iter();
                self.pairs.extend(texts.map(|text| (name, text)));
            }
        }
    }

    fn finish(self) -> CustomRequest {
        let mut request = self.request;
        if !self.cookies.is_empty() {
            request = request.with_header("Cookie", self.cookies.join("; "));
        }
        match self.body {
            Body::Json => request.json(&Value::Object(self.fields)),
            Body::Form => request.form(self.pairs),
            Body::None | Body::File | Body::Multipart => request,
        }
    }
}

/// The texts of a value outside of JSON: the items of a list, as the document has them stand there.
fn texts(value: &Value, joined: Option<&str>) -> Vec<String> {
    match (value, joined) {
        (Value::Array(items), Some(separator)) if !separator.is_empty() => {
            let texts: Vec<String> = items.iter().map(text).collect();
            vec![texts.join(separator)]
        }
        (Value::Array(items), None) => items.iter().map(text).collect(),
        _ => vec![text(value)],
    }
}

/// A value as text; what is no text by itself is JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
