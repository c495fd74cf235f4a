// part coze

//! What a chat says, from its events.
// Extends: Chat, ChatError, ChatEvent, ChatStatus, Message, MessageType, MessageRole

use super::chat_snapshot::ChatSnapshot;
use crate::types::ChatEvent;
use crate::{EventStream, Result};

impl EventStream<ChatEvent> {
    /// Waits for the end of the chat and returns the agent's answer.
    ///
    /// The answer is the content of every message of type `answer`; several are joined by a line end. [`text_with`](Self::text_with) shows
    /// it while it is being written.
    ///
    /// ```no_run
    /// # use coze_client::{Client, types::NewMessage};
    /// # async fn example(client: Client) -> coze_client::Result<()> {
    /// let call = client.chat().stream("bot id", "user id").additional_messages([NewMessage::user("hi")]);
    /// println!("{}", call.send().await?.text().await?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next), unless the chat was completed before; the failure that the service reports by
    /// [`ChatEvent::ChatFailed`]; and [`ErrorKind::Api`](crate::ErrorKind::Api) if the chat ends without an answer: when it was
    /// cancelled, or when it waits for the caller ([`ChatEvent::ChatRequiresAction`]), as it does to have a tool called.
    pub async fn text(self) -> Result<String> {
        self.text_with(|_| {}).await
    }

    /// Does the same as [`text`](Self::text), and calls a closure with each piece of the answer as it arrives.
    ///
    /// Several messages are joined by line ends. To see more of the chat than its answer, read the events one by one, or collect them
    /// in a [`ChatSnapshot`].
    ///
    /// ```no_run
    /// # use std::io::Write;
    /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
    /// let chat = client.chat().stream("bot id", "user id").additional_messages(["Tell me a story."]);
    /// let answer = chat.send().await?.text_with(|piece| {
    ///     print!("{piece}");
    ///     _ = std::io::stdout().flush(); // or the screen waits for the end of the line
    /// });
    /// answer.await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`text`](Self::text).
    pub async fn text_with(mut self, mut show: impl FnMut(&str)) -> Result<String> {
        let mut chat = ChatSnapshot::new();
        let mut shown = Shown::default();
        chat.follow(&mut self, &mut |chat, _| shown.show(chat, &mut show))
            .await?;
        Ok(chat.answered(&self)?.text())
    }
}

/// How much of an answer has been shown.
#[derive(Default)]
struct Shown {
    /// How many of its messages before the latest.
    messages: usize,
    /// How many bytes of the latest message.
    bytes: usize,
}

impl Shown {
    fn show(&mut self, chat: &ChatSnapshot, show: &mut impl FnMut(&str)) {
        for (index, message) in chat.answers().enumerate().skip(self.messages) {
            if index > self.messages {
                show("\n");
                *self = Self {
                    messages: index,
                    bytes: 0,
                };
            }
            // What was said is not always what the whole message says in the end.
            let piece = message.content.get(self.bytes..).unwrap_or_default();
            if !piece.is_empty() {
                show(piece);
                self.bytes += piece.len();
            }
        }
    }
}
