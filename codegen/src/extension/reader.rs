//! Values of an extension come in; what they say goes out, and what is wrong with them is collected.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::nearest;
use crate::pointer;
use crate::report::clipped;

/// One thing that is wrong.
pub(super) struct Fault {
    /// Pointer from the extension to it.
    pub(super) below: String,
    pub(super) found: String,
    pub(super) expected: Option<String>,
    /// What was probably to be written.
    pub(super) meant: Option<&'static str>,
}

/// A step from the extension to a value in it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// Reads the values of an extension, and collects what is wrong with them.
pub(crate) struct Reader<'a> {
    extension: &'static str,
    /// The way to the value that is being read.
    path: Vec<Step<'a>>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    pub(super) fn of(extension: &'static str) -> Self {
        Self {
            extension,
            path: Vec::new(),
            faults: Vec::new(),
        }
    }

    pub(super) fn faults(self) -> Vec<Fault> {
        self.faults
    }

    pub(crate) fn text(&mut self, value: &'a Value) -> Option<&'a str> {
        let expected = match value {
            Value::Number(_) | Value::Bool(_) => "a text: put it in quotes",
            _ => "a text",
        };
        self.wanted(value, value.as_str(), expected)
    }

    pub(crate) fn flag(&mut self, value: &'a Value) -> Option<bool> {
        self.wanted(value, value.as_bool(), "true or false")
    }

    pub(crate) fn integer(&mut self, value: &'a Value) -> Option<i64> {
        self.wanted(value, value.as_i64(), "an integer of 64 bits")
    }

    /// One of a few words, as what it stands for.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        value: &'a Value,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let chosen = choices.iter().find(|(word, _)| value == word);
        if chosen.is_none() {
            let words: Vec<&'static str> = choices.iter().map(|(word, _)| *word).collect();
            let meant = value.as_str().and_then(|word| nearest::to(word, &words));
            self.refuse(value, &one_of(&words), meant);
        }
        chosen.map(|(_, chosen)| *chosen)
    }

    /// A list; nothing if one of its items cannot be read.
    pub(crate) fn list<T>(
        &mut self,
        value: &'a Value,
        mut read: impl FnMut(&mut Self, &'a Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.wanted(value, value.as_array(), "a list")?;
        let items = items.iter().enumerate();
        let items: Vec<Option<T>> = items
            .map(|(index, item)| self.within(Step::Item(index), |reader| read(reader, item)))
            .collect();
        items.into_iter().collect()
    }

    pub(crate) fn texts(&mut self, value: &'a Value) -> Option<Vec<&'a str>> {
        self.list(value, Self::text)
    }

    /// A list of objects.
    pub(crate) fn objects<T>(
        &mut self,
        value: &'a Value,
        mut read: impl FnMut(&mut Members<'a, '_>) -> T,
    ) -> Option<Vec<T>> {
        self.list(value, |reader, entry| reader.object(entry, &mut read))
    }

    /// A mapping with keys of any kind; nothing if one of its values cannot be read.
    pub(crate) fn table<T>(
        &mut self,
        value: &'a Value,
        mut read: impl FnMut(&mut Self, &'a Value) -> Option<T>,
    ) -> Option<IndexMap<&'a str, T>> {
        let rows = self.mapping(value)?;
        let mut table = IndexMap::with_capacity(rows.len());
        for (key, row) in rows {
            if let Some(row) = self.within(Step::Key(key), |reader| read(reader, row)) {
                table.insert(key.as_str(), row);
            }
        }
        Some(table).filter(|table| table.len() == rows.len())
    }

    /// A mapping with known keys; nothing if something is wrong in it.
    pub(crate) fn object<T>(
        &mut self,
        value: &'a Value,
        read: impl FnOnce(&mut Members<'a, '_>) -> T,
    ) -> Option<T> {
        let object = self.mapping(value)?;
        let before = self.faults.len();
        let mut members = Members::new(self, object);
        let said = read(&mut members);
        members.finish();
        Some(said).filter(|_| self.faults.len() == before)
    }

    fn mapping(&mut self, value: &'a Value) -> Option<&'a Map<String, Value>> {
        self.wanted(value, value.as_object(), "a mapping")
    }

    /// What was read of a value, if it is what was expected there.
    fn wanted<T>(&mut self, value: &'a Value, read: Option<T>, expected: &str) -> Option<T> {
        if read.is_none() {
            self.refuse(value, expected, None);
        }
        read
    }

    /// Says that the value at hand is not what it has to be.
    pub(crate) fn refuse(&mut self, value: &Value, expected: &str, meant: Option<&'static str>) {
        let found = format!("{} is {}", self.subject(), clipped(value));
        self.faults.push(Fault {
            below: self.below(),
            found,
            expected: Some(expected.to_owned()),
            meant,
        });
    }

    fn within<T>(&mut self, step: Step<'a>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let read = read(self);
        self.path.pop();
        read
    }

    /// Pointer from the extension to the value at hand.
    fn below(&self) -> String {
        let mut below = String::new();
        for step in &self.path {
            match step {
                Step::Key(key) => pointer::push(&mut below, key),
                Step::Item(index) => pointer::push(&mut below, &index.to_string()),
            }
        }
        below
    }

    /// The value at hand in words.
    fn subject(&self) -> String {
        let extension = self.extension;
        match self.path.as_slice() {
            [] => format!("`{extension}`"),
            [.., Step::Key(key)] => format!("`{key}` in `{extension}`"),
            [.., Step::Key(key), Step::Item(_)] => format!("an item of `{key}` in `{extension}`"),
            [.., Step::Item(_)] => format!("an item of `{extension}`"),
        }
    }
}

/// The members of an object. What stands for one that cannot be read is never seen: of such an object nothing is handed on.
pub(crate) struct Members<'a, 'r> {
    reader: &'r mut Reader<'a>,
    object: &'a Map<String, Value>,
    /// The keys that were asked for.
    known: Vec<&'static str>,
    /// Those among them that have to be there, and are not.
    missing: Vec<&'static str>,
}

impl<'a, 'r> Members<'a, 'r> {
    fn new(reader: &'r mut Reader<'a>, object: &'a Map<String, Value>) -> Self {
        Self {
            reader,
            object,
            known: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// A member that has to be there.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &'a Value) -> Option<T>,
    ) -> Option<T> {
        self.known.push(key);
        if !self.object.contains_key(key) {
            self.missing.push(key);
        }
        self.read(key, read)
    }

    /// A member that may be missing, or null.
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &'a Value) -> Option<T>,
    ) -> Option<T> {
        self.known.push(key);
        let is_null = self.object.get(key).is_some_and(Value::is_null);
        if is_null { None } else { self.read(key, read) }
    }

    /// A member that is empty where it is missing.
    pub(crate) fn or_empty<T: Default>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &'a Value) -> Option<T>,
    ) -> T {
        self.known.push(key);
        self.read(key, read).unwrap_or_default()
    }

    /// A text that has to be there.
    pub(crate) fn text(&mut self, key: &'static str) -> &'a str {
        self.required(key, Reader::text).unwrap_or_default()
    }

    /// True or false; false where it is missing.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        self.or_empty(key, Reader::flag)
    }

    /// A list of texts; empty where it is missing.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<&'a str> {
        self.or_empty(key, Reader::texts)
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.object.get(key)?;
        self.reader
            .within(Step::Key(key), |reader| read(reader, value))
    }

    /// Refuses keys that were not asked for, and says what is missing, unless one of these keys seems to be it.
    fn finish(self) {
        let Self {
            reader,
            object,
            known,
            missing,
        } = self;
        let absent = known.iter().filter(|key| !object.contains_key(**key));
        let absent: Vec<&'static str> = absent.copied().collect();
        let extension = reader.extension;
        let unknown = object.keys().filter(|key| !known.contains(&key.as_str()));
        let unknown: Vec<Fault> = unknown
            .map(|key| Fault {
                below: pointer::join(&reader.below(), key),
                found: format!("unknown key `{key}` in `{extension}`"),
                expected: Some(one_of(&known)),
                meant: nearest::to(key, &absent),
            })
            .collect();
        let is_meant = |key: &&str| unknown.iter().any(|fault| fault.meant == Some(key));
        let missing = missing.into_iter().filter(|key| !is_meant(key));
        let missing: Vec<Fault> = missing
            .map(|key| Fault {
                below: reader.below(),
                found: format!("{} has no `{key}`", reader.subject()),
                expected: None,
                meant: None,
            })
            .collect();
        reader.faults.extend(unknown);
        reader.faults.extend(missing);
    }
}

/// `one`, `two` or `three`.
fn one_of(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => words.concat(),
    }
}
