//! Files in memory -> a folder on disk: only what differs is written, each file whole or not at all, strays are removed.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use anyhow::{Context as _, Result, bail};

use crate::disk;

/// Path with `/` -> content.
pub(crate) type Tree = BTreeMap<String, String>;

/// The longest name that file systems take, in bytes.
const LONGEST_NAME: usize = 255;

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

/// Compares a folder with what it should hold. A link is not what it leads to.
pub(crate) fn compare(folder: &Path, tree: &Tree) -> Result<Difference> {
    let found = list(folder)?;
    let is_same = |name: &String, content: &String| {
        let is_file = found.files.binary_search(name).is_ok();
        is_file && std::fs::read(folder.join(name)).is_ok_and(|bytes| bytes == content.as_bytes())
    };
    let stale = tree
        .iter()
        .filter(|(name, content)| !is_same(name, content));
    let stale = stale.map(|(name, _)| name.clone()).collect();
    let all = found.files.into_iter().chain(found.links);
    let mut strays: Vec<String> = all.filter(|name| !tree.contains_key(name)).collect();
    strays.sort();
    Ok(Difference { stale, strays })
}

/// Makes a folder hold the tree and nothing else; says what it changed.
pub(crate) fn write(folder: &Path, tree: &Tree) -> Result<Difference> {
    refuse(folder, tree)?;
    let difference = compare(folder, tree)?;
    // First, since a file may stand where a folder has to be, or a link to a folder.
    for name in &difference.strays {
        disk::remove(&folder.join(name))?;
    }
    // Inner folders come after those that they stand in.
    for name in list(folder)?.folders.iter().rev() {
        let is_needed = tree
            .keys()
            .any(|file| file.starts_with(&format!("{name}/")));
        if !is_needed {
            disk::remove_empty_folder(&folder.join(name))?;
        }
    }
    for name in &difference.stale {
        disk::write_whole(&folder.join(name), &tree[name])?;
    }
    Ok(difference)
}

/// Says why a tree cannot be written before anything of it is: where its names cannot be names of files, or lead elsewhere.
pub(crate) fn refuse(folder: &Path, tree: &Tree) -> Result<()> {
    if folder.is_symlink() {
        bail!(
            "{} is a link; what is generated stays in its own folder",
            folder.display()
        );
    }
    for name in tree.keys() {
        let mut parts = Path::new(name).components();
        if !parts.all(|part| matches!(part, Component::Normal(_))) {
            bail!("{name} would stand outside of its folder");
        }
        let longest = name.split('/').map(str::len).max().unwrap_or_default();
        if longest + disk::UNFINISHED.len() > LONGEST_NAME {
            let start: String = name.chars().take(60).collect();
            bail!(
                "{start}… is too long for the name of a file; give its resource a shorter name in a file of names"
            );
        }
    }
    Ok(())
}

/// Paths below a folder, with `/` between their parts, each kind in order.
#[derive(Debug, Default)]
struct Listing {
    files: Vec<String>,
    links: Vec<String>,
    folders: Vec<String>,
}

/// All that stands below a folder; nothing where there is none, or only a link to one.
fn list(folder: &Path) -> Result<Listing> {
    let mut listing = Listing::default();
    let mut waiting = vec![(folder.to_path_buf(), String::new())];
    while let Some((path, prefix)) = waiting.pop() {
        if path.is_symlink() || !path.is_dir() {
            continue;
        }
        let cannot = || format!("cannot list {}", path.display());
        for entry in std::fs::read_dir(&path).with_context(cannot)? {
            let entry = entry.with_context(cannot)?;
            let kind = entry.file_type().with_context(cannot)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if kind.is_dir() {
                waiting.push((entry.path(), format!("{name}/")));
                listing.folders.push(name);
            } else if kind.is_symlink() {
                listing.links.push(name);
            } else {
                listing.files.push(name);
            }
        }
    }
    for names in [&mut listing.files, &mut listing.links, &mut listing.folders] {
        names.sort();
    }
    Ok(listing)
}

/// Has the disk keep a folder with all that stands in it.
pub(crate) fn sync(folder: &Path) -> Result<()> {
    let found = list(folder)?;
    let inner = found.files.iter().chain(&found.folders);
    for name in inner {
        disk::sync(&folder.join(name))?;
    }
    disk::sync(folder)
}

