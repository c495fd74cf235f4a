//! Has a text spoken over a WebSocket, piece by piece, and saves it as a WAV file.
//!
//! ```sh
//! COZE_API_TOKEN=… cargo run -p coze-client --features realtime --example realtime_speech -- "你今天好吗?" output.wav
//! ```

use std::error::Error;

use coze_client::{Client, pcm_to_wav};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let text = arguments
        .next()
        .ok_or("usage: realtime_speech TEXT [FILE]")?;
    let path = arguments.next().unwrap_or_else(|| "output.wav".to_owned());
    let client = Client::from_env()?;

    let mut sound = client.realtime().speech().say(text).await?;
    let mut samples = Vec::new();
    while let Some(piece) = sound.try_next().await? {
        // A player could begin with the first of them.
        samples.extend_from_slice(&piece);
        eprint!("\r{} bytes", samples.len());
    }
    eprintln!();
    std::fs::write(&path, pcm_to_wav(&samples, 24_000, 1))?;
    println!("Saved in {path}.");
    Ok(())
}
