//! The way from page to page, and where it ends: after the last one, or where it would never end.

use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::task::{Context, Poll, ready};

use super::More;
use super::list::List;
use super::position::Position;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// How many empty pages may follow one another. A service that filters after it has cut pages sends some.
const MAX_EMPTY: u32 = 100;

/// The way through a list, whatever it is a list of.
#[derive(Default)]
pub(super) struct Walk {
    state: State,
    track: Track,
}

#[derive(Default)]
enum State {
    #[default]
    Due,
    Fetching,
    /// The list has ended, and a page may be missing in it.
    Checking,
    /// The page after the last one that was given is not to be had.
    Lost(Error),
    /// An error was the last that was given.
    Failed,
    Over,
}

/// What is remembered of the pages so far. Items are remembered by their prints.
#[derive(Default)]
struct Track {
    /// How many items there were.
    seen: i64,
    /// How many pages in a row were empty.
    empty: u32,
    /// The items of the last page that had some.
    last: Option<u64>,
    /// The marks of the pages.
    marks: HashSet<u64>,
    /// The items of the first page, if it was asked for without a number: that is 1, or 0 on servers that count from there.
    unnamed: Vec<u64>,
}

impl Walk {
    /// Goes on to the next page, which the list then has.
    #[inline]
    pub(super) fn poll(
        &mut self,
        list: &mut dyn List,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<()>>> {
        loop {
            match &mut self.state {
                State::Due => {
                    list.fetch(None);
                    self.state = State::Fetching;
                }
                State::Fetching => {
                    let page = ready!(list.poll(cx));
                    return Poll::Ready(Some(self.arrived(list, page)));
                }
                State::Checking => {
                    let page = ready!(list.poll(cx));
                    return Poll::Ready(self.checked(list, page));
                }
                State::Lost(_) => {
                    let state = std::mem::replace(&mut self.state, State::Failed);
                    let State::Lost(error) = state else { continue };
                    return Poll::Ready(Some(Err(error)));
                }
                State::Failed | State::Over => return Poll::Ready(None),
            }
        }
    }

    #[inline]
    fn arrived(&mut self, list: &mut dyn List, page: Result<()>) -> Result<()> {
        self.state = State::Failed;
        page?;
        let items = prints(list);
        self.track.look_at(&items)?;
        let here = list.number();
        self.track.begin(here.as_deref(), &items);
        let next = self.track.next(here.as_deref(), items.len(), list.more());
        match next {
            Ok(Some(next)) => {
                list.turn_to(&next);
                self.state = State::Due;
            }
            Ok(None) if self.track.may_lack(items.len(), list.more()) => {
                list.fetch(Some("1"));
                self.state = State::Checking;
            }
            Ok(None) => self.state = State::Over,
            Err(error) => self.state = State::Lost(error),
        }
        Ok(())
    }

    /// What the page with the number 1 says: it is the first one that came, unless the server counts from 0.
    #[inline]
    fn checked(&mut self, list: &dyn List, page: Result<()>) -> Option<Result<()>> {
        self.state = State::Over;
        page.ok()?;
        let items = prints(list);
        if items.is_empty() || self.track.is_first(&items) {
            return None;
        }
        self.state = State::Failed;
        let what = "the server counts the pages of this list from 0, so the second of them is missing: begin with page 0";
        Some(Err(Error::new(ErrorKind::Decode, what)))
    }

    /// The page that comes next, or failed; `None` after the last.
    #[inline]
    pub(super) fn position(&self, list: &dyn List) -> Option<Position> {
        if let State::Over = self.state {
            return None;
        }
        Some(Position {
            page: list.number(),
            seen: self.track.seen,
            taken: 0,
        })
    }

    #[inline]
    pub(super) fn resume(&mut self, list: &mut dyn List, position: &Position) {
        if let Some(page) = &position.page {
            list.turn_to(page);
        }
        self.track = Track {
            seen: position.seen,
            ..Track::default()
        };
        self.state = State::Due;
    }
}

impl Track {
    /// Takes note of a page.
    #[inline]
    fn look_at(&mut self, items: &[u64]) -> Result<()> {
        if items.is_empty() {
            self.empty += 1;
            return Ok(());
        }
        self.empty = 0;
        let last = self.last.replace(hash(items));
        if last == self.last {
            return Err(endless("the service gives the same page again"));
        }
        Ok(())
    }

    /// Takes note of the first page, if it has no number.
    #[inline]
    fn begin(&mut self, here: Option<&str>, items: &[u64]) {
        if here.is_none() && self.seen == 0 {
            items.clone_into(&mut self.unnamed);
        }
    }

    /// Whether a page has items of the first page, which may have changed meanwhile.
    #[inline]
    fn is_first(&self, items: &[u64]) -> bool {
        items.iter().any(|item| self.unnamed.contains(item))
    }

    /// Whether just one page is missing at the end of a list, as where a server counts from 0: after its first page came that with the
    /// number 2. Elsewhere, the total counts what is not shown.
    #[inline]
    fn may_lack(&self, len: usize, more: More<'_>) -> bool {
        let More::Total(total) = more else {
            return false;
        };
        let missing = usize::try_from(total.saturating_sub(self.seen)).unwrap_or(0);
        len == 0 && (1..=self.unnamed.len()).contains(&missing)
    }

    /// The page after this one; `None` if that was the last. `len` is how many items this page has.
    #[inline]
    fn next(&mut self, here: Option<&str>, len: usize, more: More<'_>) -> Result<Option<String>> {
        let number = here.and_then(|page| page.parse().ok());
        let next = match more {
            More::Total(total) => self.by_total(number, len, total),
            More::Flag(has_more) => has_more.then(|| after(number)),
            More::Mark { next, has_more } => self.by_mark(here, next, has_more)?,
        };
        if next.is_some() && self.empty >= MAX_EMPTY {
            let what = format!(
                "{MAX_EMPTY} pages in a row are empty, and the last says that there are more"
            );
            return Err(endless(&what));
        }
        Ok(next)
    }

