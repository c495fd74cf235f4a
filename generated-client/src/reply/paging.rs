//! Lists in pages: a call for one page in, streams of all pages or of all their items out.
//!
//! Emitted code describes each call as pure data: its position, and what a page says about further ones. This module decides when to
//! stop and how to wait.

mod list;
mod position;
mod walk;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use self::list::{Itemized, Listed, Whole};
pub use self::position::Position;
use self::walk::Walk;
use crate::Result;
use crate::http::response_future::ResponseFuture;

/// A call for one page of a list. Emitted code implements it.
pub(crate) trait Paged: Clone + Send + Sync + Unpin + 'static {
    type Page: Send + Sync + 'static;
    type Item: fmt::Debug + 'static;

    /// Asks for this page.
    fn fetch(self) -> ResponseFuture<Self::Page>;

    /// The items of a page.
    fn items(page: &Self::Page) -> &[Self::Item];

    /// The same, to keep.
    fn into_items(page: Self::Page) -> Vec<Self::Item>;

    /// What a page says of those after it.
    fn more(page: &Self::Page) -> More<'_>;

    /// The number or mark of this page, as text; `None` for the first.
    fn page(&self) -> Option<String>;

    /// Makes it the call for the page with this number or mark.
    fn turn_to(&mut self, page: &str);
}

/// How a reply says whether there are further pages.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code)] // a document decides which of them occur
pub(crate) enum More<'p> {
    /// By the number of items on all pages.
    Total(i64),
    /// By a flag.
    Flag(bool),
    /// By a flag, and by the token of the next page.
    Mark { next: &'p str, has_more: bool },
}

/// All pages from this one on. Nothing is fetched until the stream is polled.
#[allow(dead_code)]
pub(crate) fn pages<P, C>(call: C) -> Pages<P>
where
    P: Send + Sync + 'static,
    C: Paged<Page = P>,
{
    Pages {
        list: Listed::boxed(call),
        walk: Walk::default(),
    }
}

/// All items from this page on. Nothing is fetched until the stream is polled.
#[allow(dead_code)]
pub(crate) fn items<T, C>(call: C) -> Items<T>
where
    T: fmt::Debug + 'static,
    C: Paged<Item = T>,
{
    Items {
        list: Listed::boxed(call),
        walk: Walk::default(),
        page: Vec::new().into_iter(),
        begun: Position::default(),
        skipped: 0,
    }
}

/// The pages of a list; each is fetched when it is asked for.
///
/// The stream ends after the last page, and after an error. It is a [`futures_core::Stream`], and has [`next`](Self::next) and
/// [`try_next`](Self::try_next) for use without further crates.
///
/// A list that would never end gives an error of kind [`ErrorKind::Decode`](crate::ErrorKind::Decode): one that repeats a page, leads
/// back to an earlier page, says that there are more pages but not which, or has 100 empty pages in a row.
// part coze
#[doc(alias = "NumberPaged")]
#[doc(alias = "LastIDPaged")]
#[doc(alias = "TokenPaged")]
#[doc(alias = "iter_pages")]
// end part
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P> {
    list: Box<dyn Whole<P> + Send + Sync>,
    walk: Walk,
}

/// The items of a list. Each page is fetched when its first item is asked for.
///
/// The stream ends after the last item, and after an error. It is a [`futures_core::Stream`], and has [`next`](Self::next),
/// [`try_next`](Self::try_next) and [`try_collect`](Self::try_collect) for use without further crates.
///
/// It can resume where another one stopped, for example after an error:
///
/// ```no_run
/// # use coze_client::{Items, Result};
/// # async fn example(list: impl Fn() -> Items<String>) -> Result<()> {
/// let mut items = list();
/// while let Some(Ok(item)) = items.next().await {
///     println!("{item}");
/// }
/// if let Some(position) = items.position() {
///     let rest = list().resume(&position);
///     # drop(rest);
/// }
/// # Ok(())
/// # }
/// ```
///
/// Lists that would never end are errors, as in [`Pages`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    list: Box<dyn Itemized<T> + Send + Sync>,
    walk: Walk,
    page: vec::IntoIter<T>,
    /// The position of the page at hand, and of its next item.
    begun: Position,
    /// How many items of the next page are behind the caller already.
    skipped: usize,
}

impl<P> Pages<P> {
    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P>>> {
        let arrived = ready!(self.walk.poll(&mut *self.list, cx));
        let page = arrived.map(|arrived| arrived.map(|()| self.list.take()));
        Poll::Ready(page.and_then(Result::transpose))
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    ///
    /// The item is the error of the call for the page, or that of a list that would never end; nothing follows it.
    pub async fn next(&mut self) -> Option<Result<P>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page, for `while let Some(page) = pages.try_next().await?`.
    ///
    /// # Errors
    ///
    /// See [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<P>> {
        self.next().await.transpose()
    }

    /// The position of the next page, or after an error of the one that failed; `None` after the last.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.walk.position(&*self.list)
    }

    /// Continues at a position of the same list.
    pub fn resume(mut self, position: &Position) -> Self {
        self.walk.resume(&mut *self.list, position);
        self
    }
}

impl<T> Items<T> {
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.page.next() {
                self.begun.taken += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            let begun = self.walk.position(&*self.list);
            match ready!(self.walk.poll(&mut *self.list, cx)) {
                Some(Ok(())) => {
                    let page = self.list.take().unwrap_or_default();
                    self.begin(page, begun.unwrap_or_default());
                }
                Some(Err(e)) => return Poll::Ready(Some(Err(e))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn begin(&mut self, page: Vec<T>, begun: Position) {
        self.begun = begun;
        self.page = page.into_iter();
        let taken = std::mem::take(&mut self.skipped).min(self.page.len());
        self.begun.taken = taken;
        self.page.by_ref().take(taken).for_each(drop);
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    ///
    /// The item is the error of the call for its page, or that of a list that would never end; nothing follows it.
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

    /// The position of the next item, or after an error of the page that failed; `None` after the last.
    ///
    /// It counts the items of a page. If items are added or removed in the meantime, it points to another item.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        if self.page.len() > 0 {
            return Some(self.begun.clone());
        }
        let mut next = self.walk.position(&*self.list)?;
        next.taken = self.skipped;
        Some(next)
    }

    /// Continues at a position of the same list.
    pub fn resume(mut self, position: &Position) -> Self {
        self.walk.resume(&mut *self.list, position);
        self.page = Vec::new().into_iter();
        self.skipped = position.taken;
        self
    }
}

impl<P> Stream for Pages<P> {
    type Item = Result<P>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<P>>> {
        self.poll_page(cx)
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
