//! The order of fields: `x-coze-order` or `x-apihub-orders` first, then the document's own.

use indexmap::IndexMap;

use crate::openapi::{Schema, SchemaRef};

/// The names in a schema's list of its fields.
pub(crate) fn listed(schema: Schema<'_>) -> impl Iterator<Item = &str> {
    ["x-coze-order", "x-apihub-orders"]
        .iter()
        .find_map(|key| schema.extension(key)?.as_array())
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str())
}

/// The properties in the order that the document means. Names in the list that are no properties are internal fields
/// which the exporter left out; they are ignored.
pub(crate) fn properties(schema: Schema<'_>) -> IndexMap<&str, SchemaRef<'_>> {
    let listed = listed(schema).filter_map(|name| schema.property(name));
    listed.chain(schema.properties()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::openapi::Component as _;

    #[test]
    fn listed_first_then_the_rest_and_no_strangers() {
        let schema = json!({
            "properties": {"a": {}, "b": {}, "c": {}},
            "x-coze-order": ["c", "ghost", "a"],
        });
        let properties = properties(Schema::new(&schema));
        let names: Vec<&str> = properties.into_keys().collect();
        assert_eq!(names, ["c", "a", "b"]);
    }
}
