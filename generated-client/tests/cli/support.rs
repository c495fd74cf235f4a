//! Runs of the program, and what they said.

use std::io::Write;
use std::process::{Command, Stdio};

use coze_client::testing::Server;
use serde_json::Value;
use tempfile::TempDir;

/// A machine with the program on it, and the service that it calls.
pub(crate) struct Machine {
    pub(crate) server: Server,
    /// The folder of its user.
    pub(crate) home: TempDir,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self {
            server: Server::start_in_thread(),
            home: TempDir::new().expect("a folder"),
        }
    }

    /// The program, with a good token and this server in its environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coze"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.home.path())
            .env("COZE_API_TOKEN", self.server.token())
            .env("COZE_API_BASE", self.server.url())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(arguments))
    }

    /// Runs it with this text as its input.
    pub(crate) fn run_with(&self, input: &str, arguments: &[&str]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut stdin = child.stdin.take().expect("it is piped");
        stdin.write_all(input.as_bytes()).expect("it reads");
        drop(stdin);
        output(child.wait_with_output())
    }

    /// A file of the user.
    pub(crate) fn file(&self, name: &str, content: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::write(&path, content).expect("a file");
        path.display().to_string()
    }
}

pub(crate) fn ran(command: &mut Command) -> Ran {
    output(command.output())
}

fn output(output: std::io::Result<std::process::Output>) -> Ran {
    let output = output.expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

impl Ran {
    /// What it printed, if all went well.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!(
            (self.code, self.err.as_str()),
            (Some(0), ""),
            "{}",
            self.out
        );
        self.out
    }

    /// The lines of JSON that it printed, if all went well.
    #[track_caller]
    pub(crate) fn json(self) -> Vec<Value> {
        let out = self.good();
        let lines = out.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().expect("each line is JSON")
    }

    /// The line that it failed with, if it failed with this code.
    #[track_caller]
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        self.err
    }
}
