//! A request body of known length that is sent piece by piece, and how far it has got.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::time::Sleep;
use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::progress::{Progress, Report};
use super::runtime::{self, Blocking};
use crate::error::Error;
use crate::{ErrorKind, Result};

/// How many bytes are handed to the connection at a time: enough for speed, few enough to observe progress.
const PIECE: u64 = 256 * 1024;

/// A part of a body.
pub(crate) enum Piece {
    Bytes(Bytes),
    File {
        file: Arc<File>,
        /// The length of the file when the body was made; it was announced in `Content-Length`.
        len: u64,
        left: u64,
    },
}

/// The body begins a moment after the head was sent. By then it is known if the server had closed the idle connection. In
/// that case the call, whose body is missing, was certainly not carried out, and can be sent again.
enum Hold {
    Before,
    During(Pin<Box<Sleep>>),
    Over,
}

/// The time for the operating system to report a closed connection, and for the runtime to see it.
const MOMENT: Duration = Duration::from_millis(5);

impl Hold {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if matches!(self, Self::Before) {
            *self = Self::During(Box::pin(crate::time::sleep(MOMENT)));
        }
        if let Self::During(moment) = self {
            ready!(moment.as_mut().poll(cx));
            *self = Self::Over;
        }
        Poll::Ready(())
    }
}

struct Part {
    piece: Piece,
    watch: Option<Watch>,
}

struct Watch {
    sent: u64,
    total: u64,
    report: Report,
}

impl From<Vec<u8>> for Piece {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self::Bytes(text.into())
    }
}

impl Piece {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { left, .. } => *left,
        }
    }
}

/// A body that is being sent.
pub(crate) struct Outgoing {
    hold: Hold,
    parts: VecDeque<Part>,
    reading: Option<Blocking<std::io::Result<Bytes>>>,
    left: u64,
    progress: Arc<Progress>,
}

impl Outgoing {
    pub(crate) fn new() -> Self {
        Self {
            hold: Hold::Before,
            parts: VecDeque::new(),
            reading: None,
            left: 0,
            progress: Arc::new(Progress::new()),
        }
    }

    /// Adds a part; `report` hears of every piece of it.
    pub(crate) fn push(&mut self, piece: impl Into<Piece>, report: Option<Report>) {
        let piece = piece.into();
        let total = piece.len();
        self.left += total;
        let watch = report.map(|report| Watch {
            sent: 0,
            total,
            report,
        });
        self.parts.push_back(Part { piece, watch });
    }

    pub(crate) fn len(&self) -> u64 {
        self.left
    }

    /// Its progress. No piece is requested of an empty body: it is sent with the head.
    pub(crate) fn progress(&self) -> Arc<Progress> {
        if self.left == 0 {
            self.progress.step(true);
        }
        Arc::clone(&self.progress)
    }

    /// Hands the body over, to be sent as it is asked for.
    pub(crate) fn into_body(self) -> reqwest::Body {
        reqwest::Body::wrap(self)
    }

    /// The next piece, at most [`PIECE`] bytes; `None` at the end.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        while let Some(part) = self.parts.front_mut() {
            let taken = match &mut part.piece {
                Piece::Bytes(bytes) => bytes.split_to(bytes.len().min(usize_of(PIECE))),
                Piece::File { left: 0, .. } => Bytes::new(),
                Piece::File { file, len, left } => {
                    let reading = match self.reading.take() {
                        Some(reading) => reading,
                        None => read(file, *len, *left)?,
                    };
                    let read = ready!(Pin::new(self.reading.insert(reading)).poll(cx));
                    self.reading = None;
                    match read.and_then(|read| read) {
                        Ok(bytes) if bytes.is_empty() => return Poll::Ready(Some(Err(changed()))),
                        Ok(bytes) => {
                            *left -= bytes.len() as u64;
                            bytes
                        }
                        Err(e) => return Poll::Ready(Some(Err(unreadable(e)))),
                    }
                }
            };
            if let Some(watch) = &mut part.watch
                && !taken.is_empty()
            {
                watch.sent += taken.len() as u64;
                (watch.report)(watch.sent, watch.total);
            }
            if part.piece.len() == 0 {
                self.parts.pop_front();
            }
            if !taken.is_empty() {
                return Poll::Ready(Some(Ok(taken)));
            }
        }
        Poll::Ready(None)
    }
}

/// Reads the next piece on a thread where blocking is allowed; nothing if the file has changed its length.
///
/// 256 KiB at a time: few calls to the thread, and little memory.
fn read(file: &Arc<File>, len: u64, left: u64) -> Result<Blocking<std::io::Result<Bytes>>> {
    let file = Arc::clone(file);
    let work = move || {
        let mut bytes = vec![0; usize_of(PIECE.min(left))];
        let read = (&*file).read(&mut bytes)?;
        // The announced length cannot change any more: bytes that were added to the file would be cut off silently.
        let is_last = read as u64 == left;
        if is_last && file.metadata()?.len() != len {
            return Ok(Bytes::new());
        }
        bytes.truncate(read);
        Ok(bytes.into())
    };
    Ok(runtime::blocking(&runtime::current()?, work))
}

/// Of a number no larger than [`PIECE`].
fn usize_of(len: u64) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
}

#[cold]
fn changed() -> Error {
    Error::new(
        ErrorKind::File,
        "a file became shorter or longer while it was sent",
    )
}

#[cold]
fn unreadable(cause: std::io::Error) -> Error {
    Error::new(
        ErrorKind::File,
        "a file could not be read while it was sent",
    )
    .with_source(cause)
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>>>> {
        ready!(self.hold.poll(cx));
        let piece = ready!(self.poll_piece(cx));
        if let Some(Ok(bytes)) = &piece {
            self.left -= bytes.len() as u64;
        }
        self.progress.step(self.left == 0);
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
