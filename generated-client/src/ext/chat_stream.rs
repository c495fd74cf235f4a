// part coze

//! What a chat says, from its events.
// Extends: Chat, ChatError, ChatEvent, ChatStatus, Message, MessageType, MessageRole

use super::chat_snapshot::ChatSnapshot;
use crate::types::ChatEvent;
use crate::{EventStream, Result};

impl EventStream<ChatEvent> {
    /// Waits for the end of the chat and gives what the agent answered.
    ///
    /// That is the content of every message of type `answer`; several are joined by a line end. To show an answer while it is being
    /// written, take the events one by one and print each [`ChatEvent::MessageDelta`], or put them together with [`ChatSnapshot`].
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
    pub async fn text(mut self) -> Result<String> {
        let mut chat = ChatSnapshot::new();
        chat.follow(&mut self, &mut |_| {}).await?;
        Ok(chat.answered(&self)?.text())
    }
}
