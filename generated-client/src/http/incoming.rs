//! The reply as it arrives: its head, and its body piece by piece with a limit on silence.

mod live;

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context as Waker, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};

use self::live::Live;
use super::compressed;
use super::connections::Body;
use super::timeouts::CallTimeouts;
use crate::error::Error;
use crate::reply::context::{Context, is_success};
use crate::reply::envelope;
use crate::reply::sniff::{self, Looks, looks};
use crate::text::excerpt;
use crate::{ErrorKind, Result};

/// How much of a reply that reports a failure is kept. Refusals of APIs are far shorter, and of other texts only the beginning is shown.
const MAX_FAILURE: usize = 64 * 1024;

/// How much white space may stand in front of a reply.
const BLANK: usize = 1024;

/// A reply whose head has arrived. It is large, and passes through many hands: in a box.
pub(crate) struct Received {
    pub(crate) context: Context,
    /// How the body is compressed, by its label.
    pub(crate) encoding: Option<String>,
    pub(crate) incoming: Incoming,
    /// The largest event, if this is a stream of events.
    pub(crate) max_event: usize,
    /// Whether it has no envelope, so that a `code` in it is a field like others.
    pub(crate) has_no_envelope: bool,
    /// The code of the error that it is, or begins with, once that is known; 0 for every other reply.
    pub(crate) refused: Option<i64>,
    /// How long a stream may have no event.
    pub(crate) event_timeout: Option<Duration>,
    // part coze
    /// The connection, if it has become a WebSocket.
    #[cfg(feature = "realtime")]
    pub(crate) upgrade: Option<hyper::upgrade::OnUpgrade>,
    // end part
}

impl Received {
    /// Waits for the whole body and keeps it. Of a reply that reports a failure as much as arrives: the status says enough. A stream of
    /// events may go on for long, and is not what was asked for.
    pub(crate) async fn collect(&mut self) -> Result<()> {
        self.incoming.limit_whole();
        if !is_success(self.context.status) {
            self.incoming.collect_beginning(MAX_FAILURE).await;
            self.unpack(MAX_FAILURE);
            return Ok(());
        }
        self.incoming.check_size()?;
        let beginning = self.incoming.peek_text().await?;
        if looks(beginning) == Looks::Events {
            let error = Error::new(ErrorKind::Decode, sniff::events(beginning));
            return Err(error.or_body(beginning));
        }
        self.incoming.collect().await?;
        if self.unpack(self.incoming.limit) {
            Ok(())
        } else {
            Err(self.compressed())
        }
    }

    /// Waits for the whole body and keeps it, whatever it is.
    pub(crate) async fn collect_raw(&mut self) -> Result<()> {
        self.incoming.collect().await?;
        if self.unpack(self.incoming.limit) {
            Ok(())
        } else {
            Err(self.compressed())
        }
    }

    /// A reply that says that the call succeeded, and nothing else.
    pub(crate) fn into_nothing(mut self: Box<Self>) -> Box<Self> {
        self.context.status = 204;
        self.incoming.close();
        self
    }

    /// Takes the body out of its compression; false if that was not possible as a whole.
    fn unpack(&mut self, limit: usize) -> bool {
        let body = &self.incoming.buffered;
        match compressed::content(body, self.encoding.as_deref(), limit) {
            // Without the mark of gzip it is none, whatever its label.
            None => match self.encoding.as_deref() {
                None => true,
                Some(encoding) => compressed::is_gzip(encoding) || sniff::is_text(body),
            },
            // Something that only begins like it.
            Some((content, _)) if content.is_empty() && self.encoding.is_none() => true,
            Some((content, is_all)) => {
                self.incoming.buffered = content.into();
                is_all
            }
        }
    }

    /// What the reply begins with, out of its compression if it has one.
    pub(crate) async fn beginning(&mut self) -> Result<Bytes> {
        let beginning = self.incoming.peek_text().await;
        beginning.map_err(|e| self.context.of(e))?;
        let arrived = self.incoming.buffered.clone();
        Ok(match compressed::content(&arrived, None, MAX_FAILURE) {
            Some((content, _)) if !content.is_empty() => content.into(),
            _ => arrived,
        })
    }

    fn compressed(&self) -> Error {
        let encoding = self.encoding.as_deref().unwrap_or("gzip");
        let encoding = excerpt(encoding.as_bytes(), 20);
        let what = format!("the reply is compressed ({encoding}), which was not asked for");
        Error::new(ErrorKind::Decode, what)
    }

