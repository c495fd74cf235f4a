//! A list as the walk through it sees it. Only the few lines here are generic over the call that gives it, and compiled for each.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::{More, Paged};
use crate::Result;
use crate::http::response_future::ResponseFuture;

/// The calls for the pages of a list, and the page that came last.
pub(super) trait List {
    /// Asks for the page with this number or mark, or else for the one that comes next.
    fn fetch(&mut self, page: Option<&str>);

    /// Waits for the page that was asked for.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>>;

    /// Looks at the items of the page.
    fn each(&self, look: &mut dyn FnMut(&dyn fmt::Debug));

    /// What the page says of those after it.
    fn more(&self) -> More<'_>;

    /// The number or mark of the page that comes next, or has come; `None` for the first.
    fn number(&self) -> Option<String>;

    /// Makes this the page that comes next.
    fn turn_to(&mut self, page: &str);
}

/// A list whose pages are wanted.
pub(super) trait Whole<P>: List {
    fn take(&mut self) -> Option<P>;
}

/// A list whose items are wanted.
pub(super) trait Itemized<T>: List {
    fn take(&mut self) -> Option<Vec<T>>;
}

/// The list that a call gives.
pub(super) struct Listed<C: Paged> {
    call: C,
    reply: Option<ResponseFuture<C::Page>>,
    page: Option<C::Page>,
}

impl<C: Paged> Listed<C> {
    pub(super) fn boxed(call: C) -> Box<Self> {
        Box::new(Self {
            call,
            reply: None,
            page: None,
        })
    }
}

impl<C: Paged> List for Listed<C> {
    fn fetch(&mut self, page: Option<&str>) {
        let mut call = self.call.clone();
        if let Some(page) = page {
            call.turn_to(page);
        }
        self.reply = Some(call.fetch());
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let Some(reply) = &mut self.reply else {
            return Poll::Pending;
        };
        let page = ready!(Pin::new(reply).poll(cx));
        self.reply = None;
        Poll::Ready(page.map(|page| self.page = Some(page)))
    }

    fn each(&self, look: &mut dyn FnMut(&dyn fmt::Debug)) {
        for item in self.page.as_ref().map_or(&[][..], C::items) {
            look(item);
        }
    }

    fn more(&self) -> More<'_> {
        self.page.as_ref().map_or(More::Flag(false), C::more)
    }

    fn number(&self) -> Option<String> {
        self.call.page()
    }

    fn turn_to(&mut self, page: &str) {
        self.call.turn_to(page);
    }
}

impl<C: Paged> Whole<C::Page> for Listed<C> {
    fn take(&mut self) -> Option<C::Page> {
        self.page.take()
    }
}

impl<C: Paged> Itemized<C::Item> for Listed<C> {
    fn take(&mut self) -> Option<Vec<C::Item>> {
        self.page.take().map(C::into_items)
    }
}
