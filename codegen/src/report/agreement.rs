//! Two readers of YAML must agree on what a text holds: `saphyr-parser` gives positions and the values of plain texts, `serde_yaml` the
//! values of all others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::locate::{is_read, pointers};
use super::{Report, Source};
use crate::document;
use crate::pointer;

/// Every text of YAML in the repository that the generator reads.
fn texts() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/fixtures", "../spec", "../spec/overlays"];
    let mut texts = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(root.join(folder)).expect("a folder of the repository") {
            let path = entry.expect("an entry").path();
            if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
            {
                let text = fs::read_to_string(&path).expect("a text");
                texts.push((path, text));
            }
        }
    }
    assert!(texts.len() > 40);
    texts
}

fn value(text: &str) -> Option<Value> {
    document::parse(text, Source::Document, &mut Report::new())
}

/// What is plain means the same to both.
fn assert_same_values(text: &str) {
    let [plain, explained] = document::readings(text);
    if plain.is_some() {
        assert_eq!(plain, explained, "{text}");
    }
}

fn collect(value: &Value, at: String, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                collect(member, pointer::join(&at, key), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, pointer::join(&at, &index.to_string()), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found.insert(at);
}

/// The differences between what the two readers found; aliases and merge keys bring values that stand elsewhere. Everything with a
/// position must have a value. Where the reader of positions is stricter, values behind that place have the position of their parent.
fn differences(text: &str) -> Option<Vec<String>> {
    let mut values = BTreeSet::new();
    collect(&value(text)?, String::new(), &mut values);
    let positions = pointers(text);
    let has_aliases = text.contains('*') && text.contains('&');
    let unplaced = values
        .difference(&positions)
        .filter(|_| !has_aliases && is_read(text));
    let is_merge = |at: &&String| at.split('/').any(|step| step == "<<");
    let unread = positions.difference(&values).filter(|at| !is_merge(at));
    Some(unplaced.chain(unread).cloned().collect())
}

#[test]
fn both_readers_find_the_same_values() {
    for (path, text) in texts() {
        assert!(is_read(&text), "{}", path.display());
        assert_eq!(differences(&text), Some(Vec::new()), "{}", path.display());
        assert_same_values(&text);
    }
}

/// Damages a text at random, with the same damage on every machine.
struct Damage(u64);

impl Damage {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }

    fn apply(&mut self, text: &str) -> String {
        const PIECES: [&str; 16] = [
            "'", "\"", "[", "]", "{", "}", ":", ": ", "- ", "\n", "  ", "#", "|", "? ", ",", "\t",
        ];
        let mut chars: Vec<char> = text.chars().collect();
        let at = self.below(chars.len());
        match self.below(3) {
            0 => chars.truncate(at),
            1 => {
                let end = (at + 1 + self.below(20)).min(chars.len());
                chars.drain(at..end);
            }
            _ => {
                let piece = PIECES[self.below(PIECES.len())];
                chars.splice(at..at, piece.chars());
            }
        }
        chars.into_iter().collect()
    }
}

#[test]
fn both_readers_find_the_same_values_in_damaged_texts() {
    let mut damage = Damage(7);
    let (mut read, mut refused, mut stricter) = (0, 0, 0);
    for (path, text) in texts() {
        if text.len() > 10_000 {
            continue;
        }
        for _ in 0..60 {
            let damaged = damage.apply(&text);
            assert_same_values(&damaged);
            match differences(&damaged) {
                None => refused += 1,
                Some(differences) => {
                    read += 1;
                    stricter += usize::from(!is_read(&damaged));
                    assert_eq!(differences, [""; 0], "{}\n{damaged}", path.display());
                }
            }
        }
    }
    let counts = format!("{read} read, {refused} refused, {stricter} only by one");
    assert!(
        read > 500 && refused > 500 && stricter < read / 20,
        "{counts}"
    );
}
