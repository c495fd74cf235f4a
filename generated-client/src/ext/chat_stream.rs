//! What a chat says, from its events.
// Extends: Chat, ChatError, ChatEvent, Message, MessageType

use crate::error::Error;
use crate::error::api_error::ApiError;
use crate::types::{ChatEvent, MessageType};
use crate::{ErrorKind, EventStream, Result};

impl EventStream<ChatEvent> {
    /// Waits for the end of the chat and gives what the agent answered.
    ///
    /// That is the content of every completed message of type `answer`; several are joined by a line end. Messages of other types
    /// are not for the user's eyes (`verbose`, `function_call`, `tool_response`) or are no answers (`follow_up`). To show an answer
    /// while it is being written, take the events one by one and print each [`ChatEvent::MessageDelta`].
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
    /// Those of [`next`](Self::next); the failure that the service reports by [`ChatEvent::ChatFailed`]; and [`ErrorKind::Api`]
    /// if the chat waits for the caller ([`ChatEvent::ChatRequiresAction`]), as it does to have a tool called.
    pub async fn text(mut self) -> Result<String> {
        let mut answers: Vec<String> = Vec::new();
        while let Some(event) = self.try_next().await? {
            match event {
                ChatEvent::MessageCompleted(message)
                    if message.r#type == Some(MessageType::Answer) =>
                {
                    answers.push(message.content);
                }
                ChatEvent::ChatFailed(chat) => {
                    let failure = chat.failure().unwrap_or_default();
                    // The stream as such was answered with status 200.
                    let api = ApiError::new(failure.code, &failure.msg, 200);
                    return Err(self.fault(Error::api(api)));
                }
                ChatEvent::ChatRequiresAction(_) => {
                    return Err(self.fault(Error::new(
                        ErrorKind::Api,
                        "the chat requires an action before it can answer: take its events one by one to see which",
                    )));
                }
                _ => {}
            }
        }
        Ok(answers.join("\n"))
    }
}
