//! Asks an agent about a picture.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_BOT_ID=… cargo run -p coze-client --example chat_image -- cat.png "What is this?"
//! ```

use std::error::Error;
use std::io::Write;

use coze_client::types::NewMessage;
use coze_client::{Client, ContentObject, FilePart};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments
        .next()
        .ok_or("usage: chat_image PICTURE [QUESTION]")?;
    let question = arguments
        .next()
        .unwrap_or_else(|| "What does this picture show?".to_owned());
    let bot_id = std::env::var("COZE_BOT_ID").map_err(|_| "set COZE_BOT_ID")?;
    let client = Client::from_env()?;

    // A picture is uploaded first; the message refers to it by its id. `ContentObject::image_url` takes one from the web.
    let file = client
        .files()
        .upload(FilePart::path(path).await?)
        .send()
        .await?;
    println!("Uploaded {} ({} bytes).", file.file_name, file.bytes);
    let message =
        NewMessage::user_objects([ContentObject::text(question), ContentObject::image(file.id)]);

    let chat = client
        .chat()
        .stream(bot_id, "example")
        .additional_messages([message]);
    let events = chat.send().await?;
    events
        .text_with(|piece| {
            print!("{piece}");
            // Or the screen waits for the end of the line.
            _ = std::io::stdout().flush();
        })
        .await?;
    println!();
    Ok(())
}
