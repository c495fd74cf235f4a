//! What the maintainer reads, whether they read all of it or stop, as `head` does.

use std::fmt::Arguments;
use std::io::{ErrorKind, IsTerminal as _, Write as _, stderr, stdout};

use anyhow::{Context as _, Result};
use codegen::report::printable;

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

/// Writes data to standard output: as they are to a program, and what a terminal would obey escaped to a person.
pub(crate) fn print_data(text: &str) -> Result<()> {
    if stdout().is_terminal() {
        print(&printable(text))
    } else {
        print(text)
    }
}

/// Writes a line to standard error; there is nowhere to say that it failed.
pub(crate) fn write_line(line: Arguments<'_>) {
    let _ = writeln!(stderr(), "{}", printable(&line.to_string()));
}

/// The first of many lines, and how many more there are.
pub(crate) fn first_lines(lines: &[String], most: usize) -> String {
    let shown: String = lines.iter().take(most).map(String::as_str).collect();
    match lines.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}and {more} more (--all)\n"),
    }
}

/// `eprintln!` that does not panic when nobody reads any more, and passes nothing on that a terminal would obey.
macro_rules! tell {
    ($($line:tt)*) => { $crate::output::write_line(format_args!($($line)*)) };
}
pub(crate) use tell;
