//! Bodies that are forms, with files or without.

use std::borrow::Cow;

use serde::Serialize;

use super::{Content, Part, PartValue, Request, Style, push_pair};
use crate::http::file::FilePart;
use crate::http::style;
use crate::http::value::QueryValue;

// A document decides which of these pieces occur.
#[allow(dead_code)]
impl Request {
    /// Makes the body a form without files, empty as long as no pair is added.
    pub(crate) fn form_urlencoded(mut self) -> Self {
        self.content = Content::FormUrlEncoded(String::new());
        self
    }

    /// Adds a value to the form without files; an unset one is left out.
    pub(crate) fn form(mut self, name: &'static str, value: &(impl QueryValue + ?Sized)) -> Self {
        if let Some(text) = self.argument_text(name, value) {
            self.push_pair(name, &text);
        }
        self
    }

    /// Adds a value to the form without files for each item of a list; an unset one is left out.
    pub(crate) fn form_each(self, name: &'static str, items: &impl Serialize) -> Self {
        self.form_styled(name, items, style::each)
    }

    /// Adds a value to the form without files for each field of an object; an unset object is left out.
    pub(crate) fn form_fields(self, name: &'static str, object: &impl Serialize) -> Self {
        self.form_styled(name, object, style::fields)
    }

    /// Adds a value to the form without files for each field of an object, `filter[name]`; an unset object is left out.
    pub(crate) fn form_deep(self, name: &'static str, object: &impl Serialize) -> Self {
        self.form_styled(name, object, style::deep)
    }

    fn form_styled(mut self, name: &'static str, value: &impl Serialize, style: Style) -> Self {
        for (name, text) in self.named_texts(name, value, style) {
            self.push_pair(&name, &text);
        }
        self
    }

    pub(crate) fn push_pair(&mut self, name: &str, value: &str) {
        if let Content::FormUrlEncoded(text) = &mut self.content {
            if !text.is_empty() {
                text.push('&');
            }
            push_pair(text, name, value);
        }
    }

    /// Makes the body a form with files, without parts as long as none is added.
    pub(crate) fn multipart(mut self) -> Self {
        self.content = Content::Multipart(Vec::new());
        self
    }

    /// Adds a text to the form; an unset one is left out.
    pub(crate) fn text(self, name: &'static str, value: &(impl QueryValue + ?Sized)) -> Self {
        self.text_of("", name, value)
    }

    /// Adds a text of this media type to the form, without one where this is empty; an unset one is left out.
    pub(crate) fn text_of(
        mut self,
        media: &'static str,
        name: &'static str,
        value: &(impl QueryValue + ?Sized),
    ) -> Self {
        if let Some(text) = self.argument_text(name, value) {
            self.push_part(name, media, PartValue::Text(text));
        }
        self
    }

    /// Adds a part of this media type to the form for each item of a list, without one where this is empty; an unset list is left
    /// out.
    pub(crate) fn texts_of(
        mut self,
        media: &'static str,
        name: &'static str,
        items: &impl Serialize,
    ) -> Self {
        for (_, text) in self.named_texts(name, items, style::each) {
            self.push_part(name, media, PartValue::Text(text));
        }
        self
    }

    /// Adds a file to the form; an unset one is left out.
    pub(crate) fn file<'a>(
        self,
        name: &'static str,
        file: impl Into<Option<&'a FilePart>>,
    ) -> Self {
        self.file_of("", name, file)
    }

    /// Adds a file of this media type to the form, or of its own where that is empty; an unset one is left out.
    pub(crate) fn file_of<'a>(
        mut self,
        media: &'static str,
        name: &'static str,
        file: impl Into<Option<&'a FilePart>>,
    ) -> Self {
        if let Some(file) = file.into() {
            self.push_part(name, media, PartValue::File(file.clone()));
        }
        self
    }

    /// Adds files to the form under one name; unset ones are left out.
    pub(crate) fn files<'a>(
        self,
        name: &'static str,
        files: impl Into<Option<&'a Vec<FilePart>>>,
    ) -> Self {
        self.files_of("", name, files)
    }

    /// Adds files of this media type to the form, or of their own where that is empty; unset ones are left out.
    pub(crate) fn files_of<'a>(
        mut self,
        media: &'static str,
        name: &'static str,
        files: impl Into<Option<&'a Vec<FilePart>>>,
    ) -> Self {
        for file in files.into().into_iter().flatten() {
            self.push_part(name, media, PartValue::File(file.clone()));
        }
        self
    }

    pub(crate) fn push_part(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        media: &'static str,
        value: PartValue,
    ) {
        let name = name.into();
        let part = Part { name, media, value };
        match &mut self.content {
            Content::Multipart(parts) => parts.push(part),
            Content::None
            | Content::Fields(_)
            | Content::Json(_)
            | Content::FormUrlEncoded(_)
            | Content::File(..) => self.content = Content::Multipart(vec![part]),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::operation::Method;

    fn body(request: &Request) -> &str {
        match &request.content {
            Content::FormUrlEncoded(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_form_without_files_is_written_like_a_query() {
        let request = Request::new(Method::Post, "/v1/x").form_urlencoded();
        assert_eq!(body(&request), "");
        let request = request
            .form("a b", "c&d=e +")
            .form("none", &None::<i64>)
            .form("n", &1_i64);
        assert_eq!(body(&request), "a%20b=c%26d%3De%20%2B&n=1");
    }

    #[test]
    fn lists_and_objects_stand_in_a_form_in_their_style() {
        let object = json!({"g": [2, 3], "r": 1});
        let request = Request::new(Method::Post, "/v1/x")
            .form_urlencoded()
            .form_each("ids", &vec!["a", "b"])
            .form_each("none", &None::<Vec<String>>)
            .form_fields("color", &object)
            .form_deep("color", &json!({"r": 1}));
        assert_eq!(body(&request), "ids=a&ids=b&g=2&g=3&r=1&color%5Br%5D=1");
    }

    #[test]
    fn a_form_with_files_has_a_part_for_each_item() {
        let request = Request::new(Method::Post, "/v1/x").multipart();
        assert!(matches!(&request.content, Content::Multipart(parts) if parts.is_empty()));
        let request = request
            .texts_of("", "ids", &vec!["a", "b"])
            .texts_of("application/json", "places", &json!([{"x": 1}]))
            .texts_of("", "none", &None::<Vec<String>>)
            .text_of("text/markdown", "note", "c")
            .text("unset", &None::<i64>);
        let Content::Multipart(parts) = &request.content else {
            panic!("{request:?}");
        };
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match &part.value {
                PartValue::Text(text) => format!("{} {} {text}", part.name, part.media),
                PartValue::File(file) => panic!("{file:?}"),
            })
            .collect();
        assert_eq!(
            parts,
            [
                "ids  a",
                "ids  b",
                r#"places application/json {"x":1}"#,
                "note text/markdown c"
            ]
        );
    }
}
