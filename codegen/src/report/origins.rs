//! Places of the corrected document come in, the places in the texts that they came from go out.

use super::{Place, Source};
use crate::pointer;

/// Which values of the corrected document do not stand in the vendor's at the same place, and where they do stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// Pointers into the corrected document with the place their values come from; each pointer at most once.
    entries: Vec<(String, Place)>,
}

impl Origins {
    /// Where the value at a pointer into the corrected document was written.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        self.entries
            .iter()
            .filter_map(|(prefix, place)| Some((prefix, place, pointer::below(pointer, prefix)?)))
            .max_by_key(|(prefix, ..)| prefix.len())
            .map_or_else(
                || Place::new(Source::Document, pointer),
                |(_, place, rest)| Place::new(place.source, format!("{}{rest}", place.pointer)),
            )
    }

    /// Notes that the value at a pointer, and all below it, comes from another place.
    pub(crate) fn set(&mut self, pointer: String, place: Place) {
        self.forget(&pointer);
        self.entries.push((pointer, place));
    }

    /// Notes that there is no value at a pointer any more.
    pub(crate) fn forget(&mut self, pointer: &str) {
        self.entries
            .retain(|(prefix, _)| pointer::below(prefix, pointer).is_none());
    }

    /// Notes that an item has left a list, which now has `left` items, and that those behind it have moved up.
    pub(crate) fn remove_item(&mut self, list: &str, index: usize, left: usize) {
        let item = |index: usize| pointer::join(list, &index.to_string());
        self.forget(&item(index));
        for to in index..left {
            let from = item(to + 1);
            let place = self.place(&from);
            let moved: Vec<_> = self
                .entries
                .iter()
                .filter_map(|(prefix, place)| {
                    let rest = pointer::below(prefix, &from).filter(|rest| !rest.is_empty())?;
                    Some((format!("{}{rest}", item(to)), place.clone()))
                })
                .collect();
            self.forget(&from);
            self.set(item(to), place);
            self.entries.extend(moved);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlay(pointer: &str) -> Place {
        Place::new(Source::Overlay(0), pointer)
    }

    #[test]
    fn the_longest_prefix_wins() {
        let mut origins = Origins::default();
        origins.set("/a".to_owned(), overlay("/x"));
        origins.set("/a/b".to_owned(), overlay("/y"));
        assert_eq!(origins.place("/a/b/c"), overlay("/y/c"));
        assert_eq!(origins.place("/a/c"), overlay("/x/c"));
        assert_eq!(origins.place("/ab"), Place::document("/ab"));
    }

    #[test]
    fn items_that_moved_are_found_where_they_were_written() {
        let mut origins = Origins::default();
        origins.set("/l/2".to_owned(), overlay("/new"));
        origins.set("/l/3/k".to_owned(), overlay("/k"));
        origins.remove_item("/l", 0, 3);
        assert_eq!(origins.place("/l/0/x"), Place::document("/l/1/x"));
        assert_eq!(origins.place("/l/1"), overlay("/new"));
        assert_eq!(origins.place("/l/2"), Place::document("/l/3"));
        assert_eq!(origins.place("/l/2/k"), overlay("/k"));
    }
}
