// part coze

//! Waiting for a chat, and what it answered.
// Extends: Chat, ChatEvent, ChatStatus, Message, MessageType, RequiredAction, Usage, CreateChat, RetrieveChat, SubmitToolOutputs, CancelChat, ListChatMessages, MessageRole

use std::time::Duration;

use super::chat_snapshot::text;
use super::tool_box::{ToolBox, ToolUse};
use crate::http::options::CallOptions;
use crate::resources::chat::{CreateChat, RetrieveChat, SubmitToolOutputs};
use crate::types::{Chat, ChatStatus, Message, RequiredAction, Usage};
use crate::wait::{Step, Wait, Work};
use crate::{Client, ResponseFuture, Result};

/// How long a chat is waited for, unless the caller says otherwise: as long as the service lets the workflows in it run.
const TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// The outcome of a chat: it is completed, or it waits for the caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ChatAnswer {
    /// The chat in its latest state.
    pub chat: Chat,
    /// The messages of the chat, without the question, in order. Empty while the chat waits for the caller.
    pub messages: Vec<Message>,
}

impl ChatAnswer {
    /// The agent's answer: its messages of type `answer`, joined by line ends. Empty while the chat waits for the caller.
    #[must_use]
    #[inline]
    pub fn text(&self) -> String {
        text(&self.messages)
    }

    /// How many tokens the chat used.
    #[must_use]
    #[inline]
    pub fn usage(&self) -> Option<&Usage> {
        self.chat.usage.as_ref()
    }

    /// What the chat waits for, if it waits: usually the outputs of tools, which are sent by
    /// [`submit_tool_outputs`](crate::resources::chat::Chat::submit_tool_outputs).
    #[must_use]
    #[inline]
    pub fn required_action(&self) -> Option<&RequiredAction> {
        let waits = self.chat.status == Some(ChatStatus::RequiresAction);
        self.chat.required_action.as_ref().filter(|_| waits)
    }
}

impl CreateChat {
    /// Sends the request and waits for the answer. It sets `auto_save_history`, because messages that are not saved cannot be fetched.
    ///
    /// The wait ends when the chat is completed, and when it waits for the caller ([`ChatAnswer::required_action`]). After ten minutes,
    /// or the time that [`Wait::timeout`] sets, the chat is cancelled.
    ///
    /// ```no_run
    /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
    /// let chat = client.chat().create("bot id", "user id").additional_messages(["What is the capital of France?"]);
    /// println!("{}", chat.wait().await?.text());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Wait`]; the code and message of a chat that failed; and an error if the chat was cancelled.
    #[doc(alias = "create_and_poll")]
    #[doc(alias = "createAndPoll")]
    #[inline]
    pub fn wait(self) -> Wait<Chat, ChatAnswer> {
        let (client, options) = (self.client.clone(), self.options.for_follow_ups());
        wait(client, options, self.auto_save_history(true).send())
    }

    /// Sends the request, calls the tools that the agent asks for, and waits for the answer, as [`wait`](Self::wait) does.
    ///
    /// # Errors
    ///
    /// Those of [`wait`](Self::wait), whose time limit covers the tools; [`ErrorKind::Argument`](crate::ErrorKind::Argument) if the agent
    /// asks for a tool that is not there; and
    /// [`ErrorKind::Api`](crate::ErrorKind::Api) if it asks for tools again and again ([`ToolBox::max_rounds`]).
    #[inline]
    pub fn wait_with_tools(self, tools: &ToolBox) -> Wait<Chat, ChatAnswer> {
        let (client, options) = (self.client.clone(), self.options.for_follow_ups());
        let begin = self.auto_save_history(true).send();
        wait_with(client, options, begin, Some(ToolUse::of(tools)))
    }
}

impl SubmitToolOutputs {
    /// Sends the outputs and waits for the answer, as [`CreateChat::wait`] does.
    #[inline]
    pub fn wait(self) -> Wait<Chat, ChatAnswer> {
        wait(
            self.client.clone(),
            self.options.for_follow_ups(),
            self.send(),
        )
    }
}