    /// Whether its label or its beginning says that it is compressed.
    pub(crate) async fn is_compressed(&mut self) -> Result<bool> {
        let beginning = self.incoming.peek_text().await;
        let beginning = beginning.map_err(|e| self.context.of(e))?;
        Ok(self.encoding.is_some() || compressed::is_marked(beginning))
    }

    /// Whether it is an HTML page, as far as it has arrived.
    pub(crate) fn is_page(&self) -> bool {
        looks(&self.incoming.buffered) == Looks::Page
    }

    /// The error that it is, if it reports a failure; of a reply that has been collected.
    pub(crate) fn fault(&self) -> Option<Error> {
        let body = self.incoming.buffered();
        if !is_success(self.context.status) {
            return Some(envelope::failed(&self.context, body));
        }
        let is_refusal = self.code_of_refusal() != 0;
        is_refusal
            .then(|| envelope::refusal(&self.context, body))
            .flatten()
    }

    /// The API's error code if the reply is a refusal; 0 for every other reply.
    pub(crate) fn code_of_refusal(&self) -> i64 {
        if self.has_no_envelope && is_success(self.context.status) {
            return 0;
        }
        let code = || envelope::code_of_refusal(&self.incoming.buffered);
        self.refused.unwrap_or_else(code)
    }

    /// What the reply begins like, as soon as something arrives that tells.
    pub(crate) async fn looks(&mut self) -> Result<Looks> {
        let beginning = self.incoming.peek_text().await;
        beginning.map(looks).map_err(|e| self.context.of(e))
    }

    /// The error for an HTML page in place of a reply.
    pub(crate) async fn into_page_error(mut self) -> Error {
        self.incoming.limit_whole();
        self.incoming.collect_beginning(MAX_FAILURE).await;
        self.unpack(MAX_FAILURE);
        let body = &self.incoming.buffered;
        let error = Error::new(ErrorKind::Decode, sniff::page(body));
        self.context.of_reply(error, body)
    }
}

/// The body of a reply. Dropping it closes the connection, or its stream in HTTP/2.
pub(crate) struct Incoming {
    /// What has arrived and has not been taken.
    buffered: Bytes,
    live: Option<Live>,
    /// The most that is kept in memory of a body that is wanted as a whole.
    limit: usize,
    watch: Option<Watch>,
}

/// Somebody who wants to know how far a body has got: bytes so far, and of how many if that is known.
pub(crate) type Report = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

struct Watch {
    seen: u64,
    total: Option<u64>,
    report: Report,
}

impl Incoming {
    pub(crate) fn new(body: Body, timeouts: &CallTimeouts, limit: usize) -> Self {
        Self {
            buffered: Bytes::new(),
            live: Some(Live::new(body, timeouts)),
            limit,
            watch: None,
        }
    }

    /// Reports from now on every piece that is taken.
    pub(crate) fn watch(&mut self, report: Report) {
        let total = self.len();
        self.watch = Some(Watch {
            seen: 0,
            total,
            report,
        });
    }

    /// How many bytes are still to come, if the head says so.
    pub(crate) fn len(&self) -> Option<u64> {
        let buffered = self.buffered.len() as u64;
        match &self.live {
            None => Some(buffered),
            Some(live) => Some(buffered + live.announced()?),
        }
    }

    /// Everything that has arrived, for a body that has been [collected](Self::collect).
    pub(crate) fn into_buffered(self) -> Bytes {
        self.buffered
    }

    /// What has arrived and has not been taken.
    pub(crate) fn buffered(&self) -> &Bytes {
        &self.buffered
    }

    /// Ends the body here; what is still to come is not wanted.
    pub(crate) fn close(&mut self) {
        self.buffered = Bytes::new();
        self.live = None;
    }

    /// What arrives from now on is no longer what was expected, and is wanted as a whole.
    pub(crate) fn limit_whole(&mut self) {
        if let Some(live) = &mut self.live {
            live.limit_whole();
        }
    }

    /// Ends the body here, at the end of what was expected. The little that may follow is read in the background, so that the
    /// connection can be used again.
    pub(crate) fn finish(&mut self) {
        self.buffered = Bytes::new();
        if let Some(live) = self.live.take() {
            live.finish();
        }
    }

    /// The next piece of the body; `None` at its end.
    pub(crate) fn poll_piece(&mut self, cx: &mut Waker<'_>) -> Poll<Option<Result<Bytes>>> {
        let piece = ready!(self.poll_next(cx));
        if let (Some(watch), Some(Ok(piece))) = (&mut self.watch, &piece) {
            watch.seen += piece.len() as u64;
            (watch.report)(watch.seen, watch.total);
        }
        Poll::Ready(piece)
    }

