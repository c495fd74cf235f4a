//! Writes a page with a chat in its corner, by the script of Coze.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_BOT_ID=… cargo run -p coze-client --example chat_widget > chat.html
//! ```
//!
//! The agent has to be published to the channel *Chat SDK*. Whoever opens the page can read the token: for others than you it should be
//! one of an OAuth app that holds for minutes, and `/token` an address of your server that gives the next one.

use std::error::Error;

use coze_client::types::{
    ChatWidget, ChatWidgetBase, ChatWidgetFooter, ChatWidgetLanguage, ChatWidgetUi,
    ChatWidgetWindow, WidgetUser,
};

fn main() -> Result<(), Box<dyn Error>> {
    let token = std::env::var("COZE_API_TOKEN").map_err(|_| "set COZE_API_TOKEN")?;
    let bot_id = std::env::var("COZE_BOT_ID").map_err(|_| "set COZE_BOT_ID")?;
    let ui = ChatWidgetUi::new()
        .base(ChatWidgetBase::new().lang(ChatWidgetLanguage::En))
        .chat_bot(
            ChatWidgetWindow::new()
                .title("Ask the librarian")
                .uploadable(false),
        )
        .footer(ChatWidgetFooter::new().is_show(false));
    let chat = ChatWidget::agent(bot_id)
        .token(token)
        .user_info(WidgetUser::new("Ada", "https://example.com/ada.png").id("user-7"))
        .ui(ui);
    println!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Library</title>\n<body>\n{}</body>\n</html>",
        chat.html().refresh_token_from("/token")
    );
    Ok(())
}
