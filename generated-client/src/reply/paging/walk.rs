//! The way from page to page, and where it ends: after the last one, or where it would never end.

use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::position::Position;
use super::{More, Paged};
use crate::error::Error;
use crate::http::response::ResponseFuture;
use crate::{ErrorKind, Result};

/// How many empty pages may follow one another. A service that filters after it has cut pages sends some.
const MAX_EMPTY: u32 = 100;

/// A walk, whatever call it makes.
pub(super) trait Walking<R> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<R>>>;

    /// The page that comes next, or failed; `None` after the last.
    fn position(&self) -> Option<Position>;

    fn resume(&mut self, position: &Position);
}

/// The pages that a call leads to; `take` says what is wanted of each.
pub(super) struct Walk<C: Paged, R> {
    /// The call for the page that comes next.
    call: C,
    state: State<C>,
    take: fn(C::Page) -> R,
    track: Track,
}

enum State<C: Paged> {
    Due,
    Fetching(ResponseFuture<C::Page>),
    /// The list has ended, and a page may be missing in it.
    Checking(ResponseFuture<C::Page>),
    /// The page after the last one that was given is not to be had.
    Lost(Error),
    /// An error was the last that was given.
    Failed,
    Over,
}

/// What is remembered of the pages so far.
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

impl<C: Paged, R> Walk<C, R> {
    pub(super) fn new(call: C, take: fn(C::Page) -> R) -> Self {
        Self {
            call,
            state: State::Due,
            take,
            track: Track::default(),
        }
    }

    fn arrived(&mut self, page: Result<C::Page>) -> Result<R> {
        self.state = State::Failed;
        let page = page?;
        let items = C::items(&page);
        self.track.look_at(items)?;
        let here = self.call.page();
        self.track.begin(here.as_deref(), items);
        match self
            .track
            .next(here.as_deref(), items.len(), C::more(&page))
        {
            Ok(Some(next)) => {
                self.call = self.call.clone().at(&next);
                self.state = State::Due;
            }
            Ok(None) if self.track.may_lack(items.len(), C::more(&page)) => {
                self.state = State::Checking(self.call.clone().at("1").fetch());
            }
            Ok(None) => self.state = State::Over,
            Err(lost) => self.state = State::Lost(lost),
        }
        Ok((self.take)(page))
    }

    /// What the page with the number 1 says: it is the first one that came, unless the server counts from 0.
    fn checked(&mut self, page: Result<C::Page>) -> Option<Result<R>> {
        self.state = State::Over;
        let page = page.ok()?;
        let items = C::items(&page);
        if items.is_empty() || self.track.is_first(items) {
            return None;
        }
        self.state = State::Failed;
        let what = "the server counts the pages of this list from 0, so the second of them is missing: begin with page 0";
        Some(Err(Error::new(ErrorKind::Decode, what)))
    }
}

impl<C: Paged, R> Walking<R> for Walk<C, R> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        loop {
            match &mut self.state {
                State::Due => self.state = State::Fetching(self.call.fetch()),
                State::Fetching(reply) => {
                    let page = std::task::ready!(Pin::new(reply).poll(cx));
                    return Poll::Ready(Some(self.arrived(page)));
                }
                State::Checking(reply) => {
                    let page = std::task::ready!(Pin::new(reply).poll(cx));
                    return Poll::Ready(self.checked(page));
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

    fn position(&self) -> Option<Position> {
        if let State::Over = self.state {
            return None;
        }
        Some(Position {
            page: self.call.page(),
            seen: self.track.seen,
            taken: 0,
        })
    }

    fn resume(&mut self, position: &Position) {
        if let Some(page) = &position.page {
            self.call = self.call.clone().at(page);
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
    fn look_at<T: fmt::Debug>(&mut self, items: &[T]) -> Result<()> {
        if items.is_empty() {
            self.empty += 1;
            return Ok(());
        }
        self.empty = 0;
        let last = self.last.replace(fingerprint(items));
        if last == self.last {
            return Err(endless("the service gives the same page again"));
        }
        Ok(())
    }

    /// Takes note of the first page, if it has no number.
    fn begin<T: fmt::Debug>(&mut self, here: Option<&str>, items: &[T]) {
        if here.is_none() && self.seen == 0 {
            self.unnamed = each(items).collect();
        }
    }

    /// Whether a page has items of the first page, which may have changed meanwhile.
    fn is_first<T: fmt::Debug>(&self, items: &[T]) -> bool {
        each(items).any(|item| self.unnamed.contains(&item))
    }

    /// Whether just one page is missing at the end of a list, as where a server counts from 0: after its first page came that with the
    /// number 2. Elsewhere, the total counts what is not shown.
    fn may_lack(&self, len: usize, more: More<'_>) -> bool {
        let More::Total(total) = more else {
            return false;
        };
        let missing = usize::try_from(total.saturating_sub(self.seen)).unwrap_or(0);
        len == 0 && (1..=self.unnamed.len()).contains(&missing)
    }

    /// The page after this one; `None` if that was the last. `len` is how many items this page has.
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
fn after(page: Option<i64>) -> String {
    page.unwrap_or(1).saturating_add(1).to_string()
}

fn endless(what: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the list has no end: {what}"))
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn each<T: fmt::Debug>(items: &[T]) -> impl Iterator<Item = u64> {
    items
        .iter()
        .map(|item| fingerprint(std::slice::from_ref(item)))
}

/// A number that is the same for the same items, and for no others but by a great accident.
fn fingerprint<T: fmt::Debug>(items: &[T]) -> u64 {
    struct Print(DefaultHasher);
    impl fmt::Write for Print {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut print = Print(DefaultHasher::new());
    // Writing into a hasher cannot fail.
    let _ = write!(print, "{items:?}");
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
        for (number, (len, more)) in pages.iter().enumerate() {
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
        track.look_at(&["a", "b"]).expect("the first");
        let error = track.look_at(&["a", "b"]).expect_err("the same");
        assert!(error.to_string().contains("same page"), "{error}");
    }
}
