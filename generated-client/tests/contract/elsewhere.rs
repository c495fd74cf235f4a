//! Replies as some servers have them: `x-payload-aliases` says where else the result may stand.

use serde_json::{Value, json};

use crate::document::Operation;
use crate::envelope::Place;

/// The reply, and where its result stands in it: where it usually does, or at the place whose turn it is.
pub(crate) fn place(
    operation: &Operation<'_>,
    reply: Value,
    usual: Place,
    turn: usize,
) -> (Value, Place) {
    let aliases = operation.content["x-payload-aliases"].as_array();
    let count = aliases.map_or(0, Vec::len);
    let (Place::At(keys), Some(index)) = (&usual, (turn % (count + 1)).checked_sub(1)) else {
        return (reply, usual);
    };
    let result = usual.of(&reply);
    let alias = aliases.map_or(&Value::Null, |aliases| &aliases[index]);
    if let Some(key) = alias["bare"].as_str() {
        return (result, Place::Bare(key.to_owned()));
    }
    let other: Vec<String> = serde_json::from_value(alias.clone()).expect("keys");
    let mut reply = reply;
    reply.as_object_mut().expect("an object").remove(&keys[0]);
    let inner = other[1..].iter().rev();
    reply[&other[0]] = inner.fold(result, |value, key| json!({ key: value }));
    (reply, Place::At(other))
}
