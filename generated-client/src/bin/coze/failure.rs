// part coze

//! How the program fails: one line for a person, an exit code for a script.

use std::io::{self, Write};
use std::process::ExitCode;

use coze_client::{Error, ErrorKind};

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A call.
    Call(Error),
    /// The service said so within a reply that came with success.
    Reported(String),
    /// What was typed.
    Usage(String),
    /// The reply ended too early.
    Truncated(String),
    /// Reading or writing on this machine.
    Local(io::Error),
    Interrupted,
}

impl Failure {
    /// Says what happened, and gives the exit code. Whoever reads the output may stop to do so: that is no failure.
    pub(crate) fn report(self) -> ExitCode {
        let code = match &self {
            Self::Local(problem) if problem.kind() == io::ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Call(error) => code(error.kind()),
            Self::Reported(_) => 1,
            Self::Usage(_) | Self::Local(_) => 2,
            Self::Truncated(_) => 3,
            Self::Interrupted => 130,
        };
        self.say();
        ExitCode::from(code)
    }

    /// Says what happened, in one line.
    pub(crate) fn say(self) {
        let line = match self {
            Self::Call(error) => sentence(&error),
            Self::Reported(line) | Self::Usage(line) | Self::Truncated(line) => line,
            Self::Local(problem) => problem.to_string(),
            Self::Interrupted => return,
        };
        // Where standard error is closed, the exit code has to do.
        _ = writeln!(io::stderr(), "coze: {line}");
    }
}

/// 1: the service refused or failed; 2: nothing was sent; 3: the network.
fn code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Config | ErrorKind::Argument | ErrorKind::File => 2,
        ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Truncated => 3,
        _ => 1,
    }
}

/// The error's own sentence, and the deepest cause of a failure on this side.
fn sentence(error: &Error) -> String {
    let mut deepest = std::error::Error::source(error);
    while let Some(cause) = deepest.and_then(std::error::Error::source) {
        deepest = Some(cause);
    }
    let sentence = error.to_string();
    match deepest.map(ToString::to_string) {
        Some(cause) if !sentence.contains(&cause) => format!("{sentence}: {cause}"),
        _ => sentence,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<io::Error> for Failure {
    fn from(problem: io::Error) -> Self {
        Self::Local(problem)
    }
}
