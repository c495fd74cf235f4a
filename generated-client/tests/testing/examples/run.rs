//! A program that is run with a server, an environment and an input.

#[path = "../../common/built.rs"]
mod built;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use coze_client::testing::Server;

/// What a program said.
pub(super) struct Said {
    pub(super) out: String,
    pub(super) err: String,
    pub(super) is_success: bool,
}

/// The folder of the examples, which are built once.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| built::folder_with(&["--examples"]).join("examples"))
}

/// An example, with the client's environment set to the server.
pub(super) fn example(name: &str, server: &Server) -> Command {
    let mut command = Command::new(folder().join(name));
    command
        .env("COZE_API_TOKEN", server.token())
        .env("COZE_API_BASE", server.url())
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs it to its end, with this input.
pub(super) fn run(command: &mut Command, input: &str) -> Said {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it was built");
    let mut stdin = child.stdin.take().expect("it is piped");
    // A program that does not read its input may be gone already.
    _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    said(child.wait_with_output().expect("it ends"))
}

fn said(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks in text");
    Said {
        out: text(output.stdout),
        err: text(output.stderr),
        is_success: output.status.success(),
    }
}

impl Said {
    /// What it printed, if all went well.
    pub(super) fn well(self) -> String {
        assert!(self.is_success, "{}\n{}", self.out, self.err);
        self.out
    }

    /// Why it failed.
    pub(super) fn badly(self) -> String {
        assert!(!self.is_success, "{}\n{}", self.out, self.err);
        self.err
    }
}
