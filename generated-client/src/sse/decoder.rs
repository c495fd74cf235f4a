//! A push decoder for event streams: bytes in, as they happen to arrive; events out. No I/O, no clock.
//!
//! It follows <https://html.spec.whatwg.org/multipage/server-sent-events.html>, with what this service needs besides: an event counts
//! when it has a name, even without data (`done` may come so); and a field that an event has already ends that event, because some of
//! the documentation's example streams have no blank lines.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

use memchr::memchr2;

use super::event::RawEvent;
use crate::error::Error;
use crate::text::lossy;
use crate::{ErrorKind, Result};

/// The largest event, unless the user says otherwise: memory for a peer that never ends one. Audio comes in far smaller pieces.
pub(crate) const MAX_EVENT: usize = 16 * 1024 * 1024;

/// How much is kept of lines that are no fields: a refusal is short.
const MAX_STRAY: usize = 64 * 1024;

/// Takes a stream apart, however it is cut into pieces.
#[derive(Debug)]
pub(crate) struct Decoder {
    /// The largest event, in bytes.
    limit: usize,
    /// The beginning of a line whose end has not arrived.
    line: Vec<u8>,
    /// The last byte was a carriage return: a line feed that follows belongs to it.
    after_cr: bool,
    /// A first line has been seen, so that no byte order mark can follow.
    begun: bool,
    unfinished: Unfinished,
    /// The name of the last event: most have the name of the one before them.
    name: Arc<str>,
    events: VecDeque<RawEvent>,
    /// The last lines in a row that are no fields: an error that arrived in the middle of a stream.
    stray: Vec<u8>,
    /// A line that is no field continues the last one.
    is_astray: bool,
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
            line: Vec::new(),
            after_cr: false,
            begun: false,
            unfinished: Unfinished::default(),
            name: Arc::default(),
            events: VecDeque::new(),
            stray: Vec::new(),
            is_astray: false,
        }
    }

    /// Takes the next bytes of the stream.
    ///
    /// # Errors
    ///
    /// An event is larger than the limit.
    pub(crate) fn feed(&mut self, mut bytes: &[u8]) -> Result<()> {
        while let Some(end) = memchr2(b'\n', b'\r', bytes) {
            let (line, rest) = (&bytes[..end], &bytes[end + 1..]);
            let ends_cr_lf = self.after_cr && end == 0 && bytes[0] == b'\n';
            self.after_cr = bytes[end] == b'\r';
            bytes = rest;
            if ends_cr_lf {
                continue;
            }
            if self.line.is_empty() {
                self.take_line(line);
            } else {
                self.line.extend_from_slice(line);
                let line = std::mem::take(&mut self.line);
                self.take_line(&line);
                // Keep the memory for the next line that is cut.
                self.line = line;
                self.line.clear();
            }
        }
        if !bytes.is_empty() {
            self.after_cr = false;
            self.line.extend_from_slice(bytes);
        }
        let data = self.unfinished.data.as_ref().map_or(0, String::len);
        if self.line.len() + data > self.limit {
            return Err(Error::new(
                ErrorKind::Decode,
                format!("an event is larger than {} bytes", self.limit),
            ));
        }
        Ok(())
    }

    /// The next complete event.
    pub(crate) fn next(&mut self) -> Option<RawEvent> {
        self.events.pop_front()
    }

    /// Says that the stream is over: what it left unfinished counts as it is.
    pub(crate) fn finish(&mut self) {
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.take_line(&line);
        }
        self.dispatch();
    }

    /// The last lines in a row that are no fields; empty if there are none.
    pub(crate) fn stray(&self) -> &[u8] {
        self.stray.trim_ascii()
    }

    fn take_line(&mut self, mut line: &[u8]) {
        if !self.begun {
            self.begun = true;
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        match line {
            [] => return self.dispatch(),
            // A comment, which the service may send to keep the connection open.
            [b':', ..] => return,
            _ => {}
        }
        let (name, value) = match line.iter().position(|&b| b == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &line[line.len()..]),
        };
        if !matches!(name, b"data" | b"event" | b"id" | b"retry") {
            return self.take_stray(line);
        }
        self.is_astray = false;
        let value = lossy(value.strip_prefix(b" ").unwrap_or(value));
        match name {
            b"data" => self.take_data(value),
            b"event" => {
                if self.unfinished.event.is_some() && self.unfinished.data.is_some() {
                    self.dispatch();
                }
                let name = value.trim();
                if *self.name != *name {
                    self.name = name.into();
                }
                self.unfinished.event = Some(Arc::clone(&self.name));
            }
            b"id" => {
                if self.unfinished.id.is_some() && self.unfinished.data.is_some() {
                    self.dispatch();
                }
                self.unfinished.id = Some(value.into_owned());
            }
            // `retry` is of no use: a stream that broke cannot be taken up again.
            _ => {}
        }
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

    fn take_data(&mut self, value: Cow<'_, str>) {
        match &mut self.unfinished.data {
            None => self.unfinished.data = Some(value.into_owned()),
            Some(data) => {
                data.push('\n');
                data.push_str(&value);
            }
        }
    }

    /// Ends the event that is being put together, if there is one.
    fn dispatch(&mut self) {
        let Unfinished { id, event, data } = std::mem::take(&mut self.unfinished);
        if event.is_some() || data.is_some() {
            let (event, data) = (event.unwrap_or_default(), data.unwrap_or_default());
            let event = RawEvent::received(id, event, data, self.limit);
            self.events.push_back(event);
        }
    }
}

#[cfg(test)]
mod tests;
