//! Schemas: what is said of the values in a place.

use std::collections::HashSet;

use serde_json::Value;

use super::{Component, Parts, ReferenceOr, flag, items, members, parts, said, text};
use crate::document::keywords;

/// A schema.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Schema<'d>(&'d Value);

/// The `type` of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaKind {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

/// A schema, or where it stands.
pub(crate) type SchemaRef<'d> = ReferenceOr<'d, Schema<'d>>;

/// What may stand under keys that no property has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum AdditionalProperties<'d> {
    Any(bool),
    Schema(SchemaRef<'d>),
}

/// How the alternatives of a schema are told from one another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Discriminator<'d>(&'d Value);

impl<'d> Component<'d> for Schema<'d> {
    const SECTION: &'static str = "schemas";

    fn new(value: &'d Value) -> Self {
        Self(value)
    }
}

impl<'d> Schema<'d> {
    /// The type that it says, or that its other keywords give away.
    pub(crate) fn kind(self) -> Option<SchemaKind> {
        match self.kind_name()? {
            "array" => Some(SchemaKind::Array),
            "boolean" => Some(SchemaKind::Boolean),
            "integer" => Some(SchemaKind::Integer),
            "number" => Some(SchemaKind::Number),
            "object" => Some(SchemaKind::Object),
            "string" => Some(SchemaKind::String),
            _ => None,
        }
    }

    fn kind_name(self) -> Option<&'d str> {
        let members = self.0.as_object()?;
        match members.get("type") {
            Some(name) => name.as_str(),
            None => keywords::inferred(members).map(|(name, _)| name),
        }
    }

    /// What a keyword of one type says; of a schema of another it says nothing.
    fn of_kind(self, kind: SchemaKind, keyword: &str) -> Option<&'d Value> {
        let value = self.0.get(keyword)?;
        self.kind().is_none_or(|own| own == kind).then_some(value)
    }

    pub(crate) fn title(self) -> Option<&'d str> {
        text(self.0, "title")
    }

    pub(crate) fn description(self) -> Option<&'d str> {
        text(self.0, "description")
    }

    pub(crate) fn default(self) -> Option<&'d Value> {
        said(self.0, "default")
    }

    pub(crate) fn example(self) -> Option<&'d Value> {
        said(self.0, "example")
    }

    pub(crate) fn is_deprecated(self) -> bool {
        flag(self.0, "deprecated")
    }

    pub(crate) fn is_nullable(self) -> bool {
        flag(self.0, "nullable")
    }

    pub(crate) fn is_read_only(self) -> bool {
        flag(self.0, "readOnly")
    }

    pub(crate) fn extension(self, key: &str) -> Option<&'d Value> {
        self.0.get(key)
    }

    pub(crate) fn format(self) -> Option<&'d str> {
        text(self.0, "format")
    }

    /// The listed values that can be values of its type, each once.
    pub(crate) fn values(self) -> Vec<&'d Value> {
        let Some(values) = self.0.get("enum") else {
            return Vec::new();
        };
        let kind = self.kind_name();
        if matches!(kind, Some("array" | "object")) {
            return Vec::new();
        }
        let mut seen = HashSet::new();
        let values = items(Some(values)).iter();
        let values = values.filter(|value| keywords::is_value(value, kind));
        values.filter(|value| seen.insert(*value)).collect()
    }

    pub(crate) fn properties(self) -> impl Iterator<Item = (&'d str, SchemaRef<'d>)> + Clone {
        members(self.of_kind(SchemaKind::Object, "properties"))
            .map(|(name, schema)| (name, ReferenceOr::new(schema)))
    }

    pub(crate) fn has_properties(self) -> bool {
        members(self.of_kind(SchemaKind::Object, "properties"))
            .next()
            .is_some()
    }

    /// A property, with its name as long as the document lives.
    pub(crate) fn property(self, name: &str) -> Option<(&'d str, SchemaRef<'d>)> {
        let properties = self.of_kind(SchemaKind::Object, "properties")?;
        let (name, schema) = properties.as_object()?.get_key_value(name)?;
        Some((name, ReferenceOr::new(schema)))
    }

    pub(crate) fn required(self) -> impl Iterator<Item = &'d str> {
        let required = self.of_kind(SchemaKind::Object, "required");
        items(required).iter().filter_map(Value::as_str)
    }

    pub(crate) fn additional_properties(self) -> Option<AdditionalProperties<'d>> {
        match self.of_kind(SchemaKind::Object, "additionalProperties")? {
            Value::Bool(any) => Some(AdditionalProperties::Any(*any)),
            schema => Some(AdditionalProperties::Schema(ReferenceOr::new(schema))),
        }
    }

    pub(crate) fn items(self) -> Option<SchemaRef<'d>> {
        self.of_kind(SchemaKind::Array, "items")
            .map(ReferenceOr::new)
    }

    /// The schemas that it is made of.
    pub(crate) fn all_of(self) -> Parts<'d, Schema<'d>> {
        parts(self.0.get("allOf"))
    }

    /// Its `oneOf` and its `anyOf`, as far as it has them.
    pub(crate) fn alternatives(
        self,
    ) -> impl Iterator<Item = (&'static str, Parts<'d, Schema<'d>>)> + Clone {
        let lists = ["oneOf", "anyOf"].into_iter();
        let lists = lists.map(move |keyword| (keyword, parts(self.0.get(keyword))));
        lists.filter(|(_, list)| list.len() > 0)
    }

    /// Whether it is made of others.
    pub(crate) fn is_composed(self) -> bool {
        self.all_of().len() > 0 || self.alternatives().next().is_some()
    }

    /// Whether both say the same of the shape of values, whatever else they say.
    pub(crate) fn has_shape_of(self, other: Self) -> bool {
        const SHAPE: [&str; 9] = [
            "additionalProperties",
            "allOf",
            "anyOf",
            "enum",
            "format",
            "items",
            "oneOf",
            "properties",
            "required",
        ];
        let is_same = |key: &&str| self.0.get(*key) == other.0.get(*key);
        self.kind() == other.kind() && SHAPE.iter().all(is_same)
    }

    pub(crate) fn discriminator(self) -> Option<Discriminator<'d>> {
        self.0.get("discriminator").map(Discriminator)
    }
}

