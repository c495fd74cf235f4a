//! Zones come in, the blocks that they hold go out.

use serde_json::{Map, Value};

use super::line::{Line, Style};

type Zones = Map<String, Value>;

/// A part of a text that stands on lines of its own.
pub(super) enum Block {
    Heading(usize, String),
    Text(String),
    /// A paragraph that belongs to the list item before it.
    Indented(String),
    Item {
        depth: usize,
        text: String,
    },
    Table(Vec<Vec<String>>),
    /// A call-out with its title.
    Quote(String, Vec<Block>),
}

/// What a zone holds; zones that do not exist hold nothing.
pub(super) fn blocks(zones: &Zones, zone: &str, deeper: usize) -> Vec<Block> {
    let mut reader = Reader {
        zones,
        deeper,
        blocks: Vec::new(),
        line: Line::default(),
    };
    for op in ops(zones, zone) {
        reader.op(op);
    }
    reader.end_line();
    reader.blocks
}

fn ops<'z>(zones: &'z Zones, zone: &str) -> &'z [Value] {
    zones
        .get(zone)
        .and_then(|zone| zone.get("ops"))
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

struct Reader<'z> {
    zones: &'z Zones,
    deeper: usize,
    blocks: Vec<Block>,
    line: Line<'z>,
}

impl<'z> Reader<'z> {
    fn op(&mut self, op: &'z Value) {
        let attribute = |name: &str| {
            op.get("attributes")
                .and_then(|attributes| attributes.get(name))
                .and_then(Value::as_str)
        };
        if let Some(names) = attribute("aceTable") {
            self.block(|zones, deeper| table(zones, names, deeper));
        } else if attribute("lmkr").is_some() {
            self.line.kind = op.get("attributes");
        } else if attribute("highlight-block-v2").is_some()
            && let Some(zone) = attribute("zoneId")
        {
            let title = attribute("title")
                .filter(|title| !title.trim().is_empty())
                .unwrap_or("说明");
            self.block(|zones, deeper| {
                Block::Quote(title.trim().to_owned(), blocks(zones, zone, deeper))
            });
        } else if attribute("image").is_some()
            && let Some(address) = attribute("src")
        {
            self.line.picture(address);
        } else if let Some(text) = op.get("insert").and_then(Value::as_str) {
            self.text(text, &Style::of(op.get("attributes")));
        }
    }

    fn text(&mut self, text: &str, style: &Style) {
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.line.push(part, style.clone());
        }
    }

    /// Adds a block made of other zones.
    fn block(&mut self, make: impl FnOnce(&'z Zones, usize) -> Block) {
        self.end_line();
        if let Some(deeper) = self.deeper.checked_sub(1) {
            let block = make(self.zones, deeper);
            let empty = match &block {
                Block::Table(rows) => rows.is_empty(),
                Block::Quote(_, blocks) => blocks.is_empty(),
                Block::Heading(..) | Block::Text(_) | Block::Indented(_) | Block::Item { .. } => {
                    false
                }
            };
            self.blocks.extend((!empty).then_some(block));
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = line.markdown();
        if text.is_empty() {
            return;
        }
        let attribute = |name: &str| {
            line.kind
                .and_then(|kind| kind.get(name))
                .and_then(Value::as_str)
        };
        let heading = attribute("heading")
            .and_then(|heading| heading.strip_prefix('h')?.parse::<usize>().ok());
        self.blocks.push(match (heading, attribute("list")) {
            // The page has its title in h1; here the item has it, so h2 is the first level.
            (Some(level), _) => Block::Heading(level.saturating_sub(1).clamp(1, 6), text),
            (None, Some(list)) if list.starts_with("indent") => Block::Indented(text),
            (None, Some(list)) => {
                let depth = list
                    .trim_start_matches(|c: char| !c.is_ascii_digit())
                    .parse()
                    .unwrap_or(1);
                Block::Item {
                    depth: depth.max(1),
                    text,
                }
            }
            (None, None) => Block::Text(text),
        });
    }
}

/// A table from the names of the zone with its rows and the zone with its columns.
fn table(zones: &Zones, names: &str, deeper: usize) -> Block {
    let mut names = names.split_whitespace();
    let mut ids = || -> Vec<&str> {
        let ops = names.next().map_or(&[][..], |zone| ops(zones, zone));
        ops.iter()
            .filter_map(|op| op.get("insert")?.get("id")?.as_str())
            .collect()
    };
    let (rows, columns) = (ids(), ids());
    if columns.is_empty() {
        return Block::Table(Vec::new());
    }
    let cell = |row: &str, column: &str| cell(&blocks(zones, &format!("x{row}x{column}"), deeper));
    let rows = rows
        .iter()
        .map(|row| columns.iter().map(|column| cell(row, column)).collect());
    Block::Table(rows.collect())
}

/// Blocks on the one line that a cell has.
fn cell(blocks: &[Block]) -> String {
    let parts: Vec<_> = blocks.iter().flat_map(cell_parts).collect();
    parts.join("<br>").replace('|', "\\|")
}

fn cell_parts(block: &Block) -> Vec<String> {
    match block {
        Block::Heading(_, text) => vec![format!("**{text}**")],
        Block::Text(text) | Block::Indented(text) => vec![text.clone()],
        Block::Item { text, .. } => vec![format!("• {text}")],
        Block::Table(rows) => rows.iter().map(|cells| cells.join("，")).collect(),
        Block::Quote(title, blocks) => {
            let title = std::iter::once(format!("**{title}**"));
            title.chain(blocks.iter().flat_map(cell_parts)).collect()
        }
    }
}
