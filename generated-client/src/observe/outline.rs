//! What the document says of replies: operations, their schemas and events, found by JSON pointers.

use std::sync::LazyLock;

use serde_json::{Map, Value};

/// References in a row, and compositions in compositions, that are followed.
const DEEPEST: usize = 32;

/// The outline of the document that the crate is made from.
static OUTLINE: LazyLock<Outline> =
    LazyLock::new(|| Outline::read(crate::generated::outline::OUTLINE).unwrap_or_default());

/// A document, as far as it is about replies.
#[derive(Default)]
pub(super) struct Outline(Value);

/// A schema in two places: where it is used, and where it is defined.
pub(super) struct Schema<'o> {
    pub(super) used_at: String,
    pub(super) at: String,
    pub(super) node: &'o Map<String, Value>,
}

/// What is declared for the replies to one operation.
pub(super) struct Reply<'o> {
    pub(super) id: &'o str,
    pub(super) operation: &'o Map<String, Value>,
    /// The place of the media type, and what stands there.
    pub(super) at: String,
    pub(super) media: &'o Map<String, Value>,
}

impl Outline {
    /// That of the document that the crate is made from.
    pub(super) fn own() -> &'static Self {
        &OUTLINE
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let document: Value = serde_json::from_str(text).ok()?;
        let is_document = document.get("paths").is_some_and(Value::is_object);
        is_document.then_some(Self(document))
    }

    fn object(&self, pointer: &str) -> Option<&Map<String, Value>> {
        self.0.pointer(pointer)?.as_object()
    }

    /// A name of the frame around replies; `None` where no frame is stated.
    pub(super) fn frame(&self, key: &str) -> Option<&str> {
        self.0.get("x-envelope")?.get(key)?.as_str()
    }

    /// The first key on the way to the id under which the service logged a call.
    pub(super) fn log_id(&self) -> Option<&str> {
        self.0.pointer("/x-envelope/log_id/0")?.as_str()
    }

    /// What is declared for successful replies of this kind.
    pub(super) fn reply(
        &self,
        method: &str,
        path: &str,
        is_kind: fn(&str) -> bool,
    ) -> Option<Reply<'_>> {
        let at = join(&join("/paths", path), &method.to_ascii_lowercase());
        let operation = self.object(&at)?;
        let responses = operation.get("responses")?.as_object()?;
        responses.iter().find_map(|(status, response)| {
            let content = response.get("content")?.as_object()?;
            let (media_type, media) = content.iter().find(|(name, _)| is_kind(name))?;
            let at = join(&join(&at, "responses"), status);
            Some(Reply {
                id: operation.get("operationId").and_then(Value::as_str)?,
                operation,
                at: join(&join(&at, "content"), media_type),
                media: media.as_object()?,
            })
        })
    }

    /// The schema at a pointer, or where the reference there leads.
    pub(super) fn schema(&self, pointer: &str) -> Option<Schema<'_>> {
        let mut at = pointer.to_owned();
        for _ in 0..DEEPEST {
            let node = self.object(&at)?;
            let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
                return Some(Schema {
                    used_at: pointer.to_owned(),
                    at,
                    node,
                });
            };
            reference.strip_prefix('#')?.clone_into(&mut at);
        }
        None
    }

    /// A schema and all that it is composed of.
    pub(super) fn parts<'o>(&'o self, schema: Schema<'o>) -> Vec<Schema<'o>> {
        let mut parts = vec![schema];
        let mut next = 0;
        while next < parts.len() && parts.len() < DEEPEST {
            let at = join(&parts[next].at, "allOf");
            let count = self
                .0
                .pointer(&at)
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            let members =
                (0..count).filter_map(|index| self.schema(&join(&at, &index.to_string())));
            parts.extend(members);
            next += 1;
        }
        parts
    }
}

impl Schema<'_> {
    /// The pointers of the alternatives that it leaves.
    pub(super) fn alternatives(&self) -> Vec<String> {
        let mut keys = ["oneOf", "anyOf"].into_iter();
        let list = keys.find_map(|key| Some((key, self.node.get(key)?.as_array()?)));
        let Some((key, list)) = list else {
            return Vec::new();
        };
        let at = join(&self.at, key);
        (0..list.len())
            .map(|index| join(&at, &index.to_string()))
            .collect()
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.node.get(key)?.as_str()
    }

    pub(super) fn object(&self, key: &str) -> Option<&Map<String, Value>> {
        self.node.get(key)?.as_object()
    }

    pub(super) fn list(&self, key: &str) -> &[Value] {
        let list = self.node.get(key).and_then(Value::as_array);
        list.map_or(&[], Vec::as_slice)
    }

    pub(super) fn is(&self, key: &str) -> bool {
        self.node.get(key) == Some(&Value::Bool(true))
    }

    /// The declared name of a field that goes by this name, or has it as another spelling.
    pub(super) fn declared(&self, name: &str) -> Option<&str> {
        let properties = self.object("properties")?;
        if let Some((declared, _)) = properties.get_key_value(name) {
            return Some(declared);
        }
        let mut aliases = self.object("x-aliases")?.iter();
        let (declared, _) = aliases.find(|(_, names)| has(names, name))?;
        properties.contains_key(declared).then_some(declared)
    }

    /// Whether a text is another spelling of one of its values.
    pub(super) fn has_alias(&self, value: &str) -> bool {
        let aliases = self.object("x-aliases").into_iter().flatten();
        aliases.into_iter().any(|(_, names)| has(names, value))
    }
}

fn has(names: &Value, name: &str) -> bool {
    names
        .as_array()
        .is_some_and(|names| names.iter().any(|one| one == name))
}

/// The pointer of a member or an item.
pub(super) fn join(pointer: &str, key: &str) -> String {
    let key = key.replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{key}")
}
