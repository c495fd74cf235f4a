//! The corrected document, as it stands: its operations, and its schemas with their references.

use std::path::Path;

use codegen::report::{Report, Text, Texts};
use serde_json::{Map, Value};

/// The methods of HTTP that a path of the document can have.
const METHODS: [&str; 5] = ["get", "post", "put", "delete", "patch"];

/// The corrected document.
pub(crate) struct Document {
    pub(crate) root: Value,
}

/// An operation of the document.
#[derive(Clone, Copy)]
pub(crate) struct Operation<'d> {
    pub(crate) path: &'d str,
    pub(crate) method: &'d str,
    pub(crate) content: &'d Value,
}

impl Document {
    /// Reads the document of this repository and applies its overlays.
    pub(crate) fn load() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
        let names = [
            "coze-openapi.yaml",
            "overlays/corrections.yaml",
            "overlays/endpoints.yaml",
            "overlays/extensions.yaml",
        ];
        let contents = names.map(read);
        let text = |index: usize| Text {
            name: names[index],
            content: &contents[index],
        };
        let texts = Texts {
            document: text(0),
            overlays: &[text(1), text(2), text(3)],
            names: Text {
                name: "none",
                content: "",
            },
            coverage: None,
        };
        let mut report = Report::new();
        let corrected = codegen::correct(&texts, &mut report);
        assert!(!report.has_errors(), "{}", report.render(&texts));
        Self {
            root: corrected.expect("no error was reported").document,
        }
    }

    /// All operations of the HTTP API: the document also lists samples of a browser library, which have no page of their own.
    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        let paths = self.root["paths"].as_object().expect("an object");
        let operations = paths.iter().flat_map(|(path, item)| {
            METHODS.iter().filter_map(move |method| {
                Some(Operation {
                    path,
                    method,
                    content: item.get(method)?,
                })
            })
        });
        let is_sample = |content: &Value| {
            content.get("x-coze-websdk-code-sample").is_some()
                && content.get("x-coze-doc-id").is_none()
        };
        operations
            .filter(|operation| !is_sample(operation.content))
            .collect()
    }

    /// The operation that a request means; of several, the one whose path has the most segments without a parameter.
    pub(crate) fn find(&self, method: &str, segments: &[String]) -> Option<Operation<'_>> {
        self.operations()
            .into_iter()
            .filter(|operation| operation.method.eq_ignore_ascii_case(method))
            .filter(|operation| operation.matches(segments))
            .min_by_key(|operation| operation.path_parameters(segments).len())
    }

    /// The schema that a reference leads to, and the name of the last reference on the way.
    pub(crate) fn resolve<'d>(&'d self, schema: &'d Value) -> (&'d Value, Option<&'d str>) {
        let (mut schema, mut name) = (schema, None);
        while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = reference.trim_start_matches('#');
            schema = self.root.pointer(pointer).expect(reference);
            name = Some(reference);
        }
        (schema, name)
    }
}

impl<'d> Operation<'d> {
    pub(crate) fn id(&self) -> &'d str {
        self.content["operationId"].as_str().expect("a text")
    }

    fn matches(&self, segments: &[String]) -> bool {
        let template: Vec<&str> = self.path.split('/').skip(1).collect();
        template.len() == segments.len()
            && template
                .iter()
                .zip(segments)
                .all(|(part, segment)| part.starts_with('{') || part == segment)
    }

    /// The parameters of the path, with their values.
    pub(crate) fn path_parameters(&self, segments: &[String]) -> Vec<(String, String)> {
        let template = self.path.split('/').skip(1);
        let parameters = template.zip(segments).filter_map(|(part, segment)| {
            let name = part.strip_prefix('{')?.strip_suffix('}')?;
            Some((name.to_owned(), segment.clone()))
        });
        parameters.collect()
    }

    /// The parameters that stand in this place: `path`, `query` or `header`.
    pub(crate) fn parameters(&self, place: &str) -> Vec<&'d Value> {
        let parameters = self.content.get("parameters").and_then(Value::as_array);
        parameters
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == place)
            .collect()
    }

    /// The media type of the request's body, and its schema.
    pub(crate) fn body(&self) -> Option<(&'d str, &'d Value)> {
        let content = self.content.pointer("/requestBody/content")?.as_object()?;
        let (media_type, content) = content.iter().next()?;
        Some((media_type, &content["schema"]))
    }

    /// The contents of the good reply, by media type.
    pub(crate) fn replies(&self) -> &'d Map<String, Value> {
        let content = self.content.pointer("/responses/200/content");
        content.and_then(Value::as_object).expect("a good reply")
    }
}
