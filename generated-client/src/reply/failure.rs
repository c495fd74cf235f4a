//! What a reply says of a failure, in whichever of the usual shapes: the API's own, and those of gateways in between.

use std::ops::Range;

use super::frame::Envelope;
use super::sniff::{Looks, looks};
use crate::Result;
// part coze
use crate::auth::OAuthError;
// end part
use crate::error::Error;
use crate::error::api_error::ApiError;
use crate::generated::conventions::ENVELOPE;
use crate::http::base_url::web_address;
use crate::json::decode::{Decode, Found, integer};
use crate::json::reader::Reader;
use crate::json::record::Record;

/// Where failures are told, of each kind of key the one that is believed first in front.
const KEYS: [&str; 12] = [
    "code",
    "error_code",
    "msg",
    "message",
    "error_message",
    "error_description",
    "error_msg",
    "title",
    "logid",
    "log_id",
    "debug_url",
    "success",
];
const CODE: usize = 0;
const ERROR_CODE: usize = 1;
const CODES: Range<usize> = 0..2;
const MESSAGES: Range<usize> = 2..8;
const LOG_IDS: Range<usize> = 8..10;
const DEBUG_URL: usize = 10;
const SUCCESS: usize = 11;

/// The texts under some of the [`KEYS`], each with the index of its key; codes too, because a gateway may have codes that are words. A
/// reply has one or two of them, and every reply is read into this.
#[derive(Default)]
struct Words {
    texts: Vec<(usize, String)>,
    /// What a document calls the log id, where that is something else.
    log_id: &'static str,
}

impl Words {
    /// The text of these keys that is believed first; empty if there is none.
    fn first(&self, keys: Range<usize>) -> &str {
        let texts = self.texts.iter();
        let texts = texts.filter(|(key, text)| keys.contains(key) && !text.is_empty());
        texts
            .min_by_key(|(key, _)| *key)
            .map_or("", |(_, text)| text)
    }

    fn text(&self, key: usize) -> &str {
        self.first(key..key + 1)
    }

    /// Where the text of this key is kept.
    fn place(&mut self, key: usize) -> &mut String {
        let known = self.texts.iter().position(|(other, _)| *other == key);
        let place = known.unwrap_or(self.texts.len());
        if known.is_none() {
            self.texts.push((key, String::new()));
        }
        &mut self.texts[place].1
    }
}

impl Record for Words {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        let index = if !self.log_id.is_empty() && key == self.log_id {
            LOG_IDS.start
        } else {
            KEYS.iter().position(|known| *known == key)?
        };
        Some(self.place(index))
    }
}

impl Decode for Words {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.record(self)
    }
}

/// Words that may come as an object of their own (`"error": {"message": …}`), or as one text.
#[derive(Default)]
struct Part {
    words: Words,
    text: String,
}

impl Decode for Part {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if !reader.is_composite()? {
            return self.text.decode(reader);
        }
        // Whatever else may stand there is none of our business.
        let _ = Reader::read_all(reader.raw()?.as_bytes(), &mut self.words);
        Ok(Found::Value)
    }
}

impl Part {
    fn message(&self) -> &str {
        match self.words.first(MESSAGES) {
            "" if is_nothing(&self.text) => "",
            "" => &self.text,
            message => message,
        }
    }
}

/// The data of the first event.
fn data(events: &[u8]) -> &[u8] {
    let mut lines = events.split(|byte| matches!(byte, b'\n' | b'\r'));
    let data = lines.find_map(|line| line.strip_prefix(b"data:"));
    data.unwrap_or_default()
}

/// The first text that is not like that.
fn first_but<'t>(is_such: fn(&str) -> bool, texts: &[&'t str]) -> Option<&'t str> {
    texts.iter().copied().find(|text| !is_such(text))
}

/// Whether a value in the place of an error says that there is none.
fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "0" | "false")
}

/// The code and the message within a message of the form `code=1 message=… stack=…`: an error that a server wrote as it stands in its
/// log. What it was wrapped in has the code of the wrapping only.
fn wrapped(message: &str) -> Option<(i64, &str)> {
    let (code, rest) = message
        .trim_start()
        .strip_prefix("code=")?
        .split_once(' ')?;
    let code = integer(code).filter(|code| *code != 0)?;
    let message = rest.trim_start().strip_prefix("message=")?;
    let message = message.split("\nstack=").next().unwrap_or_default();
    Some((code, message.trim()))
}

/// Everything that a reply says of a failure.
#[derive(Default)]
pub(crate) struct Failure {
    /// The frame that replies have, if the document states one.
    frame: Option<&'static Envelope>,
    /// The code in the frame, as text.
    frame_code: String,
    own: Words,
    /// `{"error": …}`. Older replies may have their log id there.
    error: Part,
    /// `{"detail": …}`, or whatever the frame has its log id in.
    detail: Part,
    /// What a document calls code and message, where that is something else.
    names: (&'static [&'static str], &'static [&'static str]),
}

impl Record for Failure {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        Some(match (key, self.frame) {
            (key, Some(frame)) if key == frame.code => &mut self.frame_code,
            (key, Some(frame)) if key == frame.message => self.own.place(MESSAGES.start),
            (key, Some(frame)) if frame.log_id_is_in(key) => &mut self.detail,
            (key, _) if self.names.0.contains(&key) => self.own.place(CODE),
            (key, _) if self.names.1.contains(&key) => self.own.place(MESSAGES.start),
            ("error", _) => &mut self.error,
            ("detail", _) => &mut self.detail,
            (key, _) => return self.own.slot(key),
        })
    }
}

