//! `x-aliases` of an object or of an enum of texts: a key or a value of it -> other spellings of it on the wire.

use indexmap::IndexMap;
use openapiv3::SchemaData;

use crate::lower::context::{Context, SchemaLocation};

/// The other spellings of these keys or values. Each means one thing.
pub(super) fn read(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    data: &SchemaData,
    known: &[&str],
) -> IndexMap<String, Vec<String>> {
    let Some(value) = data.extensions.get("x-aliases") else {
        return IndexMap::new();
    };
    let at = format!("{}/x-aliases", location.pointer);
    let Ok(aliases) = serde_json::from_value::<IndexMap<String, Vec<String>>>(value.clone()) else {
        context.error(
            &at,
            "`x-aliases` is not a mapping from names of properties, or values of an enum, to lists of other spellings",
            "Write `x-aliases: {prologue: [Prologue]}`.",
        );
        return IndexMap::new();
    };
    let mut taken: Vec<&str> = known.to_vec();
    for (name, spellings) in &aliases {
        if !known.contains(&name.as_str()) {
            let found = format!("`x-aliases` is for `{name}`, which does not stand here");
            context.error(&at, found, "Remove it, or correct the name.");
        }
        for spelling in spellings {
            if taken.contains(&spelling.as_str()) {
                let found = format!("`{spelling}` in `x-aliases` means something else already");
                context.error(&at, found, "Remove it here or there.");
            }
            taken.push(spelling);
        }
    }
    aliases
}
