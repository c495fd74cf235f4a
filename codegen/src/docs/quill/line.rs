//! Pieces of a line with their styles come in, the line as Markdown goes out.

use serde_json::Value;

use crate::docs::links;

/// How a piece of text looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    pub(super) bold: bool,
    pub(super) code: bool,
    pub(super) link: Option<String>,
    /// Whether the link leads to a picture that stands here.
    pub(super) picture: bool,
}

impl Style {
    /// The style that the attributes of an op give; a link is JSON in a string.
    pub(super) fn of(attributes: Option<&Value>) -> Self {
        let text = |name: &str| attributes?.get(name)?.as_str();
        let on = |name: &str| text(name) == Some("true");
        let link = text("hyperlink").and_then(|link| serde_json::from_str::<Value>(link).ok());
        let link = link.and_then(|link| Some(link.get("href")?.as_str()?.trim().to_owned()));
        Self {
            bold: on("bold"),
            code: on("inlineCode"),
            link: link.filter(|link| !link.is_empty()),
            picture: false,
        }
    }
}

/// A line that is being read.
#[derive(Default)]
pub(super) struct Line<'z> {
    /// Attributes of the line as a whole.
    pub(super) kind: Option<&'z Value>,
    pieces: Vec<(String, Style)>,
}

impl Line<'_> {
    /// Adds text; neighbours of one style become one piece.
    pub(super) fn push(&mut self, text: &str, style: Style) {
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some((before, last)) if *last == style => before.push_str(text),
            _ => self.pieces.push((text.to_owned(), style)),
        }
    }

    /// Adds a picture.
    pub(super) fn picture(&mut self, address: &str) {
        let style = Style {
            picture: links::is_web(address),
            link: Some(address.to_owned()),
            ..Style::default()
        };
        self.push(" ", style);
    }

    /// The line as Markdown, empty when it shows nothing.
    pub(super) fn markdown(&self) -> String {
        let line: String = self
            .pieces
            .iter()
            .map(|(text, style)| piece(text, style))
            .collect();
        escape_start(line.trim())
    }
}

/// A piece with its white space, and the punctuation behind bold text, outside: inside, neither Markdown nor a reader likes it.
fn piece(text: &str, style: &Style) -> String {
    if let (true, Some(address)) = (style.picture, &style.link) {
        return format!("![]({})", links::escape(address));
    }
    let core = text.trim();
    if core.is_empty() {
        return text.to_owned();
    }
    let (before, after) = (
        &text[..text.len() - text.trim_start().len()],
        &text[text.trim_end().len()..],
    );
    let inside = core.trim_end_matches([
        '：', ':', '，', ',', '。', '.', '；', ';', '！', '!', '？', '?', '、',
    ]);
    let (inside, punctuation) = if style.bold && !inside.is_empty() {
        core.split_at(inside.len())
    } else {
        (core, "")
    };
    let mut shown = if style.code {
        code(inside)
    } else {
        escape(inside)
    };
    if let Some(address) = &style.link {
        shown = link(inside, &shown, address);
    }
    if style.bold {
        shown = format!("**{shown}**");
    }
    format!("{before}{shown}{punctuation}{after}")
}

fn link(text: &str, shown: &str, address: &str) -> String {
    if text == address && links::is_web(address) {
        return format!("<{}>", links::escape(address));
    }
    format!("[{shown}]({})", links::escape(address))
}

fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// Text as Markdown that shows it: what Markdown would take for a mark is escaped.
fn escape(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let within = |c: char| c.is_alphanumeric() && c.is_ascii() || c == '_';
        let marks = match c {
            '\\' | '*' | '[' | ']' | '<' => true,
            '_' => !(within(before) && chars.peek().copied().is_some_and(within)),
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// A line that begins like a heading, a quote or a list without being one.
fn escape_start(line: &str) -> String {
    if line.starts_with(['#', '>']) || line.starts_with("- ") || line.starts_with("+ ") {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}
