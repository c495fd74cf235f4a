//! The shortest program: ask an agent, print what it says.

use coze_client::types::ChatEvent;
use coze_client::{Client, Region};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("COZE_API_TOKEN")?;
    let client = Client::builder()
        .token(token)
        .base_url(Region::Cn)
        .build()?;
    let chat = client.chat().stream("your-bot-id", "your-user-id");
    let mut events = chat.additional_messages(["你好"]).send().await?;
    while let Some(event) = events.try_next().await? {
        if let ChatEvent::MessageDelta(message) = event {
            print!("{}", message.content);
        }
    }
    Ok(())
}
