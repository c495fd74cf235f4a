// part coze

//! Speech to text over a WebSocket: sound in, piece by piece, what was said so far out.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::duet::Duet;
use super::session::Session;
use super::{Transcriptions, transcriptions};
use crate::Result;
use crate::resources::realtime::ConnectTranscriptions;
use crate::types::InputAudioBufferAppend;

impl ConnectTranscriptions {
    /// Opens a session, and has sound written down while it comes in: a download, a recording in [`pieces`], a microphone.
    ///
    /// ```no_run
    /// use coze_client::realtime::pieces;
    ///
    /// # async fn example(client: coze_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let recording = std::fs::read("hello.wav")?;
    /// let text = client.realtime().transcriptions().transcribe(pieces(recording)).await?;
    /// println!("{}", text.text().await?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// For sound that says nothing of its format, open the session yourself, send a
    /// [`TranscriptionsUpdate`](crate::types::TranscriptionsUpdate), and call [`Session::transcribe`].
    ///
    /// # Errors
    ///
    /// Those of [`connect`](Self::connect).
    pub async fn transcribe<S, T, E>(self, sound: S) -> Result<Transcribing>
    where
        S: Stream<Item = std::result::Result<T, E>> + Send + 'static,
        T: Into<Bytes> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Ok(self.connect().await?.transcribe(sound))
    }
}

impl Session<Transcriptions> {
    /// Has sound written down while it comes in. It goes on until the stream of it ends.
    pub fn transcribe<S, T, E>(self, sound: S) -> Transcribing
    where
        S: Stream<Item = std::result::Result<T, E>> + Send + 'static,
        T: Into<Bytes> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let event = |piece: T| InputAudioBufferAppend::new(piece).into();
        let last = transcriptions::ClientEvent::InputAudioBufferComplete;
        Transcribing(Some(Duet::new(self, sound, event, last)))
    }
}

/// What was said so far, again and again: each text is the whole, and replaces the one before.
///
/// It is a [`futures_core::Stream`]. It ends when all is written down; everything else is an error. Dropping it closes the session.
#[must_use = "nothing is written down until it is polled"]
pub struct Transcribing(Option<Duet<Transcriptions>>);

impl Transcribing {
    /// What was said so far; `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of [`ServerEvents::next`](super::ServerEvents::next) and of the sound; the failure that the service reports; and
    /// [`ErrorKind::Truncated`](crate::ErrorKind::Truncated) if the session ends too early.
    pub async fn next(&mut self) -> Option<Result<String>> {
        poll_fn(|cx| self.poll_text(cx)).await
    }

    /// What was said so far, for `while let Some(text) = transcribing.try_next().await?`.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<String>> {
        self.next().await.transpose()
    }

    /// All that was said.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next).
    pub async fn text(mut self) -> Result<String> {
        let mut said = String::new();
        while let Some(text) = self.try_next().await? {
            said = text;
        }
        Ok(said)
    }

    fn poll_text(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<String>>> {
        let Some(duet) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let text = loop {
            let message = match ready!(duet.poll_next(cx)) {
                Some(Ok(message)) => message,
                Some(Err(error)) => break Some(Err(error)),
                None => break Some(Err(duet.session().ended_early("all was written down"))),
            };
            if let Some(failure) = message.failure() {
                break Some(Err(failure.clone()));
            }
            match message.event {
                transcriptions::ServerEvent::MessageUpdate(said) => break Some(Ok(said.content)),
                transcriptions::ServerEvent::MessageCompleted => break None,
                _ => {}
            }
        };
        if !matches!(text, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(text)
    }
}

impl Stream for Transcribing {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_text(cx)
    }
}

impl fmt::Debug for Transcribing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let session = self.0.as_ref().map(Duet::session);
        f.debug_tuple("Transcribing").field(&session).finish()
    }
}

/// A recording in pieces of 8 KiB, as a stream to send.
pub fn pieces(recording: impl Into<Bytes>) -> impl Stream<Item = Result<Bytes>> + Send + 'static {
    const PIECE: usize = 8 * 1024;
    let mut rest = recording.into();
    super::duet::each(std::iter::from_fn(move || {
        let piece = rest.split_to(rest.len().min(PIECE));
        (!piece.is_empty()).then_some(piece)
    }))
}
