// part coze

//! `coze chat --bot-id ..`: a conversation in the terminal.

use std::cell::RefCell;
use std::io::{self, BufRead, IsTerminal, Write};

use clap::ArgMatches;
use coze_client::types::{ChatEvent, MessageType};
use coze_client::{Client, Error};
use tokio::sync::mpsc::{Receiver, channel};

use super::environment::variable;
use super::failure::Failure;
use super::output::{note, piece};
use super::sign_in;
use super::terminal;

/// Who talks with whom.
struct Conversation {
    client: Client,
    bot_id: String,
    user_id: String,
    id: String,
    is_interactive: bool,
}

/// How an answer ended.
enum Answer {
    Complete,
    /// The agent wants a tool to be called.
    Waits,
}

/// Talks until the input ends, or until Ctrl-C at the prompt.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let bot_id = text("bot-id").or_else(|| variable("COZE_BOT_ID"));
    let bot_id = bot_id.ok_or_else(|| {
        let line =
            "say which agent to talk with, by --bot-id, or name a call: see `coze chat --help`";
        Failure::Usage(line.to_owned())
    })?;
    let client = sign_in::client(matches)?;
    let id = match text("conversation-id") {
        Some(id) => id,
        None => begun(&client).await?,
    };
    let conversation = Conversation {
        client,
        bot_id,
        user_id: text("user-id").unwrap_or_default(),
        id,
        is_interactive: io::stdin().is_terminal(),
    };
    conversation.talk().await
}

async fn begun(client: &Client) -> Result<String, Failure> {
    tokio::select! {
        conversation = client.conversations().create().send() => Ok(conversation?.id),
        pressed = tokio::signal::ctrl_c() => {
            pressed?;
            Err(Failure::Interrupted)
        }
    }
}

impl Conversation {
    async fn talk(&self) -> Result<(), Failure> {
        let mut lines = lines();
        loop {
            self.prompt()?;
            let line = tokio::select! {
                line = lines.recv() => line,
                pressed = tokio::signal::ctrl_c() => {
                    pressed?;
                    note("")?;
                    return Err(Failure::Interrupted);
                }
            };
            let Some(line) = line.transpose()? else {
                return if self.is_interactive {
                    Ok(note("")?)
                } else {
                    Ok(())
                };
            };
            if line.trim().is_empty() {
                continue;
            }
            match self.answer(&line).await {
                // A person can ask again; a script cannot know.
                Err(failure @ (Failure::Call(_) | Failure::Reported(_))) if self.is_interactive => {
                    note("")?;
                    failure.say();
                }
                outcome => outcome?,
            }
        }
    }

    fn prompt(&self) -> io::Result<()> {
        if self.is_interactive {
            write!(io::stderr(), "> ")?;
        }
        Ok(())
    }

    /// Shows the answer to a message while it is written. Ctrl-C cancels it, and once more leaves.
    async fn answer(&self, message: &str) -> Result<(), Failure> {
        let chat_id = RefCell::new(String::new());
        let answer = tokio::select! {
            answer = self.shown(message, &chat_id) => Some(answer),
            pressed = tokio::signal::ctrl_c() => {
                pressed?;
                None
            }
        };
        let why = match answer {
            Some(answer) => match answer? {
                Answer::Complete => return Ok(piece("\n")?),
                Answer::Waits => "cancelled: the agent waits for a tool, and there are none here",
            },
            None => "cancelled",
        };
        let chat_id = chat_id.into_inner();
        tokio::select! {
            cancelled = self.cancel(&chat_id) => cancelled?,
            pressed = tokio::signal::ctrl_c() => {
                pressed?;
                return Err(Failure::Interrupted);
            }
        }
        note(&format!("\n[{why}]"))?;
        if self.is_interactive {
            Ok(())
        } else {
            Err(Failure::Interrupted)
        }
    }

    async fn cancel(&self, chat_id: &str) -> Result<(), Error> {
        if !chat_id.is_empty() {
            self.client.chat().cancel(&self.id, chat_id).send().await?;
        }
        Ok(())
    }

    async fn shown(&self, message: &str, chat_id: &RefCell<String>) -> Result<Answer, Failure> {
        let chat = self.client.chat().stream(&self.bot_id, &self.user_id);
        let chat = chat
            .conversation_id(&self.id)
            .additional_messages([message]);
        let mut events = chat.send().await?;
        let mut said = String::new();
        while let Some(event) = events.try_next().await? {
            match event {
                ChatEvent::ChatCreated(chat) | ChatEvent::ChatInProgress(chat) => {
                    chat_id.replace(chat.id);
                }
                ChatEvent::MessageDelta(message) => {
                    said += &message.content;
                    piece(&message.content)?;
                }
                // An agent may say all at once.
                ChatEvent::MessageCompleted(message)
                    if message.r#type == Some(MessageType::Answer)
                        && !said.ends_with(&message.content) =>
                {
                    said += &message.content;
                    piece(&message.content)?;
                }
                ChatEvent::ChatFailed(chat) => return Err(failed(chat.failure())),
                ChatEvent::ChatRequiresAction(_) => return Ok(Answer::Waits),
                _ => {}
            }
        }
        Ok(Answer::Complete)
    }
}

fn failed(why: Option<coze_client::types::ChatError>) -> Failure {
    let line = why.map_or_else(
        || "the agent failed".to_owned(),
        |why| {
            format!(
                "the agent failed with code {}: {}",
                why.code,
                terminal::line(&why.msg)
            )
        },
    );
    Failure::Reported(line)
}

/// The lines of standard input. Nobody can stop a thread that reads, so it has no part in the runtime.
fn lines() -> Receiver<io::Result<String>> {
    let (sender, receiver) = channel(1);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
