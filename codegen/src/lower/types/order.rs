//! The order of fields: `x-coze-order` or `x-apihub-orders` first, then the document's own.

use indexmap::IndexMap;
use openapiv3::SchemaData;

/// The names in a schema's list of its fields.
pub(crate) fn listed(data: &SchemaData) -> impl Iterator<Item = &str> {
    ["x-coze-order", "x-apihub-orders"]
        .iter()
        .find_map(|key| data.extensions.get(*key)?.as_array())
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str())
}

/// Property names in the order that the document means. Names in the list that are no properties are internal fields
/// which the exporter left out; they are ignored.
pub(crate) fn properties<'a, V>(
    data: &'a SchemaData,
    properties: &'a IndexMap<String, V>,
) -> Vec<&'a str> {
    let mut order: Vec<&str> = Vec::new();
    for name in listed(data).chain(properties.keys().map(String::as_str)) {
        if let Some((known, _)) = properties.get_key_value(name)
            && !order.contains(&known.as_str())
        {
            order.push(known);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_first_then_the_rest_and_no_strangers() {
        let mut data = SchemaData::default();
        data.extensions.insert(
            "x-coze-order".to_owned(),
            serde_json::json!(["c", "ghost", "a"]),
        );
        let have: IndexMap<String, ()> = ["a", "b", "c"]
            .map(|name| (name.to_owned(), ()))
            .into_iter()
            .collect();
        assert_eq!(properties(&data, &have), ["c", "a", "b"]);
    }
}
