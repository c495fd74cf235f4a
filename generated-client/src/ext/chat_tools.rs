// part coze

//! Chats whose agent calls tools of this program.
// Extends: Chat, ChatError, ChatEvent, ChatStatus, Message, MessageRole, MessageType, RequiredAction, RequiredToolOutputs, ToolCall, ToolCallFunction, ToolOutput, Usage, CreateChat, RetrieveChat, StreamChat, SubmitToolOutputs, SubmitToolOutputsStream, CancelChat, ListChatMessages

use super::chat_snapshot::ChatSnapshot;
use super::tool_box::ToolBox;
use crate::http::options::CallOptions;
use crate::resources::chat::StreamChat;
use crate::types::ChatEvent;
use crate::{Client, Result};

impl StreamChat {
    /// Sends the request, passes each event on, calls the tools that the agent asks for, and returns the answer.
    ///
    /// ```no_run
    /// # use coze_client::{Client, ToolBox, types::ChatEvent};
    /// # async fn example(client: Client, tools: ToolBox) -> coze_client::Result<()> {
    /// let chat = client.chat().stream("bot id", "user id").additional_messages(["How is the weather in Paris?"]);
    /// let said = chat
    ///     .send_with_tools(&tools, |event| {
    ///         if let ChatEvent::MessageDelta(piece) = event {
    ///             print!("{}", piece.content);
    ///         }
    ///     })
    ///     .await?;
    /// assert_eq!(said.text(), "It rains.");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`EventStream::text`](crate::EventStream::text), except that a chat that requires tools goes on; and the errors of
    /// [`CreateChat::wait_with_tools`](crate::resources::chat::CreateChat::wait_with_tools) about tools.
    pub async fn send_with_tools(
        self,
        tools: &ToolBox,
        mut watch: impl FnMut(&ChatEvent),
    ) -> Result<ChatSnapshot> {
        let (client, options) = (self.client.clone(), self.options.for_follow_ups());
        let mut snapshot = ChatSnapshot::new();
        let mut events = self.send().await?;
        let mut rounds = 0;
        loop {
            snapshot
                .follow(&mut events, &mut |_, event| watch(event))
                .await?;
            if !snapshot.requires_action() {
                return snapshot.answered(&events);
            }
            tools.is_used_up(rounds)?;
            rounds += 1;
            events = submit(&client, &options, &snapshot, tools).await?;
            snapshot.go_on();
        }
    }
}

async fn submit(
    client: &Client,
    options: &CallOptions,
    snapshot: &ChatSnapshot,
    tools: &ToolBox,
) -> Result<crate::EventStream<ChatEvent>> {
    let chat = snapshot.chat.clone().unwrap_or_default();
    let outputs = tools.outputs(&chat).await?;
    let calls = client.chat();
    let mut submit = calls.submit_tool_outputs_stream(chat.conversation_id, chat.id, outputs);
    submit.options.clone_from(options);
    submit.send().await
}
