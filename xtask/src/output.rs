//! Output to the terminal, which may be closed before its end, as by `head`.

use std::fmt::Arguments;
use std::io::{ErrorKind, IsTerminal as _, Write as _, stderr, stdout};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use codegen::report::printable;

/// `eprintln!` that does not panic when the reader is gone, and escapes control sequences.
macro_rules! tell {
    ($($line:tt)*) => { $crate::output::write_line(format_args!($($line)*)) };
}
pub(crate) use tell;

/// Writes a result to standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut output = stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(problem) if problem.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Writes data to standard output: unchanged to a program, with control sequences escaped to a terminal.
pub(crate) fn print_data(text: &str) -> Result<()> {
    if stdout().is_terminal() {
        print(&printable(text))
    } else {
        print(text)
    }
}

/// Writes a line to standard error; errors are ignored, since there is nowhere to report them.
pub(crate) fn write_line(line: Arguments<'_>) {
    let _ = writeln!(stderr(), "{}", printable(&line.to_string()));
}

/// Runs something slow, and prints what it is if it takes long.
pub(crate) fn patiently<T>(what: &str, work: impl FnOnce() -> T) -> T {
    const LONG: Duration = Duration::from_secs(1);
    after(LONG, || tell!("{what} …"), work)
}

/// Calls `say` if the work is not done after so long.
fn after<T>(long: Duration, say: impl FnOnce() + Send, work: impl FnOnce() -> T) -> T {
    let (done, waiting) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if waiting.recv_timeout(long) == Err(RecvTimeoutError::Timeout) {
                say();
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// The first of many lines, and how many more there are.
pub(crate) fn first_lines(lines: &[String], most: usize) -> String {
    let shown: String = lines.iter().take(most).map(String::as_str).collect();
    match lines.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}and {more} more (--all)\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_takes_long_is_announced() {
        let (said, heard) = channel();
        let long = after(
            Duration::ZERO,
            || said.send(()).expect("somebody listens"),
            || heard.recv(),
        );
        assert_eq!(long, Ok(()));
        let quick = after(Duration::MAX, || panic!("it was quick"), || 7);
        assert_eq!(quick, 7);
    }
}
