//! A conversation by voice in the terminal, with files in place of microphone and loudspeaker.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_BOT_ID=… cargo run -p coze-client --features realtime --example realtime_voice_bot
//! ```
//!
//! Each line is the name of a file with raw samples (16 bits, 24 kHz, one channel) that is played to the agent; an empty line, or the
//! next file, interrupts it. Its answers are saved as `answer-1.wav` and so on. If the agent has a plugin named `roll_dice` that runs on
//! the client's side, with the argument `sides`, it is answered here.

use std::error::Error;
use std::io::BufRead;
use std::time::{SystemTime, UNIX_EPOCH};

use coze_client::realtime::chat::{ClientEvent, ServerEvent};
use coze_client::realtime::{Chat, Session};
use coze_client::types::{ChatUpdate, InputAudio, InputAudioBufferAppend, InputAudioFormat};
use coze_client::{Client, ToolBox, pcm_to_wav};
use tokio::sync::mpsc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let bot_id = std::env::var("COZE_BOT_ID").map_err(|_| "set COZE_BOT_ID")?;
    let session = client.realtime().chat(bot_id).connect().await?;
    let tools = ToolBox::new().tool("roll_dice", |arguments| async move {
        let sides = arguments["sides"].as_u64().filter(|sides| *sides > 0);
        sides.map(roll).ok_or("`sides` has to be a positive number")
    });
    let mut bot = Bot {
        session,
        tools,
        is_busy: false,
        samples: Vec::new(),
        answers: 0,
    };
    bot.converse(lines()).await?;
    bot.session.close().await?;
    Ok(())
}

struct Bot {
    session: Session<Chat>,
    tools: ToolBox,
    /// Whether the agent has not said all.
    is_busy: bool,
    samples: Vec<u8>,
    answers: u32,
}

impl Bot {
    async fn converse(&mut self, mut lines: mpsc::Receiver<String>) -> Result<(), Box<dyn Error>> {
        let audio = InputAudio::new()
            .format(InputAudioFormat::Pcm)
            .sample_rate(24_000);
        self.session
            .send(ChatUpdate::new().input_audio(audio))
            .await?;
        let mut is_over = false;
        while self.is_busy || !is_over {
            tokio::select! {
                line = lines.recv(), if !is_over => match line {
                    Some(line) => self.listen(&line).await?,
                    None => is_over = true,
                },
                message = self.session.next() => {
                    let message = message.ok_or("the service has left")??;
                    if let Some(failure) = message.failure() {
                        println!("[{failure}]");
                    }
                    self.hear(message.event).await?;
                }
            }
        }
        Ok(())
    }

    /// Plays a file to the agent, which falls silent for it.
    async fn listen(&mut self, path: &str) -> Result<(), Box<dyn Error>> {
        if self.is_busy {
            self.session.send(ClientEvent::ChatCancel).await?;
        }
        if !path.is_empty() {
            for piece in std::fs::read(path)?.chunks(4800) {
                self.session
                    .send(InputAudioBufferAppend::new(piece.to_vec()))
                    .await?;
            }
            self.session
                .send(ClientEvent::InputAudioBufferComplete)
                .await?;
            self.is_busy = true;
        }
        Ok(())
    }

    async fn hear(&mut self, event: ServerEvent) -> Result<(), Box<dyn Error>> {
        match event {
            ServerEvent::AudioTranscriptCompleted(said) => println!("You: {}", said.content),
            ServerEvent::AudioSentenceStart(sentence) => println!("Agent: {}", sentence.text),
            ServerEvent::AudioDelta(piece) => self.samples.extend(piece.audio()?),
            ServerEvent::ChatRequiresAction(chat) => {
                self.session.send(self.tools.answer(&chat).await?).await?;
            }
            ServerEvent::ChatCanceled(_) => {
                println!("[interrupted]");
                self.samples.clear();
            }
            ServerEvent::ChatFailed(chat) => {
                println!("[failed: {:?}]", chat.failure());
                self.is_busy = false;
            }
            ServerEvent::ChatCompleted(_) => {
                self.answers += 1;
                let path = format!("answer-{}.wav", self.answers);
                let samples = std::mem::take(&mut self.samples);
                std::fs::write(&path, pcm_to_wav(&samples, 24_000, 1))?;
                println!("[{path}]");
                self.is_busy = false;
            }
            _ => {}
        }
        Ok(())
    }
}

/// What is typed, while the agent speaks.
fn lines() -> mpsc::Receiver<String> {
    let (typed, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if typed.blocking_send(line).is_err() {
                break;
            }
        }
    });
    lines
}

fn roll(sides: u64) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    (u64::from(now.subsec_nanos()) % sides + 1).to_string()
}
