//! `gen --out DIR`: a crate that stands on its own, with the runtime, for any document.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use codegen::Output;
use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table, TableLike};

use crate::inputs::root;
use crate::tree::{self, Difference, Tree};

/// Below `package.metadata` of a manifest, what says that this wrote the crate.
const MARK: &str = "coze-codegen";

/// Writes the crate: manifest, runtime and generated code. All below `src/` is the generator's, everything else in the folder is
/// left alone.
pub(crate) fn write(folder: &Path, output: &Output) -> Result<Difference> {
    refuse_the_work_of_others(folder)?;
    let client = root().join("generated-client");
    let mut source = runtime(&client.join("src"), output)?;
    source.extend(
        output
            .files
            .iter()
            .map(|(name, text)| (format!("generated/{name}"), text.clone())),
    );
    let mut changed = tree::write(&folder.join("src"), &source)?;
    let manifest = manifest(
        &read(&client.join("Cargo.toml"))?,
        &read(&root().join("Cargo.toml"))?,
    )?;
    let path = folder.join("Cargo.toml");
    if std::fs::read_to_string(&path).ok().as_deref() != Some(&manifest) {
        tree::write_whole(&path, &manifest)?;
        changed.stale.push("Cargo.toml".to_owned());
    }
    Ok(changed)
}

/// What users of the crate must know where the document is not Coze's: the runtime has the addresses of Coze.
pub(crate) fn advice(document: &Value) -> Result<Option<String>> {
    let known = read(&root().join("generated-client/src/http/base_url.rs"))?;
    let servers = document.get("servers").and_then(Value::as_array);
    let urls = servers.into_iter().flatten();
    let urls: Vec<&str> = urls.filter_map(|server| server["url"].as_str()).collect();
    let is_known = |url: &&str| known.contains(url.trim_end_matches('/'));
    Ok(match urls.as_slice() {
        [first, ..] if !urls.iter().any(is_known) => Some(format!(
            "warning: the client calls Coze unless told otherwise; the document's server is {first}: \
             build clients with `Client::builder().base_url(..)`"
        )),
        _ => None,
    })
}

/// A folder in which something stands is taken only if this has written to it before.
fn refuse_the_work_of_others(folder: &Path) -> Result<()> {
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => {
            entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == ".git"))
        }
        Err(problem) if problem.kind() == ErrorKind::NotFound => true,
        Err(problem) => {
            return Err(problem).with_context(|| format!("cannot list {}", folder.display()));
        }
    };
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml"));
    let manifest = manifest.unwrap_or_default().parse::<DocumentMut>();
    let is_ours = manifest.is_ok_and(|manifest| {
        let package = manifest.get("package").and_then(Item::as_table_like);
        let metadata = package.and_then(|package| package.get("metadata")?.as_table_like());
        metadata.is_some_and(|metadata| metadata.contains_key(MARK))
    });
    if is_empty || is_ours {
        return Ok(());
    }
    bail!(
        "{} holds what `gen --out` has not written, and would lose it; name a new folder",
        folder.display()
    )
}

/// The hand-written half. Of `ext/`, only what extends types that this document has.
fn runtime(source: &Path, output: &Output) -> Result<Tree> {
    let mut files = Tree::new();
    let mut left_out = Vec::new();
    for name in tree::files(source)? {
        if name.starts_with("generated/") {
            continue;
        }
        let text = read(&source.join(&name))?;
        match name
            .strip_prefix("ext/")
            .and_then(|name| name.strip_suffix(".rs"))
        {
            Some(module) if !extends_existing(&text, output) => {
                left_out.push(format!("mod {module};"));
            }
            _ => {
                files.insert(name, text);
            }
        }
    }
    if let Some(index) = files.get_mut("ext.rs") {
        *index = index
            .lines()
            .filter(|line| !left_out.iter().any(|module| module == line))
            .fold(String::new(), |text, line| text + line + "\n");
    }
    Ok(files)
}

/// A file of `ext/` names the types that it needs in a line `// Extends: NewMessage, MessageRole`.
fn extends_existing(text: &str, output: &Output) -> bool {
    let needed = text
        .lines()
        .find_map(|line| line.strip_prefix("// Extends: "))
        .unwrap_or_default();
    needed
        .split(", ")
        .all(|name| output.type_names.contains(name))
}

/// The client's manifest with everything that it inherits from the workspace written out.
fn manifest(client: &str, workspace: &str) -> Result<String> {
    let mut client: DocumentMut = client
        .parse()
        .context("cannot read generated-client/Cargo.toml")?;
    let workspace: DocumentMut = workspace.parse().context("cannot read Cargo.toml")?;
    let shared = &workspace["workspace"];
    resolve(client["package"].as_table_like_mut(), &shared["package"]);
    for dependencies in ["dependencies", "dev-dependencies"] {
        resolve(
            client
                .get_mut(dependencies)
                .and_then(Item::as_table_like_mut),
            &shared["dependencies"],
        );
    }
    client["lints"] = shared["lints"].clone();
    for tool_only in ["dev-dependencies", "bench", "example"] {
        client.remove(tool_only);
    }
    if let Some(package) = client["package"].as_table_like_mut() {
        package.remove("readme");
        let mut mark = toml_edit::InlineTable::new();
        mark.insert(
            MARK,
            "`cargo xtask gen --out` may write over this crate".into(),
        );
        package.insert("metadata", toml_edit::value(mark));
    }
    client["workspace"] = Item::Table(Table::new());
    Ok(client.to_string())
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

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn inherited_values_are_written_out() -> Result<()> {
        let client = "[package]\nname = \"c\"\nversion.workspace = true\n\n[lints]\nworkspace = true\n\n[dependencies]\na.workspace = true\nb = { workspace = true, features = [\"x\"] }\n";
        let workspace = "[workspace.package]\nversion = \"1.2.3\"\n\n[workspace.dependencies]\na = \"1\"\nb = \"2\"\n\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n";
        let manifest: DocumentMut = manifest(client, workspace)?.parse()?;
        assert_eq!(manifest["package"]["version"].as_str(), Some("1.2.3"));
        assert_eq!(manifest["dependencies"]["a"].as_str(), Some("1"));
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

    #[test]
    fn servers_that_are_not_cozes_are_named() -> Result<()> {
        let advice = |url: &str| advice(&json!({"servers": [{"url": url}]}));
        assert_eq!(advice("https://api.coze.cn/")?, None);
        let other = advice("https://a.example/v3")?.unwrap_or_default();
        assert!(other.contains("https://a.example/v3"), "{other}");
        Ok(())
    }

    #[test]
    fn nothing_of_others_is_written_over() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let at = folder.path();
        let is_taken = || refuse_the_work_of_others(at).is_ok();
        assert!(is_taken() && refuse_the_work_of_others(&at.join("new")).is_ok());
        std::fs::write(at.join("notes"), "mine")?;
        assert!(!is_taken());
        std::fs::write(at.join("Cargo.toml"), "[package]\nname = \"mine\"\n")?;
        assert!(!is_taken());
        let client = read(&root().join("generated-client/Cargo.toml"))?;
        let ours = manifest(&client, &read(&root().join("Cargo.toml"))?)?;
        std::fs::write(at.join("Cargo.toml"), ours)?;
        assert!(is_taken());
        Ok(())
    }
}
