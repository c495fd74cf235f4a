//! The shortest program: ask an agent, and print what it says as it says it.

use std::io::Write;

use coze_client::{Client, Region};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("COZE_API_TOKEN")?;
    let bot_id = std::env::var("COZE_BOT_ID")?;
    let client = Client::builder()
        .token(token)
        .base_url(Region::Cn)
        .build()?;

    let chat = client.chat().stream(bot_id, "a-user-of-yours");
    let events = chat.additional_messages(["讲个故事"]).send().await?;
    let answer = events.text_with(|piece| {
        print!("{piece}");
        let _ = std::io::stdout().flush();
    });
    answer.await?;
    Ok(())
}
