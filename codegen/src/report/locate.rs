//! YAML text and a JSON pointer come in, a line and a column go out; runs only when there is something to report.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, Span};

use super::{Place, Source, Texts};
use crate::pointer;

/// A place in a text, as an editor counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters of this line are meant; 1 when unknown.
    pub length: usize,
}

impl Position {
    fn of(span: Span) -> Self {
        let length = if span.end.line() == span.start.line() {
            span.end.col().saturating_sub(span.start.col())
        } else {
            1
        };
        Self {
            line: span.start.line(),
            column: span.start.col() + 1,
            length: length.max(1),
        }
    }
}

/// Where a value stands: a scalar beside its key at itself, anything else at its key.
///
/// A pointer that the text does not have is found at its nearest existing ancestor. `None` when the text holds no YAML value.
#[must_use]
pub fn locate(text: &str, pointer: &str) -> Option<Position> {
    Positions::read(text).find(pointer)
}

/// Where values of several texts stand; each text is read once, and only if there is a place in it.
#[must_use]
pub(crate) fn positions<'p>(
    places: impl Iterator<Item = &'p Place>,
    texts: &Texts<'_>,
) -> Vec<Option<Position>> {
    let mut read: HashMap<Source, Positions> = HashMap::new();
    places
        .map(|place| {
            let positions = read.entry(place.source).or_insert_with(|| {
                let text = texts.get(place.source);
                text.map(|text| Positions::read(text.content))
                    .unwrap_or_default()
            });
            positions.find(&place.pointer)
        })
        .collect()
}

/// Every key that its object already has: the pointer of the second occurrence and its position.
#[must_use]
pub(crate) fn duplicate_keys(text: &str) -> Vec<(String, Position)> {
    let found = Positions::read(text).duplicates;
    let pointers: HashSet<&str> = found.iter().map(|(at, _)| at.as_str()).collect();
    // What stands below a second key stands there a second time as well, but that is not a problem of its own.
    let is_below_another = |at: &str| {
        let mut above = pointer::ancestors(at).skip(1);
        above.any(|above| pointers.contains(above))
    };
    let outermost = found.iter().filter(|(at, _)| !is_below_another(at));
    outermost.cloned().collect()
}

/// Where a text goes deeper than a reader of YAML should follow, or may do so behind what cannot be read: some readers take
/// quadratic time there.
#[must_use]
pub(crate) fn too_deep(text: &str) -> Option<Position> {
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(read) => read,
            Err(error) => return Some(Position::of(Span::empty(*error.marker()))),
        };
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(Position::of(span));
        }
    }
    None
}

/// Whether all of a text can be read here.
#[cfg(test)]
pub(super) fn is_read(text: &str) -> bool {
    Parser::new_from_str(text).all(|event| event.is_ok())
}

/// Every value of a text that has a position, by its pointer.
#[cfg(test)]
pub(super) fn pointers(text: &str) -> std::collections::BTreeSet<String> {
    let positions = Positions::read(text);
    let mut names = vec![String::new(); positions.values.len()];
    let mut children: Vec<_> = positions.children.iter().collect();
    // What holds others has the smaller number.
    children.sort_by_key(|(_, child)| **child);
    for ((parent, key), child) in children {
        names[*child] = pointer::join(&names[*parent], key);
    }
    names.into_iter().collect()
}

/// Positions of all values of one text, as far as it can be parsed.
#[derive(Default)]
struct Positions {
    /// The values, the root first.
    values: Vec<Position>,
    /// By the number of an object or list, and a key or an index: the number of the value there.
    children: HashMap<(usize, String), usize>,
    duplicates: Vec<(String, Position)>,
}

/// An object or list that is being read.
struct Open {
    /// Its number.
    value: usize,
    /// How long the pointer to it is.
    length: usize,
    /// Its key or index in what holds it.
    name: String,
    inside: Inside,
}

enum Inside {
    List {
        next: usize,
    },
    /// The key that was read and whose value comes next.
    Object {
        key: Option<(String, Position)>,
    },
}

/// Deeper than this, which is more than the YAML reader takes, nothing has a position of its own.
pub(crate) const DEEPEST: usize = 200;

