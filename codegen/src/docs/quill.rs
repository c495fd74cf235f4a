//! Quill-delta JSON (the format of the Quill editor, in which the vendor exports its texts) comes in, Markdown goes out.
//!
//! A text is an object of zones; `0` is the root. Unlike in Quill, what holds for a whole line stands on an op before the line,
//! marked with `lmkr`, whose text is a star that means nothing. Tables and call-outs are ops that name further zones.

mod line;
mod zone;

use serde_json::{Map, Value};

use zone::Block;

/// Zones inside zones deeper than this are left out.
const DEEPEST: usize = 8;

/// A text as Markdown; `None` when it is not Quill-delta JSON.
pub(super) fn render(text: &str) -> Option<String> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let zones: Map<String, Value> = serde_json::from_str(text).ok()?;
    zones.get("0")?.get("ops")?.as_array()?;
    Some(write(&zone::blocks(&zones, "0", DEEPEST)).join("\n"))
}

/// Blocks as lines, with a blank line between all but list items.
fn write(blocks: &[Block]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut before: Option<&Block> = None;
    let mut depth = 0;
    for block in blocks {
        let continues = matches!(
            (before, block),
            (Some(Block::Item { .. }), Block::Item { .. })
        );
        if before.is_some() && !continues {
            lines.push(String::new());
        }
        depth = match block {
            Block::Item { depth: wanted, .. } => (*wanted).min(depth + 1),
            Block::Indented(_) => depth,
            Block::Heading(..) | Block::Text(_) | Block::Table(_) | Block::Quote(..) => 0,
        };
        lines.extend(write_block(block, depth));
        before = Some(block);
    }
    lines
}

fn write_block(block: &Block, depth: usize) -> Vec<String> {
    match block {
        Block::Heading(level, text) => vec![format!("{} {text}", "#".repeat(*level))],
        Block::Text(text) => vec![text.clone()],
        Block::Indented(text) => vec![format!("{}{text}", "  ".repeat(depth))],
        Block::Item { text, .. } => {
            vec![format!("{}- {text}", "  ".repeat(depth.saturating_sub(1)))]
        }
        Block::Table(rows) => write_table(rows),
        Block::Quote(title, blocks) => {
            let mut lines = vec![format!("**{title}**"), String::new()];
            lines.extend(write(blocks));
            lines
                .iter()
                .map(|line| format!("> {line}").trim_end().to_owned())
                .collect()
        }
    }
}

/// The first row is the head, as on the vendor's pages.
fn write_table(rows: &[Vec<String>]) -> Vec<String> {
    let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let Some((head, body)) = rows.split_first() else {
        return Vec::new();
    };
    let head: Vec<_> = head.iter().map(|cell| plain_bold(cell)).collect();
    let rule = vec!["---".to_owned(); head.len()];
    let mut lines = vec![row(&head), row(&rule)];
    lines.extend(body.iter().map(|cells| row(cells)));
    lines
}

/// A cell of the head is bold anyway.
fn plain_bold(cell: &str) -> String {
    let inside = cell
        .strip_prefix("**")
        .and_then(|cell| cell.strip_suffix("**"));
    inside
        .filter(|inside| !inside.contains("**"))
        .unwrap_or(cell)
        .to_owned()
}
