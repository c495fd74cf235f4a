//! One line of Markdown comes in, the same line without anything that rustdoc would take for more than text goes out.

use std::borrow::Cow;
use std::cell::Cell;

use super::links::{self, Destination};
use super::stars;

/// Escapes a line; code, links to the web, emphasis and `<br>` stay. Links that begin with a slash lead to `site`.
pub(super) fn escape(line: &str, site: Option<&str>) -> String {
    run(line, Links::Allowed { site }, &Search::default())
}

/// A line without its anchors, and without breaks at its start: what is behind them begins the line.
pub(super) fn without_anchors(line: &str) -> Cow<'_, str> {
    if !line.contains('<') {
        return line.into();
    }
    let mut out = String::new();
    let mut rest = line;
    let mut starts = true;
    while let Some(c) = rest.chars().next() {
        let lost = anchor(rest).or_else(|| line_break(rest).filter(|_| starts));
        let length = match c {
            '`' => code(rest).1,
            '\\' => escaped(rest).1,
            c => c.len_utf8(),
        };
        if lost.is_none() {
            out.push_str(&rest[..length]);
            starts &= c.is_whitespace();
        }
        rest = &rest[lost.unwrap_or(length)..];
    }
    out.into()
}

/// The length of the `<span id=".."></span>` that a text begins with.
fn anchor(rest: &str) -> Option<usize> {
    const LONGEST: usize = 300;
    let inside = rest.strip_prefix("<span id=")?;
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let end = "<span id=".len() + end + 1;
    let closing = if rest[end..].starts_with("</span>") {
        "</span>".len()
    } else {
        0
    };
    Some(end + closing)
}

/// The length of the `<br>` that a text begins with.
fn line_break(rest: &str) -> Option<usize> {
    const LONGEST: usize = 12;
    let inside = rest.strip_prefix('<')?;
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    (inside[..end].trim_end_matches('/').trim() == "br").then_some(end + 2)
}

/// Whether links may stand here: there are none inside the text of another.
#[derive(Clone, Copy)]
enum Links<'s> {
    Allowed { site: Option<&'s str> },
    Refused,
}

impl Links<'_> {
    fn are_allowed(self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

/// How far the rest of a line may still be searched for brackets that close links. Whoever writes links never uses it up; whoever
/// opens a bracket after the other would have every one searched for to the end.
struct Search {
    left: Cell<usize>,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            left: Cell::new(100_000),
        }
    }
}

fn run(line: &str, links: Links<'_>, search: &Search) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let plain = line[at..].bytes().position(may_mean_more);
        let plain = plain.unwrap_or(line.len() - at);
        if plain > 0 {
            out.push_str(&line[at..at + plain]);
            at += plain;
            continue;
        }
        let (text, length) = match c {
            '*' => stars::read(line, at, |inside| run(inside, links, search)),
            c => step(&line[at..], c, links, search),
        };
        out.push_str(&text);
        at += length;
    }
    out
}

/// Whether a byte may begin something that is more than text: what `run` and `step` look at.
fn may_mean_more(byte: u8) -> bool {
    matches!(
        byte,
        b'*' | b'\\' | b'`' | b'<' | b'!' | b'[' | b']' | b'~' | b'h'
    )
}

/// What the beginning of a text becomes, and how much of the text that is.
fn step(rest: &str, c: char, links: Links<'_>, search: &Search) -> (String, usize) {
    match c {
        '\\' => escaped(rest),
        '`' => code(rest),
        '<' => angle(rest, links),
        '!' if rest.starts_with("![") && links.are_allowed() => {
            match link(&rest[1..], links, search) {
                Some((text, length)) => (picture(&text), length + 1),
                None => ("!".to_owned(), 1),
            }
        }
        '[' => link(rest, links, search).unwrap_or_else(|| ("\\[".to_owned(), 1)),
        ']' => ("\\]".to_owned(), 1),
        '~' => tildes(rest),
        'h' if links.are_allowed() => match links::bare(rest) {
            0 => ("h".to_owned(), 1),
            length => (links::shown(&rest[..length]), length),
        },
        c => (c.to_string(), c.len_utf8()),
    }
}

/// A backslash, and what it escapes; one that escapes nothing would escape what we put behind it.
fn escaped(rest: &str) -> (String, usize) {
    if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) {
        (rest[..2].to_owned(), 2)
    } else {
        ("\\\\".to_owned(), 1)
    }
}

/// A code span as it is; backticks that begin none are escaped.
fn code(rest: &str) -> (String, usize) {
    let ticks = run_length(rest, b'`');
    match closing_ticks(rest, ticks) {
        Some(end) => (rest[..end].to_owned(), end),
        None => ("\\`".repeat(ticks), ticks),
    }
}

/// The end of the code span that begins with so many backticks.
fn closing_ticks(rest: &str, ticks: usize) -> Option<usize> {
    let mut at = ticks;
    loop {
        at += rest[at..].find('`')?;
        let length = run_length(&rest[at..], b'`');
        at += length;
        if length == ticks {
            return Some(at);
        }
    }
}

/// Two tildes strike through; one alone means "to".
fn tildes(rest: &str) -> (String, usize) {
    match run_length(rest, b'~') {
        2 => ("~~".to_owned(), 2),
        length => ("\\~".repeat(length), length),
    }
}

fn run_length(rest: &str, byte: u8) -> usize {
    rest.bytes().take_while(|found| *found == byte).count()
}

