// part coze

//! The state of a chat, put together from its events.
// Extends: Chat, ChatError, ChatEvent, ChatStatus, Message, MessageRole, MessageType

use crate::types::{Chat, ChatEvent, ChatStatus, Message, MessageRole, MessageType};
use crate::{EventStream, Result};

/// The state of a chat, put together from the events received so far: its messages and its latest status.
///
/// Pass each event to it as it arrives:
///
/// ```no_run
/// # use coze_client::{ChatSnapshot, EventStream, types::ChatEvent};
/// # async fn example(mut events: EventStream<ChatEvent>) -> coze_client::Result<()> {
/// let mut chat = ChatSnapshot::new();
/// while let Some(event) = events.try_next().await? {
///     chat.take(&event);
///     println!("{} characters so far", chat.text().chars().count());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ChatSnapshot {
    /// The latest state of the chat, once there is one.
    pub chat: Option<Chat>,
    /// The messages so far, in the order in which they began; the last one may be incomplete.
    pub messages: Vec<Message>,
    /// Which of the messages are still being written.
    unfinished: Vec<usize>,
}

impl ChatSnapshot {
    /// Starts without any event.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies an event. Pieces of audio are ignored.
    #[inline]
    pub fn take(&mut self, event: &ChatEvent) {
        match event {
            ChatEvent::MessageDelta(piece) => self.append(piece),
            ChatEvent::MessageCompleted(whole) => self.complete(whole),
            ChatEvent::ChatCreated(chat)
            | ChatEvent::ChatInProgress(chat)
            | ChatEvent::ChatCompleted(chat)
            | ChatEvent::ChatFailed(chat)
            | ChatEvent::ChatRequiresAction(chat) => self.chat = Some(chat.clone()),
            ChatEvent::AudioDelta(_) | ChatEvent::Done(_) | ChatEvent::Unrecognized(_) => {}
        }
    }

    /// The answer so far: the agent's messages of type `answer`, joined by line ends.
    ///
    /// Other types of messages are not meant for the user (`verbose`, `function_call`, `tool_response`) or not part of the answer
    /// (`follow_up`).
    #[must_use]
    #[inline]
    pub fn text(&self) -> String {
        text(&self.messages)
    }

    /// The messages of the answer, in the order in which they began.
    pub(super) fn answers(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|message| is_answer(message))
    }

    /// Whether the chat was completed.
    #[must_use]
    #[inline]
    pub fn is_completed(&self) -> bool {
        self.status() == Some(&ChatStatus::Completed)
    }

    /// Whether no answer will come: the chat failed, was cancelled, or waits for the caller.
    #[inline]
    pub(super) fn is_unanswered(&self) -> bool {
        let has_failed = self
            .chat
            .as_ref()
            .is_some_and(|chat| chat.failure().is_some());
        let is_over = [
            ChatStatus::Failed,
            ChatStatus::Canceled,
            ChatStatus::RequiresAction,
        ];
        has_failed || self.status().is_some_and(|status| is_over.contains(status))
    }

    /// Whether the chat waits for the caller.
    #[inline]
    pub(super) fn requires_action(&self) -> bool {
        self.status() == Some(&ChatStatus::RequiresAction)
    }

    /// The caller has done what the chat waited for.
    #[inline]
    pub(super) fn go_on(&mut self) {
        if let Some(chat) = &mut self.chat {
            chat.status = None;
            chat.required_action = None;
        }
    }

    /// Takes the events of a stream, up to the end of the chat or until it waits for the caller.
    pub(super) async fn follow(
        &mut self,
        events: &mut EventStream<ChatEvent>,
        watch: &mut impl FnMut(&Self, &ChatEvent),
    ) -> Result<()> {
        loop {
            match events.try_next().await {
                Ok(Some(event)) => {
                    self.take(&event);
                    watch(self, &event);
                }
                Ok(None) => return Ok(()),
                // What breaks after the end of the chat takes nothing away from its answer.
                Err(_) if self.is_completed() => return Ok(()),
                Err(error) => return Err(error),
            }
            if self.is_unanswered() {
                return Ok(());
            }
        }
    }

    /// The chat, if its stream has ended with an answer.
    #[inline]
    pub(super) fn answered(self, events: &EventStream<ChatEvent>) -> Result<Self> {
        if self.is_unanswered() || self.text().is_empty() {
            return Err(events.fault(self.chat.unwrap_or_default().unanswered()));
        }
        Ok(self)
    }

    #[inline]
    fn status(&self) -> Option<&ChatStatus> {
        self.chat.as_ref()?.status.as_ref()
    }

    #[inline]
    fn append(&mut self, piece: &Message) {
        let Some(at) = self.unfinished(piece) else {
            self.unfinished.push(self.messages.len());
            return self.messages.push(piece.clone());
        };
        let message = &mut self.messages[self.unfinished[at]];
        message.content.push_str(&piece.content);
        message.reasoning_content.push_str(&piece.reasoning_content);
    }

    #[inline]
    fn complete(&mut self, whole: &Message) {
        match self.unfinished(whole) {
            Some(at) => self.messages[self.unfinished.remove(at)].clone_from(whole),
            None => match self
                .messages
                .iter_mut()
                .rfind(|said| is_said_again(said, whole))
            {
                Some(said) => said.clone_from(whole),
                None => self.messages.push(whole.clone()),
            },
        }
    }

    /// Which of the unfinished messages this one belongs to.
    #[inline]
    fn unfinished(&self, part: &Message) -> Option<usize> {
        self.unfinished.iter().rposition(|&index| {
            let message = &self.messages[index];
            message.id == part.id && (message.r#type.is_none() || message.r#type == part.r#type)
        })
    }
}

/// Whether a message is one that is there already: a self-hosted server completes an answer twice, the second time with its usage.
#[inline]
fn is_said_again(said: &Message, again: &Message) -> bool {
    let is_known = !again.id.is_empty() && said.id == again.id;
    is_known && said.r#type == again.r#type && said.content == again.content
}

/// The answers among some messages, joined by line ends.
#[inline]
pub(super) fn text(messages: &[Message]) -> String {
    let answers = messages.iter().filter(|message| is_answer(message));
    let contents: Vec<_> = answers.map(|message| message.content.as_str()).collect();
    contents.join("\n")
}

/// Servers other than Coze's leave out the type of what the agent says.
#[inline]
fn is_answer(message: &Message) -> bool {
    match &message.r#type {
        Some(kind) => *kind == MessageType::Answer,
        None => message.role == Some(MessageRole::Assistant),
    }
}
