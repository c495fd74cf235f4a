//! A chat in the terminal that remembers what was said and can use tools of this program.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_API_BASE=https://api.coze.cn COZE_BOT_ID=… cargo run -p coze-client --example chat_terminal
//! ```
//!
//! For the tool, the agent needs a plugin named `roll_dice` that runs on the client's side, with the argument `sides`.

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use coze_client::types::ChatEvent;
use coze_client::{Client, ToolBox};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let bot_id = std::env::var("COZE_BOT_ID").map_err(|_| "set COZE_BOT_ID")?;
    let tools = ToolBox::new().tool("roll_dice", |arguments| async move {
        let sides = arguments["sides"].as_u64().filter(|sides| *sides > 0);
        sides.map(roll).ok_or("`sides` has to be a positive number")
    });

    // The agent remembers what was said in a conversation.
    let conversation = client.conversations().create().send().await?;
    prompt()?;
    for line in io::stdin().lock().lines() {
        let question = line?;
        let chat = client.chat().stream(&bot_id, "terminal");
        let chat = chat
            .conversation_id(&conversation.id)
            .additional_messages([question]);
        let answer = chat.send_with_tools(&tools, show).await?;
        let tokens = answer.chat.and_then(|chat| chat.usage).unwrap_or_default();
        println!("\n[{} tokens]", tokens.token_count);
        prompt()?;
    }
    println!();
    Ok(())
}

/// Prints the answer while it is written.
fn show(event: &ChatEvent) {
    match event {
        ChatEvent::MessageDelta(piece) => {
            print!("{}", piece.content);
            // Or the screen waits for the end of the line.
            _ = io::stdout().flush();
        }
        ChatEvent::ChatRequiresAction(_) => println!("[the agent uses a tool]"),
        _ => {}
    }
}

fn roll(sides: u64) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    (u64::from(now.subsec_nanos()) % sides + 1).to_string()
}

fn prompt() -> io::Result<()> {
    print!("> ");
    io::stdout().flush()
}
