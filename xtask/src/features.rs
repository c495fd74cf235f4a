//! The features of the client that bring calls and types, written into its manifest: one for each group, and `full`, which turns on all.

use anyhow::{Context as _, Result};
use toml_edit::{Array, DocumentMut, Item, TableLike, Value, value};

/// The feature that turns on all groups. Its list says which features of the manifest are groups.
const FULL: &str = "full";

/// The manifest with the features of these groups, in the place of those that were there before.
pub(crate) fn written(manifest: &str, groups: &[&str]) -> Result<String> {
    let mut manifest: DocumentMut = manifest
        .parse()
        .context("cannot read generated-client/Cargo.toml")?;
    let features = manifest.get_mut("features");
    if let Some(features) = features.and_then(Item::as_table_like_mut) {
        put(features, groups);
    }
    Ok(manifest.to_string())
}

/// Replaces the groups in the table of features, and leaves everything else there as it is.
fn put(features: &mut dyn TableLike, groups: &[&str]) {
    let former = features.get(FULL).and_then(Item::as_array);
    let former = former.into_iter().flatten().filter_map(Value::as_str);
    let former: Vec<String> = former.map(str::to_owned).collect();
    for group in former {
        features.remove(&group);
    }
    let full = value(list(groups));
    // Comments belong to the key that is there.
    match features.get_mut(FULL) {
        Some(former) => *former = full,
        None => drop(features.insert(FULL, full)),
    }
    for group in groups {
        features.insert(group, value(Array::new()));
    }
}

/// A list with a line for each of its items.
fn list(groups: &[&str]) -> Array {
    let mut list: Array = groups.iter().copied().collect();
    if groups.is_empty() {
        return list;
    }
    for group in list.iter_mut() {
        group.decor_mut().set_prefix("\n    ");
    }
    list.set_trailing("\n");
    list.set_trailing_comma(true);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: &str = "full = [\"bots\", \"files\"]\nbots = []\nfiles = []\n";

    /// The manifest of a client with these groups.
    fn manifest(groups: &str) -> String {
        format!(
            "\
[package]
name = \"c\"

[features]
default = [\"full\"]
# Of the runtime.
jwt = []
# All groups.
{groups}
[dependencies]
a = \"1\"
"
        )
    }

    #[test]
    fn the_groups_of_the_document_replace_those_that_were_there() -> Result<()> {
        let before = manifest(GROUPS);
        let expected =
            manifest("full = [\n    \"bots\",\n    \"chat\",\n]\nbots = []\nchat = []\n");
        let written_once = written(&before, &["bots", "chat"])?;
        assert_eq!(written_once, expected);
        assert_eq!(written(&written_once, &["bots", "chat"])?, expected);
        Ok(())
    }

    #[test]
    fn without_groups_nothing_is_left_to_turn_on() -> Result<()> {
        let without = written(&manifest(GROUPS), &[])?;
        assert!(
            without.contains("# All groups.\nfull = []\n\n[dep"),
            "{without}"
        );
        Ok(())
    }
}
