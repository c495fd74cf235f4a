//! Writes down a recording over a WebSocket while it is sent, such as a WAV file.
//!
//! ```sh
//! COZE_API_TOKEN=… cargo run -p coze-client --features realtime --example realtime_transcription -- hello.wav
//! ```

use std::error::Error;

use coze_client::Client;
use coze_client::realtime::pieces;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("usage: realtime_transcription RECORDING")?;
    let recording = std::fs::read(path)?;
    let transcriptions = Client::from_env()?.realtime().transcriptions();

    let mut texts = transcriptions.transcribe(pieces(recording)).await?;
    let mut said = String::new();
    while let Some(so_far) = texts.try_next().await? {
        eprintln!("… {so_far}");
        said = so_far;
    }
    println!("{said}");
    Ok(())
}
