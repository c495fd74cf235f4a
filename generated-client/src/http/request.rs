//! A call as data: what emitted code fills in, before anything is sent. Pure, cheap to clone, the same every time.

mod extra;
mod form;
mod given_path;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::file::FilePart;
use super::style::{self, NamedTexts};
use super::value::{Field, QueryValue, Unwritable};
use crate::ErrorKind;
use crate::auth::scheme::{Scheme, Security};
use crate::error::Error;
use crate::generated::credentials::SECURITY;
use crate::operation::{Method, Operation};

/// How a value becomes named texts.
type Style = fn(&str, &Value) -> NamedTexts;

/// What stays as it is in a URL; everything else is percent-encoded (RFC 3986, "unreserved").
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const COOKIE: &str = "Cookie";

/// One call, ready to be sent any number of times.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    operation: Operation,
    path: Cow<'static, str>,
    query: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content: Content,
    /// The media type of a body of texts; that of its kind where it is empty.
    pub(crate) media: &'static str,
    /// What it needs to be signed with.
    pub(crate) security: Security,
    // part coze
    /// Whether the connection is to become a WebSocket.
    #[cfg(feature = "realtime")]
    pub(crate) is_upgrade: bool,
    // end part
    fault: Option<Fault>,
}

/// The body of a call.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    None,
    /// The text of a JSON object whose closing brace is still missing.
    Fields(Vec<u8>),
    /// A whole JSON text.
    Json(Vec<u8>),
    /// Names and values, encoded like a query.
    FormUrlEncoded(String),
    Multipart(Vec<Part>),
    /// A file by itself, and its declared media type.
    File(&'static str, FilePart),
}

/// One part of a form.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: Cow<'static, str>,
    /// Its declared media type; empty where none is.
    pub(crate) media: &'static str,
    pub(crate) value: PartValue,
}

#[derive(Clone, Debug)]
pub(crate) enum PartValue {
    Text(String),
    File(FilePart),
}

