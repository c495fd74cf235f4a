//! A tour of the client: upload a file, list what is there, ask about the file, and have the answer spoken.
//!
//! ```sh
//! cargo run -p coze-client --example tour
//! ```
//!
//! It needs neither network nor token, because it brings its own server, `server.rs`, which plays the part of the service. For the
//! real one, leave that module out, set up the client with a token and a region of yours, and put your own ids into the constants:
//!
//! ```ignore
//! let client = Client::builder().token(std::env::var("COZE_API_TOKEN")?).base_url(Region::Cn).build()?;
//! ```

pub(crate) mod server;

use std::error::Error;
use std::io::Write;
use std::path::Path;

use coze_client::types::{ChatEvent, File, NewMessage};
use coze_client::{Client, ContentObject, FilePart};

use server::Server;

/// The workspace whose datasets are listed.
const SPACE_ID: &str = "7311219484398790001";
/// The agent that is asked, published as an API.
const BOT_ID: &str = "7379462189365190002";
/// Who asks: any name that tells your own users apart.
const USER_ID: &str = "tour";
/// The voice of the answer.
const VOICE_ID: &str = "7426720361732900003";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::builder()
        .token(server::TOKEN)
        .base_url(server.url())
        .build()?;

    let folder = std::env::temp_dir().join(format!("coze-client-tour-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let outcome = tour(&client, &folder).await;
    std::fs::remove_dir_all(&folder)?;
    outcome?;

    println!("The server was asked:\n  {}", server.calls().join("\n  "));
    Ok(())
}

/// All steps, in order; files are written to `folder`.
pub(crate) async fn tour(client: &Client, folder: &Path) -> Result<(), Box<dyn Error>> {
    let file = upload(client, folder).await?;
    list_datasets(client).await?;
    let answer = ask(client, &file).await?;
    speak(client, &answer, folder).await
}

/// Uploads a file from disk. It is read while it is sent, so its size does not matter.
async fn upload(client: &Client, folder: &Path) -> Result<File, Box<dyn Error>> {
    let path = folder.join("sales.csv");
    tokio::fs::write(&path, "month,books\nJanuary,120\nFebruary,95\n").await?;

    let part = FilePart::path(&path).await?;
    let file = client.files().upload(part).send().await?;
    println!(
        "Uploaded {} ({} bytes); its id is {}.",
        file.file_name, file.bytes, file.id
    );
    Ok(file)
}

/// Lists all datasets of a workspace. The second page is fetched when the first is used up.
async fn list_datasets(client: &Client) -> Result<(), Box<dyn Error>> {
    println!("The datasets of the workspace:");
    let mut datasets = client.datasets().list(SPACE_ID).page_size(2).items();
    while let Some(dataset) = datasets.try_next().await? {
        println!("  {} ({} documents)", dataset.name, dataset.doc_count);
    }
    Ok(())
}

/// Asks the agent about a file, prints the answer while it is written, and gives the whole of it.
async fn ask(client: &Client, file: &File) -> Result<String, Box<dyn Error>> {
    let question = "Which month was the best?";
    println!("You: {question}");
    print!("Agent: ");

    let message =
        NewMessage::user_objects([ContentObject::text(question), ContentObject::file(&file.id)]);
    let chat = client
        .chat()
        .stream(BOT_ID, USER_ID)
        .additional_messages([message]);
    let mut events = chat.send().await?;

    let mut answer = String::new();
    while let Some(event) = events.try_next().await? {
        match event {
            ChatEvent::MessageDelta(piece) => {
                print!("{}", piece.content);
                std::io::stdout().flush()?;
                answer += &piece.content;
            }
            ChatEvent::ChatCompleted(chat) => {
                println!(" [{} tokens]", chat.usage.unwrap_or_default().token_count);
            }
            // That the agent failed is an event like others; errors are what goes wrong with the stream.
            ChatEvent::ChatFailed(chat) => {
                return Err(chat.failure().unwrap_or_default().into());
            }
            // Among others: what the agent looks up meanwhile, and each message once more as a whole.
            _ => {}
        }
    }
    Ok(answer)
}

/// Has a text spoken, and saves the sound. There is a file only when all of it has arrived.
async fn speak(client: &Client, text: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let speech = client.audio().speech().create(VOICE_ID, text);
    let sound = speech.send().await?;
    let size = sound.save(folder.join("answer.mp3")).await?;
    println!("Saved the answer as speech: answer.mp3 ({size} bytes).");
    Ok(())
}