/// An address in angle brackets or a line break as it is, anything else as text.
fn angle(rest: &str, links: Links<'_>) -> (String, usize) {
    let literal = ("\\<".to_owned(), 1);
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>');
    let end = 1 + rest[1..].find(ends).unwrap_or(rest.len() - 1);
    let inside = &rest[1..end];
    if rest[end..].starts_with('>') && links::is_web(inside) {
        let text = if links.are_allowed() {
            rest[..=end].to_owned()
        } else {
            inside.to_owned()
        };
        return (text, end + 1);
    }
    if let Some(length) = line_break(rest) {
        return ("<br>".to_owned(), length);
    }
    literal
}

/// `[text](destination)`, when it leads somewhere.
fn link(rest: &str, links: Links<'_>, search: &Search) -> Option<(String, usize)> {
    let Links::Allowed { site } = links else {
        return None;
    };
    let close = closing(rest, '[', ']', search)?;
    let behind = &rest[close + 1..];
    if !behind.starts_with('(') {
        return None;
    }
    let end = closing(behind, '(', ')', search)?;
    let destination = links::destination(&behind[1..end], site)?;
    let length = close + 1 + end + 1;
    let text = run(rest[1..close].trim(), Links::Refused, search);
    let shown = match destination {
        Destination::Web(address) if text.is_empty() => format!("<{address}>"),
        Destination::Web(address) => format!("[{text}]({address})"),
        Destination::Elsewhere => text,
    };
    Some((shown, length))
}

/// A link that stands for a picture, as the picture; what leads nowhere stays text.
fn picture(link: &str) -> String {
    let address = link
        .strip_prefix('<')
        .and_then(|link| link.strip_suffix('>'));
    match address {
        Some(address) => format!("![]({address})"),
        None if link.ends_with(')') => format!("!{link}"),
        None => link.to_owned(),
    }
}

/// Text that is longer than this is not the text of a link.
const LONGEST: usize = 4000;

/// Where the bracket that a text begins with is closed.
fn closing(rest: &str, open: char, close: char, search: &Search) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < LONGEST
        && let Some(left) = search.left.get().checked_sub(1)
        && let Some(c) = rest[at..].chars().next()
    {
        let length = match c {
            '\\' => escaped(&rest[at..]).1,
            '`' if open == '[' => code(&rest[at..]).1,
            c => c.len_utf8(),
        };
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
        at += length;
        search.left.set(left);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escape(line: &str) -> String {
        super::escape(line, Some("https://site.example"))
    }

    #[test]
    fn brackets_are_text_unless_they_are_links() {
        assert_eq!(
            escape("[0, 5000] and [String]"),
            "\\[0, 5000\\] and \\[String\\]"
        );
        assert_eq!(escape("[x](Vec) [y][z]"), "\\[x\\](Vec) \\[y\\]\\[z\\]");
        assert_eq!(escape("a[0] `b[0]` [`c`]"), "a\\[0\\] `b[0]` \\[`c`\\]");
        assert_eq!(escape("already \\[safe\\]"), "already \\[safe\\]");
    }

    #[test]
    fn links_lead_to_the_web() {
        assert_eq!(escape("[a](https://a.b/c)"), "[a](https://a.b/c)");
        assert_eq!(
            escape("[a](/docs/developer_guides/x)"),
            "[a](https://site.example/docs/developer_guides/x)"
        );
        assert_eq!(escape("[a](#b)"), "a");
        assert_eq!(
            escape("![Image](https://a.b/c =300x) ![](https://a.b/d) ![x](#y)"),
            "![Image](https://a.b/c) ![](https://a.b/d) x"
        );
        assert_eq!(
            escape("[a [b] `]` c](https://a.b)"),
            "[a \\[b\\] `]` c](https://a.b)"
        );
        assert_eq!(
            escape("[https://a.b](https://a.b)"),
            "[https://a.b](https://a.b)"
        );
    }

    #[test]
    fn bare_addresses_become_links() {
        assert_eq!(escape("见 https://a.b/c。"), "见 <https://a.b/c>。");
        assert_eq!(
            escape("<https://a.b> `https://a.b`"),
            "<https://a.b> `https://a.b`"
        );
        assert_eq!(escape("https"), "https");
    }

    #[test]
    fn addresses_whose_ids_are_masked_are_examples_and_no_links() {
        assert_eq!(
            escape("如 https://a.b/?x=42***&y=73***，y 为 73***。"),
            "如 `https://a.b/?x=42***&y=73***`，y 为 73\\*\\*\\*。"
        );
        assert_eq!(
            escape("https://a.b/42\\*\\*\\*/c **https://a.b**"),
            "`https://a.b/42***/c` **<https://a.b>**"
        );
    }

    #[test]
    fn html_is_text() {
        assert_eq!(
            escape("<div id=\"app\"> a<br/>b `<div>` Vec<T>"),
            "\\<div id=\"app\"> a<br>b `<div>` Vec\\<T>"
        );
        assert_eq!(
            without_anchors("a<span id=\"x\"></span>b `<span id=\"x\">`"),
            "ab `<span id=\"x\">`"
        );
        assert_eq!(
            without_anchors(" <br/><span id=\"x\"></span># a<br>"),
            " # a<br>"
        );
    }

    #[test]
    fn lone_backticks_and_tildes_are_text() {
        assert_eq!(escape("a ` b"), "a \\` b");
        assert_eq!(escape("``a`b``"), "``a`b``");
        assert_eq!(escape("1~5，3~8 ~~gone~~"), "1\\~5，3\\~8 ~~gone~~");
    }
}
