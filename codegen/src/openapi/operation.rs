//! Operations: what is sent, and what comes back.

use serde_json::Value;

use super::{Component, Parts, ReferenceOr, SchemaRef, flag, members, parts, said, text};

/// An operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation<'d>(&'d Value);

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter<'d>(&'d Value);

/// A body of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestBody<'d>(&'d Value);

/// A reply.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Response<'d>(&'d Value);

/// What a body or a reply may hold, by media types.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content<'d>(Option<&'d Value>);

/// What it holds in one of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MediaType<'d>(&'d Value);

/// How a field of a form is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Encoding<'d>(&'d Value);

/// How lists and objects are written among named texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryStyle {
    DeepObject,
    Form,
    PipeDelimited,
    SpaceDelimited,
}

impl<'d> Operation<'d> {
    pub(crate) fn new(value: &'d Value) -> Self {
        Self(value)
    }

    pub(crate) fn id(self) -> Option<&'d str> {
        text(self.0, "operationId")
    }

    pub(crate) fn summary(self) -> Option<&'d str> {
        text(self.0, "summary")
    }

    pub(crate) fn description(self) -> Option<&'d str> {
        text(self.0, "description")
    }

    pub(crate) fn is_deprecated(self) -> bool {
        flag(self.0, "deprecated")
    }

    pub(crate) fn extension(self, key: &str) -> Option<&'d Value> {
        self.0.get(key)
    }

    pub(crate) fn parameters(self) -> Parts<'d, Parameter<'d>> {
        parts(self.0.get("parameters"))
    }

    pub(crate) fn request_body(self) -> Option<ReferenceOr<'d, RequestBody<'d>>> {
        self.0.get("requestBody").map(ReferenceOr::new)
    }

    /// The replies by their statuses, `default` among them.
    pub(crate) fn responses(
        self,
    ) -> impl Iterator<Item = (&'d str, ReferenceOr<'d, Response<'d>>)> {
        members(self.0.get("responses")).map(|(status, reply)| (status, ReferenceOr::new(reply)))
    }

    /// Sets of credentials of which one is needed, by their names; `None` if the operation does not say it.
    pub(crate) fn security(self) -> Option<impl Iterator<Item = impl Iterator<Item = &'d str>>> {
        let sets = self.0.get("security")?.as_array()?;
        let sets = sets.iter().filter_map(Value::as_object);
        Some(sets.map(|set| set.keys().map(String::as_str)))
    }
}

/// The parameters that the operations of a path share.
pub(crate) fn shared_parameters(path: &Value) -> Parts<'_, Parameter<'_>> {
    parts(path.get("parameters"))
}

impl<'d> Component<'d> for Parameter<'d> {
    const SECTION: &'static str = "parameters";

    fn new(value: &'d Value) -> Self {
        Self(value)
    }
}

impl<'d> Parameter<'d> {
    pub(crate) fn name(self) -> &'d str {
        text(self.0, "name").unwrap_or_default()
    }

    /// `path`, `query`, `header` or `cookie`.
    pub(crate) fn place(self) -> &'d str {
        text(self.0, "in").unwrap_or_default()
    }

    pub(crate) fn description(self) -> Option<&'d str> {
        text(self.0, "description")
    }

    pub(crate) fn is_required(self) -> bool {
        flag(self.0, "required")
    }

    pub(crate) fn is_deprecated(self) -> bool {
        flag(self.0, "deprecated")
    }

    /// How it is written in the query.
    pub(crate) fn style(self) -> QueryStyle {
        style(self.0).unwrap_or(QueryStyle::Form)
    }

    /// Whether each item or key stands by itself, if it says so.
    pub(crate) fn explode(self) -> Option<bool> {
        self.0.get("explode").and_then(Value::as_bool)
    }

    pub(crate) fn schema(self) -> Option<SchemaRef<'d>> {
        self.0.get("schema").map(ReferenceOr::new)
    }

    /// What it holds as a text of a media type, which it has instead of a schema.
    pub(crate) fn content(self) -> Content<'d> {
        Content(self.0.get("content"))
    }
}

