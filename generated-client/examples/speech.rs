//! Has a text spoken, and saves the sound.
//!
//! ```sh
//! COZE_API_TOKEN=… cargo run -p coze-client --example speech -- "Good morning!" morning.mp3
//! ```
//!
//! Without `COZE_VOICE_ID`, the first voice of the list speaks.

use std::error::Error;

use coze_client::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let text = arguments.next().ok_or("usage: speech TEXT [FILE]")?;
    let path = arguments.next().unwrap_or_else(|| "speech.mp3".to_owned());
    let client = Client::from_env()?;
    let voice_id = if let Ok(id) = std::env::var("COZE_VOICE_ID") {
        id
    } else {
        let first = client
            .audio()
            .voices()
            .list()
            .page_size(1)
            .items()
            .try_next()
            .await?;
        first.ok_or("there are no voices")?.voice_id
    };

    let sound = client
        .audio()
        .speech()
        .create(&voice_id, text)
        .send()
        .await?;
    // There is a file only when all of it has arrived.
    let size = sound.save(&path).await?;
    println!("The voice {voice_id} speaks in {path} ({size} bytes).");
    Ok(())
}
