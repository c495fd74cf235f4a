//! The manifest of a crate that stands on its own: that of the client, with everything that it inherits from the workspace
//! written out.

use anyhow::{Context as _, Result};
use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, value};

use super::identity::Identity;

/// Below `package.metadata` of a manifest, what says that this wrote the crate.
const MARK: &str = "generated";

/// What said so before.
const FORMER_MARK: &str = "coze-codegen";

/// What tests need that the crate itself does not, beside what it has.
const TEST_ONLY: [&str; 2] = ["jsonschema", "tokio"];

/// Whether a manifest is one that this wrote.
pub(super) fn is_ours(manifest: &str) -> bool {
    manifest.parse().is_ok_and(|manifest: DocumentMut| {
        let package = manifest.get("package").and_then(Item::as_table_like);
        let metadata = package.and_then(|package| package.get("metadata")?.as_table_like());
        let marks = [MARK, FORMER_MARK];
        metadata.is_some_and(|metadata| marks.iter().any(|mark| metadata.contains_key(mark)))
    })
}

/// The manifest for a crate with this name. What only `parts` need that it does not have is left out.
pub(super) fn written(
    client: &str,
    workspace: &str,
    identity: Option<&Identity>,
    parts: &[String],
) -> Result<String> {
    let mut client: DocumentMut = client
        .parse()
        .context("cannot read generated-client/Cargo.toml")?;
    let workspace: DocumentMut = workspace.parse().context("cannot read Cargo.toml")?;
    let shared = &workspace["workspace"];
    resolve(client["package"].as_table_like_mut(), &shared["package"]);
    for dependencies in dependencies(&mut client) {
        resolve(Some(dependencies), &shared["dependencies"]);
    }
    client["lints"] = shared["lints"].clone();
    for tool_only in ["bench", "example"] {
        client.remove(tool_only);
    }
    if let Some(tests) = client
        .get_mut("dev-dependencies")
        .and_then(Item::as_table_like_mut)
    {
        let names: Vec<String> = tests.iter().map(|(name, _)| name.to_owned()).collect();
        for name in names
            .iter()
            .filter(|name| !TEST_ONLY.contains(&name.as_str()))
        {
            tests.remove(name);
        }
    }
    if !parts.iter().any(|part| part == "coze") {
        leave_out_coze(&mut client);
    }
    if let Some(package) = client["package"].as_table_like_mut() {
        describe(package, identity);
    }
    client["workspace"] = Item::Table(Table::new());
    Ok(client.to_string())
}

/// The tables of what a crate depends on: everywhere, in tests, and on some targets only.
fn dependencies(manifest: &mut DocumentMut) -> Vec<&mut dyn TableLike> {
    let mut tables = Vec::new();
    for (name, item) in manifest.iter_mut() {
        let Some(table) = item.as_table_like_mut() else {
            continue;
        };
        match name.get() {
            "dependencies" | "dev-dependencies" => tables.push(table),
            "target" => {
                let targets = table.iter_mut().filter_map(|(_, target)| {
                    target
                        .as_table_like_mut()?
                        .get_mut("dependencies")?
                        .as_table_like_mut()
                });
                tables.extend(targets);
            }
            _ => {}
        }
    }
    tables
}

/// The program, and what only it, OAuth apps, realtime sessions and events of Coze need.
fn leave_out_coze(client: &mut DocumentMut) {
    client.remove("bin");
    if let Some(features) = client.get_mut("features").and_then(Item::as_table_like_mut) {
        for name in ["cli", "jwt", "realtime", "webhook"] {
            features.remove(name);
        }
    }
    for dependencies in dependencies(client) {
        for name in [
            "clap",
            "clap_complete",
            "futures-sink",
            "sha1",
            "subtle",
            "terminal_size",
            "tokio-tungstenite",
            "unicode-width",
        ] {
            dependencies.remove(name);
        }
    }
}