impl<'d> Component<'d> for RequestBody<'d> {
    const SECTION: &'static str = "requestBodies";

    fn new(value: &'d Value) -> Self {
        Self(value)
    }
}

impl<'d> RequestBody<'d> {
    pub(crate) fn description(self) -> Option<&'d str> {
        text(self.0, "description")
    }

    pub(crate) fn is_required(self) -> bool {
        flag(self.0, "required")
    }

    pub(crate) fn content(self) -> Content<'d> {
        Content(self.0.get("content"))
    }
}

impl<'d> Component<'d> for Response<'d> {
    const SECTION: &'static str = "responses";

    fn new(value: &'d Value) -> Self {
        Self(value)
    }
}

impl<'d> Response<'d> {
    pub(crate) fn content(self) -> Content<'d> {
        Content(self.0.get("content"))
    }
}

impl<'d> Content<'d> {
    pub(crate) fn names(self) -> impl Iterator<Item = &'d str> + Clone {
        members(self.0).map(|(name, _)| name)
    }

    pub(crate) fn get(self, name: &str) -> Option<MediaType<'d>> {
        self.0?.get(name).map(MediaType)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.names().next().is_none()
    }
}

impl<'d> MediaType<'d> {
    pub(crate) fn schema(self) -> Option<SchemaRef<'d>> {
        self.0.get("schema").map(ReferenceOr::new)
    }

    pub(crate) fn example(self) -> Option<&'d Value> {
        said(self.0, "example")
    }

    pub(crate) fn extension(self, key: &str) -> Option<&'d Value> {
        self.0.get(key)
    }

    pub(crate) fn encoding(self, field: &str) -> Option<Encoding<'d>> {
        self.0.get("encoding")?.get(field).map(Encoding)
    }
}

impl<'d> Encoding<'d> {
    pub(crate) fn content_type(self) -> Option<&'d str> {
        text(self.0, "contentType")
    }

    /// The style, and whether it is exploded; `None` if neither is said. Each has a default that the other gives it.
    pub(crate) fn style(self) -> Option<(QueryStyle, bool)> {
        let explode = self.0.get("explode").and_then(Value::as_bool);
        let said = style(self.0);
        let style = said.or(explode.map(|_| QueryStyle::Form))?;
        Some((style, explode.unwrap_or(style == QueryStyle::Form)))
    }
}

fn style(owner: &Value) -> Option<QueryStyle> {
    match text(owner, "style")? {
        "deepObject" => Some(QueryStyle::DeepObject),
        "form" => Some(QueryStyle::Form),
        "pipeDelimited" => Some(QueryStyle::PipeDelimited),
        "spaceDelimited" => Some(QueryStyle::SpaceDelimited),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_style_and_explode_each_gives_the_other_its_default() {
        let of = |encoding: Value| {
            let media = json!({"encoding": {"field": encoding}});
            MediaType(&media)
                .encoding("field")
                .and_then(Encoding::style)
        };
        assert_eq!(of(json!({"contentType": "text/plain"})), None);
        assert_eq!(
            of(json!({"explode": false})),
            Some((QueryStyle::Form, false))
        );
        assert_eq!(of(json!({"style": "form"})), Some((QueryStyle::Form, true)));
        let piped = json!({"style": "pipeDelimited"});
        assert_eq!(of(piped), Some((QueryStyle::PipeDelimited, false)));
    }

    #[test]
    fn an_operation_may_say_that_it_needs_no_credentials() {
        let sets = |operation: Value| {
            let sets = Operation(&operation).security()?;
            let sets = sets.map(|names| names.map(str::to_owned).collect());
            Some(sets.collect::<Vec<Vec<String>>>())
        };
        assert_eq!(sets(json!({})), None);
        assert_eq!(sets(json!({"security": []})), Some(Vec::new()));
        let either = json!({"security": [{"a": [], "b": ["scope"]}, {}]});
        let names = vec![vec!["a".to_owned(), "b".to_owned()], Vec::new()];
        assert_eq!(sets(either), Some(names));
    }
}