impl<'d> Discriminator<'d> {
    pub(crate) fn property_name(self) -> &'d str {
        text(self.0, "propertyName").unwrap_or_default()
    }

    /// Values, each with the name of its schema or a reference to it.
    pub(crate) fn mapping(self) -> impl Iterator<Item = (&'d str, &'d str)> {
        let mapping = members(self.0.get("mapping"));
        mapping.filter_map(|(value, target)| Some((value, target.as_str()?)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names<'d>(properties: impl Iterator<Item = (&'d str, SchemaRef<'d>)>) -> Vec<&'d str> {
        properties.map(|(name, _)| name).collect()
    }

    #[test]
    fn what_does_not_belong_to_the_type_is_not_said() {
        let schema = json!({
            "type": "string",
            "properties": {"a": {}},
            "required": ["a"],
            "additionalProperties": true,
            "items": {},
        });
        let schema = Schema::new(&schema);
        assert_eq!(schema.kind(), Some(SchemaKind::String));
        assert!(!schema.has_properties() && schema.property("a").is_none());
        assert_eq!(schema.required().count(), 0);
        assert_eq!(schema.additional_properties(), None);
        assert_eq!(schema.items(), None);
        let list = json!({"type": "array", "enum": [[]]});
        assert!(Schema::new(&list).values().is_empty());
    }

    #[test]
    fn keywords_of_one_type_give_it_away() {
        let object = json!({"properties": {"b": {}, "a": {}}});
        let object = Schema::new(&object);
        assert_eq!(object.kind(), Some(SchemaKind::Object));
        assert_eq!(names(object.properties()), ["b", "a"]);
        let restriction = json!({"required": ["a"]});
        let restriction = Schema::new(&restriction);
        assert_eq!(restriction.kind(), None);
        assert_eq!(restriction.required().collect::<Vec<_>>(), ["a"]);
    }

    #[test]
    fn an_enum_has_each_value_of_its_type_once() {
        let of = |schema: Value| {
            let values = Schema::new(&schema).values();
            values.into_iter().cloned().collect::<Value>()
        };
        let numbers = json!({"type": "integer", "enum": [1, "", 1, null, 1.5]});
        assert_eq!(of(numbers), json!([1, null]));
        assert_eq!(of(json!({"type": "string", "enum": [1]})), json!([]));
        assert_eq!(of(json!({"enum": [1, "a"]})), json!([1, "a"]));
    }

    #[test]
    fn texts_do_not_change_the_shape() {
        let one = json!({"properties": {"a": {"type": "string"}}, "title": "one"});
        let same = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let other = json!({"properties": {"a": {"type": "integer"}}});
        let [one, same, other] = [&one, &same, &other].map(Schema::new);
        assert!(one.has_shape_of(same));
        assert!(!one.has_shape_of(other));
    }

    #[test]
    fn what_is_no_schema_says_nothing() {
        for value in [
            json!(null),
            json!(1),
            json!([]),
            json!({"type": 1, "enum": {}}),
        ] {
            let schema = Schema::new(&value);
            assert_eq!(schema.kind(), None, "{value}");
            assert!(
                schema.values().is_empty() && !schema.is_composed(),
                "{value}"
            );
        }
    }
}