impl RetrieveChat {
    /// Waits for the answer of a chat that was started before, as [`CreateChat::wait`] does.
    #[inline]
    pub fn wait(self) -> Wait<Chat, ChatAnswer> {
        wait(
            self.client.clone(),
            self.options.for_follow_ups(),
            self.send(),
        )
    }
}

#[inline]
fn wait(
    client: Client,
    options: CallOptions,
    begin: ResponseFuture<Chat>,
) -> Wait<Chat, ChatAnswer> {
    wait_with(client, options, begin, None)
}

/// With tools, a chat that asks for them goes on.
#[inline]
pub(super) fn wait_with(
    client: Client,
    options: CallOptions,
    begin: ResponseFuture<Chat>,
    tools: Option<ToolUse>,
) -> Wait<Chat, ChatAnswer> {
    let work = ChatWork {
        client,
        options,
        begin: Some(begin),
        tools,
        conversation_id: String::new(),
        chat_id: String::new(),
    };
    Wait::new(work, TIMEOUT)
}

struct ChatWork {
    client: Client,
    /// Of the call that began it.
    options: CallOptions,
    begin: Option<ResponseFuture<Chat>>,
    tools: Option<ToolUse>,
    conversation_id: String,
    chat_id: String,
}

impl ChatWork {
    #[inline]
    fn call(&self) -> RetrieveChat {
        let calls = self.client.chat();
        let mut retrieve = calls.retrieve(&self.conversation_id, &self.chat_id);
        retrieve.options.clone_from(&self.options);
        retrieve
    }

    /// Gives a chat what it asks for, if it asks for tools that are here.
    async fn serve(&mut self, chat: Chat) -> Result<Chat> {
        let waits = chat.status == Some(ChatStatus::RequiresAction);
        let Some(tools) = self.tools.as_mut().filter(|_| waits) else {
            return Ok(chat);
        };
        let outputs = tools.outputs(&chat).await?;
        let calls = self.client.chat();
        let mut submit = calls.submit_tool_outputs(&self.conversation_id, &self.chat_id, outputs);
        submit.options.clone_from(&self.options);
        submit.send().await
    }
}

impl Work<Chat, ChatAnswer> for ChatWork {
    #[inline]
    fn name(&self) -> String {
        format!(
            "the chat {} of the conversation {}",
            self.chat_id, self.conversation_id
        )
    }

    #[inline]
    fn start(&mut self) -> Step<'_, Chat> {
        let begin = self.begin.take().unwrap_or_else(|| self.call().send());
        Box::pin(async move {
            let chat = begin.await?;
            self.conversation_id.clone_from(&chat.conversation_id);
            self.chat_id.clone_from(&chat.id);
            self.serve(chat).await
        })
    }

    #[inline]
    fn check(&mut self) -> Step<'_, Chat> {
        Box::pin(async move {
            let chat = self.call().send().await?;
            self.serve(chat).await
        })
    }

    #[inline]
    fn is_over(&self, chat: &Chat) -> bool {
        match &chat.status {
            Some(ChatStatus::RequiresAction) => self.tools.is_none(),
            Some(status) => !status.is_running(),
            None => false,
        }
    }

    #[inline]
    fn finish(&mut self, chat: Chat) -> Step<'_, ChatAnswer> {
        let calls = self.client.chat().messages();
        let mut messages = calls.list(&self.conversation_id, &self.chat_id);
        messages.options.clone_from(&self.options);
        Box::pin(async move {
            match chat.status {
                Some(ChatStatus::Completed) => {
                    let messages = messages.send().await?;
                    Ok(ChatAnswer { chat, messages })
                }
                Some(ChatStatus::RequiresAction) => Ok(ChatAnswer {
                    chat,
                    messages: Vec::new(),
                }),
                _ => Err(chat.unanswered()),
            }
        })
    }

    #[inline]
    fn cancel(&mut self) -> Option<Step<'static, ()>> {
        let has_begun = !self.chat_id.is_empty();
        let cancel = has_begun.then(|| {
            let calls = self.client.chat();
            let mut cancel = calls.cancel(&self.conversation_id, &self.chat_id);
            cancel.options.clone_from(&self.options);
            cancel
        })?;
        Some(Box::pin(async move { cancel.send().await.map(drop) }))
    }
}
