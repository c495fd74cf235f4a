// part coze

//! Text to speech over a WebSocket: texts in, the sound of them out, piece by piece.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::duet::{Duet, each};
use super::session::Session;
use super::{Speech, speech};
use crate::Result;
use crate::resources::realtime::ConnectSpeech;
use crate::types::InputTextBufferAppend;

impl ConnectSpeech {
    /// Opens a session, and has a text spoken. The sound comes while it is made.
    ///
    /// ```no_run
    /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
    /// let mut sound = client.realtime().speech().say("今天天气不错").await?;
    /// while let Some(samples) = sound.try_next().await? {
    ///     println!("{} bytes", samples.len()); // 16 bits each, 24 kHz, one channel
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// To choose a voice or a format, open the session yourself, send a [`SpeechUpdate`](crate::types::SpeechUpdate), and call
    /// [`Session::say`].
    ///
    /// # Errors
    ///
    /// Those of [`connect`](Self::connect).
    pub async fn say(self, text: impl Into<String>) -> Result<SpokenAudio> {
        let text = text.into();
        Ok(self.connect().await?.say(text))
    }
}

impl Session<Speech> {
    /// Has a text spoken.
    pub fn say(self, text: impl Into<String>) -> SpokenAudio {
        self.say_each(each([text.into()]))
    }

    /// Has texts spoken while they come in, such as the pieces of an answer. It goes on until the stream of them ends.
    pub fn say_each<S, T, E>(self, texts: S) -> SpokenAudio
    where
        S: Stream<Item = std::result::Result<T, E>> + Send + 'static,
        T: Into<String> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let event = |text: T| InputTextBufferAppend::new(text).into();
        let last = speech::ClientEvent::InputTextBufferComplete;
        SpokenAudio(Some(Duet::new(self, texts, event, last)))
    }
}

/// What is spoken, piece by piece: raw samples, unless the session was asked for another format. [`pcm_to_wav`](crate::pcm_to_wav) makes a
/// WAV file of them.
///
/// It is a [`futures_core::Stream`]. It ends when all is spoken; everything else is an error. Dropping it closes the session.
#[must_use = "nothing is spoken until it is polled"]
pub struct SpokenAudio(Option<Duet<Speech>>);

impl SpokenAudio {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of [`ServerEvents::next`](super::ServerEvents::next) and of the texts; the failure that the service reports; and
    /// [`ErrorKind::Truncated`](crate::ErrorKind::Truncated) if the session ends too early.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|cx| self.poll_piece(cx)).await
    }

    /// The next piece, for `while let Some(piece) = sound.try_next().await?`.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        self.next().await.transpose()
    }

    /// All of it.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next).
    pub async fn bytes(mut self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        while let Some(piece) = self.try_next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let Some(duet) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let piece = loop {
            let message = match ready!(duet.poll_next(cx)) {
                Some(Ok(message)) => message,
                Some(Err(error)) => break Some(Err(error)),
                None => break Some(Err(duet.session().ended_early("all was spoken"))),
            };
            if let Some(failure) = message.failure() {
                break Some(Err(failure.clone()));
            }
            match message.event {
                speech::ServerEvent::AudioUpdate(audio) => break Some(Ok(audio.delta)),
                speech::ServerEvent::AudioCompleted => break None,
                _ => {}
            }
        };
        if !matches!(piece, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(piece)
    }
}

impl Stream for SpokenAudio {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(cx)
    }
}

impl fmt::Debug for SpokenAudio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let session = self.0.as_ref().map(Duet::session);
        f.debug_tuple("SpokenAudio").field(&session).finish()
    }
}