    fn poll_next(&mut self, cx: &mut Waker<'_>) -> Poll<Option<Result<Bytes>>> {
        if !self.buffered.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.buffered))));
        }
        let Some(live) = &mut self.live else {
            return Poll::Ready(None);
        };
        let piece = ready!(live.poll_piece(cx));
        if !matches!(piece, Some(Ok(_))) {
            self.live = None;
        }
        Poll::Ready(piece)
    }

    /// Waits for another piece and keeps it; false at the end of the body.
    pub(crate) fn poll_more(&mut self, cx: &mut Waker<'_>) -> Poll<Result<bool>> {
        let arrived = std::mem::take(&mut self.buffered);
        let piece = self.poll_next(cx);
        self.buffered = arrived;
        Poll::Ready(Ok(match ready!(piece).transpose()? {
            None => false,
            Some(piece) => {
                self.buffered = [&self.buffered[..], &piece].concat().into();
                true
            }
        }))
    }

    pub(crate) fn piece(&mut self) -> impl Future<Output = Option<Result<Bytes>>> + '_ {
        poll_fn(|cx| self.poll_piece(cx))
    }

    /// Waits until something has arrived that tells what the whole is, and keeps it; gives what has arrived so far.
    pub(crate) fn peek_text(&mut self) -> impl Future<Output = Result<&[u8]>> {
        self.peek(|all| !sniff::is_undecided(all) || all.len() >= BLANK)
    }

    /// Waits for the first bytes, or for all if there are fewer, and keeps them. They are wanted soon, however they drip in.
    pub(crate) async fn peek_short(&mut self, len: usize) -> Result<&[u8]> {
        self.limit_whole();
        self.peek(|all| all.len() >= len).await?;
        if let Some(live) = &mut self.live {
            live.lift_limit();
        }
        Ok(&self.buffered)
    }

    /// Waits until what has arrived is enough, or all, and keeps it.
    async fn peek(&mut self, is_enough: impl Fn(&[u8]) -> bool) -> Result<&[u8]> {
        let mut all = std::mem::take(&mut self.buffered);
        while !is_enough(&all) {
            match self.piece().await.transpose()? {
                None => break,
                Some(piece) if all.is_empty() => all = piece,
                Some(piece) => all = [all, piece].concat().into(),
            }
        }
        self.buffered = all;
        Ok(&self.buffered)
    }

    /// Waits for the whole body and keeps it.
    ///
    /// # Errors
    ///
    /// The body is larger than the limit; nothing more of it is read then.
    pub(crate) async fn collect(&mut self) -> Result<()> {
        self.check_size()?;
        let (collected, outcome) = self.gather(self.limit).await;
        self.buffered = collected;
        outcome
    }

    /// Refuses what announces that it is too large.
    fn check_size(&mut self) -> Result<()> {
        if self.len().is_some_and(|len| len > self.limit as u64) {
            self.close();
            return Err(size_error(self.limit));
        }
        Ok(())
    }

    /// Waits for at most the first `limit` bytes and keeps what arrives of them.
    pub(crate) async fn collect_beginning(&mut self, limit: usize) {
        let (collected, _) = self.gather(limit).await;
        self.close();
        self.buffered = collected;
    }

    /// Room for what has arrived and all that is announced to follow: memory that grows is copied and given back.
    fn room(&self, arrived: usize, limit: usize) -> BytesMut {
        let announced = self.len().and_then(|len| usize::try_from(len).ok());
        BytesMut::with_capacity(arrived + announced.unwrap_or_default().min(limit))
    }

    /// What arrives, and why it ended. A body that arrives in one piece is not copied.
    async fn gather(&mut self, limit: usize) -> (Bytes, Result<()>) {
        let mut first = Bytes::new();
        let mut all = BytesMut::new();
        let outcome = loop {
            let mut piece = match self.piece().await {
                None => break Ok(()),
                Some(Err(e)) => break Err(e),
                Some(Ok(piece)) => piece,
            };
            let room = limit - first.len() - all.len();
            let is_too_large = piece.len() > room;
            piece.truncate(room);
            if first.is_empty() && all.is_empty() {
                first = piece;
            } else {
                if all.is_empty() {
                    all = self.room(first.len() + piece.len(), limit);
                    all.extend_from_slice(&std::mem::take(&mut first));
                }
                all.extend_from_slice(&piece);
            }
            if is_too_large {
                self.close();
                break Err(size_error(limit));
            }
        };
        (if all.is_empty() { first } else { all.freeze() }, outcome)
    }
}

#[cold]
fn size_error(limit: usize) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the reply is larger than {limit} bytes, the most that is kept in memory"),
    )
}