/// All files below a folder; none when there is no such folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
    Ok(list(folder)?.files)
}

#[cfg(test)]
mod tests {
    use std::fs;

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
            &tree(&[("a.rs", "1"), ("b/c.rs", "2"), ("d/e/f.rs", "3")]),
        )?;
        let changed = write(
            folder.path(),
            &tree(&[("a.rs", "1"), ("b/c.rs", "changed")]),
        )?;
        assert_eq!(
            changed,
            Difference {
                stale: vec!["b/c.rs".to_owned()],
                strays: vec!["d/e/f.rs".to_owned()]
            }
        );
        assert_eq!(files(folder.path())?, ["a.rs", "b/c.rs"]);
        assert!(!folder.path().join("d").exists());
        assert_eq!(fs::read_to_string(folder.path().join("b/c.rs"))?, "changed");
        Ok(())
    }

    #[test]
    fn files_and_folders_make_way_for_each_other() -> Result<()> {
        let folder = tempfile::tempdir()?;
        write(folder.path(), &tree(&[("a", "1"), ("b/c", "2")]))?;
        let swapped = tree(&[("a/c", "1"), ("b", "2")]);
        write(folder.path(), &swapped)?;
        assert!(compare(folder.path(), &swapped)?.is_empty());
        Ok(())
    }

    #[test]
    fn one_changed_character_is_a_difference() -> Result<()> {
        let folder = tempfile::tempdir()?;
        write(folder.path(), &tree(&[("a.rs", "fn a() {}\n")]))?;
        fs::write(folder.path().join("a.rs"), "fn b() {}\n")?;
        assert_eq!(
            compare(folder.path(), &tree(&[("a.rs", "fn a() {}\n")]))?.stale,
            ["a.rs"]
        );
        Ok(())
    }

    #[test]
    fn names_that_no_file_can_have_are_refused_before_anything_is_written() -> Result<()> {
        let folder = tempfile::tempdir()?;
        for bad in ["../b", "/b", "a/../../b", &"x".repeat(300)] {
            let refused = write(folder.path(), &tree(&[("a", "1"), (bad, "2")]));
            assert!(refused.is_err(), "{bad}");
            assert_eq!(files(folder.path())?, Vec::<String>::new(), "{bad}");
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_replaced_and_never_followed() -> Result<()> {
        use std::os::unix::fs::symlink;
        let (folder, elsewhere) = (tempfile::tempdir()?, tempfile::tempdir()?);
        fs::write(elsewhere.path().join("file"), "theirs")?;
        let wanted = tree(&[
            ("file", "theirs"),
            ("folder/file", "ours"),
            ("torn", "ours"),
        ]);
        let at = |name: &str| folder.path().join(name);
        symlink(elsewhere.path().join("file"), at("file"))?;
        symlink(elsewhere.path(), at("folder"))?;
        symlink(elsewhere.path().join("absent"), at("stray"))?;
        symlink(
            elsewhere.path().join("file"),
            at(&format!("torn{}", disk::UNFINISHED)),
        )?;
        write(folder.path(), &wanted)?;
        assert!(compare(folder.path(), &wanted)?.is_empty());
        assert_eq!(files(elsewhere.path())?, ["file"]);
        assert_eq!(fs::read_to_string(elsewhere.path().join("file"))?, "theirs");

        let linked = elsewhere.path().join("linked");
        symlink(folder.path(), &linked)?;
        assert!(write(&linked, &wanted).is_err());
        symlink(elsewhere.path().join("absent"), at("dangling"))?;
        assert!(write(&at("dangling"), &wanted).is_err());
        Ok(())
    }

    #[test]
    fn killed_anywhere_another_run_finishes() -> Result<()> {
        let old = tree(&[("a", "old"), ("b/c", "old"), ("d", "old")]);
        let new = tree(&[("a", "new"), ("b", "new"), ("e/f", "new")]);
        for moments in 0.. {
            let folder = tempfile::tempdir()?;
            write(folder.path(), &old)?;
            let killed =
                disk::interruption::after(moments, || write(folder.path(), &new).map(drop))?;
            write(folder.path(), &new)?;
            assert!(compare(folder.path(), &new)?.is_empty(), "{moments}");
            if !killed {
                assert!(moments > 10);
                break;
            }
        }
        Ok(())
    }
}