impl Positions {
    /// Reads the first YAML document of a text; stops at the first thing that is not YAML, or too deep to have a place.
    fn read(text: &str) -> Self {
        let mut positions = Self::default();
        let mut open: Vec<Open> = Vec::new();
        for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
            match event {
                Event::Scalar(text, ..) => positions.scalar(&mut open, text.into_owned(), span),
                Event::Alias(_) => {
                    positions.value(&mut open, span, true);
                }
                Event::SequenceStart(..) => {
                    positions.enter(&mut open, span, Inside::List { next: 0 });
                }
                Event::MappingStart(..) => {
                    positions.enter(&mut open, span, Inside::Object { key: None });
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                }
                Event::DocumentEnd => break,
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_) => {}
            }
            let length = open.last().map_or(0, |open| open.length);
            if open.len() > DEEPEST || length > pointer::LONGEST {
                break;
            }
        }
        positions
    }

    /// The position of a value or of its nearest existing ancestor.
    fn find(&self, pointer: &str) -> Option<Position> {
        let mut at = 0;
        for step in pointer.split('/').skip(1) {
            match self.children.get(&(at, pointer::unescape(step))) {
                Some(child) => at = *child,
                None => break,
            }
        }
        self.values.get(at).copied()
    }

    /// A key where one is due, a value elsewhere.
    fn scalar(&mut self, open: &mut [Open], text: String, span: Span) {
        if let Some(Inside::Object { key: key @ None }) =
            open.last_mut().map(|open| &mut open.inside)
        {
            *key = Some((text, Position::of(span)));
        } else {
            self.value(open, span, true);
        }
    }

    fn enter(&mut self, open: &mut Vec<Open>, span: Span, inside: Inside) {
        let (value, name) = self.value(open, span, false);
        let around = open.last().map_or(0, |open| open.length);
        open.push(Open {
            value,
            length: around + 1 + name.len(),
            name,
            inside,
        });
    }

    /// Notes where the value that starts here stands, and returns its number and its key or index.
    fn value(&mut self, open: &mut [Open], span: Span, scalar: bool) -> (usize, String) {
        let value = Position::of(span);
        let Some(Open {
            value: parent,
            inside,
            ..
        }) = open.last_mut()
        else {
            // The root; what follows it is another document, which is not read.
            self.values.push(Position { length: 1, ..value });
            return (0, String::new());
        };
        let parent = *parent;
        let (name, at, is_key) = match inside {
            Inside::List { next } => {
                *next += 1;
                ((*next - 1).to_string(), None, false)
            }
            Inside::Object { key } => {
                // An object or a list that is a key has no name.
                let is_key = key.is_none();
                let (name, at) = key.take().unwrap_or((String::new(), value));
                if is_key {
                    *key = Some((String::new(), value));
                }
                (name, Some(at), is_key)
            }
        };
        // An empty value stands nowhere, and a long text begins on the line of its key.
        let is_beside = |at: Position| {
            scalar && span.start.index() != span.end.index() && value.line == at.line
        };
        let position = at.filter(|at| !is_beside(*at)).unwrap_or(value);
        let number = self.values.len();
        let child = self.children.entry((parent, name.clone()));
        let known = matches!(child, Entry::Occupied(_));
        let number = *child.or_insert(number);
        if !known {
            self.values.push(position);
        } else if let Some(at) = at.filter(|_| !is_key) {
            let steps = open.iter().skip(1).map(|open| open.name.as_str());
            let steps: Vec<&str> = steps.chain([name.as_str()]).collect();
            self.duplicates.push((pointer::join_all("", &steps), at));
        }
        (number, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a:\n  b/c: one\n  list:\n  - x: 1\n  - y\nempty:\nblock: |-\n  text\n";

    fn at(pointer: &str) -> Option<(usize, usize, usize)> {
        locate(TEXT, pointer).map(|found| (found.line, found.column, found.length))
    }

    #[test]
    fn scalars_stand_at_themselves() {
        assert_eq!(at("/a/b~1c"), Some((2, 8, 3)));
        assert_eq!(at("/a/list/1"), Some((5, 5, 1)));
        assert_eq!(at("/a/list/0/x"), Some((4, 8, 1)));
    }

    #[test]
    fn objects_and_lists_stand_at_their_key() {
        assert_eq!(at("/a"), Some((1, 1, 1)));
        assert_eq!(at("/a/list"), Some((3, 3, 4)));
        assert_eq!(at("/empty"), Some((6, 1, 5)));
        assert_eq!(at("/block"), Some((7, 1, 5)));
    }

    #[test]
    fn what_is_not_there_is_found_at_its_nearest_ancestor() {
        assert_eq!(at("/a/list/7/z"), Some((3, 3, 4)));
        assert_eq!(at("/nothing"), Some((1, 1, 1)));
        assert_eq!(locate("", "/a"), None);
    }

    #[test]
    fn broken_text_is_read_as_far_as_it_goes() {
        assert_eq!(
            locate("a: 1\nb: [\n", "/a").map(|found| found.line),
            Some(1)
        );
        assert_eq!(
            locate("{", ""),
            Some(Position {
                line: 1,
                column: 1,
                length: 1
            })
        );
    }

    #[test]
    fn a_second_key_of_the_same_name_is_found() {
        let found = duplicate_keys("a:\n  k: {x: 1}\n  k: {x: 2}\nb:\n  k: 3\n");
        assert_eq!(
            found,
            [(
                "/a/k".to_owned(),
                Position {
                    line: 3,
                    column: 3,
                    length: 1
                }
            )]
        );
    }
}
