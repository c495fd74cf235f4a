//! Lines of Markdown come in, lines whose blocks rustdoc reads as they are meant go out: no indented code, no doctest.

use super::inline;

/// Quotes inside quotes, and lists that begin on one line, deeper than this are text.
const DEEPEST: usize = 4;

/// Brings lines into the shape of a doc comment.
pub(super) fn lines(text: &[&str], site: Option<&str>) -> Vec<String> {
    write(text, site, DEEPEST)
}

fn write(text: &[&str], site: Option<&str>, deeper: usize) -> Vec<String> {
    let mut writer = Writer {
        site,
        ..Writer::default()
    };
    let mut rest = text;
    while let [line, after @ ..] = rest {
        let line = &inline::without_anchors(line);
        if let Some(fence) = Fence::open(line) {
            let length = after.iter().take_while(|line| !fence.closes(line)).count();
            writer.fence(line, &after[..length], &fence);
            rest = after.get(length + 1..).unwrap_or_default();
        } else if is_quote(line) {
            let length = rest.iter().take_while(|line| is_quote(line)).count();
            writer.quote(&rest[..length], deeper);
            rest = &rest[length..];
        } else {
            writer.line(line);
            rest = after;
        }
    }
    writer.finish()
}

/// The line that opens a code block, taken apart.
struct Fence {
    ticks: usize,
    tick: char,
}

impl Fence {
    fn open(line: &str) -> Option<Self> {
        let content =
            Marker::read(line.trim_start()).map_or(line.trim_start(), |marker| marker.content);
        let tick = content.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let ticks = content.chars().take_while(|c| *c == tick).count();
        let opens = ticks >= 3 && !(tick == '`' && content[ticks..].contains('`'));
        opens.then_some(Self { ticks, tick })
    }

    fn closes(&self, line: &str) -> bool {
        let line = line.trim();
        line.chars().count() >= self.ticks && line.chars().all(|c| c == self.tick)
    }
}

/// The marker of a list item.
struct Marker<'a> {
    text: &'a str,
    content: &'a str,
}

impl<'a> Marker<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let end = match line.as_bytes().get(digits)? {
            b'-' | b'*' | b'+' if digits == 0 => 1,
            b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
            _ => return None,
        };
        let (text, content) = line.split_at(end);
        let separate = content.is_empty() || content.starts_with([' ', '\t']);
        (separate && !is_rule(line)).then_some(Self {
            text,
            content: content.trim(),
        })
    }
}

