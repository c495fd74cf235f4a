//! A decoder for event streams: bytes in, as they happen to arrive; events out, as they are asked for. No I/O, no clock.
//!
//! It follows <https://html.spec.whatwg.org/multipage/server-sent-events.html>, with what this service needs besides: an event counts
//! when it has a name, even without data (`done` may come so); and a field that an event has already ends that event, because some of
//! the documentation's example streams have no blank lines.

use std::sync::Arc;

use bytes::Bytes;
use memchr::memchr2;

use super::event::RawEvent;
use crate::error::Error;
use crate::text::lossy;
use crate::{ErrorKind, Result};

/// The largest event, unless the user says otherwise: memory for a peer that never ends one. Audio comes in far smaller pieces.
pub(crate) const MAX_EVENT: usize = 16 * 1024 * 1024;

/// How much is kept of lines that are no fields: a refusal is short.
const MAX_STRAY: usize = 64 * 1024;

/// How much memory is kept from one event for the next: most are far smaller, and a stream may be open for long.
const MAX_SPARE: usize = 64 * 1024;

/// Takes a stream apart, however it is cut into pieces.
#[derive(Debug)]
pub(crate) struct Decoder {
    /// The largest event, in bytes.
    limit: usize,
    arrived: Arrived,
    /// The beginning of a line whose end has not arrived.
    line: Vec<u8>,
    /// The last byte was a carriage return: a line feed that follows belongs to it.
    after_cr: bool,
    /// A first line has been seen, so that no byte order mark can follow.
    begun: bool,
    unfinished: Unfinished,
    /// The name of the last event: most have the name of the one before them.
    name: Arc<str>,
    /// Memory of an event that nobody needs any more, for the next.
    spare: String,
    /// The last lines in a row that are no fields: an error that arrived in the middle of a stream.
    stray: Vec<u8>,
    /// A line that is no field continues the last one.
    is_astray: bool,
}

/// What has arrived last.
#[derive(Debug, Default)]
struct Arrived {
    piece: Bytes,
    /// How much of it has been read.
    read: usize,
    /// Nothing follows.
    is_last: bool,
}

/// The fields of an event that has not ended.
#[derive(Debug, Default)]
struct Unfinished {
    id: Option<String>,
    event: Option<Arc<str>>,
    data: Option<String>,
}

