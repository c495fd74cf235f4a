//! Lists in pages: a call for one page in, streams of all pages or of all their items out.
//!
//! What the next page is, each call says itself, as pure data; here is only when to stop and how to wait.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::Result;
use crate::http::response::ResponseFuture;

/// A call for one page of a list. Emitted code implements it.
pub(crate) trait Paged: Sized + Send + Unpin + 'static {
    type Page: 'static;
    type Item: 'static;

    /// Asks for this page.
    fn fetch(&self) -> ResponseFuture<Self::Page>;

    /// The items of a page.
    fn into_items(page: Self::Page) -> Vec<Self::Item>;

    /// The call for the page after `page`, which this call gave; `None` if that was the last.
    fn next(&self, page: &Self::Page) -> Option<Self>;
}

/// How a reply says whether there are further pages.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code)] // a document decides which of them occur
pub(crate) enum More {
    /// By the number of items on all pages.
    Total(i64),
    /// In so many words.
    Flag(bool),
}

/// The number of the next page, and how many items came before it.
///
/// `page` is the number of this page, from 1; `seen` is how many items came before this page, as given by this function; `len` is how many
/// items this page has.
#[allow(dead_code)]
pub(crate) fn number(page: Option<i64>, seen: i64, len: usize, more: More) -> Option<(i64, i64)> {
    let page = page.unwrap_or(1).max(1);
    let len = i64::try_from(len).ok().filter(|&len| len > 0)?;
    // A caller who begins in the middle has the pages before it behind them; all but the last are equally full.
    let before = if seen == 0 {
        (page - 1).saturating_mul(len)
    } else {
        seen
    };
    let seen = before.saturating_add(len);
    let has_more = match more {
        // The service leaves out a zero; with items on the page the number is unknown, and the empty page after the last ends the list.
        More::Total(total) => total <= 0 || seen < total,
        More::Flag(has_more) => has_more,
    };
    has_more.then(|| (page.saturating_add(1), seen))
}

/// The token of the next page, unless the reply repeats the token it was asked with: such a list would never end.
#[allow(dead_code, clippy::ref_option)] // emitted calls pass a reference to their field
pub(crate) fn token(
    current: &Option<String>,
    next: &str,
    len: usize,
    has_more: bool,
) -> Option<String> {
    let is_new = !next.is_empty() && current.as_deref() != Some(next);
    (has_more && len > 0 && is_new).then(|| next.to_owned())
}

/// All pages from this one on. Nothing is fetched until the stream is polled.
#[allow(dead_code)]
pub(crate) fn pages<C: Paged>(call: C) -> Pages<C::Page> {
    Pages(Box::pin(Walk {
        state: State::Due(call),
        take: |page| page,
    }))
}

/// All items from this page on. Nothing is fetched until the stream is polled.
#[allow(dead_code)]
pub(crate) fn items<C: Paged>(call: C) -> Items<C::Item> {
    Items {
        pages: Box::pin(Walk {
            state: State::Due(call),
            take: C::into_items,
        }),
        page: Vec::new().into_iter(),
    }
}

/// The way from page to page; `take` says what is wanted of each.
struct Walk<C: Paged, R> {
    state: State<C>,
    take: fn(C::Page) -> R,
}

enum State<C: Paged> {
    Due(C),
    Fetching(C, ResponseFuture<C::Page>),
    Over,
}

impl<C: Paged, R> Stream for Walk<C, R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Due(call) => {
                    let reply = call.fetch();
                    self.state = State::Fetching(call, reply);
                }
                State::Fetching(call, mut reply) => {
                    let Poll::Ready(page) = Pin::new(&mut reply).poll(cx) else {
                        self.state = State::Fetching(call, reply);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(page.map(|page| {
                        self.state = call.next(&page).map_or(State::Over, State::Due);
                        (self.take)(page)
                    })));
                }
                State::Over => return Poll::Ready(None),
            }
        }
    }
}

type Boxed<T> = Pin<Box<dyn Stream<Item = Result<T>> + Send>>;

/// The pages of a list, fetched one after the other, each when it is asked for.
///
/// The stream ends after the last page, and after an error. It is a [`futures_core::Stream`], and has [`next`](Self::next) and
/// [`try_next`](Self::try_next) for use without further crates.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P>(Boxed<P>);

/// The items of a list, page by page, each page fetched when its first item is asked for.
///
/// The stream ends after the last item, and after an error. It is a [`futures_core::Stream`], and has [`next`](Self::next),
/// [`try_next`](Self::try_next) and [`try_collect`](Self::try_collect) for use without further crates.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pages: Boxed<Vec<T>>,
    page: vec::IntoIter<T>,
}

impl<P> Pages<P> {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    ///
    /// The item is the error of the call for the page; nothing follows it.
    pub async fn next(&mut self) -> Option<Result<P>> {
        poll_fn(|cx| self.0.as_mut().poll_next(cx)).await
    }

    /// The next page, for `while let Some(page) = pages.try_next().await?`.
    ///
    /// # Errors
    ///
    /// See [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<P>> {
        self.next().await.transpose()
    }
}

impl<T> Items<T> {
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.as_mut().poll_next(cx)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(e)) => return Poll::Ready(Some(Err(e))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    ///
    /// The item is the error of the call for its page; nothing follows it.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item, for `while let Some(item) = items.try_next().await?`.
    ///
    /// # Errors
    ///
    /// See [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        self.next().await.transpose()
    }

    /// All items, in a collection of your choice.
    ///
    /// # Errors
    ///
    /// The first error of a call for a page; the items before it are lost.
    pub async fn try_collect<C: Default + Extend<T>>(mut self) -> Result<C> {
        let mut all = C::default();
        while let Some(item) = self.try_next().await? {
            all.extend([item]);
        }
        Ok(all)
    }
}

impl<P> Stream for Pages<P> {
    type Item = Result<P>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<P>>> {
        self.0.as_mut().poll_next(cx)
    }
}

// The items of the current page are never pinned.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        self.poll_item(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.page.len(), None)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_until_the_total_is_seen() {
        assert_eq!(number(None, 0, 10, More::Total(25)), Some((2, 10)));
        assert_eq!(number(Some(2), 10, 10, More::Total(25)), Some((3, 20)));
        assert_eq!(number(Some(3), 20, 5, More::Total(25)), None);
        assert_eq!(
            number(Some(1), 0, 0, More::Total(25)),
            None,
            "an empty page is the last, whatever the total"
        );
        assert_eq!(
            number(Some(2), 0, 10, More::Total(20)),
            None,
            "begun in the middle"
        );
        assert_eq!(
            number(None, 0, 3, More::Total(0)),
            Some((2, 3)),
            "a total that was left out"
        );
    }

    #[test]
    fn numbers_go_on_while_the_reply_says_so() {
        assert_eq!(number(None, 0, 1, More::Flag(true)), Some((2, 1)));
        assert_eq!(number(Some(7), 6, 1, More::Flag(false)), None);
        assert_eq!(number(Some(7), 6, 0, More::Flag(true)), None);
    }

    #[test]
    fn a_repeated_or_empty_token_ends_the_list() {
        assert_eq!(token(&None, "a", 1, true).as_deref(), Some("a"));
        assert_eq!(
            token(&Some("a".to_owned()), "b", 1, true).as_deref(),
            Some("b")
        );
        for (current, next, len, has_more) in [
            (Some("a"), "a", 1, true),
            (None, "", 1, true),
            (None, "a", 0, true),
            (None, "a", 1, false),
        ] {
            assert_eq!(
                token(&current.map(str::to_owned), next, len, has_more),
                None
            );
        }
    }
}
