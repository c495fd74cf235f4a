//! Interprets a recording from one language into another while it is sent, and saves what is said.
//!
//! ```sh
//! COZE_API_TOKEN=… cargo run -p coze-client --features realtime --example realtime_interpretation -- hello.wav zh en
//! ```

use std::error::Error;

use coze_client::realtime::simultaneous_interpretation::{ClientEvent, ServerEvent};
use coze_client::types::{
    InputAudioBufferAppend, InterpretationConfig, SimultaneousInterpretationUpdate,
};
use coze_client::{Client, pcm_to_wav};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || {
        arguments
            .next()
            .ok_or("usage: realtime_interpretation FILE FROM TO")
    };
    let (recording, from, to) = (std::fs::read(argument()?)?, argument()?, argument()?);
    let session = Client::from_env()?
        .realtime()
        .simultaneous_interpretation()
        .connect()
        .await?;

    // One half sends while the other receives.
    let (mut sink, mut events) = session.split();
    let sending = tokio::spawn(async move {
        let config = InterpretationConfig::new(from, to);
        sink.send(SimultaneousInterpretationUpdate::new().translate_config(config))
            .await?;
        for piece in recording.chunks(4800) {
            sink.send(InputAudioBufferAppend::new(piece.to_vec()))
                .await?;
        }
        sink.send(ClientEvent::InputAudioBufferComplete).await
    });
    let mut samples = Vec::new();
    while let Some(message) = events.try_next().await? {
        if let Some(failure) = message.failure() {
            return Err(failure.clone().into());
        }
        match message.event {
            ServerEvent::TranscriptionDelta(said) => eprint!("{}", said.delta),
            ServerEvent::TranslationDelta(said) => print!("{}", said.delta),
            ServerEvent::AudioDelta(audio) => samples.extend_from_slice(&audio.delta),
            ServerEvent::MessageCompleted => break,
            _ => {}
        }
    }
    sending.await??;
    std::fs::write("translation.wav", pcm_to_wav(&samples, 24_000, 1))?;
    println!("\nThe translation is in translation.wav.");
    Ok(())
}