/// Why a call cannot be sent; kept until then, because setting an argument cannot fail.
#[derive(Clone, Debug)]
enum Fault {
    Segment { name: String, value: String },
    Value(Unwritable),
    Field { name: String, body: &'static str },
    Path(&'static str),
}

// A document decides which of these pieces occur.
#[allow(dead_code)]
impl Request {
    /// A call of `template`, a path whose variable segments stand in braces.
    pub(crate) fn new(method: Method, template: impl Into<Cow<'static, str>>) -> Self {
        let template = template.into();
        Self {
            path: template.clone(),
            operation: Operation { method, template },
            query: String::new(),
            headers: Vec::new(),
            content: Content::None,
            media: "",
            security: SECURITY,
            // part coze
            #[cfg(feature = "realtime")]
            is_upgrade: false,
            // end part
            fault: None,
        }
    }

    /// Says what the call needs, where that is not what others of the document need.
    pub(crate) fn security(mut self, sets: &'static [&'static [&'static Scheme]]) -> Self {
        self.security = Some(sets);
        self
    }

    /// Puts a value into the path, as exactly one segment.
    ///
    /// An empty value would address the collection instead of the thing, `.` and `..` something else altogether, in any encoding
    /// (<https://url.spec.whatwg.org/#double-dot-path-segment>): such a call is not sent.
    pub(crate) fn path(mut self, name: &'static str, value: &(impl QueryValue + ?Sized)) -> Self {
        let segment = self.argument_text(name, value).unwrap_or_default();
        self.set_segment(name, &segment);
        self
    }

    pub(crate) fn set_segment(&mut self, name: &str, value: &str) {
        if matches!(value, "" | "." | "..") {
            self.fault.get_or_insert(Fault::Segment {
                name: name.to_owned(),
                value: value.to_owned(),
            });
        }
        let segment: Cow<'_, str> = utf8_percent_encode(value, ENCODED).into();
        self.path = self.path.replace(&format!("{{{name}}}"), &segment).into();
    }

    /// Adds a parameter to the query; an unset one is left out.
    pub(crate) fn query(mut self, name: &'static str, value: &(impl QueryValue + ?Sized)) -> Self {
        if let Some(text) = self.argument_text(name, value) {
            self.push_query(name, &text);
        }
        self
    }

    /// Adds a parameter to the query once for each item of a list; an unset one is left out.
    pub(crate) fn query_each<'a, T: QueryValue + 'a>(
        mut self,
        name: &'static str,
        items: impl Into<Option<&'a Vec<T>>>,
    ) -> Self {
        let items = items.into().into_iter().flatten();
        for item in items {
            if let Some(text) = self.argument_text(name, item) {
                self.push_query(name, &text);
            }
        }
        self
    }

    /// Adds a parameter to the query for each field of an object; an unset object is left out.
    pub(crate) fn query_fields(self, name: &'static str, object: &impl Serialize) -> Self {
        self.query_styled(name, object, style::fields)
    }

    /// Adds a parameter to the query for each field of an object, `filter[name]=…`; an unset object is left out.
    pub(crate) fn query_deep(self, name: &'static str, object: &impl Serialize) -> Self {
        self.query_styled(name, object, style::deep)
    }

    fn query_styled(mut self, name: &'static str, value: &impl Serialize, style: Style) -> Self {
        for (name, text) in self.named_texts(name, value, style) {
            self.push_query(&name, &text);
        }
        self
    }

    fn named_texts(
        &mut self,
        name: &'static str,
        value: &impl Serialize,
        style: Style,
    ) -> NamedTexts {
        match style::json(value) {
            Ok(value) => style(name, &value),
            Err(unwritable) => {
                self.refuse(name, unwritable);
                NamedTexts::new()
            }
        }
    }

    /// The text of an argument; `None` if it is unset, or cannot be written.
    fn argument_text(&mut self, name: &str, value: &(impl QueryValue + ?Sized)) -> Option<String> {
        value.text().unwrap_or_else(|unwritable| {
            self.refuse(name, unwritable);
            None
        })
    }

    fn refuse(&mut self, name: &str, unwritable: Unwritable) {
        self.fault
            .get_or_insert_with(|| Fault::Value(unwritable.within(name)));
    }

    fn push_query(&mut self, name: &str, value: &str) {
        push_query(&mut self.query, name, value);
    }

    /// Whether the query has a parameter of this name.
    pub(crate) fn has_query(&self, name: &str) -> bool {
        let mut start = String::new();
        push_pair(&mut start, name, "");
        let mut pairs = self.query.split(['?', '&']);
        pairs.any(|pair| pair.starts_with(&start))
    }

    /// Adds a header; an unset one is left out.
    pub(crate) fn header(mut self, name: &'static str, value: &(impl QueryValue + ?Sized)) -> Self {
        if let Some(text) = self.argument_text(name, value) {
            self.headers.push((name, text));
        }
        self
    }

    /// Adds a cookie; an unset one is left out. All of them stand in one header (RFC 6265, 5.4).
    pub(crate) fn cookie(mut self, name: &'static str, value: &(impl QueryValue + ?Sized)) -> Self {
        let Some(text) = self.argument_text(name, value) else {
            return self;
        };
        let cookie = format!("{name}={}", utf8_percent_encode(&text, ENCODED));
        let mut headers = self.headers.iter_mut();
        match headers.find(|(name, _)| *name == COOKIE) {
            Some((_, cookies)) => *cookies = format!("{cookies}; {cookie}"),
            None => self.headers.push((COOKIE, cookie)),
        }
        self
    }

    /// Declares another media type for the body than that of its kind.
    pub(crate) fn media(mut self, media: &'static str) -> Self {
        self.media = media;
        self
    }

    /// Makes the body a JSON object, `{}` as long as no field is added.
    pub(crate) fn json(mut self) -> Self {
        self.fields();
        self
    }

    fn fields(&mut self) -> &mut Vec<u8> {
        if !matches!(self.content, Content::Fields(_)) {
            self.content = Content::Fields(vec![b'{']);
        }
        match &mut self.content {
            Content::Fields(text) => text,
            Content::None
            | Content::Json(_)
            | Content::FormUrlEncoded(_)
            | Content::Multipart(_)
            | Content::File(..) => unreachable!("made above"),
        }
    }

    /// Adds a field to the JSON body; an unset one is left out.
    pub(crate) fn field(self, name: &'static str, value: &dyn Field) -> Self {
        self.write(name, value, false)
    }

    /// Adds a field to the JSON body that may be null; `None` leaves it out.
    pub(crate) fn nullable<T: Field>(self, name: &'static str, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.write(name, value, true),
            None => self,
        }
    }

    fn write(mut self, name: &'static str, value: &dyn Field, keep_null: bool) -> Self {
        let text = self.fields();
        let start = text.len();
        if start > 1 {
            text.push(b',');
        }
        // A name is a text like others: it may hold quotes.
        let named = name.write(text);
        text.push(b':');
        let value_start = text.len();
        let written = named.and_then(|()| value.write(text));
        let is_null = &text[value_start..] == b"null";
        if written.is_err() || (is_null && !keep_null) {
            text.truncate(start);
        }
        self.check(name, written)
    }

    /// Makes `value` the whole JSON body.
    pub(crate) fn body(mut self, value: &dyn Field) -> Self {
        let mut text = Vec::new();
        let written = value.write(&mut text);
        self.content = Content::Json(text);
        self.check("body", written)
    }

    /// Makes `value` the whole JSON body, if there is one.
    pub(crate) fn optional_body<T: Field>(self, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.body(value),
            None => self,
        }
    }

    fn check(mut self, name: &'static str, written: Result<(), Unwritable>) -> Self {
        if let Err(unwritable) = written {
            self.refuse(name, unwritable);
        }
        self
    }

    /// Makes a file the whole body, of this media type, or of its own where this is empty; an unset one is left out.
    pub(crate) fn whole_file<'a>(
        mut self,
        media: &'static str,
        file: impl Into<Option<&'a FilePart>>,
    ) -> Self {
        if let Some(file) = file.into() {
            self.content = Content::File(media, file.clone());
        }
        self
    }