impl Decoder {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            arrived: Arrived::default(),
            line: Vec::new(),
            after_cr: false,
            begun: false,
            unfinished: Unfinished::default(),
            name: Arc::default(),
            spare: String::new(),
            stray: Vec::new(),
            is_astray: false,
        }
    }

    /// Takes the next bytes of the stream.
    pub(crate) fn feed(&mut self, piece: Bytes) {
        let rest = &self.arrived.piece[self.arrived.read..];
        self.arrived.piece = if rest.is_empty() {
            piece
        } else {
            [rest, &piece].concat().into()
        };
        self.arrived.read = 0;
    }

    /// Says that the stream is over: what it left unfinished counts as it is.
    pub(crate) fn finish(&mut self) {
        self.arrived.is_last = true;
    }

    /// The next complete event; `None` if there is none in what has arrived.
    ///
    /// # Errors
    ///
    /// An event is larger than the limit.
    pub(crate) fn next(&mut self) -> Result<Option<RawEvent>> {
        // Apart from the rest of the decoder, which changes with every line of it.
        let mut arrived = std::mem::take(&mut self.arrived);
        let event = self.next_of(&mut arrived);
        let is_over = arrived.is_last && event.is_none();
        self.arrived = arrived;
        if event.is_none() {
            self.check_size()?;
        }
        Ok(if is_over { self.last() } else { event })
    }

    /// Takes back an event that has been read, for the memory that it holds.
    pub(crate) fn reuse(&mut self, event: RawEvent) {
        let data = event.into_data();
        if (self.spare.capacity()..=MAX_SPARE).contains(&data.capacity()) {
            self.spare = data;
        }
    }

    /// Reads on, up to the end of an event or of what has arrived.
    fn next_of(&mut self, arrived: &mut Arrived) -> Option<RawEvent> {
        let bytes = &arrived.piece[..];
        while let Some(len) = memchr2(b'\n', b'\r', &bytes[arrived.read..]) {
            let end = arrived.read + len;
            let line = &bytes[arrived.read..end];
            let ends_cr_lf = self.after_cr && len == 0 && bytes[end] == b'\n';
            self.after_cr = bytes[end] == b'\r';
            arrived.read = end + 1;
            if ends_cr_lf {
                continue;
            }
            let event = if self.line.is_empty() {
                self.take_line(line)
            } else {
                self.line.extend_from_slice(line);
                self.take_cut_line()
            };
            if event.is_some() {
                return event;
            }
        }
        let rest = &bytes[arrived.read..];
        if !rest.is_empty() {
            self.after_cr = false;
            self.line.extend_from_slice(rest);
        }
        // All of it is read, and need not be kept.
        (arrived.piece, arrived.read) = (Bytes::new(), 0);
        None
    }

    /// What the end of the stream makes an event, of one or two that it left unfinished.
    fn last(&mut self) -> Option<RawEvent> {
        if !self.line.is_empty()
            && let Some(event) = self.take_cut_line()
        {
            return Some(event);
        }
        self.dispatch()
    }

    fn check_size(&self) -> Result<()> {
        let data = self.unfinished.data.as_ref().map_or(0, String::len);
        if self.line.len() + data <= self.limit {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Decode,
            format!("an event is larger than {} bytes", self.limit),
        ))
    }

    /// The last lines in a row that are no fields; empty if there are none.
    pub(crate) fn stray(&self) -> &[u8] {
        self.stray.trim_ascii()
    }

    /// Takes the line that has arrived piece by piece.
    fn take_cut_line(&mut self) -> Option<RawEvent> {
        let line = std::mem::take(&mut self.line);
        let event = self.take_line(&line);
        // Keep the memory for the next line that is cut.
        self.line = line;
        self.line.clear();
        event
    }

    /// Takes a line; an event if that ends one.
    fn take_line(&mut self, mut line: &[u8]) -> Option<RawEvent> {
        if !self.begun {
            self.begun = true;
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        match line {
            [] => return self.dispatch(),
            // A comment, which the service may send to keep the connection open.
            [b':', ..] => return None,
            _ => {}
        }
        let (name, value) = match line.iter().position(|&b| b == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &line[line.len()..]),
        };
        if !matches!(name, b"data" | b"event" | b"id" | b"retry") {
            self.take_stray(line);
            return None;
        }
        self.is_astray = false;
        let value = lossy(value.strip_prefix(b" ").unwrap_or(value));
        let has_data = self.unfinished.data.is_some();
        let mut ended = None;
        match name {
            b"data" => self.take_data(&value),
            b"event" => {
                if has_data && self.unfinished.event.is_some() {
                    ended = self.dispatch();
                }
                let name = value.trim();
                if *self.name != *name {
                    self.name = name.into();
                }
                self.unfinished.event = Some(Arc::clone(&self.name));
            }
            b"id" => {
                if has_data && self.unfinished.id.is_some() {
                    ended = self.dispatch();
                }
                self.unfinished.id = Some(value.into_owned());
            }
            // `retry` is of no use: a stream that broke cannot be taken up again.
            _ => {}
        }
        ended
    }

    /// Takes a line that is no field: one that is unknown, or a part of what somebody in between wrote. Blank lines do not end it.
    fn take_stray(&mut self, line: &[u8]) {
        if !std::mem::replace(&mut self.is_astray, true) {
            self.stray.clear();
        }
        let room = MAX_STRAY.saturating_sub(self.stray.len());
        let kept = line.iter().chain(b"\n").take(room);
        self.stray.extend(kept);
    }

    fn take_data(&mut self, value: &str) {
        let data = match &mut self.unfinished.data {
            None => {
                let mut spare = std::mem::take(&mut self.spare);
                spare.clear();
                self.unfinished.data.insert(spare)
            }
            Some(data) => {
                data.push('\n');
                data
            }
        };
        data.push_str(value);
    }

    /// Ends the event that is being put together, if there is one.
    fn dispatch(&mut self) -> Option<RawEvent> {
        let Unfinished { id, event, data } = std::mem::take(&mut self.unfinished);
        if event.is_none() && data.is_none() {
            return None;
        }
        let (event, data) = (event.unwrap_or_default(), data.unwrap_or_default());
        Some(RawEvent::received(id, event, data, self.limit))
    }
}

#[cfg(test)]
mod tests;