/// Says what the crate is, and that this may write over it.
fn describe(package: &mut dyn TableLike, identity: Option<&Identity>) {
    package.remove("readme");
    package.remove("exclude");
    if let Some(identity) = identity {
        for other in ["keywords", "categories", "license", "documentation"] {
            package.remove(other);
        }
        package.insert("name", value(&identity.name));
        package.insert("description", value(&identity.description));
    }
    let mut mark = InlineTable::new();
    mark.insert(
        MARK,
        "`cargo xtask gen --out` may write over this crate".into(),
    );
    package.insert("metadata", value(mark));
}

/// Replaces `name.workspace = true` by what the workspace says, keeping what stands beside it.
fn resolve(table: Option<&mut dyn TableLike>, shared: &Item) {
    let Some(table) = table else { return };
    for (name, item) in table.iter_mut() {
        let inherits = item.get("workspace").and_then(Item::as_bool) == Some(true);
        let Some(value) = shared.get(name.get()).filter(|_| inherits) else {
            continue;
        };
        let mut merged = value.clone();
        if let (Some(own), Some(_)) = (item.as_table_like(), value.as_table_like()) {
            for (key, own_value) in own.iter().filter(|(key, _)| *key != "workspace") {
                merged[key] = own_value.clone();
            }
        } else if let Some(own) = item.as_table_like().filter(|own| own.len() > 1) {
            let mut expanded = toml_edit::InlineTable::new();
            expanded.insert("version", value.as_str().unwrap_or("*").into());
            for (key, own_value) in own.iter().filter(|(key, _)| *key != "workspace") {
                if let Some(own_value) = own_value.as_value() {
                    expanded.insert(key, own_value.clone());
                }
            }
            merged = toml_edit::value(expanded);
        }
        *item = merged;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_belongs_to_one_service() -> Result<()> {
        let client = "[package]\nname = \"c\"\n\n[features]\ncli = [\"dep:clap\"]\n\n[dependencies]\nclap = { version = \"1\", optional = true }\nb = \"1\"\n\n[[bin]]\nname = \"coze\"\n";
        let workspace = "[workspace.package]\n\n[workspace.dependencies]\n\n[workspace.lints]\n";
        let manifest = |parts: &[String]| -> Result<DocumentMut> {
            Ok(written(client, workspace, None, parts)?.parse()?)
        };
        let with = manifest(&["coze".to_owned()])?;
        assert!(with.contains_key("bin") && with["dependencies"].get("clap").is_some());
        let without = manifest(&[])?;
        assert!(!without.contains_key("bin") && without["features"].get("cli").is_none());
        assert!(without["dependencies"].get("clap").is_none());
        assert!(without["dependencies"].get("b").is_some());
        Ok(())
    }

    #[test]
    fn inherited_values_are_written_out() -> Result<()> {
        let client = "[package]\nname = \"c\"\nversion.workspace = true\n\n[lints]\nworkspace = true\n\n[dependencies]\na.workspace = true\nb = { workspace = true, features = [\"x\"] }\n\n[target.'cfg(unix)'.dependencies]\na.workspace = true\n";
        let workspace = "[workspace.package]\nversion = \"1.2.3\"\n\n[workspace.dependencies]\na = \"1\"\nb = \"2\"\n\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n";
        let manifest: DocumentMut = written(client, workspace, None, &[])?.parse()?;
        assert_eq!(manifest["package"]["version"].as_str(), Some("1.2.3"));
        assert_eq!(manifest["dependencies"]["a"].as_str(), Some("1"));
        assert_eq!(
            manifest["target"]["cfg(unix)"]["dependencies"]["a"].as_str(),
            Some("1")
        );
        assert_eq!(manifest["dependencies"]["b"]["version"].as_str(), Some("2"));
        assert_eq!(
            manifest["dependencies"]["b"]["features"][0].as_str(),
            Some("x")
        );
        assert_eq!(
            manifest["lints"]["rust"]["unsafe_code"].as_str(),
            Some("forbid")
        );
        assert!(manifest.contains_key("workspace"));
        Ok(())
    }
}
