//! `gen --out DIR`: a crate that stands on its own, with the runtime, for any document.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use codegen::Output;
use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table, TableLike};

use crate::disk::{self, UNFINISHED, beside};
use crate::lock::{self, Lock};
use crate::tree::{self, Difference, Tree};
use crate::workspace::Workspace;

const MANIFEST: &str = "Cargo.toml";

/// Below `package.metadata` of a manifest, what says that this wrote the crate.
const MARK: &str = "coze-codegen";

/// Writes the crate: manifest, runtime and generated code. All below `src/` is the generator's, everything else in the folder is
/// left alone.
pub(crate) fn write(workspace: &Workspace, folder: &Path, output: &Output) -> Result<Difference> {
    let client = workspace.path("generated-client");
    let mut source = runtime(&client.join("src"), output)?;
    let generated = output.files.iter();
    source.extend(generated.map(|(name, text)| (format!("generated/{name}"), text.clone())));
    let manifest = manifest(
        &read(&client.join("Cargo.toml"))?,
        &read(&workspace.path("Cargo.toml"))?,
    )?;
    tree::refuse(&folder.join("src"), &source)?;
    let _lock = taken(folder)?;
    write_crate(folder, &manifest, &source)
}

/// The folder, once nobody else writes to it.
fn taken(folder: &Path) -> Result<Lock> {
    refuse_the_work_of_others(folder)?;
    disk::create_folder(folder)?;
    let lock = Lock::of(folder)?;
    refuse_the_work_of_others(folder)?;
    Ok(lock)
}

fn write_crate(folder: &Path, manifest: &str, source: &Tree) -> Result<Difference> {
    let path = folder.join(MANIFEST);
    disk::remove(&beside(&path, UNFINISHED))?;
    let is_new = std::fs::read_to_string(&path).ok().as_deref() != Some(manifest);
    if is_new {
        // It comes first: with it, a run that is interrupted after it can be repeated.
        disk::write_whole(&path, manifest)?;
    }
    let mut changed = tree::write(&folder.join("src"), source)?;
    changed.stale.extend(is_new.then(|| MANIFEST.to_owned()));
    Ok(changed)
}

/// What users of the crate must know where the document is not Coze's: the runtime has the addresses of Coze.
pub(crate) fn advice(workspace: &Workspace, document: &Value) -> Result<Option<String>> {
    let known = read(&workspace.path("generated-client/src/http/base_url.rs"))?;
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

/// What is no work of anyone: a repository without files, and what an interrupted first run leaves.
fn is_nothing(name: &OsStr) -> bool {
    name == ".git" || name == lock::FILE || name == &*format!("{MANIFEST}{UNFINISHED}")
}

/// A folder in which something stands is taken only if this has written to it before.
fn refuse_the_work_of_others(folder: &Path) -> Result<()> {
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => {
            entries.all(|entry| entry.is_ok_and(|entry| is_nothing(&entry.file_name())))
        }
        Err(problem) if problem.kind() == ErrorKind::NotFound => true,
        Err(problem) => {
            return Err(problem).with_context(|| format!("cannot list {}", folder.display()));
        }
    };
    let manifest = std::fs::read_to_string(folder.join(MANIFEST));
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
                left_out.push([
                    format!("mod {module};"),
                    format!("pub use self::{module}::"),
                ]);
            }
            _ => {
                files.insert(name, text);
            }
        }
    }
    if let Some(index) = files.get_mut("ext.rs") {
        *index = index
            .lines()
            .filter(|line| {
                !left_out
                    .iter()
                    .flatten()
                    .any(|begin| line.starts_with(begin.as_str()))
            })
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
    use crate::disk::interruption;

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
        let advice = |url: &str| advice(&Workspace::tested(), &json!({"servers": [{"url": url}]}));
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
        let ours = |file: &str| read(&Workspace::tested().path(file));
        let ours = manifest(&ours("generated-client/Cargo.toml")?, &ours("Cargo.toml")?)?;
        std::fs::write(at.join("Cargo.toml"), ours)?;
        assert!(is_taken());
        Ok(())
    }

    #[test]
    fn killed_anywhere_the_first_run_can_be_repeated() -> Result<()> {
        let ours = |file: &str| read(&Workspace::tested().path(file));
        let manifest = manifest(&ours("generated-client/Cargo.toml")?, &ours("Cargo.toml")?)?;
        let source = Tree::from([
            ("lib.rs".to_owned(), "mod a;".to_owned()),
            ("a.rs".to_owned(), String::new()),
        ]);
        let write = |at: &Path| taken(at).and_then(|_lock| write_crate(at, &manifest, &source));
        for moments in 0.. {
            let folder = tempfile::tempdir()?;
            let at = folder.path().join("crate");
            let killed = interruption::after(moments, || write(&at).map(drop))?;
            write(&at)?;
            assert_eq!(
                tree::files(&at)?,
                [".xtask.lock", "Cargo.toml", "src/a.rs", "src/lib.rs"],
                "{moments}"
            );
            if !killed {
                assert!(moments > 10);
                break;
            }
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_in_the_folder_lead_nothing_out_of_it() -> Result<()> {
        let (folder, elsewhere) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let source = Tree::from([("lib.rs".to_owned(), String::new())]);
        for name in ["Cargo.toml", "Cargo.toml.xtask-new"] {
            let target = elsewhere.path().join(name);
            std::fs::write(&target, "theirs")?;
            std::os::unix::fs::symlink(&target, folder.path().join(name))?;
        }
        write_crate(folder.path(), "ours", &source)?;
        for name in tree::files(elsewhere.path())? {
            assert_eq!(read(&elsewhere.path().join(&name))?, "theirs", "{name}");
        }
        std::fs::remove_dir_all(folder.path().join("src"))?;
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("src"))?;
        assert!(write_crate(folder.path(), "ours", &source).is_err());
        assert_eq!(tree::files(elsewhere.path())?.len(), 2);
        Ok(())
    }
}