    /// An empty page is the last, whatever the total: that may count what is not shown.
    #[inline]
    fn by_total(&mut self, page: Option<i64>, len: usize, total: i64) -> Option<String> {
        let len = i64::try_from(len).ok().filter(|&len| len > 0)?;
        if self.seen == 0 {
            // A caller who begins in the middle has the pages before it behind them; all but the last are equally full.
            let pages = page.map_or(0, |page| page - 1).max(0);
            self.seen = pages.saturating_mul(len);
        }
        self.seen = self.seen.saturating_add(len);
        // The service leaves out a zero; with items on the page the number is unknown, and the empty page after the last ends the list.
        let has_more = total <= 0 || self.seen < total;
        has_more.then(|| after(page))
    }

    #[inline]
    fn by_mark(
        &mut self,
        here: Option<&str>,
        next: &str,
        has_more: bool,
    ) -> Result<Option<String>> {
        if !has_more {
            return Ok(None);
        }
        if next.is_empty() {
            return Err(endless("a page says that there are more, but not where"));
        }
        self.marks.extend(here.map(hash));
        if !self.marks.insert(hash(next)) {
            return Err(endless("a page leads back to one that was there before"));
        }
        Ok(Some(next.to_owned()))
    }
}

/// The number of the page after this one; pages count from 1.
#[inline]
fn after(page: Option<i64>) -> String {
    page.unwrap_or(1).saturating_add(1).to_string()
}

#[inline]
fn endless(what: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the list has no end: {what}"))
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The items of the page at hand, each as a number that is the same for the same item, and for no other but by a great accident.
#[inline]
fn prints(list: &dyn List) -> Vec<u64> {
    let mut prints = Vec::new();
    list.each(&mut |item| prints.push(print(item)));
    prints
}

#[inline]
fn print(item: &dyn fmt::Debug) -> u64 {
    struct Print(DefaultHasher);
    impl fmt::Write for Print {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut print = Print(DefaultHasher::new());
    // Writing into a hasher cannot fail.
    let _ = write!(print, "{item:?}");
    print.0.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What follows pages of these lengths, beginning with `first`, by a track that forgets nothing.
    fn follow(first: Option<&str>, pages: &[(usize, More<'_>)]) -> Vec<Result<Option<String>>> {
        let mut track = Track::default();
        let mut here = first.map(str::to_owned);
        let mut found = Vec::new();
        for (number, (len, more)) in (0..).zip(pages) {
            track.look_at(&vec![number; *len]).expect("another page");
            let next = track.next(here.as_deref(), *len, *more);
            here = next.as_ref().ok().cloned().flatten();
            found.push(next);
        }
        found
    }

    #[track_caller]
    fn leads(first: Option<&str>, pages: &[(usize, More<'_>)], to: &[Option<&str>]) {
        let found: Vec<Option<String>> = follow(first, pages)
            .into_iter()
            .map(|next| next.expect("a way on"))
            .collect();
        let found: Vec<Option<&str>> = found.iter().map(Option::as_deref).collect();
        assert_eq!(found, to);
    }

    fn mark(next: &str) -> More<'_> {
        More::Mark {
            next,
            has_more: true,
        }
    }

    #[test]
    fn numbers_go_on_until_the_total_is_seen() {
        let total = More::Total(25);
        leads(
            None,
            &[(10, total), (10, total), (5, total)],
            &[Some("2"), Some("3"), None],
        );
        leads(None, &[(10, total), (0, total)], &[Some("2"), None]);
        leads(Some("2"), &[(10, More::Total(20))], &[None]);
        leads(
            None,
            &[(3, More::Total(0)), (0, More::Total(0))],
            &[Some("2"), None],
        );
        leads(
            Some("0"),
            &[(10, More::Total(15)), (5, More::Total(15))],
            &[Some("1"), None],
        );
    }

    #[test]
    fn an_empty_page_that_says_there_is_more_is_followed() {
        let (more, over) = (More::Flag(true), More::Flag(false));
        leads(
            None,
            &[(1, more), (0, more), (1, over)],
            &[Some("2"), Some("3"), None],
        );
        let over = More::Mark {
            next: "c",
            has_more: false,
        };
        leads(
            None,
            &[(0, mark("a")), (0, mark("b")), (1, over)],
            &[Some("a"), Some("b"), None],
        );
    }

    #[track_caller]
    fn is_endless(pages: &[(usize, More<'_>)], what: &str) {
        let last = follow(Some("a"), pages).pop().expect("a page");
        let error = last.expect_err(what).to_string();
        assert!(error.contains("no end") && error.contains(what), "{error}");
    }

    #[test]
    fn a_list_without_end_says_so() {
        is_endless(&[(1, mark("a"))], "leads back");
        is_endless(
            &[(1, mark("b")), (1, mark("c")), (1, mark("b"))],
            "leads back",
        );
        is_endless(
            &[(1, mark("b")), (1, mark("c")), (1, mark("a"))],
            "leads back",
        );
        is_endless(&[(1, mark(""))], "not where");
        is_endless(&[(0, More::Flag(true)); 100], "100 pages");
        let mut track = Track::default();
        track.look_at(&[1, 2]).expect("the first");
        let error = track.look_at(&[1, 2]).expect_err("the same");
        assert!(error.to_string().contains("same page"), "{error}");
    }
}
