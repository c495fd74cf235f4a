// part coze

//! Conversations by voice, turn by turn: what the user says goes out, what the agent says comes back, with tools and interruptions.

use std::ops::ControlFlow;

use super::session::Session;
use super::{Chat, chat};
use crate::Result;
use crate::ToolBox;
use crate::types::{self, ChatCanceled, ChatSubmitToolOutputs};

/// What came of an agent's turn; see [`Session::turn`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Turn {
    /// What the user said, as the service has understood it.
    pub heard: String,
    /// What the agent said, as text.
    pub text: String,
    /// The same as sound: raw samples, unless the session was asked for another format.
    pub audio: Vec<u8>,
    /// The chat, if it was completed.
    pub chat: Option<types::Chat>,
    /// Why the agent stopped, if it was interrupted.
    pub canceled: Option<ChatCanceled>,
}

impl ToolBox {
    /// Calls the tools that a chat waits for, and returns the event that answers
    /// [`ChatRequiresAction`](chat::ServerEvent::ChatRequiresAction).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) if the agent asks for a tool that is not there.
    pub async fn answer(&self, chat: &types::Chat) -> Result<ChatSubmitToolOutputs> {
        let outputs = self.outputs(chat).await?;
        Ok(ChatSubmitToolOutputs::new(&chat.id, outputs))
    }
}

impl Session<Chat> {
    /// Listens to the agent until its turn is over: it has said all, was interrupted, or has failed. Tools that it asks for are called.
    ///
    /// `watch` sees every event, for example to play the sound while it comes; it returns [`ControlFlow::Break`] to interrupt the agent.
    ///
    /// ```no_run
    /// use std::ops::ControlFlow;
    ///
    /// use coze_client::ToolBox;
    /// use coze_client::realtime::chat::{ClientEvent, ServerEvent};
    /// use coze_client::types::InputAudioBufferAppend;
    ///
    /// # async fn example(client: coze_client::Client, question: Vec<u8>) -> coze_client::Result<()> {
    /// let mut session = client.realtime().chat("bot id").connect().await?;
    /// session.send(InputAudioBufferAppend::new(question)).await?;
    /// session.send(ClientEvent::InputAudioBufferComplete).await?;
    /// let tools = ToolBox::new();
    /// let turn = session.turn(&tools, |event| {
    ///     if let ServerEvent::MessageDelta(piece) = event {
    ///         print!("{}", piece.content);
    ///     }
    ///     ControlFlow::Continue(())
    /// });
    /// println!("\n{} bytes of sound", turn.await?.audio.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next) and [`send`](Self::send); the failure that the service reports, or the agent; those of
    /// [`ToolBox`]; and [`ErrorKind::Truncated`](crate::ErrorKind::Truncated) if the session ends before the turn does.
    pub async fn turn(
        &mut self,
        tools: &ToolBox,
        mut watch: impl FnMut(&chat::ServerEvent) -> ControlFlow<()>,
    ) -> Result<Turn> {
        let mut turn = Turn::default();
        let (mut rounds, mut is_interrupted) = (0, false);
        while let Some(message) = self.try_next().await? {
            // There may be nothing left to interrupt.
            if let Some(failure) = message.failure().filter(|_| !is_interrupted) {
                return Err(failure.clone());
            }
            if watch(&message.event).is_break() && !is_interrupted {
                is_interrupted = true;
                self.send(chat::ClientEvent::ChatCancel).await?;
            }
            if let chat::ServerEvent::ChatRequiresAction(chat) = &message.event {
                tools.is_used_up(rounds)?;
                rounds += 1;
                self.send(tools.answer(chat).await?).await?;
            }
            let log_id = message.log_id;
            let added = turn.add(message.event);
            if added
                .map_err(|e| self.fault(e.or_log_id(log_id.as_deref())))?
                .is_break()
            {
                return Ok(turn);
            }
        }
        Err(self.ended_early("the agent's turn was over"))
    }
}

impl Turn {
    /// Adds what an event says; breaks with the last event of the turn.
    fn add(&mut self, event: chat::ServerEvent) -> Result<ControlFlow<()>> {
        match event {
            chat::ServerEvent::AudioTranscriptCompleted(said) => self.heard = said.content,
            chat::ServerEvent::MessageDelta(piece) => self.text += &piece.content,
            chat::ServerEvent::AudioDelta(piece) => self.audio.extend(piece.audio()?),
            chat::ServerEvent::ChatCompleted(chat) => {
                self.chat = Some(chat);
                return Ok(ControlFlow::Break(()));
            }
            chat::ServerEvent::ChatCanceled(canceled) => {
                self.canceled = Some(canceled);
                return Ok(ControlFlow::Break(()));
            }
            chat::ServerEvent::ChatFailed(chat) => {
                return Err(chat.unanswered());
            }
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }
}