/// A list item that is still open.
struct Item {
    /// Where its marker stands in the source.
    source: usize,
    /// Where its content stands in what is written.
    content: usize,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Kind {
    #[default]
    Blank,
    Text,
    /// Text behind which a new paragraph begins.
    Sentence,
    Item,
    Table,
    /// A heading, a rule, a code block or a quote.
    Block,
}

#[derive(Default)]
struct Writer<'s> {
    /// Where links that begin with a slash lead.
    site: Option<&'s str>,
    lines: Vec<String>,
    items: Vec<Item>,
    last: Kind,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        let text = line.trim();
        let indent = indent(line);
        if text.is_empty() {
            self.blank();
        } else if let Some(marker) = Marker::read(text) {
            self.item(&marker, indent);
        } else {
            self.text(text, indent);
        }
    }

    fn item(&mut self, marker: &Marker<'_>, indent: usize) {
        let at = self.enter_item(marker.text, indent);
        let content = item_content(inline::without_anchors(marker.content).trim(), self.site);
        self.push(
            format!("{}{} {content}", " ".repeat(at), marker.text),
            Kind::Item,
        );
    }

    /// Opens a list item, and returns the column of its marker.
    fn enter_item(&mut self, marker: &str, indent: usize) -> usize {
        self.close_items(indent);
        let at = self.column();
        self.items.push(Item {
            source: indent,
            content: at + marker.len() + 1,
        });
        if matches!(self.last, Kind::Table | Kind::Block)
            || (self.last == Kind::Sentence && marker.len() > 1)
        {
            self.blank();
        }
        at
    }

    fn text(&mut self, text: &str, indent: usize) {
        let open = self.items.len();
        self.close_items(indent);
        let kind = kind(text);
        let continues = match (self.last, kind) {
            (Kind::Blank, _) | (Kind::Table, Kind::Table) => true,
            (Kind::Text | Kind::Item, Kind::Text | Kind::Sentence) => self.items.len() == open,
            _ => false,
        };
        if !continues {
            self.blank();
        }
        self.push(
            format!(
                "{}{}",
                " ".repeat(self.column()),
                inline::escape(text, self.site)
            ),
            kind,
        );
    }

    fn fence(&mut self, line: &str, code: &[&str], fence: &Fence) {
        let mut source = indent(line);
        let before;
        if let Some(marker) = Marker::read(line.trim_start()) {
            let at = self.enter_item(marker.text, indent(line));
            before = format!("{}{} ", " ".repeat(at), marker.text);
            source += marker.text.len() + 1;
        } else {
            self.close_items(indent(line));
            self.blank();
            before = " ".repeat(self.column());
        }
        let margin = " ".repeat(self.column());
        let ticks = fence.tick.to_string().repeat(fence.ticks);
        let shift = code
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| indent(line))
            .min()
            .unwrap_or(0);
        let shift = shift.min(source);
        self.push(format!("{before}{ticks}text"), Kind::Block);
        for line in code {
            let line = unindent(line, shift);
            self.lines
                .push(format!("{margin}{line}").trim_end().to_owned());
        }
        self.push(format!("{margin}{ticks}"), Kind::Block);
    }

    fn quote(&mut self, quoted: &[&str], deeper: usize) {
        self.items.clear();
        self.blank();
        let inside = quoted.iter().map(|line| match deeper {
            0 => line.trim_start_matches(|c: char| c == '>' || c.is_whitespace()),
            _ => line.trim_start().strip_prefix('>').unwrap_or_default(),
        });
        let inside: Vec<_> = inside
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        for line in write(&inside, self.site, deeper.saturating_sub(1)) {
            self.push(format!("> {line}"), Kind::Block);
        }
    }

    /// Leaves the list items that a line with this indentation is not part of.
    fn close_items(&mut self, indent: usize) {
        while self
            .items
            .last()
            .is_some_and(|item| indent < item.source + 2)
        {
            self.items.pop();
        }
    }

    /// Where a line begins that is part of the innermost item.
    fn column(&self) -> usize {
        self.items.last().map_or(0, |item| item.content)
    }

    fn blank(&mut self) {
        if self.last != Kind::Blank && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.last = Kind::Blank;
    }

    fn push(&mut self, line: String, kind: Kind) {
        let line = if line.trim_end().len() == line.len() {
            line
        } else {
            line.trim_end().to_owned()
        };
        if line.is_empty() {
            // A line that held nothing but an anchor.
            self.blank();
            return;
        }
        self.lines.push(line);
        self.last = kind;
    }

    fn finish(mut self) -> Vec<String> {
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

/// The first line of a list item; what is another marker or a quote there is kept from being the margin of code.
fn item_content(content: &str, site: Option<&str>) -> String {
    let mut markers = String::new();
    let mut rest = content.to_owned();
    for _ in 0..DEEPEST {
        let Some(marker) = Marker::read(&rest) else {
            break;
        };
        markers = format!("{markers}{} ", marker.text);
        rest = String::from(inline::without_anchors(marker.content).trim());
    }
    if let Some(marker) = Marker::read(&rest) {
        rest.insert(marker.text.len() - 1, '\\');
    } else if rest.starts_with('>') {
        rest.insert(0, '\\');
    }
    markers + &inline::escape(&rest, site)
}

/// What a line that is neither blank nor a list item is.
fn kind(text: &str) -> Kind {
    if super::heading_level(text).is_some() || is_rule(text) {
        Kind::Block
    } else if text.starts_with('|') {
        Kind::Table
    } else if text.ends_with(['。', '！', '？', '：', '；', '.', '!', '?', ':', ';']) {
        // The vendor does not wrap lines: what ends a sentence ends a paragraph.
        Kind::Sentence
    } else {
        Kind::Text
    }
}

/// Three dashes, stars or underscores: a line across the page.
fn is_rule(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    let Some(mark @ ('-' | '*' | '_')) = marks.next() else {
        return false;
    };
    marks.clone().count() >= 2 && marks.all(|c| c == mark)
}

fn is_quote(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Columns before the first character that is not white.
fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

/// A line without its first columns, as far as they are white.
fn unindent(line: &str, columns: usize) -> String {
    let spaces = indent(line).saturating_sub(columns);
    format!("{}{}", " ".repeat(spaces), line.trim_start())
}
