//! Writes down what is said in a recording.
//!
//! ```sh
//! COZE_API_TOKEN=… cargo run -p coze-client --example transcription -- meeting.mp3
//! ```

use std::error::Error;

use coze_client::{Client, FilePart};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("usage: transcription RECORDING")?;
    let client = Client::from_env()?;
    // The file is read while it is sent. Progress goes to the other output, so that the text can go on into a file.
    let recording = FilePart::path(path)
        .await?
        .on_progress(|sent, all| eprint!("\r{sent} of {all} bytes"));
    let transcription = client
        .audio()
        .transcriptions()
        .create(recording)
        .send()
        .await?;
    eprintln!();
    println!("{}", transcription.text);
    Ok(())
}
