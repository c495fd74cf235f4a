//! What the maintainer reads, whether they read all of it or stop, as `head` does.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write as _, stderr, stdout};

use anyhow::{Context as _, Result};

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

/// Writes a line to standard error; there is nowhere to say that it failed.
pub(crate) fn write_line(line: Arguments<'_>) {
    let _ = writeln!(stderr(), "{line}");
}

/// The first of many lines, and how many more there are.
pub(crate) fn first_lines(lines: &[String], most: usize) -> String {
    let shown: String = lines.iter().take(most).map(String::as_str).collect();
    match lines.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}and {more} more (--all)\n"),
    }
}

/// `eprintln!` that does not panic when nobody reads any more.
macro_rules! tell {
    ($($line:tt)*) => { $crate::output::write_line(format_args!($($line)*)) };
}
pub(crate) use tell;
