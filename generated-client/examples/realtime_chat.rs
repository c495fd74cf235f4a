//! Asks an agent by voice, and saves what it says: a text becomes speech, and the speech the question.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_BOT_ID=… cargo run -p coze-client --features realtime --example realtime_chat -- "你今天好吗?"
//! ```
//!
//! If the agent has a plugin named `get_time` that runs on the client's side, it is answered here.

use std::error::Error;
use std::ops::ControlFlow;
use std::time::{SystemTime, UNIX_EPOCH};

use coze_client::realtime::chat::{ClientEvent, ServerEvent};
use coze_client::types::{InputAudioBufferAppend, SpeechFormat};
use coze_client::{Client, ToolBox, pcm_to_wav};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let bot_id = std::env::var("COZE_BOT_ID").map_err(|_| "set COZE_BOT_ID")?;
    let text = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "你今天好吗?".to_owned());
    let voice = client
        .audio()
        .voices()
        .list()
        .page_size(1)
        .items()
        .try_next()
        .await?;
    let voice_id = voice.ok_or("there are no voices")?.voice_id;
    let speech = client.audio().speech().create(voice_id, text);
    let mut speech = speech
        .response_format(SpeechFormat::Wav)
        .sample_rate(24_000)
        .send()
        .await?;

    let mut session = client.realtime().chat(bot_id).connect().await?;
    while let Some(piece) = speech.next().await.transpose()? {
        session.send(InputAudioBufferAppend::new(piece)).await?;
    }
    session.send(ClientEvent::InputAudioBufferComplete).await?;

    let tools = ToolBox::new().tool("get_time", |_| async {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map(|since| format!("{} seconds after 1970", since.as_secs()))
    });
    let turn = session.turn(&tools, |event| {
        if let ServerEvent::MessageDelta(piece) = event {
            println!("Received: {}", piece.content);
        }
        ControlFlow::Continue(())
    });
    let turn = turn.await?;
    std::fs::write("output.wav", pcm_to_wav(&turn.audio, 24_000, 1))?;
    println!("The answer is in output.wav.");
    session.close().await?;
    Ok(())
}
