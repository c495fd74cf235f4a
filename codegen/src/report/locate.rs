//! YAML text and a JSON pointer come in, a line and a column go out; runs only when there is something to report.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, Span};

use crate::document::pointer;

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

/// Every key that its object already has: the pointer of the second occurrence and its position.
#[must_use]
pub(crate) fn duplicate_keys(text: &str) -> Vec<(String, Position)> {
    Positions::read(text).duplicates
}

/// Positions of all values of one text, as far as it can be parsed.
#[derive(Default)]
pub(super) struct Positions {
    found: HashMap<String, Position>,
    duplicates: Vec<(String, Position)>,
}

/// An object or list that is being read.
struct Open {
    pointer: String,
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

impl Positions {
    /// Reads the first YAML document of a text; stops at the first thing that is not YAML.
    pub(super) fn read(text: &str) -> Self {
        let mut positions = Self::default();
        let mut open: Vec<Open> = Vec::new();
        for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
            match event {
                Event::Scalar(text, ..) => match open.last_mut() {
                    Some(Open {
                        inside: Inside::Object { key: key @ None },
                        ..
                    }) => {
                        *key = Some((text.into_owned(), Position::of(span)));
                    }
                    _ => positions.value(&mut open, span, true),
                },
                Event::Alias(_) => positions.value(&mut open, span, true),
                Event::SequenceStart(..) => {
                    positions.enter(&mut open, span, Inside::List { next: 0 })
                }
                Event::MappingStart(..) => {
                    positions.enter(&mut open, span, Inside::Object { key: None })
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
        }
        positions
    }

    /// The position of a value or of its nearest existing ancestor.
    pub(super) fn find(&self, pointer: &str) -> Option<Position> {
        pointer::ancestors(pointer).find_map(|ancestor| self.found.get(ancestor).copied())
    }

    fn enter(&mut self, open: &mut Vec<Open>, span: Span, inside: Inside) {
        let pointer = self.place(open, span, false);
        open.push(Open { pointer, inside });
    }

    fn value(&mut self, open: &mut [Open], span: Span, scalar: bool) {
        self.place(open, span, scalar);
    }

    /// Notes where the value that starts here stands, and returns its pointer.
    fn place(&mut self, open: &mut [Open], span: Span, scalar: bool) -> String {
        let (pointer, position) = match open.last_mut() {
            None => (
                String::new(),
                Position {
                    length: 1,
                    ..Position::of(span)
                },
            ),
            Some(Open {
                pointer,
                inside: Inside::List { next },
            }) => {
                let item = pointer::join(pointer, &next.to_string());
                *next += 1;
                (item, Position::of(span))
            }
            Some(Open {
                pointer,
                inside: Inside::Object { key },
            }) => match key.take() {
                Some((key, at)) => self.member(&pointer::join(pointer, &key), at, span, scalar),
                // An object or a list as a key: its value is not addressable.
                None => {
                    *key = Some((String::new(), Position::of(span)));
                    (pointer.clone(), Position::of(span))
                }
            },
        };
        self.found.entry(pointer.clone()).or_insert(position);
        pointer
    }

    fn member(
        &mut self,
        pointer: &str,
        key: Position,
        span: Span,
        scalar: bool,
    ) -> (String, Position) {
        if self.found.contains_key(pointer) {
            self.duplicates.push((pointer.to_owned(), key));
        }
        let value = Position::of(span);
        // An empty value stands nowhere, and a long text begins on the line of its key.
        let beside = span.start.index() != span.end.index() && value.line == key.line;
        let at = if scalar && beside { value } else { key };
        (pointer.to_owned(), at)
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
        let found = duplicate_keys("a:\n  k: 1\n  k: 2\nb:\n  k: 3\n");
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
