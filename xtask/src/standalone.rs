//! `gen --out DIR`: a crate that stands on its own, with the runtime and a contract suite, for any document.

mod contract;
mod identity;
mod manifest;
mod runtime;

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use codegen::Output;

use self::identity::Identity;
use crate::disk::{self, UNFINISHED, beside};
use crate::features;
use crate::lock::{self, Lock};
use crate::tree::{self, Difference, Tree};
use crate::workspace::Workspace;

const MANIFEST: &str = "Cargo.toml";
const SOURCES: &str = "src";
const SUITE: &str = "tests/contract";

/// The identity of a crate.
pub(crate) struct Options<'a> {
    /// Whether the document is another one than that of this repository.
    pub(crate) is_other_document: bool,
    /// The name of the package, instead of the one that follows from the document.
    pub(crate) name: Option<&'a str>,
}

/// Writes the crate: manifest, runtime, generated code and contract suite. All below `src/` and `tests/contract/` is the
/// generator's, everything else in the folder is left alone.
pub(crate) fn write(
    workspace: &Workspace,
    folder: &Path,
    output: &Output,
    options: &Options<'_>,
) -> Result<Difference> {
    let written = Crate::of(workspace, output, options)?;
    tree::refuse(&folder.join(SOURCES), &written.sources)?;
    tree::refuse(&folder.join(SUITE), &written.suite)?;
    let _lock = taken(folder)?;
    written.write(folder)
}

/// The folder, once nobody else writes to it.
fn taken(folder: &Path) -> Result<Lock> {
    refuse_the_work_of_others(folder)?;
    disk::create_folder(folder)?;
    let lock = Lock::of(folder)?;
    refuse_the_work_of_others(folder)?;
    Ok(lock)
}

/// What the crate consists of.
struct Crate {
    manifest: String,
    sources: Tree,
    suite: Tree,
}

impl Crate {
    fn of(workspace: &Workspace, output: &Output, options: &Options<'_>) -> Result<Self> {
        let client = workspace.path("generated-client");
        let identity = Identity::of(output, options.name);
        let identity = (options.is_other_document || options.name.is_some()).then_some(identity);
        let mut sources = runtime::files(&client.join(SOURCES), output)?;
        let generated = output.files.iter();
        sources.extend(generated.map(|(name, text)| (format!("generated/{name}"), text.clone())));
        let mut suite = contract::files(&client.join(SUITE), output)?;
        if let Some(identity) = &identity {
            if options.is_other_document
                && let Some(root) = sources.get_mut("lib.rs")
            {
                *root = identity.root(root);
            }
            identity.rename(&mut sources);
            identity.rename(&mut suite);
        }
        let manifest = manifest::written(
            &features::written(&read(&client.join(MANIFEST))?, &output.groups())?,
            &read(&workspace.path(MANIFEST))?,
            identity.as_ref(),
            output.parts(),
        )?;
        Ok(Self {
            manifest,
            sources,
            suite,
        })
    }

    fn write(&self, folder: &Path) -> Result<Difference> {
        let path = folder.join(MANIFEST);
        disk::remove(&beside(&path, UNFINISHED))?;
        let is_new = std::fs::read_to_string(&path).ok().as_deref() != Some(&self.manifest);
        if is_new {
            // It comes first: with it, a run that is interrupted after it can be repeated.
            disk::write_whole(&path, &self.manifest)?;
        }
        let mut changed = tree::write(&folder.join(SOURCES), &self.sources)?;
        let suite = tree::write(&folder.join(SUITE), &self.suite)?;
        changed.stale.extend(suite.stale);
        changed.strays.extend(suite.strays);
        changed.stale.extend(is_new.then(|| MANIFEST.to_owned()));
        Ok(changed)
    }
}

/// Files that do not count as content: those of an empty repository, and those that an interrupted first run leaves.
fn is_nothing(name: &OsStr) -> bool {
    name == ".git" || name == lock::FILE || name == &*format!("{MANIFEST}{UNFINISHED}")
}

/// A folder that is not empty is used only if an earlier run has written it.
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
    if is_empty || manifest.is_ok_and(|manifest| manifest::is_ours(&manifest)) {
        return Ok(());
    }
    bail!(
        "{} holds what `gen --out` has not written, and would lose it; name a new folder",
        folder.display()
    )
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::interruption;

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
        let (client, workspace) = (ours("generated-client/Cargo.toml")?, ours("Cargo.toml")?);
        let ours = manifest::written(&client, &workspace, None, &[])?;
        std::fs::write(at.join("Cargo.toml"), ours)?;
        assert!(is_taken());
        Ok(())
    }

    #[test]
    fn killed_anywhere_the_first_run_can_be_repeated() -> Result<()> {
        let ours = |file: &str| read(&Workspace::tested().path(file));
        let (client, workspace) = (ours("generated-client/Cargo.toml")?, ours("Cargo.toml")?);
        let written = Crate {
            manifest: manifest::written(&client, &workspace, None, &[])?,
            sources: Tree::from([
                ("lib.rs".to_owned(), "mod a;".to_owned()),
                ("a.rs".to_owned(), String::new()),
            ]),
            suite: Tree::from([("main.rs".to_owned(), String::new())]),
        };
        let write = |at: &Path| taken(at).and_then(|_lock| written.write(at));
        for moments in 0.. {
            let folder = tempfile::tempdir()?;
            let at = folder.path().join("crate");
            let killed = interruption::after(moments, || write(&at).map(drop))?;
            write(&at)?;
            assert_eq!(
                tree::files(&at)?,
                [
                    ".xtask.lock",
                    "Cargo.toml",
                    "src/a.rs",
                    "src/lib.rs",
                    "tests/contract/main.rs"
                ],
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
        let written = Crate {
            manifest: "ours".to_owned(),
            sources: Tree::from([("lib.rs".to_owned(), String::new())]),
            suite: Tree::new(),
        };
        for name in ["Cargo.toml", "Cargo.toml.xtask-new"] {
            let target = elsewhere.path().join(name);
            std::fs::write(&target, "theirs")?;
            std::os::unix::fs::symlink(&target, folder.path().join(name))?;
        }
        written.write(folder.path())?;
        for name in tree::files(elsewhere.path())? {
            assert_eq!(read(&elsewhere.path().join(&name))?, "theirs", "{name}");
        }
        std::fs::remove_dir_all(folder.path().join("src"))?;
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("src"))?;
        assert!(written.write(folder.path()).is_err());
        assert_eq!(tree::files(elsewhere.path())?.len(), 2);
        Ok(())
    }
}
