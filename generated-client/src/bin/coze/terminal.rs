// part coze

//! What a terminal can show: how wide it is, and texts that do not steer it.

use unicode_width::UnicodeWidthStr;

/// The width of the terminal, in columns.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0))
}

/// How many columns a text takes: Chinese characters take two.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// A text of the service without what would steer the terminal. Lines stay lines.
pub(crate) fn safe(text: &str) -> String {
    let is_harmless = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars().filter(is_harmless).collect()
}

/// The same on one line.
pub(crate) fn line(text: &str) -> String {
    safe(text).replace(['\n', '\t'], " ")
}

/// The beginning of a text that fits into so many columns.
pub(crate) fn fitted(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut fitting = String::new();
    for c in text.chars() {
        if columns(&fitting) + columns(c.encode_utf8(&mut [0; 4])) >= most {
            break;
        }
        fitting.push(c);
    }
    fitting + "…"
}
