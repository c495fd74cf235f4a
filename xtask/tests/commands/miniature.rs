//! A repository with a small document, for commands that write to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const NO_CORRECTIONS: &str = "\
overlay: 1.0.0
info: {title: None, version: '1'}
actions: []
";

pub(crate) const SPEC: &str = "spec/coze-openapi.yaml";
pub(crate) const GENERATED: &str = "generated-client/src/generated";
pub(crate) const MANIFEST: &str = "generated-client/Cargo.toml";

/// A document of another API.
pub(crate) const FOREIGN: &str = "\
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: ListThings
      parameters:
      - {name: limit, in: query, schema: {type: integer}}
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: string}}}
";

/// A file of the small document that the tests of the generator have, too.
macro_rules! vendor {
    ($name:literal) => {
        include_str!(concat!("../../../codegen/tests/vendor/", $name, ".yaml"))
    };
}

/// A repository that is removed when the test ends.
pub(crate) struct Miniature {
    folder: TempDir,
}

/// What a command has said, and whether it succeeded.
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) succeeded: bool,
}

impl Miniature {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let miniature = Self { folder };
        // Whichever overlays there are, one of them has something to say here.
        for overlay in fs::read_dir(root().join("spec/overlays")).expect("the overlays") {
            let name = overlay.expect("an overlay").file_name();
            let name = format!("spec/overlays/{}", name.to_string_lossy());
            miniature.write(&name, NO_CORRECTIONS);
        }
        for (name, content) in [
            ("codegen/Cargo.toml", ""),
            (MANIFEST, "[features]\nfull = []\n"),
            (SPEC, vendor!("document")),
            ("spec/overlays/corrections.yaml", vendor!("corrections")),
            ("spec/names.yaml", vendor!("names")),
            ("spec/coverage.yaml", vendor!("coverage")),
        ] {
            miniature.write(name, content);
        }
        miniature
    }

    /// Adds what the client has that is not generated, so that it can be compiled.
    pub(crate) fn add_client(&self) {
        const FOLDERS: [&str; 2] = ["generated-client/src", "generated-client/tests/contract"];
        for file in ["Cargo.toml", "Cargo.lock", MANIFEST] {
            copy(&root().join(file), &self.path(file));
        }
        for folder in FOLDERS {
            copy(&root().join(folder), &self.path(folder));
        }
        for generated in FOLDERS.map(|folder| format!("{folder}/generated")) {
            fs::remove_dir_all(self.path(&generated)).expect("it was copied");
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, content).expect("the file is written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// Replaces a part of a file, which must be there.
    pub(crate) fn edit(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert!(text.contains(old), "{name} has no {old}");
        self.write(name, &text.replace(old, new));
    }

    /// A command that works on this repository.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = xtask();
        command.current_dir(self.folder.path()).args(words);
        // What the client needs is compiled once for all tests.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        command.env("CARGO_TARGET_DIR", target.expect("it stands in the target"));
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Said {
        said(&mut self.command(words))
    }
}

/// Copies a file, or a folder with all that stands in it.
fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("the folder is made");
        for entry in fs::read_dir(from).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a folder")).expect("the folder is made");
        fs::copy(from, to).expect("the file is copied");
    }
}

/// The program; cargo's word on where it belongs counts only where it is not called inside of a repository.
pub(crate) fn xtask() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.stdin(Stdio::null());
    command
}

pub(crate) fn said(command: &mut Command) -> Said {
    let output = command.output().expect("xtask starts");
    let said = [output.stdout, output.stderr];
    let said = said.map(|said| String::from_utf8_lossy(&said).into_owned());
    Said {
        text: said.concat(),
        succeeded: output.status.success(),
    }
}

/// The repository that this stands in.
pub(crate) fn root() -> &'static Path {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the crate stands in the workspace")
}
