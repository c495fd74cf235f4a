//! The document as it stands: its operations, what they declare, and its schemas with their references.

use serde_json::{Map, Value};

use crate::template;

/// The methods of HTTP that a path of the document can have.
const METHODS: [&str; 5] = ["get", "post", "put", "delete", "patch"];

/// No chain of references is longer, unless it is a ring.
const LONGEST_CHAIN: usize = 32;

/// The corrected document.
pub(crate) struct Document {
    pub(crate) root: Value,
}

/// An operation of the document.
#[derive(Clone, Copy)]
pub(crate) struct Operation<'d> {
    document: &'d Document,
    pub(crate) path: &'d str,
    pub(crate) method: &'d str,
    pub(crate) content: &'d Value,
    /// What all operations of the path share.
    item: &'d Value,
}

impl Document {
    pub(crate) fn load() -> Self {
        Self {
            root: crate::source::document(),
        }
    }

    /// All operations of the HTTP API: the document also lists samples of a browser library, which have no page of their own, what
    /// widgets are set up with, and channels, over which events go instead of one reply.
    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        let paths = self.root["paths"].as_object();
        let operations = paths.into_iter().flatten().flat_map(|(path, item)| {
            let (item, _) = self.resolve(item);
            METHODS.iter().filter_map(move |method| {
                Some(Operation {
                    document: self,
                    path,
                    method,
                    content: item.get(method)?,
                    item,
                })
            })
        });
        let is_sample = |content: &Value| {
            content.get("x-coze-websdk-code-sample").is_some()
                && content.get("x-coze-doc-id").is_none()
        };
        operations
            .filter(|operation| !is_sample(operation.content))
            .filter(|operation| {
                let says = |key| operation.content.get(key).is_some();
                !says("x-channel") && !says("x-form")
            })
            .collect()
    }

    /// The operation that a request means; of several, the one whose path has the most text outside of parameters.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Operation<'_>> {
        self.operations()
            .into_iter()
            .filter(|operation| operation.method.eq_ignore_ascii_case(method))
            .filter(|operation| template::values(operation.path, path).is_some())
            .max_by_key(|operation| template::literal_length(operation.path))
    }

    /// What a reference leads to, and the last reference on the way.
    pub(crate) fn resolve<'d>(&'d self, declared: &'d Value) -> (&'d Value, Option<&'d str>) {
        let (mut found, mut name) = (declared, None);
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = found.get("$ref").and_then(Value::as_str) else {
                return (found, name);
            };
            found = self.target(reference).expect(reference);
            name = Some(reference);
        }
        (&Value::Null, name)
    }

    fn target(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.trim_start_matches('#');
        let decoded = percent_encoding::percent_decode_str(pointer).decode_utf8();
        self.root
            .pointer(pointer)
            .or_else(|| self.root.pointer(&decoded.ok()?))
    }
}

impl<'d> Operation<'d> {
    /// The id that cases call it by: the document's, unless it has none or an earlier operation has the same.
    pub(crate) fn id(&self) -> String {
        let by_place = || format!("{} {}", self.method.to_uppercase(), self.path);
        let Some(id) = self.content["operationId"].as_str() else {
            return by_place();
        };
        let all = self.document.operations();
        let first = all
            .iter()
            .find(|other| other.content["operationId"] == id)
            .expect("this one has it");
        if (first.path, first.method) == (self.path, self.method) {
            id.to_owned()
        } else {
            by_place()
        }
    }

    /// What it has to be signed with, by sets of names, or what the document says of all; `None` where nothing is said.
    pub(crate) fn security(&self) -> Option<&'d Vec<Value>> {
        let own = self.content.get("security");
        let security = own.or_else(|| self.document.root.get("security"));
        security.and_then(Value::as_array)
    }

    /// The parameters that stand in this place: `path`, `query`, `header` or `cookie`. The operation's own come before those of its
    /// path with the same name.
    pub(crate) fn parameters(&self, place: &str) -> Vec<&'d Value> {
        let mut found: Vec<&'d Value> = Vec::new();
        for owner in [self.content, self.item] {
            let declared = owner.get("parameters").and_then(Value::as_array);
            for parameter in declared.into_iter().flatten() {
                let (parameter, _) = self.document.resolve(parameter);
                let is_new = !found.iter().any(|one| one["name"] == parameter["name"]);
                if parameter["in"] == place && is_new {
                    found.push(parameter);
                }
            }
        }
        found
    }

    /// The body of the request: whether there must be one, and what it may be, by media type.
    pub(crate) fn body(&self) -> Option<(bool, &'d Map<String, Value>)> {
        let (body, _) = self.document.resolve(self.content.get("requestBody")?);
        Some((body["required"] == true, body.get("content")?.as_object()?))
    }

    /// The good reply: its status, and what it may be by media type. Of several, 200 comes first, but after those with content.
    pub(crate) fn reply(&self) -> (u16, Map<String, Value>) {
        let responses = self.content["responses"].as_object();
        let good = responses.into_iter().flatten().filter(|(status, _)| {
            status.starts_with('2') && status.len() == 3 || *status == "default"
        });
        let content = |response: &'d Value| {
            let (response, _) = self.document.resolve(response);
            response["content"].as_object().cloned().unwrap_or_default()
        };
        let mut good: Vec<(&String, Map<String, Value>)> = good
            .map(|(status, response)| (status, content(response)))
            .collect();
        good.sort_by_key(|(status, content)| {
            (*status == "default", content.is_empty(), *status != "200")
        });
        match good.into_iter().next() {
            Some((status, content)) => (status.parse().unwrap_or(200), content),
            None => (200, Map::new()),
        }
    }
}
