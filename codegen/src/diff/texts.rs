//! Texts and examples of two values come in, what reads differently is counted.

use serde_json::Value;

use super::compare::Comparison;
use crate::document::tree::Node;

/// Keys whose values no program reads.
const TEXTS: [&str; 6] = [
    "title",
    "description",
    "summary",
    "example",
    "x-coze-example",
    "x-coze-doc-id",
];

impl Comparison<'_> {
    /// Counts the texts of two values that differ; each place of the new document once.
    pub(super) fn texts(&mut self, old: &Node<'_>, new: &Node<'_>, at: &str) {
        if let Some(keys) = different(old.value, new.value)
            && !self.texts.contains_key(&new.pointer)
        {
            let way = if at.is_empty() { "" } else { " › " };
            let place = format!("{}{way}{at}", self.operation);
            let texts = std::iter::once(place).chain(keys).collect();
            self.texts.insert(new.pointer.clone(), texts);
        }
    }
}

fn different(old: &Value, new: &Value) -> Option<Vec<String>> {
    let differs = |key: &&str| old.get(key) != new.get(key);
    let keys: Vec<String> = TEXTS
        .into_iter()
        .filter(differs)
        .map(str::to_owned)
        .collect();
    (!keys.is_empty()).then_some(keys)
}