    pub(crate) fn operation(&self) -> &Operation {
        &self.operation
    }

    /// Path and query, with these further parameters where it has none of their names.
    pub(crate) fn target_with<'k>(
        &self,
        further: impl Iterator<Item = (&'static str, &'k str)>,
    ) -> crate::Result<(&str, Cow<'_, str>)> {
        self.sendable()?;
        let mut query = Cow::Borrowed(self.query.as_str());
        for (name, value) in further.filter(|(name, _)| !self.has_query(name)) {
            push_query(query.to_mut(), name, value);
        }
        Ok((&self.path, query))
    }

    /// Path and query, encoded; an error if an argument cannot be sent.
    pub(crate) fn target(&self) -> crate::Result<String> {
        self.sendable()?;
        Ok(format!("{}{}", self.path, self.query))
    }

    fn sendable(&self) -> crate::Result<()> {
        match &self.fault {
            None => Ok(()),
            Some(Fault::Path(problem)) => Err(Error::new(
                ErrorKind::Argument,
                format!("the path {problem}"),
            )),
            Some(Fault::Segment { name, value }) => Err(Error::new(
                ErrorKind::Argument,
                format!("`{name}` is part of the path and must not be {value:?}"),
            )),
            Some(Fault::Value(Unwritable { path, problem, .. })) => Err(Error::new(
                ErrorKind::Argument,
                format!("`{path}` cannot be sent: {problem}"),
            )),
            Some(Fault::Field { name, body }) => Err(Error::new(
                ErrorKind::Argument,
                format!("there is no place for the field `{name}`: the call {body}"),
            )),
        }
    }
}

fn push_query(query: &mut String, name: &str, value: &str) {
    // Most often nothing of it has to be encoded.
    query.reserve(name.len() + value.len() + 2);
    query.push(if query.is_empty() { '?' } else { '&' });
    push_pair(query, name, value);
}

fn push_pair(text: &mut String, name: &str, value: &str) {
    text.extend(utf8_percent_encode(name, ENCODED));
    text.push('=');
    text.extend(utf8_percent_encode(value, ENCODED));
}

#[cfg(test)]
mod tests;
