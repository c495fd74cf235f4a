//! A program without async code: calls that are waited for, and a stream that is an iterator.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_BOT_ID=… cargo run -p coze-client --features blocking --example blocking -- "Hello!"
//! ```

use std::error::Error;
use std::io::Write;

use coze_client::Client;
use coze_client::blocking::{Block, BlockEach};
use coze_client::types::ChatEvent;

fn main() -> Result<(), Box<dyn Error>> {
    let question = std::env::args().nth(1).ok_or("usage: blocking QUESTION")?;
    let bot_id = std::env::var("COZE_BOT_ID").map_err(|_| "set COZE_BOT_ID")?;
    let client = Client::from_env()?;

    let bot = client.bots().retrieve(&bot_id).send().block()?;
    print!("{}: ", bot.name);
    let chat = client
        .chat()
        .stream(bot_id, "example")
        .additional_messages([question]);
    for event in chat.send().block()?.blocking_iter() {
        match event? {
            ChatEvent::MessageDelta(piece) => {
                print!("{}", piece.content);
                std::io::stdout().flush()?;
            }
            // That the agent failed is an event like others; errors are what goes wrong with the stream.
            ChatEvent::ChatFailed(chat) => return Err(chat.failure().unwrap_or_default().into()),
            _ => {}
        }
    }
    println!();
    Ok(())
}
