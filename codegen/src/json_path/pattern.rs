//! Patterns and texts -> whether they match (RFC 9485).

use regex_lite::{Error, Regex};

/// The pattern of `match` or `search`.
pub(super) enum Pattern<From> {
    /// It stands in the path.
    Known(Regex),
    /// It is to be computed.
    Computed { from: From, whole: bool },
}

/// A pattern that matches the whole of a text, or a part of it.
///
/// The flag `R` lets `.` match neither of `\n` and `\r`, as the standard has it.
pub(super) fn compile(pattern: &str, whole: bool) -> Result<Regex, Error> {
    // In parentheses, `a)(b` would be a pattern; so each has to be one by itself.
    let part = Regex::new(&format!("(?R){pattern}"))?;
    if whole {
        return Regex::new(&format!("(?R)^(?:{pattern})$"));
    }
    Ok(part)
}
