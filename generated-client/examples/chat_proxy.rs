//! A web server that passes the stream of a chat on to a page in a browser, so that the token stays on the server.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_BOT_ID=… PORT=8000 cargo run -p coze-client --example chat_proxy
//! ```
//!
//! Then open <http://127.0.0.1:8000>. The server is made by hand to need no framework; with one, only [`forward`] remains.

use coze_client::Client;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What goes wrong, also on other threads.
type Error = Box<dyn std::error::Error + Send + Sync>;

const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><title>Chat</title>
<form><input name="question" autofocus> <button>Ask</button></form><pre></pre>
<script>
document.forms[0].onsubmit = event => {
  event.preventDefault();
  const out = document.querySelector("pre");
  out.textContent = "";
  const events = new EventSource("/chat?" + new URLSearchParams(new FormData(event.target)));
  events.addEventListener("conversation.message.delta", e => out.textContent += JSON.parse(e.data).content);
  events.addEventListener("failed", e => { out.textContent += "\n" + JSON.parse(e.data); events.close(); });
  events.addEventListener("done", () => events.close());
};
</script>"#;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let bot_id = std::env::var("COZE_BOT_ID").map_err(|_| "set COZE_BOT_ID")?;
    let port = std::env::var("PORT").unwrap_or_else(|_| "8000".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("Open http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let (client, bot_id) = (client.clone(), bot_id.clone());
        tokio::spawn(async move {
            if let Err(error) = serve(stream, &client, &bot_id).await {
                eprintln!("{error}");
            }
        });
    }
}

async fn serve(stream: TcpStream, client: &Client, bot_id: &str) -> Result<(), Error> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let target = line.split(' ').nth(1).unwrap_or_default();
    let query = target.strip_prefix("/chat?question=").map(str::to_owned);
    let media_type = if query.is_some() {
        "text/event-stream"
    } else {
        "text/html"
    };
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    match query {
        Some(query) => forward(&mut stream, client, bot_id, &query).await?,
        None => stream.write_all(PAGE.as_bytes()).await?,
    }
    stream.shutdown().await?;
    Ok(())
}

/// Passes each event on as it comes. When the browser leaves, writing fails, and the chat's connection is closed with its stream.
async fn forward(
    browser: &mut BufReader<TcpStream>,
    client: &Client,
    bot_id: &str,
    query: &str,
) -> Result<(), Error> {
    let question = decoded(query);
    let chat = client
        .chat()
        .stream(bot_id, "browser")
        .additional_messages([question]);
    let outcome = async {
        let mut events = chat.send().await?;
        while let Some(event) = events.try_next().await? {
            // An event is `{"event": its name, "data": what it carries}`.
            let event = serde_json::to_value(event)?;
            let name = event["event"].as_str().unwrap_or_default();
            let frame = format!("event: {name}\ndata: {}\n\n", event["data"]);
            browser.write_all(frame.as_bytes()).await?;
        }
        Ok::<_, Error>(())
    };
    if let Err(error) = outcome.await {
        let text = serde_json::to_string(&error.to_string())?;
        browser
            .write_all(format!("event: failed\ndata: {text}\n\n").as_bytes())
            .await?;
    }
    Ok(())
}

/// The text of a parameter of a query.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_encoding::percent_decode_str(&text)
        .decode_utf8_lossy()
        .into_owned()
}
