//! `x-aliases` of an object or of an enum of texts: a key or a value of it -> other spellings of it on the wire.

use indexmap::IndexMap;

use crate::extension::{Extension, Reader};
use crate::lower::context::{Context, SchemaLocation};
use crate::nearest;
use crate::openapi::Schema;
use crate::pointer;

/// The other spellings of these keys or values. Each means one thing.
pub(super) fn read(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: Schema<'_>,
    known: &[&str],
) -> IndexMap<String, Vec<String>> {
    let declared = schema.extension("x-aliases");
    let Some(extension) = Extension::of(declared, &location.pointer, "x-aliases") else {
        return IndexMap::new();
    };
    let fix = "Write `x-aliases: {prologue: [Prologue]}`, with names of properties, or values of an enum, and lists of other spellings.";
    let aliases = context.read(&extension, fix, |reader, aliases| {
        reader.table(aliases, Reader::texts)
    });
    let aliases = aliases.unwrap_or_default();
    let mut taken: Vec<&str> = known.to_vec();
    for (name, spellings) in &aliases {
        let at = pointer::join(&extension.pointer, name);
        if !known.contains(name) {
            let found = format!("`x-aliases` is for `{name}`, which does not stand here");
            let fix = nearest::fix(name, known, "Remove it, or correct the name.");
            context.error(&at, found, &fix);
        }
        for (index, spelling) in spellings.iter().enumerate() {
            if taken.contains(spelling) {
                let found = format!("`{spelling}` in `x-aliases` means something else already");
                let at = format!("{at}/{index}");
                context.error(&at, found, "Remove it here or there.");
            }
            taken.push(spelling);
        }
    }
    let owned = |(name, spellings): (&str, Vec<&str>)| {
        let spellings = spellings.into_iter().map(str::to_owned);
        (name.to_owned(), spellings.collect())
    };
    aliases.into_iter().map(owned).collect()
}
