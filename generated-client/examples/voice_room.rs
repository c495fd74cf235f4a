//! A web server whose page talks with an agent: it opens a room, and the browser enters it.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_BOT_ID=… PORT=8000 cargo run -p coze-client --example voice_room
//! ```
//!
//! Then open <http://127.0.0.1:8000>. A room of Coze is one of the RTC service of Volcano Engine, in which the agent waits for
//! 3 minutes, and costs. The reply has what its SDK needs to enter: the app of the service (`app_id`), the room (`room_id`), who enters
//! (`uid`), and the secret that lets them in (`token`). The page loads the SDK, the npm package `@volcengine/rtc`, from `COZE_RTC_SDK`; yours
//! has it from its bundler. The token of Coze stays here.

use coze_client::Client;
use coze_client::types::{Room, RoomConfig};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What goes wrong, also on other threads.
type Error = Box<dyn std::error::Error + Send + Sync>;

const RTC_SDK: &str = "https://esm.sh/@volcengine/rtc@4";

/// The agent sends events as JSON texts, such as `conversation.message.delta` with what it says.
const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><title>Call</title>
<button>Call</button><pre></pre>
<script type="module">
import VERTC from "RTC_SDK";
const out = document.querySelector("pre");
document.querySelector("button").onclick = async () => {
  const room = await (await fetch("/room", { method: "POST" })).json();
  const engine = VERTC.createEngine(room.app_id);
  engine.on(VERTC.events.onUserJoined, event => out.textContent += `${event.userInfo.userId} is there\n`);
  engine.on(VERTC.events.onUserMessageReceived, event => {
    const { event_type, data } = JSON.parse(event.message);
    if (event_type === "conversation.message.delta") out.textContent += data.content;
  });
  await engine.joinRoom(room.token, room.room_id, { userId: room.uid },
    { isAutoPublish: true, isAutoSubscribeAudio: true, isAutoSubscribeVideo: false });
  await engine.startAudioCapture();
};
</script>"#;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let bot_id = std::env::var("COZE_BOT_ID").map_err(|_| "set COZE_BOT_ID")?;
    let sdk = std::env::var("COZE_RTC_SDK").unwrap_or_else(|_| RTC_SDK.to_owned());
    let port = std::env::var("PORT").unwrap_or_else(|_| "8000".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("Open http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let (client, bot_id, sdk) = (client.clone(), bot_id.clone(), sdk.clone());
        tokio::spawn(async move {
            if let Err(error) = serve(stream, &client, &bot_id, &sdk).await {
                eprintln!("{error}");
            }
        });
    }
}

async fn serve(stream: TcpStream, client: &Client, bot_id: &str, sdk: &str) -> Result<(), Error> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let (status, media_type, body) = if line.starts_with("POST /room ") {
        match open(client, bot_id).await {
            Ok(room) => ("200 OK", "application/json", entry(&room)),
            Err(error) => {
                eprintln!("{error}");
                (
                    "502 Bad Gateway",
                    "text/plain",
                    "There is no room.".to_owned(),
                )
            }
        }
    } else if line.starts_with("GET / ") {
        ("200 OK", "text/html", PAGE.replace("RTC_SDK", sdk))
    } else {
        ("404 Not Found", "text/plain", "Nothing here.".to_owned())
    };
    let length = body.len();
    let reply = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(reply.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(())
}

/// A room in which the agent greets the user. Each call needs one of its own.
async fn open(client: &Client, bot_id: &str) -> coze_client::Result<Room> {
    let config = RoomConfig::new().prologue_content("Hello! What can I do for you?");
    client
        .audio()
        .rooms()
        .create(bot_id)
        .uid("user-7")
        .config(config)
        .send()
        .await
}

/// What the browser needs.
fn entry(room: &Room) -> String {
    let Room {
        app_id,
        room_id,
        uid,
        token,
        ..
    } = room;
    json!({"app_id": app_id, "room_id": room_id, "uid": uid, "token": token}).to_string()
}
