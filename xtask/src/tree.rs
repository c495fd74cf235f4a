//! Files in memory -> a folder on disk: only what differs is written, each file whole or not at all, strays are removed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Path with `/` -> content.
pub(crate) type Tree = BTreeMap<String, String>;

/// How a folder differs from what it should hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Files that are absent or have other bytes.
    pub(crate) stale: Vec<String>,
    /// Files that should not be there.
    pub(crate) strays: Vec<String>,
}

impl Difference {
    pub(crate) fn is_empty(&self) -> bool {
        self.stale.is_empty() && self.strays.is_empty()
    }
}

/// Compares a folder with what it should hold.
pub(crate) fn compare(folder: &Path, tree: &Tree) -> Result<Difference> {
    let mut difference = Difference::default();
    for (name, content) in tree {
        let on_disk = std::fs::read(folder.join(name)).ok();
        if on_disk.as_deref() != Some(content.as_bytes()) {
            difference.stale.push(name.clone());
        }
    }
    difference.strays = files(folder)?
        .into_iter()
        .filter(|name| !tree.contains_key(name))
        .collect();
    Ok(difference)
}

/// Makes a folder hold the tree and nothing else; says what it changed.
pub(crate) fn write(folder: &Path, tree: &Tree) -> Result<Difference> {
    let difference = compare(folder, tree)?;
    for name in &difference.stale {
        write_whole(&folder.join(name), &tree[name])?;
    }
    for name in &difference.strays {
        let path = folder.join(name);
        std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(difference)
}

/// Writes beside the file and renames, so that an interruption leaves the old file or the new one.
pub(crate) fn write_whole(path: &Path, content: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, content)
        .with_context(|| format!("cannot write {}", beside.display()))?;
    std::fs::rename(&beside, path)
        .with_context(|| format!("cannot put {} in its place", path.display()))
}

/// All files below a folder, with `/` between the parts of their paths; none when there is no such folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut waiting = vec![(folder.to_path_buf(), String::new())];
    while let Some((path, prefix)) = waiting.pop() {
        if !path.is_dir() {
            continue;
        }
        for entry in
            std::fs::read_dir(&path).with_context(|| format!("cannot list {}", path.display()))?
        {
            let entry = entry.with_context(|| format!("cannot list {}", path.display()))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push((entry.path(), format!("{name}/")));
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        files
            .iter()
            .map(|(name, content)| ((*name).to_owned(), (*content).to_owned()))
            .collect()
    }

    #[test]
    fn writes_what_differs_and_removes_strays() -> Result<()> {
        let folder = tempfile::tempdir()?;
        write(
            folder.path(),
            &tree(&[("a.rs", "1"), ("b/c.rs", "2"), ("b/d.rs", "3")]),
        )?;
        let changed = write(
            folder.path(),
            &tree(&[("a.rs", "1"), ("b/c.rs", "changed")]),
        )?;
        assert_eq!(
            changed,
            Difference {
                stale: vec!["b/c.rs".to_owned()],
                strays: vec!["b/d.rs".to_owned()]
            }
        );
        assert_eq!(files(folder.path())?, ["a.rs", "b/c.rs"]);
        assert_eq!(
            std::fs::read_to_string(folder.path().join("b/c.rs"))?,
            "changed"
        );
        Ok(())
    }

    #[test]
    fn one_changed_character_is_a_difference() -> Result<()> {
        let folder = tempfile::tempdir()?;
        write(folder.path(), &tree(&[("a.rs", "fn a() {}\n")]))?;
        std::fs::write(folder.path().join("a.rs"), "fn b() {}\n")?;
        assert_eq!(
            compare(folder.path(), &tree(&[("a.rs", "fn a() {}\n")]))?.stale,
            ["a.rs"]
        );
        Ok(())
    }
}