impl Decode for Failure {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.record(self)
    }
}

impl Failure {
    /// What a text says, also as the data of an event; nothing if it is no JSON object.
    pub(crate) fn of(text: &[u8]) -> Self {
        let mut failure = Self::in_frame(ENVELOPE);
        let text = match looks(text) {
            Looks::Events => data(text),
            _ => text,
        };
        match Reader::read_all(text, &mut failure) {
            Ok(_) => failure,
            Err(_) => Self::default(),
        }
    }

    /// Nothing yet, of a reply that may have this frame.
    pub(crate) fn in_frame(frame: Option<&'static Envelope>) -> Self {
        let mut failure = Self {
            frame,
            ..Self::default()
        };
        match frame.map(|frame| frame.log_id) {
            Some([key]) => failure.own.log_id = key,
            Some([_, key, ..]) => failure.detail.words.log_id = key,
            Some([]) | None => {}
        }
        failure
    }

    /// What the data of an event says, where the document calls code and message so; a text that is no object is the message.
    pub(crate) fn of_event(
        data: &str,
        codes: &'static [&'static str],
        messages: &'static [&'static str],
    ) -> Self {
        let mut failure = Self {
            names: (codes, messages),
            ..Self::default()
        };
        if Reader::read_all(data.as_bytes(), &mut failure).is_err() {
            failure = Self::default();
            data.trim().clone_into(failure.own.place(MESSAGES.start));
        }
        failure
    }

    /// What the code of the frame says: `None` if there is none.
    pub(crate) fn is_success(&self) -> Option<bool> {
        let code = self.frame_code.as_str();
        (!code.is_empty()).then(|| integer(code) == Some(0))
    }

    /// Whether it has the mark of the frame, the log id at its place.
    pub(crate) fn is_of_this_api(&self) -> bool {
        let words = match self.frame.map(|frame| frame.log_id) {
            Some([_]) => &self.own,
            Some([_, _, ..]) => &self.detail.words,
            Some([]) | None => return false,
        };
        !words.first(LOG_IDS).is_empty()
    }

    /// The code as a number; 0 if there is none, or it is a word.
    pub(crate) fn code(&self) -> i64 {
        integer(self.code_text()).unwrap_or(0)
    }

    fn code_text(&self) -> &str {
        let (own, error) = (self.own.first(CODES), self.error.words.first(CODES));
        first_but(is_nothing, &[&self.frame_code, own, error]).unwrap_or_default()
    }

    fn message(&self) -> &str {
        let own = self.own.first(MESSAGES);
        let messages = [own, self.error.message(), self.detail.message()];
        first_but(str::is_empty, &messages).unwrap_or_default()
    }

    // part coze
    /// What it is as the refusal of an authorization server: its code is `error_code`, or `error` if that is a text.
    pub(crate) fn oauth(&self, status: u16) -> Option<OAuthError> {
        let codes = [self.own.text(ERROR_CODE), &self.error.text];
        let code = first_but(is_nothing, &codes)?;
        Some(OAuthError::new(code, self.own.first(MESSAGES), status))
    }

    // end part
    /// Whether a reply without a code of the API tells of an error all the same.
    pub(crate) fn is_told(&self) -> bool {
        let told = [self.code_text(), self.error.message()];
        told.iter().any(|text| !text.is_empty()) || self.own.text(SUCCESS) == "false"
    }

    /// Whether it says anything at all that is worth an error of its own.
    pub(crate) fn is_empty(&self) -> bool {
        !self.is_told() && self.message().is_empty()
    }

    /// The log id in the body; the header's is nearer.
    pub(crate) fn log_id(&self) -> Option<&str> {
        let detail = self.detail.words.first(LOG_IDS);
        let error = self.error.words.first(LOG_IDS);
        first_but(str::is_empty, &[detail, error, self.own.first(LOG_IDS)])
    }

    /// The error for it; `otherwise` is the message where it has none.
    pub(crate) fn into_error(self, status: u16, otherwise: &str) -> Error {
        let mut api = match wrapped(self.message()) {
            Some((code, message)) => ApiError::new(code, message, status),
            None => ApiError::new(self.code(), self.message(), status),
        };
        if api.message.is_empty() {
            otherwise.clone_into(&mut api.message);
        }
        if api.code == 0 {
            self.code_text().clone_into(&mut api.code_text);
        }
        let urls = [&self.own, &self.error.words];
        let mut urls = urls.iter().map(|words| words.text(DEBUG_URL));
        if let Some(url) = urls.find_map(web_address) {
            api.debug_url = url.into();
        }
        Error::api(api)
    }
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn an_error_as_it_stands_in_a_log_is_read() {
        for (text, found) in [
            (
                "code=103000001 message=no permission\nstack=a.go:1\nb.go:2",
                Some((103_000_001, "no permission")),
            ),
            ("code=7 message=two\nlines", Some((7, "two\nlines"))),
            ("code=7 message=", Some((7, ""))),
            ("code=0 message=fine", None),
            ("code=x message=y", None),
            ("the code=7 message=y", None),
            ("code=7", None),
        ] {
            assert_eq!(wrapped(text), found, "{text}");
        }
    }
}
